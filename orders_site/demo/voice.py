"""What customers of the demo company said, who will come back to them, and a product that makes trouble: part of the
showcase (R055)."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Count

from accounts.people.models import User
from customers.models import Customer
from customers.voice import operations
from customers.voice.models import CustomerNote
from orders.exceptions import operations as exceptions
from orders.order.models import Order, OrderLine
from orders.order.states import Fulfilment, Origin
from orders.service.contacts import operations as contacts
from orders.service.contacts.choices import Purpose, Way
from orders_site.demo.agenda import Life
from orders_site.demo.company import Company

Kind = CustomerNote.Kind
_SAID = (  # days ago, what kind, what was said, what was answered, whether it is done
    (26, Kind.SUGGESTION, "希望下半年供货周期控制在三周以内，月初先给一版排产计划。", "", False),
    (19, Kind.SUGGESTION, "建议外箱加护角，包装更稳妥。", "已要求仓库出库加装护角。", True),
    (12, Kind.FEEDBACK, "现场验收通过，三级秤，误差在允许范围内。", "", True),
    (5, Kind.FEEDBACK, "询问防爆型号能否替代现用型号，想先借一台样机试用。", "", False),
)
# days ago, purpose, how, about, what is to be said, days until it is due, outcome, words, days to the next
_CONTACTS = (
    (
        24,
        Purpose.QUOTATION,
        Way.PHONE,
        "传感器报价跟进",
        "确认技术参数和决定时间",
        3,
        "AGAIN",
        "技术已认可，等采购比价。",
        9,
    ),
    (
        20,
        Purpose.CARE,
        Way.VISIT,
        "年度设备巡访",
        "了解在用秤台和校准到期情况",
        5,
        "ORDER_COMING",
        "两台地磅明年更换。",
        30,
    ),
    (
        15,
        Purpose.PAYMENT,
        Way.PHONE,
        "尾款付款安排",
        "对账单是否收到，约定付款日",
        2,
        "PAYMENT_PROMISED",
        "月底前安排。",
        14,
    ),
    (9, Purpose.CARE, Way.WECHAT, "新接线盒资料", "发送选型表", 6, "", "", 0),
    (6, Purpose.ORDER, Way.PHONE, "告知生产进度", "告知预计发货日，核对收货时间", 6, "", "", 0),
    (3, Purpose.QUOTATION, Way.MAIL, "样机借用申请", "确认试用周期", 9, "", "", 0),
)
_SCORES = (5, 4, 5, 3)
_DRIFTED = ("零点漂移，开机半小时后偏差超允差。", "同批次零点漂移。", "通电后读数跳动。")


def lives(company: Company) -> Iterator[Life]:
    """A note after each kind of talk, contacts held, late and to come, and how content customers are."""
    for (days, kind, said, answer, is_done), customer in zip(_SAID, _talked_to(company), strict=False):
        yield _talk(company, customer, days, kind, said, answer, is_done)
    for contact, customer in zip(_CONTACTS, _talked_to(company, 3), strict=False):
        yield _contact(company, customer, *contact)
    yield _content(company)
    yield _troubled(company)


def _talked_to(company: Company, step: int = len(_SAID)) -> list[Customer]:
    """Customers who buy, each looked after by somebody."""
    return [one for one in company.customers.values() if one.owner_id and not one.is_blocked][::step]


def _contact(
    company: Company,
    customer: Customer,
    days: int,
    purpose: str,
    way: str,
    subject: str,
    plan: str,
    due: int,
    outcome: str,
    words: str,
    following: int,
) -> Life:
    """A contact that was planned, and mostly held, with the next one agreed."""
    at = yield company.ago(days)
    rep = company.person(Customer.objects.values_list("owner_id", flat=True).get(pk=customer.pk) or 0)
    day = company.day_of(at) + timedelta(days=due)
    row = contacts.plan_contact(
        actor=rep,
        customer_id=customer.pk,
        subject=subject,
        purpose=purpose,
        way=way,
        plan=plan,
        due_date=day,
        at=at,
    )
    if not outcome:
        return
    at = yield company.ago(days - due, 15)
    wanted = contacts.Next(company.day_of(at) + timedelta(days=following)) if following else None
    contacts.hold_contact(actor=rep, follow_up_id=row.pk, outcome=outcome, words=words, next_contact=wanted, at=at)


def _talk(company: Company, customer: Customer, days: int, kind: str, said: str, answer: str, is_done: bool) -> Life:
    at = yield company.ago(days)
    rep = company.person(Customer.objects.values_list("owner_id", flat=True).get(pk=customer.pk) or 0)
    due = None if is_done else company.day_of(at) + timedelta(days=7)
    note = operations.add_note(actor=rep, customer_id=customer.pk, kind=kind, text=said, due_date=due, at=at)
    at = yield company.ago(days - 1, 15)
    if answer:
        operations.answer_note(actor=rep, note_id=note.pk, answer=answer, at=at)
    if is_done and kind == Kind.SUGGESTION:
        operations.finish_note(actor=rep, note_id=note.pk, at=at)


def _content(company: Company) -> Life:
    """After deliveries the salespeople asked how content the customer is."""
    at = yield company.ago(3, 16)
    signed = Order.objects.filter(origin=Origin.NATIVE, signing=Fulfilment.FULL).select_related("customer")
    for order, score in zip(signed.order_by("-id")[: len(_SCORES)], _SCORES, strict=False):
        operations.add_note(
            actor=company.person(order.customer.owner_id or 0),
            customer_id=order.customer_id,
            kind=Kind.SATISFACTION,
            score=score,
            text="" if score > 3 else "交货比承诺晚了两天，其余满意。",
            order_number=order.number or "",
            at=at,
        )


def _troubled(company: Company) -> Life:
    """Of goods that are sold now and then three lots drifted: complaints, each with its cause and an end; a
    customer of theirs is not content, and one answer was written down for the wrong customer."""
    at = yield company.ago(2, 10)
    lines = OrderLine.objects.filter(
        order__origin=Origin.NATIVE, order__signing=Fulfilment.FULL, is_service=False, product__is_service=False
    )
    sold = lines.values("product").annotate(n=Count("order", distinct=True)).filter(n__gte=len(_DRIFTED))
    least = sold.order_by("n", "product").first()
    if least is None:
        return
    found = lines.filter(product=least["product"]).select_related("order__customer").order_by("-order_id", "line_no")
    for line, words in zip(found[: len(_DRIFTED)], _DRIFTED, strict=False):
        _drifted(company, line, words, at)
    line = found[0]
    order, rep = line.order, company.person(line.order.customer.owner_id or 0)
    for score, words in ((1, "同一批次返修两次，影响投产。"), (2, "处理慢。"), (2, "希望换一批次。")):
        _answer(rep, order, score, words, at)
    note = _answer(rep, order, 1, "物流慢（记错客户）", at)
    operations.withdraw_note(actor=rep, note_id=note.pk, reason="记错客户", at=at)


def _answer(rep: User, order: Order, score: int, words: str, at: datetime) -> CustomerNote:
    return operations.add_note(
        actor=rep,
        customer_id=order.customer_id,
        kind=Kind.SATISFACTION,
        score=score,
        text=words,
        order_number=order.number or "",
        at=at,
    )


def _drifted(company: Company, line: OrderLine, words: str, at: datetime) -> None:
    """A complaint about a line, from the first word to the end."""
    desk = company.staff["lin.xy"]
    case = exceptions.raise_case(
        actor=desk,
        order_id=line.order_id,
        line_no=line.line_no,
        kind="COMPLAINT",
        severity="SERIOUS",
        description=words,
        at=at,
    )
    exceptions.answer_case(actor=desk, case_id=case.pk, answer="当天安排工程师复校。", at=at)
    changes = {"cause": "PRODUCTION", "responsible": "PRODUCTION", "remedy": "REPAIR", "remedy_text": "复校、换批次"}
    exceptions.change_case(actor=desk, case_id=case.pk, changes=changes, at=at)
    exceptions.tell_customer(
        actor=desk, case_id=case.pk, told_how="PHONE", told_text="已说明原因。", told_date=company.day_of(at), at=at
    )
    exceptions.close_case(actor=desk, case_id=case.pk, at=at)
