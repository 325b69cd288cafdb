"""Every read of orders that a door or a rule makes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Prefetch, QuerySet

from accounts import access
from accounts.people.models import User
from common import errors, operation, prepared, stretches
from common.keyset import Sort
from common.models import Event
from customers.models import Customer
from orders.order import advice, arranging, loading, policies
from orders.order.models import Order, OrderLine, OrderStep, OrderType
from orders.order.people import Responsible, responsible_for
from orders.order.policies import Action
from orders.order.wording import event_label

SORTS: dict[str, Sort] = {
    "order_date": Sort("order_date"),
    "total_amount": Sort("total_amount"),
    "promised_date": Sort("promised_date", nullable=True, descending=False),
    "next_due_date": Sort("next_due_date", nullable=True, descending=False),
    "priority": Sort("priority"),
    "id": Sort("pk"),
}


def all_for_rule() -> QuerySet[Order]:
    """All orders: for rules, which compute over all rows. Never for showing."""
    return Order.objects.all()


def list_orders(actor: User) -> QuerySet[Order]:
    """The orders that ``actor`` may see, with the rows that a list names: each kind read once for the whole
    page, not joined to every row. Page it with ``SORTS``."""
    return policies.visible_to(actor).prefetch_related(*_listed())


def _listed() -> list[Prefetch]:
    people = User.objects.only("name", "username", "is_system")
    customers = Customer.objects.only("code", "name", "short_name")
    return [
        Prefetch("customer", customers),
        Prefetch("order_type"),
        Prefetch("salesperson", people),
        Prefetch("executing_owner", people),
        Prefetch("department"),
    ]


name_related = loading.name_related
named_by = loading.named_by


def sorts_for(actor: User) -> dict[str, Sort]:
    """The sorts that give away no hidden column."""
    hidden = policies.hidden_columns(actor)
    return {key: sort for key, sort in SORTS.items() if sort.column not in hidden}


def get_order(*, actor: User, reference: str) -> Order:
    """The order by number, or by ``draft-<id>``, which leads to it also once it has a number: links, inbox lines
    and other systems still hold it. Raises NotFound, also for "not yours"."""
    return _visible(actor, loading.find(*_named(reference)))


def get_order_by_id(*, actor: User, order_id: int) -> Order:
    """The order by its key. Raises NotFound, also for "not yours"."""
    return _visible(actor, loading.find("o.id = %s", [order_id]))


def id_of(reference: str) -> int:
    """The key behind a reference, for an operation, which asks itself who may see it. Raises NotFound."""
    condition, parameters = _named(reference)
    with connection.cursor() as cursor:
        prepared.execute(cursor, f"SELECT o.id FROM orders_order o WHERE {condition}", parameters)
        found = cursor.fetchone()
    if found is None:
        raise errors.NotFound()
    return found[0]


def _visible(actor: User, order: Order | None) -> Order:
    if order is None or not is_visible(actor, order):
        raise errors.NotFound()
    return order


def is_visible(actor: User, order: Order) -> bool:
    """Whether ``actor`` may see this order: by his scope, or because he is asked about it (a token that may not read
    orders reads none of these either)."""
    if policies.can(actor, policies.VIEW, order):
        return True
    return access.of(actor).admits(policies.VIEW) and any(
        also(actor, order.pk) for also in policies.also_visible.values()
    )


def _named(reference: str) -> tuple[str, list[Any]]:
    prefix, _dash, pk = reference.partition("-")
    if prefix.lower() == "draft" and pk.isascii() and pk.isdigit() and len(pk) < 19:
        return "o.id = %s", [int(pk)]
    return "o.number = %s", [reference.upper()]


# --- under lock --------------------------------------------------------------------------------


def lock_order(*, actor: User, order_id: int, version: int | None = None) -> Order:
    """The order, locked after its credit holder (DESIGN 3), which hangs on it as ``credit_holder``.

    Raises NotFound (also for "not yours"), Stale when it got another customer or holder while we waited,
    or when it is no longer at ``version``.
    """
    operation.current()
    holder = loading.lock_holder_of(order_id)
    order = _visible(actor, loading.find("o.id = %s", [order_id], lock=True) if holder else None)
    if holder is None or order.customer.credit_holder_id != holder.pk:
        raise errors.Stale(fields={"customer": ["", order.customer.name]}, version=order.version)
    if version is not None and order.version != version:
        raise errors.Stale(fields={}, **last_change(order))
    order.credit_holder = holder
    return order


def lines_of(order: Order, *, with_products: bool = False) -> list[OrderLine]:
    """All lines of the order by number, gifts under the lines they follow; each knows its ``order`` without a
    query, and of its product whether it is sold and what it costs (all of it with ``with_products``)."""
    if with_products:
        found = OrderLine.objects.filter(order=order).select_related("product").order_by("line_no")
        lines = arranging.arranged(found)
        for line in lines:
            line.order = order
    else:
        lines = loading.lines_of(order)
    order.loaded_lines = lines
    return lines


def last_change(order: Order) -> dict[str, Any]:
    """Who changed the order last and when, for the words of a refusal: ``version``, ``who``, ``when``."""
    event = Event.objects.filter(subject_type=Order._meta.label_lower, subject_id=order.pk).order_by("-id").first()
    person = User.objects.filter(pk=event.actor_id).first() if event and event.actor_id else None
    return {
        "version": order.version,
        "who": person.name if person else "",
        "when": event.at.isoformat() if event else order.updated_at.isoformat(),
    }


def order_types() -> list[OrderType]:
    """The order types that may be chosen."""
    return list(OrderType.objects.filter(is_active=True).order_by("id"))


# --- the whole order, for its page and its API answer ------------------------------------------


@dataclass(frozen=True)
class TimelineEntry:
    """Something that happened to the order: in words, who, when, why."""

    at: datetime
    kind: str
    label: str
    actor: str
    reason: str
    data: dict[str, Any]


@dataclass(frozen=True)
class OrderSheet:
    """An order as ``actor`` may see it: hidden columns are None on ``order`` and ``lines``. Read only."""

    order: Order
    lines: list[OrderLine]
    steps: list[OrderStep]
    actions: list[Action]
    hidden: frozenset[str]
    margin: Any
    timeline: list[TimelineEntry] = field(default_factory=list)
    advice: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    responsible: Responsible | None = None

    @property
    def shows_amounts(self) -> bool:
        return "total_amount" not in self.hidden

    @property
    def shows_cost(self) -> bool:
        return "cost_amount" not in self.hidden

    def may(self, verb: str) -> bool:
        """Whether ``verb`` is allowed just now."""
        return any(action.verb == verb and action.allowed for action in self.actions)


def order_sheet(actor: User, order: Order, *, with_timeline: bool = True) -> OrderSheet:
    """The order with lines, steps, timeline and what ``actor`` may do to it, in a constant number of
    statements. Pass the order as a query or an operation gave it; what it has at hand is not read again.
    The sheet takes it over for showing: never save it afterwards."""
    lines = order.__dict__.get("loaded_lines")
    if lines is None:
        lines = order.loaded_lines = loading.lines_of(order)
    steps = order.__dict__.get("loaded_steps")
    if steps is None:
        steps = list(OrderStep.objects.filter(order=order).select_related("actor").order_by("id"))
    actions = policies.possible_verbs(actor, order)
    margin = policies.margin_of(actor, order, lines)
    said = advice.of(actor, order, lines)  # before hidden columns are emptied
    return OrderSheet(
        order=policies.redact(actor, [order])[0],
        lines=policies.redact(actor, lines),
        steps=steps,
        actions=actions,
        hidden=policies.hidden_columns(actor),
        margin=margin,
        timeline=timeline(order) if with_timeline else [],
        advice=said,
        responsible=responsible_for(order, lines),
    )


def timeline(order: Order, limit: int = 200) -> list[TimelineEntry]:
    """What happened to the order, newest first; what a draft saved by itself in one stretch is one entry."""
    rows = Event.objects.filter(subject_type=Order._meta.label_lower, subject_id=order.pk).order_by("-id")
    events: list[Event] = []
    earliest = None  # of the stretch at the end
    for event in rows[: limit * 5]:
        last = events[-1] if events else None
        if last is not None and _continues(last, event, earliest or last.at):
            last.data = stretches.united(last.data, event.data)
        elif len(events) == limit:
            break
        else:
            events.append(event)
        earliest = event.at
    names = people_names(event.actor_id for event in events)
    return [
        TimelineEntry(
            at=event.at,
            kind=event.kind,
            label=event_label(event.kind, event.data),
            actor=names.get(event.actor_id, ""),
            reason=event.reason,
            data=event.data,
        )
        for event in events
    ]


def _continues(newer: Event, older: Event, at: datetime) -> bool:
    is_same = (newer.kind, newer.actor_id) == (older.kind, older.actor_id)
    by_itself = stretches.is_by_itself(newer.data) and stretches.is_by_itself(older.data)
    return is_same and by_itself and stretches.goes_on(at, older.at)


def people_names(ids: Iterable[int | None]) -> dict[int | None, str]:
    """Names by key of person, in one statement."""
    return dict(User.objects.filter(pk__in={pk for pk in ids if pk}).values_list("pk", "name"))
