"""What customers of the demo company said, and who will come back to them: part of the showcase (R055)."""

from collections.abc import Iterator
from datetime import timedelta

from customers.models import Customer
from customers.voice import operations
from customers.voice.models import CustomerNote
from orders.order.models import Order
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


def lives(company: Company) -> Iterator[Life]:
    """A note after each kind of talk, contacts held, late and to come, and how content customers are."""
    for (days, kind, said, answer, is_done), customer in zip(_SAID, _talked_to(company), strict=False):
        yield _talk(company, customer, days, kind, said, answer, is_done)
    for contact, customer in zip(_CONTACTS, _talked_to(company, 3), strict=False):
        yield _contact(company, customer, *contact)
    yield _content(company)


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
