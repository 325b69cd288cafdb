"""What customers of the demo company said, and who will come back to them: part of the showcase (R055)."""

from collections.abc import Iterator
from datetime import timedelta

from customers.models import Customer
from customers.voice import operations
from customers.voice.models import CustomerNote
from orders.order.models import Order
from orders.order.states import Fulfilment, Origin
from orders_site.demo.agenda import Life
from orders_site.demo.company import Company

Kind = CustomerNote.Kind
_SAID = (  # days ago, what kind, what was said, what was answered, whether it is done
    (26, Kind.FOLLOW_UP, "希望下半年供货周期控制在三周以内，月初先给一版排产计划。", "", False),
    (19, Kind.SUGGESTION, "建议外箱加护角，包装更稳妥。", "已要求仓库出库加装护角。", True),
    (12, Kind.FEEDBACK, "现场验收通过，三级秤，误差在允许范围内。", "", True),
    (5, Kind.FOLLOW_UP, "询问防爆型号能否替代现用型号，想先借一台样机试用。", "", False),
)
_SCORES = (5, 4, 5, 3)


def lives(company: Company) -> Iterator[Life]:
    """A note after each kind of talk, follow-ups late and to come, and how content customers are."""
    for (days, kind, said, answer, is_done), customer in zip(_SAID, _talked_to(company), strict=False):
        yield _talk(company, customer, days, kind, said, answer, is_done)
    yield _content(company)


def _talked_to(company: Company) -> list[Customer]:
    """Customers who buy, each looked after by somebody."""
    return [one for one in company.customers.values() if one.owner_id and not one.is_blocked][:: len(_SAID)]


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
