"""Orders that cannot go on, the most urgent first, with what stands in their way and where it is put right."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import BooleanField, Case, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.people.models import User
from common import keyset
from orders.cockpit import obstacles
from orders.cockpit.obstacles import Kind
from orders.listing.rows import qualifies
from orders.order import policies, queries
from orders.order.models import Order
from orders.order.states import Status

SORTS: dict[str, keyset.Sort] = {"priority": queries.SORTS["priority"]}
PATIENCE_MS, MOST = 400, 999  # of the number beside a kind; above it "999+"


def standing_still(actor: User, day: date, kind: str = "") -> QuerySet[Order]:
    """The orders ``actor`` sees that cannot go on, for one kind of obstacle or for any he may be told of."""
    told = obstacles.told(actor)
    chosen = [told[kind]] if kind in told else [] if kind else list(told.values())
    wanted = reduce(or_, (one.condition(day) for one in chosen), Q(pk__in=()))
    return queries.list_orders(actor).filter(obstacles.running()).filter(wanted)


def count_kinds(actor: User, day: date) -> dict[str, int]:
    """How many orders each kind holds up, MOST + 1 for more; none where counting takes too long."""
    seen = policies.visible_to(actor).filter(obstacles.running())

    def rows(one: obstacles.Obstacle) -> Callable[[], QuerySet]:
        return lambda: seen.filter(one.condition(day))

    return keyset.numbers({kind: rows(one) for kind, one in obstacles.told(actor).items()}, PATIENCE_MS, MOST)


@dataclass(frozen=True)
class Fix:
    """Where an obstacle is taken out of the way; ``is_dialog``: a question in a dialog."""

    label: str | Promise
    url: str
    is_dialog: bool = False


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
        Row(order, [_held(kind, order) for kind in found.get(order.pk, ())], " ".join(qualifies(order)))
        for order in shown
    ]


def _kinds_of(keys: list[int], told: Mapping[str, obstacles.Obstacle], day: date) -> dict[int, list[str]]:
    yes, kept = Value(True), BooleanField()
    answers = {
        f"is_{kind.lower()}": Case(When(one.condition(day), then=yes), default=False, output_field=kept)
        for kind, one in told.items()
    }
    found = Order.objects.filter(pk__in=keys).annotate(**answers).order_by().values("pk", *answers)
    return {row["pk"]: [kind for kind in told if row[f"is_{kind.lower()}"]] for row in found}


def _held(kind: str, order: Order) -> Held:
    return Held(kind, obstacles.OBSTACLES[kind].tone, _why(kind, order), _fix(kind, order))


def _why(kind: str, order: Order) -> str:
    if kind == Kind.BLOCKED:
        return order.freeze_reason if order.is_frozen else _("a change is being decided") if order.is_changing else ""
    if kind == Kind.DOUBT:
        return order.set_aside_reason
    return ""


def _fix(kind: str, order: Order) -> Fix:
    page = reverse("orders:order-detail", args=[order.reference])
    if kind == Kind.INCOMPLETE and order.status == Status.DRAFT:
        return Fix(gettext_lazy("Complete it"), reverse("orders:order-edit", args=[order.reference]))
    if kind == Kind.UNPAID:
        return Fix(gettext_lazy("Record a receipt"), f"{reverse('orders:receipt-new')}?order={order.reference}")
    if kind in (Kind.UNSIGNED, Kind.UNINVOICED):
        return Fix(gettext_lazy("To its deliveries"), reverse("orders:order-shipments", args=[order.reference]))
    if kind == Kind.INCOMPLETE:
        return Fix(gettext_lazy("Complete it"), reverse("orders:order-notes", args=[order.reference]), is_dialog=True)
    return Fix(gettext_lazy("Open it"), page)
