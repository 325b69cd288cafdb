"""Orders, when two products become one: their lines are of the other from now on, and keep what they show."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors, operation
from common.errors import Text
from orders.lifecycle import answers
from orders.order.models import Order, OrderLine
from orders.order.states import Closure, Status
from orders.promise.models import LineComponent, Reservation
from products.catalogue.models import Product

_OPEN = (Status.DRAFT, Status.SUBMITTED, Status.EFFECTIVE)


def lock(product_id: int) -> set[int]:
    """Lock every order with a line of the product, by key; gives their keys."""
    operation.current()
    locked = (
        Order.objects.filter(pk__in=_of(product_id).values("order_id")).order_by("pk").select_for_update(no_key=True)
    )
    return set(locked.values_list("pk", flat=True))


def move(
    *, actor: User, source: Product, target: Product, rows: Mapping[int, int], locked: set[int], at: datetime
) -> None:
    """Let lines and reservations be of the target; what waits for approval stays approved as it stands: the same
    thing, so nothing else is decided. Raises Stale where an order with the source came in since ``lock``."""
    if not set(_of(source.pk).values_list("order_id", flat=True)) <= locked:
        text = _("An order with %(code)s was entered meanwhile; try again.") % {"code": source.code}
        raise errors.Stale(text, fields={})
    OrderLine.objects.filter(product=source).update(product=target)
    with connection.cursor() as cursor:
        cursor.execute(_HOLD_THERE, [list(rows.keys()), list(rows.values())])
        cursor.execute(_MADE_OF, {"source": source.pk, "target": target.pk})
    orders = Order.objects.filter(pk__in=locked)
    orders.filter(status__in=_OPEN).update(version=F("version") + 1, updated_at=at)
    answers.bind_again(orders)


def _of(product_id: int) -> QuerySet[OrderLine]:
    """The lines of a product, and those of kits that count it as a component."""
    inside = LineComponent.objects.filter(product=product_id).values("line_id")
    return OrderLine.objects.filter(Q(product=product_id) | Q(pk__in=inside))


# a line of a kit may hold some of both, and have both in it
_HOLD_THERE = f"""
WITH gone AS (
    DELETE FROM {Reservation._meta.db_table} r USING unnest(%s::bigint[], %s::bigint[]) AS m(here, there)
    WHERE r.stock_row_id = m.here RETURNING r.id, r.line_id, m.there, r.quantity, r.created_at
)
INSERT INTO {Reservation._meta.db_table} AS r (line_id, stock_row_id, quantity, created_at)
SELECT line_id, there, quantity, created_at FROM gone ORDER BY id
ON CONFLICT (line_id, stock_row_id) DO UPDATE SET quantity = r.quantity + excluded.quantity
"""
_MADE_OF = f"""
WITH gone AS (DELETE FROM {LineComponent._meta.db_table} WHERE product_id = %(source)s RETURNING line_id, quantity)
INSERT INTO {LineComponent._meta.db_table} AS c (line_id, product_id, quantity)
SELECT line_id, %(target)s, quantity FROM gone
ON CONFLICT (line_id, product_id) DO UPDATE SET quantity = c.quantity + excluded.quantity
"""


def counts(product_id: int) -> list[tuple[Text, int]]:
    """How many lines and reservations would move."""
    lines = OrderLine.objects.filter(product=product_id)
    held = Reservation.objects.filter(stock_row__product=product_id)
    return [
        (_("Open order lines"), lines.filter(closure=Closure.OPEN, order__status__in=_OPEN).count()),
        (_("All order lines"), lines.count()),
        (_("Reservations"), held.count()),
    ]
