"""Which day a line is promised, and the book of all promises (SEMANTICS 10). Inside other operations."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext_noop as _

from accounts.people.models import User
from common import dates, settings
from orders.order.choices import DeliveryMethod
from orders.order.models import Order, OrderLine
from orders.order.states import Closure
from orders.promise.models import PromiseEntry
from products.catalogue.models import Product

TRANSIT_DAYS = "promise.transit_days"
FROM_STOCK = _("From stock")
LEAD_TIME = _("Lead time of the product")
AS_REQUESTED = _("On the requested day")


def transit_days(order: Order) -> int:
    """Days from our door to the customer's."""
    return 0 if order.delivery_method == DeliveryMethod.PICK_UP else int(settings.get(TRANSIT_DAYS))


def propose(order: Order, line: OrderLine, today: date, lead_time: int) -> tuple[date, str]:
    """(day of arrival, why): from stock today plus transit, else after the product's lead time; never before
    the day the customer asked for."""
    in_stock = not line.is_service and line.reserved >= line.open > Decimal(0)
    ready = today if in_stock else today + timedelta(days=lead_time)
    arrival = ready if line.is_service else ready + timedelta(days=transit_days(order))
    requested = line.requested_date or order.requested_date
    if requested and requested >= arrival:
        return requested, AS_REQUESTED
    return arrival, FROM_STOCK if in_stock else LEAD_TIME


def promise_lines(order: Order, lines: Sequence[OrderLine], *, actor: User, at: datetime) -> list[OrderLine]:
    """Promise a day for every open line that has none, or whose day can no longer be met; returns those lines.

    Sets ``promised_date`` and ``first_promised_date`` on the objects (the caller saves them) and appends
    to the book of promises.
    """
    made = decide(order, lines, at)
    PromiseEntry.objects.bulk_create(
        PromiseEntry(order=order, line=line, promised_date=day, reason=why, actor=actor, at=at)
        for line, day, why in made
    )
    return [line for line, _day, _why in made]


def decide(order: Order, lines: Sequence[OrderLine], at: datetime) -> list[tuple[OrderLine, date, str]]:
    """The promises that ``promise_lines`` makes, with day and reason; the caller writes the entries."""
    today = dates.business_day(at)
    asked = [line for line in lines if line.closure == Closure.OPEN]
    lead_times = _lead_times(asked)
    made = []
    for line in asked:
        day, why = propose(order, line, today, lead_times.get(line.product_id, 0))
        if line.promised_date is None or line.promised_date < day:
            line.promised_date = day
            line.first_promised_date = line.first_promised_date or day
            made.append((line, day, why))
    return made


def _lead_times(lines: Sequence[OrderLine]) -> Mapping[int, int]:
    """Only lines that are not covered by stock ask for it."""
    ids = {line.product_id for line in lines if line.is_service or line.reserved < line.open}
    if not ids:
        return {}
    return dict(Product.objects.filter(pk__in=ids).values_list("pk", "lead_time_days"))
