"""Statistics of change requests (R203): how many, what became of them, what they cost in days and money, by reason,
customer, product, person, department, source and month. Every figure is that of requests the reader may see.

Amounts are in the company's currency at each order's rate; days, money and cost are those of requests that took effect,
as their impact sheet last said. By product a request counts under each product that it touches, with the money that
moved there.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db import connection
from django.db.models import Count, DecimalField, ExpressionWrapper, F, Q, QuerySet, Sum
from django.db.models.functions import Round, TruncMonth
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import policies as rights
from accounts.people.models import User
from common import currencies, dates, errors, reference
from orders.changes import states
from orders.changes.choices import Origin, Side
from orders.changes.models import ChangeRequest
from orders.changes.policies import visible_to
from orders.changes.states import State

ZERO = Decimal(0)
VIEW = "order.view"
MONEY = ("plus", "minus", "extra_cost")


class By(StrEnum):
    """What the requests are told apart by."""

    REASON = "reason"
    CUSTOMER = "customer"
    PRODUCT = "product"
    PERSON = "person"
    DEPARTMENT = "department"
    SOURCE = "source"
    ORIGIN = "origin"
    MONTH = "month"


@dataclass(frozen=True)
class Way:
    """A way to tell requests apart: its name, what identifies a group and what it is called, and the condition of the
    list of requests that opens one ("" where there is none)."""

    label: str | Promise
    key: Any
    name: str = ""
    condition: str = ""
    say: Callable[[Any], Any] = str


WAYS: dict[By, Way] = {
    By.REASON: Way(gettext_lazy("Reason"), F("reason__code"), "reason__name", "reason", reference.shown),
    By.CUSTOMER: Way(gettext_lazy("Customer"), F("order__customer__code"), "order__customer__name", "customer"),
    By.PRODUCT: Way(gettext_lazy("Product"), None, "", "product"),
    By.PERSON: Way(gettext_lazy("Requested by"), F("created_by__username"), "created_by__name", "requested_by"),
    By.DEPARTMENT: Way(
        gettext_lazy("Department"), F("order__department__code"), "order__department__name", "department"
    ),
    By.SOURCE: Way(gettext_lazy("Source"), F("source"), "source", "source", lambda one: Side(one).label),
    By.ORIGIN: Way(gettext_lazy("Came"), F("origin"), "origin", "origin", lambda one: Origin(one).label),
    By.MONTH: Way(gettext_lazy("Month"), None),
}


@dataclass(frozen=True)
class Row:
    """The requests of a group. ``days``: by which promises got later; ``plus`` and ``minus``: what orders grew and
    shrank by; amounts are None for who may not see them."""

    key: str
    label: str
    number: int = 0
    open: int = 0
    effective: int = 0
    rejected: int = 0
    dropped: int = 0  # withdrawn, superseded, overtaken
    days: int = 0
    broken: int = 0
    plus: Decimal | None = ZERO
    minus: Decimal | None = ZERO
    extra_cost: Decimal | None = ZERO


_FIGURES = tuple(one.name for one in fields(Row) if one.name not in ("key", "label"))


def requests(actor: User) -> QuerySet[ChangeRequest]:
    """The requests that ``actor`` may see. Raises NotAllowed."""
    rights.require(actor, VIEW)
    return visible_to(actor)


def read_by(text: str) -> By:
    """How requests are told apart; by reason where nobody says. Raises Invalid."""
    try:
        return By(text or By.REASON)
    except ValueError:
        raise errors.Invalid(fields={"by": [_("Choose one of the list.")]}) from None


def grouped(actor: User, found: QuerySet[ChangeRequest], by: By) -> list[Row]:
    """The groups of these requests, the greatest first; months in their order. One statement, by product two."""
    rows = _by_product(found) if by == By.PRODUCT else _by_columns(found, by)
    rows.sort(key=(lambda one: one.key) if by == By.MONTH else (lambda one: (-one.number, one.label)))
    return rows if _shows(actor) else [_without_money(one) for one in rows]


def whole(actor: User, found: QuerySet[ChangeRequest]) -> Row:
    """All of them together."""
    (row,) = [_row("", _("All"), one) for one in [found.order_by().aggregate(**_aggregates())]]
    return row if _shows(actor) else _without_money(row)


def currency() -> str:
    """What amounts are counted in."""
    return currencies.base()


def _shows(actor: User) -> bool:
    return not rights.effect(actor, "order.amount")


def _without_money(row: Row) -> Row:
    return Row(**{**vars(row), **dict.fromkeys(MONEY)})


def _aggregates() -> dict[str, Any]:
    effective = Q(state=State.EFFECTIVE)

    def money(name: str, only: Q) -> Any:
        worth = ExpressionWrapper(
            Round(F(name) * F("order__exchange_rate"), precision=2),
            output_field=DecimalField(max_digits=24, decimal_places=2),
        )
        return Sum(worth, filter=effective & only, default=ZERO)

    return {
        "number_": Count("pk"),
        "open_": Count("pk", filter=Q(state__in=states.OPEN)),
        "effective_": Count("pk", filter=effective),
        "rejected_": Count("pk", filter=Q(state=State.REJECTED)),
        "dropped_": Count("pk", filter=Q(state__in=(State.WITHDRAWN, State.SUPERSEDED, State.STALE))),
        "days_": Sum("days_late", filter=effective & Q(days_late__gt=0), default=0),
        "broken_": Sum("broken_promises", filter=effective, default=0),
        "plus_": money("amount_delta", Q(amount_delta__gt=0)),
        "minus_": money("amount_delta", Q(amount_delta__lt=0)),
        "extra_cost_": money("extra_cost", Q()),
    }


def _by_columns(found: QuerySet[ChangeRequest], by: By) -> list[Row]:
    way = WAYS[by]
    if by == By.MONTH:
        keyed = found.annotate(key_=TruncMonth("created_at", tzinfo=dates.business_zone()))
        rows = keyed.order_by().values("key_").annotate(**_aggregates())
        return [_row(f"{one['key_']:%Y-%m}", f"{one['key_']:%Y-%m}", one) for one in rows]
    rows = found.annotate(key_=way.key, name_=F(way.name)).order_by().values("key_", "name_").annotate(**_aggregates())
    return [
        _row(one["key_"] or "", str(way.say(one["name_"])) if one["name_"] else _("None said"), one) for one in rows
    ]


def _row(key: str, label: str, sums: Any) -> Row:
    return Row(key, label, **{name: sums[f"{name}_"] for name in _FIGURES})


# which products a request touches: those that its lines ever were of, and those that its items ask for
_OF_PRODUCTS = """
    WITH picked AS (SELECT id FROM ({picked}) q(id)),
    touched AS (
        SELECT i.request_id, d.product_id FROM picked p JOIN orders_changeitem i ON i.request_id = p.id
        JOIN orders_changerequest r ON r.id = p.id
        JOIN orders_linedelta d ON d.order_id = r.order_id AND d.line_no = i.line_no
        UNION
        SELECT i.request_id, (i.new #>> '{{}}')::bigint FROM picked p JOIN orders_changeitem i ON i.request_id = p.id
        WHERE i.field = 'product' AND jsonb_typeof(i.new) = 'number'
    ),
    moved AS (
        SELECT r.id AS request_id, d.product_id, sum(d.amount * o.exchange_rate) AS amount
        FROM picked p JOIN orders_changerequest r ON r.id = p.id AND r.state = 'EFFECTIVE'
        JOIN orders_order o ON o.id = r.order_id
        JOIN orders_linedelta d ON d.order_id = r.order_id AND d.cause = 'CHANGE' AND d.document = r.number
        GROUP BY 1, 2
    )
    SELECT g.code, g.name, count(*), count(*) FILTER (WHERE r.state = ANY(%s)),
        count(*) FILTER (WHERE r.state = 'EFFECTIVE'), count(*) FILTER (WHERE r.state = 'REJECTED'),
        count(*) FILTER (WHERE r.state IN ('WITHDRAWN', 'SUPERSEDED', 'STALE')),
        coalesce(sum(r.days_late) FILTER (WHERE r.state = 'EFFECTIVE' AND r.days_late > 0), 0),
        coalesce(sum(r.broken_promises) FILTER (WHERE r.state = 'EFFECTIVE'), 0),
        coalesce(round(sum(m.amount) FILTER (WHERE m.amount > 0), 2), 0),
        coalesce(round(sum(m.amount) FILTER (WHERE m.amount < 0), 2), 0),
        coalesce(round(sum(r.extra_cost * o.exchange_rate) FILTER (WHERE r.state = 'EFFECTIVE'), 2), 0)
    FROM touched t JOIN orders_changerequest r ON r.id = t.request_id JOIN orders_order o ON o.id = r.order_id
    JOIN products_product g ON g.id = t.product_id
    LEFT JOIN moved m ON m.request_id = t.request_id AND m.product_id = t.product_id
    GROUP BY g.id
"""


def _by_product(found: QuerySet[ChangeRequest]) -> list[Row]:
    picked, parameters = found.order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_OF_PRODUCTS.format(picked=picked), [*parameters, [str(one) for one in states.OPEN]])
        rows: Iterable[tuple[Any, ...]] = cursor.fetchall()
    return [Row(code, f"{code} {name}", *figures) for code, name, *figures in rows]


def days_of(month: str) -> tuple[str, str]:
    """The first and the last day of a month like ``2026-11``."""
    first = date.fromisoformat(f"{month}-01")
    return first.isoformat(), dates.month_end(first).isoformat()
