"""Orders, when two products become one: their lines are of the other from now on, and keep what they show."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors, operation
from common.errors import Text
from orders.lifecycle import answers
from orders.order.models import Order, OrderLine
from orders.order.states import Closure, Status
from orders.promise.models import Reservation
from products.catalogue.models import Product

_OPEN = (Status.DRAFT, Status.SUBMITTED, Status.EFFECTIVE)


def lock(product_id: int) -> set[int]:
    """Lock every order with a line of the product, by key; gives their keys."""
    operation.current()
    lines = OrderLine.objects.filter(product=product_id).values("order_id")
    locked = Order.objects.filter(pk__in=lines).order_by("pk").select_for_update(no_key=True)
    return set(locked.values_list("pk", flat=True))


def move(
    *, actor: User, source: Product, target: Product, rows: Mapping[int, int], locked: set[int], at: datetime
) -> None:
    """Let lines and reservations be of the target; what waits for approval stays approved as it stands: the same
    thing, so nothing else is decided. Raises Stale where an order with the source came in since ``lock``."""
    lines = OrderLine.objects.filter(product=source)
    if not set(lines.values_list("order_id", flat=True)) <= locked:
        text = _("An order with %(code)s was entered meanwhile; try again.") % {"code": source.code}
        raise errors.Stale(text, fields={})
    lines.update(product=target)
    with connection.cursor() as cursor:
        cursor.execute(_HOLD_THERE, [list(rows.keys()), list(rows.values())])
    orders = Order.objects.filter(pk__in=locked)
    orders.filter(status__in=_OPEN).update(version=F("version") + 1, updated_at=at)
    answers.bind_again(orders)


_HOLD_THERE = f"""
UPDATE {Reservation._meta.db_table} r SET stock_row_id = m.there
FROM unnest(%s::bigint[], %s::bigint[]) AS m(here, there) WHERE r.stock_row_id = m.here
"""


def counts(product_id: int) -> list[tuple[Text, int]]:
    """How many lines and reservations would move."""
    lines = OrderLine.objects.filter(product=product_id)
    held = Reservation.objects.filter(line__product=product_id)
    return [
        (_("Open order lines"), lines.filter(closure=Closure.OPEN, order__status__in=_OPEN).count()),
        (_("All order lines"), lines.count()),
        (_("Reservations"), held.count()),
    ]
