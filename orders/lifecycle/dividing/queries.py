"""Reads for splitting and merging: what else is being drafted for the customer, and where headers differ."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet

from accounts.people.models import User
from orders.lifecycle.dividing import drafts
from orders.order import policies
from orders.order.models import Order, OrderLine
from orders.order.states import Status

MOST = 50


def movable_lines(order: Order, lines: Iterable[OrderLine]) -> list[OrderLine]:
    """The lines that may move to another order: all but the gifts, which follow theirs."""
    return [line for line in lines if not line.gift_of_id]


def other_drafts(*, actor: User, order: Order) -> QuerySet[Order]:
    """The customer's other drafts that the actor may edit, newest first: in the same currency, of the same type and
    with the same kind of prices."""
    return (
        policies.visible_to(actor, "order.edit")
        .filter(
            status=Status.DRAFT,
            customer_id=order.customer_id,
            currency_id=order.currency_id,
            tax_mode=order.tax_mode,
            order_type_id=order.order_type_id,
        )
        .exclude(pk=order.pk)
        .order_by("-pk")[:MOST]
    )


def differences(actor: User, order: Order, others: Sequence[Order]) -> dict[str, list[Any]]:
    """Field → [here, elsewhere] of what the headers of other drafts say otherwise; what they leave empty is no
    difference. Values the actor does not see in full are not told."""
    hidden = policies.unseen_columns(actor)
    found: dict[str, list[Any]] = {}
    for name in drafts.HEADER:
        here = getattr(order, name)
        theirs = {getattr(other, name) for other in others} - {here, None, "", False}
        if theirs and name not in hidden:
            relation = name.removesuffix("_id")
            elsewhere = next(other for other in others if getattr(other, name) in theirs)
            found[relation] = [_words(order, relation), _words(elsewhere, relation)]
    return found


def _words(order: Order, name: str) -> str:
    shown = getattr(order, f"get_{name}_display", None)
    value = shown() if shown else getattr(order, name)
    return "" if value is None else str(value)


def labelled(differing: dict[str, list[Any]]) -> list[tuple[Any, str, str]]:
    """What headers say otherwise, for people: (field's name, here, elsewhere)."""
    return [(_label(name), *pair) for name, pair in differing.items()]


def _label(name: str) -> Any:
    return getattr(Order._meta.get_field(name), "verbose_name", name)
