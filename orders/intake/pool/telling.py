"""Intake as its reader may see it: whose it is only where the customer is his to see, what became of it only where the
order is, people of the customer as roles say (R060). For showing only."""

from collections.abc import Iterable
from copy import copy

from django.db.models import QuerySet

from accounts import policies as rights
from accounts.people.models import User
from customers import policies as customers
from orders.intake.pool.models import IntakeItem
from orders.order import policies as orders

CONTACT = "customer.contact"
SENDER = ("sender", "sender_mail", "sender_phone")


def told(actor: User, items: Iterable[IntakeItem]) -> list[IntakeItem]:
    """Copies of pieces: senders and contacts masked where they are not the actor's to know, the customer left out
    (``is_of_another``) where he is not: a guess by phone or mail must not tell whose number that is; the order left
    out (``is_order_of_another``) where he does not see it. Two statements. Never save them."""
    items = list(items)
    seen = _seen(customers.visible_to(actor), {item.customer_id for item in items})
    opened = _seen(orders.visible_to(actor), {item.order_id for item in items})
    return [_told(actor, item, seen, opened) for item in items]


def _seen(rows: QuerySet, keys: set[int | None]) -> set[int]:
    wanted = keys - {None}
    return set(rows.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()


def _told(actor: User, item: IntakeItem, seen: set[int], opened: set[int]) -> IntakeItem:
    found = copy(item)
    found._state = copy(item._state)
    found._state.fields_cache = {**item._state.fields_cache}  # the piece itself keeps its customer
    for name in SENDER:
        setattr(found, name, shown(actor, getattr(item, name)))
    found.header = {
        name: shown(actor, text) if name in orders.FIELDS[CONTACT] else text for name, text in item.header.items()
    }
    found.is_of_another = bool(item.customer_id) and item.customer_id not in seen  # type: ignore[attr-defined]
    if found.is_of_another:  # type: ignore[attr-defined]
        found.customer, found.customer_by = None, ""
    found.is_order_of_another = bool(item.order_id) and item.order_id not in opened  # type: ignore[attr-defined]
    if found.is_order_of_another:  # type: ignore[attr-defined]
        found.order = None
    return found


def shown(actor: User, text: str) -> str:
    """A name, address or number of the customer's people as ``actor`` may see it."""
    return str(rights.shown(actor, CONTACT, text) or "")


def sees_senders(actor: User) -> bool:
    """Whether senders may be looked for: not what is shown masked."""
    return not rights.effect(actor, CONTACT)
