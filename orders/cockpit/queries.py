"""Orders that cannot go on, the most urgent first, with what stands in their way and where it is put right."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any
from urllib.parse import urlencode

from django.db.models import BooleanField, Case, Q, QuerySet, Subquery, Value, When
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
from orders.order.policies import VIEW
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
        Row(order, [_held(actor, kind, order, short) for kind in kinds], " ".join(qualifies(order)))
        for order in shown
        for kinds, short in [found.get(order.pk, ((), None))]
    ]


def _kinds_of(
    keys: list[int], told: Mapping[str, obstacles.Obstacle], day: date
) -> dict[int, tuple[list[str], int | None]]:
    """Order → the kinds that hold it up, and the first of its lines that lacks goods."""
    yes, kept = Value(True), BooleanField()
    answers: dict[str, Any] = {
        f"is_{kind.lower()}": Case(When(one.condition(day), then=yes), default=False, output_field=kept)
        for kind, one in told.items()
    }
    answers["short_line"] = Subquery(obstacles.short_lines().order_by("line_no").values("line_no")[:1])
    found = Order.objects.filter(pk__in=keys).annotate(**answers).order_by().values("pk", *answers)
    return {row["pk"]: ([kind for kind in told if row[f"is_{kind.lower()}"]], row["short_line"]) for row in found}


def _held(actor: User, kind: str, order: Order, short: int | None) -> Held:
    return Held(kind, obstacles.OBSTACLES[kind].tone, _why(kind, order), _fix(actor, kind, order, short))


def _why(kind: str, order: Order) -> str:
    if kind == Kind.BLOCKED:
        return order.freeze_reason if order.is_frozen else _("a change is being decided") if order.is_changing else ""
    return order.set_aside_reason if kind == Kind.DOUBT else ""


@dataclass(frozen=True)
class Way:
    """What is done about a kind of obstacle, where, and the right that it takes; ``is_dialog``: asked in a dialog."""

    label: str | Promise
    url: Callable[[Order], str]
    verb: str
    is_dialog: bool = False


_WAYS: dict[str, Way] = {
    Kind.CREDIT: Way(
        gettext_lazy("Ask for a special approval"), lambda order: _url("special-request", order), "credit.request", True
    ),
    Kind.UNPAID: Way(
        gettext_lazy("Record a receipt"), lambda order: _asking("receipt-new", order=order.reference), "receipt.record"
    ),
    Kind.UNSIGNED: Way(gettext_lazy("To its deliveries"), lambda order: _url("order-shipments", order), VIEW),
    Kind.UNINVOICED: Way(
        gettext_lazy("Write an invoice"),
        lambda order: _asking("invoice-new", customer=order.customer_id, currency=order.currency_id),
        "invoice.draft",
    ),
    Kind.DISPUTED: Way(
        gettext_lazy("To its exceptions"),
        lambda order: _asking("exception-list", order=order.reference),
        "exception.view",
    ),
}


def _fix(actor: User, kind: str, order: Order, short: int | None) -> Fix:
    if kind == Kind.INCOMPLETE:
        is_draft = order.status == Status.DRAFT
        return Fix(gettext_lazy("Complete it"), _url("order-edit" if is_draft else "order-notes", order), not is_draft)
    if kind == Kind.SHORTAGE and short is not None:
        url = reverse("orders:line-remedies", args=[order.reference, short])
        return Fix(gettext_lazy("What can be done"), url, is_dialog=True)
    way = _WAYS.get(kind)
    if way is not None and actor.can(way.verb):
        return Fix(way.label, way.url(order), way.is_dialog)
    return Fix(gettext_lazy("Open it"), _url("order-detail", order))


def _url(name: str, order: Order) -> str:
    return reverse(f"orders:{name}", args=[order.reference])


def _asking(name: str, **what: Any) -> str:
    return f"{reverse(f'orders:{name}')}?{urlencode(what)}"
