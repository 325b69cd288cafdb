"""What came in at the demo company in the last days, by every channel: new, given to salespeople, late, entered, set
aside, discarded; and doubts about drafts: open, answered, closed. Part of the showcase."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile

from accounts.people.models import User
from customers.models import Contact, Customer
from orders.doubts import operations as doubts
from orders.intake.pool import operations
from orders.intake.pool.arrivals import Arrival
from orders.intake.pool.models import IntakeItem
from orders.order.models import Order
from orders.order.states import Status
from orders_site.demo.agenda import Life
from orders_site.demo.company import Company

_MAIL = "您好：\n\n附件是本月采购单，请于 12 日前安排发货，收货地址不变。\n如有缺货请电话联系。\n\n谢谢"
_CALL = "王工来电：上次的称重传感器再要 20 只，另加 4 台仪表，单价按年度协议。"


def lives(company: Company) -> Iterator[Life]:
    """Each piece is a life of its own. It takes no chances: the lives beside it would go otherwise."""
    buyers = [one for one in company.customers.values() if _is_ordering(one)][:9]
    goods = [one.code for one in company.products.values() if one.is_active and not one.is_service and one.list_price]
    yield _mail(company, buyers[0], goods[0:3])
    yield _shop(company, buyers[1], goods[3:5], 3.5)
    yield _shop(company, buyers[2], goods[5:8], 0.4)
    yield _call(company, buyers[3], 78.0)
    yield _fax(company, buyers[4], 1.1)
    yield _entered(company, buyers[5], goods[8:11])
    yield _letter(company)
    yield _advertising(company)
    yield _doubted(company)


def _is_ordering(customer: Customer) -> bool:
    return (
        bool(customer.owner_id) and customer.is_active and not customer.is_blocked and customer.merged_into_id is None
    )


def _receive(company: Company, actor: User, files: Any = (), **fields: Any) -> IntakeItem:
    at = fields.pop("at")
    return operations.receive(actor=actor, arrival=Arrival(received_at=at, **fields), files=files, at=at).item


def _rows(codes: list[str], *quantities: int) -> list[dict[str, str]]:
    return [{"product": code, "quantity": str(n)} for code, n in zip(codes, quantities, strict=False)]


def _mail(company: Company, customer: Customer, codes: list[str]) -> Life:
    at = yield company.now - timedelta(minutes=50)
    contact = Contact.objects.filter(customer=customer, is_active=True).first()
    rows = [*_rows(codes, 20, 4, 2), {"name": "配套接线盒（样品）", "quantity": "1"}]
    csv = "物料编码,数量\n" + "\n".join(f"{row.get('product', row.get('name'))},{row['quantity']}" for row in rows)
    _receive(
        company,
        company.staff["lin.xy"],
        [("采购单.csv", ContentFile(csv.encode("gb18030")))],
        channel="MAIL",
        customer_id=customer.pk,
        sender=contact.name if contact else customer.short_name or customer.name,
        sender_mail=contact.email if contact else "",
        subject="采购订单 PO-7781",
        text=_MAIL,
        rows=rows,
        header={"customer_po_number": "PO-7781"},
        at=at,
    )


def _shop(company: Company, customer: Customer, codes: list[str], hours: float) -> Life:
    at = yield company.now - timedelta(hours=hours)
    item = _receive(
        company,
        company.staff["erp.bridge"],
        channel="ECOMMERCE",
        provider="shop",
        external_id=f"WS-{company.today:%y%m%d}-{customer.pk}",
        customer_code=customer.code,
        sender=customer.name,
        subject="网店订单",
        rows=_rows(codes, 2, 5, 1),
        at=at,
    )
    if hours > 1:
        at = yield at + timedelta(minutes=20)
        operations.dispatch_proposed(actor=company.staff["lin.xy"], item_id=item.pk, at=at)


def _call(company: Company, customer: Customer, hours: float) -> Life:
    """Late: nobody entered it within the time for it."""
    at = yield company.now - timedelta(hours=hours)
    desk = company.staff["lin.xy"]
    item = _receive(
        company,
        desk,
        channel="PHONE",
        customer_id=customer.pk,
        sender="王工",
        sender_phone="13812342217",
        subject="来电订货",
        text=_CALL,
        at=at,
    )
    at = yield at + timedelta(minutes=9)
    operations.dispatch_proposed(actor=desk, item_id=item.pk, at=at)


def _fax(company: Company, customer: Customer, hours: float) -> Life:
    at = yield company.now - timedelta(hours=hours)
    scan = ContentFile("传真件文字：请按合同 2026-118 发第二批。".encode())
    files = [("传真.txt", scan)]
    _receive(company, company.staff["lin.xy"], files, channel="FAX", customer_name=customer.name, subject="传真", at=at)


def _entered(company: Company, customer: Customer, codes: list[str]) -> Life:
    """By the website, entered by its salesperson an hour later."""
    at = yield company.now - timedelta(hours=26)
    item = _receive(
        company,
        company.staff["erp.bridge"],
        channel="WEB",
        provider="web",
        external_id=f"W-{company.today:%y%m%d}01",
        customer_code=customer.code,
        sender=customer.name,
        subject="官网询购单",
        rows=_rows(codes, 3, 2, 6),
        header={"requested_date": (company.today + timedelta(days=25)).isoformat()},
        at=at,
    )
    desk, owner = company.staff["lin.xy"], company.owner_of(customer)
    at = yield at + timedelta(minutes=15)
    operations.dispatch_item(actor=desk, item_id=item.pk, person_id=owner.pk, at=at)
    at = yield at + timedelta(minutes=55)
    operations.enter_item(actor=owner, item_id=item.pk, at=at)


def _letter(company: Company) -> Life:
    """From nobody we know: set aside until somebody finds out."""
    at = yield company.now - timedelta(hours=5)
    desk = company.staff["lin.xy"]
    item = _receive(
        company, desk, channel="LETTER", sender="东海港机", subject="来函询购", text="请报价并供货。", at=at
    )
    at = yield at + timedelta(minutes=30)
    reason = "客户档案里没有这家单位，等业务员核实。"
    operations.set_aside_item(actor=desk, item_id=item.pk, reason=reason, at=at)


def _advertising(company: Company) -> Life:
    at = yield company.now - timedelta(hours=7)
    desk = company.staff["lin.xy"]
    item = _receive(company, desk, channel="VISIT", sender="展会主办方", subject="展位推介", text="展会招商。", at=at)
    at = yield at + timedelta(minutes=5)
    operations.discard_item(actor=desk, item_id=item.pk, reason="推介，不是订货。", at=at)


def _doubted(company: Company) -> Life:
    """The desk asks about drafts of others: one question waits, one was answered, one is cleared."""
    at = yield company.now - timedelta(minutes=40)
    desk = company.staff["lin.xy"]
    drafts = Order.objects.filter(status=Status.DRAFT, salesperson__isnull=False, line_count__gt=0)
    asked = [
        ("数量与客户采购单不一致，40 还是 14？", 1, "quantity"),
        ("客户要求的交货日期已过，是否改期？", None, "requested_date"),
        ("发票抬头与客户名称不同，请核对。", None, "customer"),
    ]
    made, newest = [], list(drafts.order_by("-id")[:4])
    for order, (text, line_no, field) in zip(newest, asked, strict=False):
        made.append(doubts.ask_doubt(actor=desk, order_id=order.pk, text=text, line_no=line_no, field=field, at=at))
    for order in newest[3:]:
        reason = "客户代码与抬头不符，等业务员核实。"
        doubts.set_order_aside(actor=desk, order_id=order.pk, reason=reason, at=at)
    at = yield company.now - timedelta(minutes=12)
    for doubt in made[1:]:
        who = company.person(doubt.asked_to_id)
        doubts.answer_doubt(actor=who, doubt_id=doubt.pk, answer="已与客户电话确认，按新的来。", at=at)
    at = yield company.now - timedelta(minutes=4)
    for doubt in made[2:]:
        doubts.close_doubt(actor=desk, doubt_id=doubt.pk, at=at)
