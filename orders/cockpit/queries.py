"""Orders that cannot go on, the most urgent first, with what stands in their way and where it is put right."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import BooleanField, Case, Exists, Q, QuerySet, Subquery, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.people.models import User
from common import keyset
from orders.cockpit import obstacles, ways
from orders.cockpit.obstacles import Kind
from orders.cockpit.ways import Fix
from orders.listing.rows import qualifies
from orders.order import policies, queries
from orders.order.models import Order

SORTS: dict[str, keyset.Sort] = {"priority": queries.SORTS["priority"]}
PATIENCE_MS, MOST = 400, 999  # of the number beside a kind; above it "999+"


def standing_still(actor: User, day: date, kind: str = "") -> QuerySet[Order]:
    """The orders ``actor`` sees that cannot go on, for one kind of obstacle or for any he may be told of."""
    told = obstacles.told(actor)
    chosen = [told[kind]] if kind in told else [] if kind else list(told.values())
    wanted = reduce(or_, (one.condition(day) for one in chosen), Q(pk__in=()))
    if not kind:
        wanted = _asked_one_by_one(wanted)
    return queries.list_orders(actor).filter(obstacles.running()).filter(wanted)


def _asked_one_by_one(wanted: Q) -> Q:
    """The same condition, its subqueries answered order by order along the list: of one EXISTS among alternatives the
    planner makes a table of all lines (docs/performance.md), of a subquery that gives a value it cannot."""
    found = Q(_connector=wanted.connector, _negated=wanted.negated)
    for child in wanted.children:
        if isinstance(child, Q):
            child = _asked_one_by_one(child)
        elif isinstance(child, Exists):
            child = child.copy()
            child.extra = {**child.extra, "template": "(%(subquery)s) IS NOT NULL"}
        found.children.append(child)
    return found


def count_kinds(actor: User, day: date) -> dict[str, int]:
    """How many orders each kind holds up, MOST + 1 for more; none where counting takes too long."""
    seen = policies.visible_to(actor).filter(obstacles.running())

    def rows(one: obstacles.Obstacle) -> Callable[[], QuerySet]:
        return lambda: seen.filter(one.condition(day))

    return keyset.numbers({kind: rows(one) for kind, one in obstacles.told(actor).items()}, PATIENCE_MS, MOST)


@dataclass(frozen=True)
class Held:
    """An obstacle of an order: its kind, why in words ("" where the kind says it all), and the way out."""

    kind: str
    tone: str
    why: str
    fix: Fix

    @property
    def label(self) -> str | Promise:
        return Kind(self.kind).label


@dataclass(frozen=True)
class Row:
    """An order and everything that stands in its way, for one reader; ``can``: keys of the bulk actions that its state
    allows."""

    order: Any
    held: list[Held]
    can: str


def rows(actor: User, orders: Iterable[Order], day: date) -> list[Row]:
    """A page of orders, hidden columns emptied, with all their obstacles that ``actor`` may know: one statement."""
    shown = policies.redact(actor, list(orders))
    found = _kinds_of([order.pk for order in shown], obstacles.told(actor), day)
    return [
        Row(order, [_held(actor, kind, order, first) for kind in kinds], " ".join(qualifies(order)))
        for order in shown
        for kinds, first in [found.get(order.pk, ((), {}))]
    ]


def _kinds_of(
    keys: list[int], told: Mapping[str, obstacles.Obstacle], day: date
) -> dict[int, tuple[list[str], dict[str, int | None]]]:
    """Order → the kinds that hold it up, and of some the first line that has it: there it is put right."""
    yes, kept = Value(True), BooleanField()
    answers: dict[str, Any] = {
        f"is_{kind.lower()}": Case(When(one.condition(day), then=yes), default=False, output_field=kept)
        for kind, one in told.items()
    }
    lines = {Kind.SHORTAGE: obstacles.short_lines(), Kind.LATE: obstacles.late_lines(day)}
    for kind, found_lines in lines.items():
        answers[f"line_{kind.lower()}"] = Subquery(found_lines.order_by("line_no").values("line_no")[:1])
    found = Order.objects.filter(pk__in=keys).annotate(**answers).order_by().values("pk", *answers)
    return {
        row["pk"]: (
            [kind for kind in told if row[f"is_{kind.lower()}"]],
            {kind: row[f"line_{kind.lower()}"] for kind in lines},
        )
        for row in found
    }


def _held(actor: User, kind: str, order: Order, first: Mapping[str, int | None]) -> Held:
    return Held(kind, obstacles.OBSTACLES[kind].tone, _why(kind, order), ways.fix_of(actor, kind, order, first))


def _why(kind: str, order: Order) -> str:
    if kind == Kind.BLOCKED:
        return order.freeze_reason if order.is_frozen else _("a change is being decided") if order.is_changing else ""
    return order.set_aside_reason if kind == Kind.DOUBT else ""
