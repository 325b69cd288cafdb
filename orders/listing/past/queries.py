"""The reads of orders and lines as of a past moment: which ones, a page of them with what they came to, sums."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import DecimalField, Exists, OuterRef, QuerySet, Subquery, Sum
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts import policies as rights
from accounts.people.models import User
from common import doors, errors, keyset, planner
from common.keyset import Sort
from orders.deltas.models import LineDelta
from orders.listing.past import figures
from orders.listing.past.figures import LineThen, OrderThen, SumsThen
from orders.listing.past.filters import PastFilter
from orders.order import policies, queries
from orders.order.models import Order
from orders.order.states import Status
from products.catalogue.models import Product

PAGE_SIZE = 50
PATIENCE_MS = 8_000
VIEW = policies.VIEW
SORTS = {"order_date": Sort("order_date"), "id": Sort("pk")}  # what does not move
LINE_SORTS = {"id": Sort("pk")}
DEFAULT, LINE_DEFAULT = "order_date", "id"
_RELATED = ("customer", "salesperson", "department", "order_type")


class TooMuch(errors.Invalid):
    """More orders than can be added up while somebody waits."""

    code = "too_much"
    default_message = _("These orders take too long to add up. Narrow the list first.")


@dataclass(frozen=True)
class OrderRow:
    """An order as it was. ``status`` is that of then; customer and people are those of today."""

    order: Order
    status: str
    then: OrderThen

    @property
    def status_label(self) -> str:
        return str(Status(self.status).label)


@dataclass(frozen=True)
class LineRow:
    """A line as it was, of an order that is there or is no more; the product is that of then."""

    order: Order
    line_no: int
    status: str
    product: Product
    then: LineThen

    @property
    def status_label(self) -> str:
        return str(Status(self.status).label)


def sees_money(actor: User) -> bool:
    """Whether amounts are shown to ``actor``."""
    return not rights.effect(actor, "order.amount")


def found(actor: User, params: QueryDict, now: datetime) -> PastFilter:
    """The orders that ``actor`` may see today and that were there at the moment asked for. Raises NotAllowed,
    Invalid."""
    rights.require(actor, VIEW)
    rows = queries.list_orders(actor).prefetch_related(None)
    return doors.filter_of(PastFilter, params, rows, actor=actor, now=now)


def lines_of(chosen: PastFilter, product_id: int | None = None) -> QuerySet[LineDelta]:
    """The lines that were agreed of these orders then: a row each, the first of its movements. Lines that are no more
    are there; lines of imported history are not: nobody knows how they moved."""
    known = LineDelta.objects.filter(at__lte=chosen.moment)
    same = known.filter(order=OuterRef("order"), line_no=OuterRef("line_no"))
    sum_then = same.order_by().values("order").annotate(sum=Sum("ordered")).values("sum")
    rows = known.filter(order__in=chosen.qs.order_by().values("pk")).filter(~Exists(same.filter(pk__lt=OuterRef("pk"))))
    rows = rows.annotate(standing=Subquery(sum_then, output_field=DecimalField())).filter(standing__gt=0)
    return rows if product_id is None else rows.filter(product_id=product_id)


def order_rows(chosen: PastFilter, orders: Sequence[Order]) -> list[OrderRow]:
    """Orders of the list with what they came to then. Two statements."""
    queries.name_related(orders, _RELATED)
    then = figures.of_orders([order.pk for order in orders], chosen.moment)
    return [OrderRow(order, order.status_then, then.get(order.pk, OrderThen())) for order in orders]  # type: ignore[attr-defined]


def line_rows(chosen: PastFilter, lines: Sequence[LineDelta]) -> list[LineRow]:
    """Lines of the list with what they came to then. Four statements."""
    keys = {line.order_id for line in lines}
    orders = {order.pk: order for order in chosen.qs.filter(pk__in=keys)}
    queries.name_related(list(orders.values()), _RELATED)
    then = figures.of_lines(keys, chosen.moment)
    products = Product.objects.in_bulk({one.product_id for one in then.values()})
    return [
        LineRow(order, line.line_no, order.status_then, products[one.product_id], one)  # type: ignore[attr-defined]
        for line in lines
        for order, one in [(orders[line.order_id], then[line.order_id, line.line_no])]
    ]


def page_of(
    rows: QuerySet, sorts: Mapping[str, Sort], params: QueryDict, default: str
) -> tuple[keyset.Page[Any], int, bool]:
    """A page of a list, and how many there are (or about, where counting takes too long)."""
    page: keyset.Page[Any] = keyset.paginate(
        rows, sorts=sorts, sort=params.get("sort") or default, cursor=params.get("cursor"), size=PAGE_SIZE
    )
    return page, *keyset.count_of(page, rows, is_free=True)


def sums(actor: User, chosen: PastFilter) -> list[SumsThen]:
    """What all orders of the list came to then, by currency. Raises NotAllowed for who may not see amounts, TooMuch."""
    if not sees_money(actor):
        raise errors.NotAllowed()
    try:
        with planner.patience(PATIENCE_MS):
            return figures.sums(chosen.qs, chosen.moment)
    except planner.TimeIsUp:
        raise TooMuch from None
