"""Companies out of one real order: its moments and a line of it, repeated for customers on days as told."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from common import dates
from customers.models import Customer
from orders.order.models import Order
from orders.tests.builders import AT
from reports.facts import operations as facts
from reports.facts.choices import Kind
from reports.facts.models import Flow, OrderMoments

TODAY = dates.business_day(AT)
FIRST_KEY = 900_000_000  # of orders that stand only in the facts


@dataclass(frozen=True)
class Pattern:
    """What the facts say of an order."""

    moments: OrderMoments
    line: Flow


def pattern(order: Order) -> Pattern:
    """The facts of a real order, taken out of the world: only what is repeated counts."""
    facts.keep_up(at=AT, patience=0)
    flows = Flow.objects.filter(order_id=order.pk)
    found = Pattern(
        OrderMoments.objects.get(order_id=order.pk),
        flows.filter(kind=Kind.ORDERED, line_no__gt=0).order_by("line_no")[0],
    )
    flows.delete()
    OrderMoments.objects.filter(order_id=order.pk).delete()
    return found


def ordered(
    like: Pattern,
    customer: Customer,
    day: date,
    amount: int | str = 100,
    *,
    goods: Mapping[int, int | str] | Sequence[int] = (),
    department: int = 0,
    channel: int = 1,
) -> int:
    """An order of ``customer`` on a day; ``goods``: products with their amounts, or products that share the amount.
    Returns its key."""
    key = FIRST_KEY + OrderMoments.objects.filter(order_id__gte=FIRST_KEY).count()
    moments = copy(like.moments)
    moments.order_id, moments.customer_id, moments.booked_date = key, customer.pk, day
    moments.amount, moments.channel = Decimal(amount), channel
    moments.department_id = department or moments.department_id
    moments.save(force_insert=True)
    if not isinstance(goods, Mapping):
        goods = {one: Decimal(amount) / len(goods) for one in goods}
    rows = []
    for number, (product_id, worth) in enumerate(goods.items(), start=1):
        row = copy(like.line)
        row.pk, row.order_id, row.line_no, row.customer_id, row.day = None, key, number, customer.pk, day
        row.product_id, row.amount, row.quantity = product_id, Decimal(worth), Decimal(1)
        row.department_id = moments.department_id
        rows.append(row)
    Flow.objects.bulk_create(rows)
    return key
