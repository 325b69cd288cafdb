"""Inquiries, quotations in every state, and frame agreements of the demo company."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.people.models import User
from customers.models import Contact, Customer
from orders.agreements import clauses
from orders.agreements import operations as agreements
from orders.agreements.operations import LineInput
from orders.agreements.states import Move
from orders.entry import drafting
from orders.entry.drafts import LineDraft, OrderDraft
from orders.quotation import operations as quotations
from orders.quotation.drafts import OfferLineDraft, QuotationDraft
from orders.quotation.models import Quotation
from orders.quotation.operations import Pick
from orders_site.demo.company import Company
from products.catalogue.models import Product

CENT = Decimal("0.01")
ASKED = (
    ("MAIL", "需要 20 台台秤，量程 150 kg，带打印，年底前到货，请报价。"),
    ("PHONE", "询问称重传感器批量价格，月需 200 只，要求两周交货。"),
    ("VISIT", "新厂三条包装线称重改造，需现场勘测后报价，含安装调试。"),
)
CLAUSES = (  # code, kind, name, in every contract, wording
    ("HT-01", "RIGHTS", "双方权利与义务", True, "卖方按约定的型号、数量和期限供货；买方按约定验收并付款。"),
    ("HT-02", "DELIVERY", "交货", True, "送货至买方指定地点，途中毁损由卖方负责；到货后三日内签收。"),
    ("HT-03", "PAYMENT", "付款", True, "按订单约定的付款条件支付；逾期每日按未付款的万分之五计违约金。"),
    ("HT-04", "QUALITY", "质量与质保", False, "质保期自签收之日起十二个月，期内非人为损坏免费维修。"),
    ("HT-05", "DISPUTE", "争议解决", False, "协商不成的，由卖方所在地人民法院管辖。"),
)
STRANGER = "青岛海润包装有限公司"


def load(company: Company, at: datetime) -> None:
    """All of them, each by the salesperson of its customer; ``at`` is the present moment."""
    goods = [one for one in company.products.values() if one.is_active and not one.is_service and one.list_price]
    services = [one for one in company.products.values() if one.is_active and one.is_service and one.list_price]
    customers = [one for one in company.customers.values() if one.is_active and not one.is_blocked and one.owner_id]
    buyers = [one for one in customers if one.owner_id in {person.pk for person in company.staff.values()}][:14]
    _write_clauses(company, at)
    _agree(company, buyers[0], goods[:4], at)
    for place, (channel, text) in enumerate(ASKED):
        _ask(company, buyers[place + 1], channel, text, goods[place * 3 : place * 3 + 3], services[:1], at)
    asked = {"company": STRANGER, "contact_name": "宋经理", "channel": "WEB", "asked": "想了解汽车衡的规格和价格。"}
    quotations.record_inquiry(actor=company.staff["chen.lx"], values=asked, at=company.ago(1, 15))
    for place, customer in enumerate(buyers[4:]):
        _offer(company, customer, goods[place : place + 3], place, at)


def _write_clauses(company: Company, at: datetime) -> None:
    """The library that contracts are made of."""
    keeper = company.staff["lin.xy"]
    for code, kind, name, is_standard, text in CLAUSES:
        values = {"code": code, "kind": kind, "name": name, "is_standard": is_standard, "is_active": True}
        clauses.save_clause(actor=keeper, clause_id=None, version=None, values=values, text=text, at=at)


def _agree(company: Company, customer: Customer, goods: Sequence[Product], at: datetime) -> None:
    """A frame agreement of a year of which orders have called off a part."""
    keeper = company.staff["lin.xy"]
    values: dict[str, Any] = {
        "title": f"{company.today.year} 年度框架采购",
        "customer_reference": f"KJ-{company.today.year}-08",
        "valid_from": company.today - timedelta(days=60),
        "valid_until": company.today + timedelta(days=305),
        "terms": "按月下单，分批交货，货到 30 天付款；价格在有效期内不变。",
    }
    lines = [LineInput(one.pk, _share(one, "0.86"), Decimal(200)) for one in goods[:3]]
    lines += [LineInput(one.pk, _share(one, "0.88"), amount=Decimal(150_000)) for one in goods[3:]]
    made = agreements.create_agreement(actor=keeper, customer_id=customer.pk, values=values, lines=lines, at=at)
    agreements.move_agreement(actor=keeper, agreement_id=made.pk, move=Move.ACTIVATE, at=at)
    wanted = [LineDraft(product_id=one.pk, quantity=Decimal(20)) for one in goods[:2]]
    draft = OrderDraft(customer_id=customer.pk, requested_date=company.today + timedelta(days=21), lines=wanted)
    drafting.create_order(actor=keeper, draft=draft, at=at)
    next_year = {**values, "title": "下一年度框架采购（洽谈中）", "valid_from": company.today + timedelta(days=306)}
    next_year |= {"valid_until": company.today + timedelta(days=670), "customer_reference": ""}
    agreements.create_agreement(actor=keeper, customer_id=customer.pk, values=next_year, lines=lines[:2], at=at)


def _ask(
    company: Company,
    customer: Customer,
    channel: str,
    text: str,
    goods: Sequence[Product],
    services: Sequence[Product],
    at: datetime,
) -> None:
    """An inquiry with two alternatives quoted on it: without and with work on the spot."""
    owner = company.owner_of(customer)
    asked = {"customer_id": customer.pk, "channel": channel, "asked": text}
    inquiry = quotations.record_inquiry(actor=owner, values=asked, at=company.ago(5))
    lines = [_line(one, "0.95", 20) for one in goods]
    draft = QuotationDraft(inquiry_id=inquiry.pk, title=text[:20], label="标准配置", lines=lines)
    made = quotations.create_quotation(actor=owner, draft=draft, at=company.ago(4))
    call: dict[str, Any] = {"actor": owner, "quotation_id": made.pk, "version": None, "at": company.ago(4, 14)}
    quotations.add_alternative(copy_of="A1", label="含安装调试", **call)
    more = [*lines, *(_line(one, "1", 1) for one in services)]
    optional = [OfferLineDraft(product_id=goods[0].pk, quantity=Decimal(2), is_optional=True)]
    quotations.change_quotation(code="B1", changes={}, lines=[*more, *optional], **call)
    to = Contact.objects.filter(customer=customer, is_active=True).exclude(email="").first()
    sent: dict[str, Any] = {"actor": owner, "quotation_id": made.pk, "at": company.ago(3)}
    if channel == "MAIL" and to is not None:
        note = "如需调整数量或交期，请直接回复此邮件。"
        quotations.mail_quotation(recipient=to.email, note=note, **sent)
    elif channel != "VISIT":  # that one is still being written
        quotations.send_quotation(**sent)


def _offer(company: Company, customer: Customer, goods: Sequence[Product], place: int, at: datetime) -> None:
    """A quotation that went one of the ways there are."""
    owner = company.owner_of(customer)
    days = 45 if place == 2 else 12 + place
    draft = QuotationDraft(
        customer_id=customer.pk,
        title=("年度备件", "称重改造", "试用样机", "扩产设备")[place % 4],
        delivery_terms="收到订单后 20 天内发货",
        lines=[_line(one, "0.93", 5 + place) for one in goods],
    )
    made = quotations.create_quotation(actor=owner, draft=draft, at=company.ago(days))
    if place == 0:
        return
    quotations.send_quotation(actor=owner, quotation_id=made.pk, at=company.ago(days))
    _decide(company, owner, made, place, at)


def _decide(company: Company, owner: User, made: Quotation, place: int, at: datetime) -> None:
    call: dict[str, Any] = {"actor": owner, "quotation_id": made.pk, "at": company.ago(2, 11)}
    wanted = company.today + timedelta(days=25)
    if place == 1:
        picks = [Pick(1, Decimal(3))]
        quotations.convert_quotation(code="A1", picks=picks, requested_date=wanted, **call)
    elif place == 2:
        quotations.expire_due_quotations(at=at)
    elif place == 3:
        quotations.lose_quotation(outcome_code="PRICE", reason="对方报价低 8%", competitor="某衡器厂", **call)
    elif place == 4:
        quotations.convert_quotation(code="A1", requested_date=wanted, **call)
    elif place == 5:
        quotations.revise_quotation(alternative="A", version=None, **call)
        changes = {"reduction": Decimal(200)}
        quotations.change_quotation(code="A2", version=None, changes=changes, **call)
    elif place == 6:
        quotations.win_quotation(code="A1", outcome_code="DELIVERY", reason="交期满足", **call)
    elif place == 7:
        quotations.withdraw_quotation(reason="产品停产，改报新型号", **call)


def _line(product: Product, share: str, quantity: int) -> OfferLineDraft:
    return OfferLineDraft(product_id=product.pk, quantity=Decimal(quantity), price=_share(product, share))


def _share(product: Product, share: str) -> Decimal:
    return (product.list_price * Decimal(share)).quantize(CENT)
