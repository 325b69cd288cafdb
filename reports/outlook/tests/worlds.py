"""Years of figures out of one order each: the fact of what was ordered, repeated month by month."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from accounts.people import queries as people
from common import dates, locks
from common.locks import Lock
from orders.order.models import Order
from orders.tests.builders import AT, Cast, line, make_effective, make_order_cast
from products.tests.builders import make_product
from reports.facts import operations as facts
from reports.facts.choices import Kind
from reports.facts.models import Flow
from reports.forecast.series import Rhythm
from reports.forecast.tests.worlds import SEASON

TODAY = dates.business_day(AT)


def month(before: int) -> date:
    """The first day of the month so many before that of ``TODAY``."""
    return Rhythm.MONTH.later(TODAY.replace(day=1), -before)


def repeat(order: Order, amounts: Sequence[int], *, product_id: int = 0) -> None:
    """In each of the months before this one the first line of ``order`` is ordered again for an amount; the last
    amount is that of last month."""
    kept = Flow.objects.filter(order_id=order.pk, kind=Kind.ORDERED, line_no=1).order_by("pk")[0]
    rows = []
    for before, amount in enumerate(reversed(amounts), start=1):
        row = Flow.objects.get(pk=kept.pk)
        row.pk, row.day, row.orders = None, month(before), 1
        row.amount, row.quantity, row.net, row.cost = Decimal(amount), Decimal(amount), Decimal(amount), Decimal(1)
        row.product_id = product_id or row.product_id
        rows.append(row)
    Flow.objects.bulk_create(rows)


def settle() -> None:
    """Make the sums anew from the facts."""
    with locks.held(Lock.REFRESH_FACTS):
        facts.sum_up(actor=people.system_user())


def years(level: int, count: int = 48) -> list[int]:
    """A level with the same season every year; it ends with last month."""
    return [round(level * SEASON[month(count - n).month - 1]) for n in range(count)]


def make_two_sellers(months: int, mates: Sequence[int]) -> tuple[Cast, Order]:
    """The cast, and the order of a salesperson who has so many months behind him; his mate has a few."""
    cast = make_order_cast()
    mine, other = (
        make_effective(person, lines=[line(make_product(list_price=Decimal(10), name=name), 6)])
        for person, name in ((cast.owner, "Scale"), (cast.mate, "Lamp"))
    )
    facts.keep_up(at=AT, patience=0)
    repeat(mine, years(1000, months))
    repeat(other, mates)
    settle()
    return cast, mine
