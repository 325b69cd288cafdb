"""Every read of doubts that a door or another room makes."""

from typing import Any

from django.db.models import QuerySet

from accounts.people.models import User
from common import errors, settings
from common.keyset import Sort
from orders.doubts import policies
from orders.doubts.models import Doubt, SetAside
from orders.doubts.states import BLOCKING, State
from orders.order.models import Order

BLOCK = "doubts.block_submission"
SORTS = {"id": Sort("pk")}
DEFAULT_SORT = "id"
_NAMED = ("order", "order__customer", "asked_by", "asked_to", "answered_by", "closed_by")


def list_doubts(actor: User) -> QuerySet[Doubt]:
    """The doubts that ``actor`` may see, with what a list names."""
    return policies.visible_to(actor).select_related(*_NAMED)


def get_doubt(*, actor: User, doubt_id: int) -> Doubt:
    """One of them. Raises NotFound, also for "not yours"."""
    found = list_doubts(actor).filter(pk=doubt_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def of_order(order: Any) -> list[Doubt]:
    """The doubts of an order that the reader sees: those that are not closed first, then the latest."""
    rows = Doubt.objects.filter(order_id=order.pk).select_related("asked_by", "asked_to", "answered_by", "closed_by")
    return sorted(rows, key=lambda one: (one.state == State.CLOSED, -one.pk))


def count_mine(actor: User) -> int:
    """How many wait for an answer of ``actor``."""
    return Doubt.objects.filter(asked_to=actor, state=State.OPEN).count()


def list_set_aside(actor: User) -> QuerySet[SetAside]:
    """The orders that are set aside now and that ``actor`` may see."""
    rows = policies.set_asides_visible_to(actor).filter(released_at__isnull=True)
    return rows.select_related("order", "order__customer", "order__salesperson", "by")


def set_aside_of(order: Any) -> SetAside | None:
    """Who set an order aside that is so now."""
    return SetAside.objects.filter(order_id=order.pk, released_at__isnull=True).select_related("by").first()


def in_the_way(order: Order) -> int:
    """How many doubts keep the order from being submitted. No statement for an order without any."""
    if not order.open_doubts:
        return 0
    states = BLOCKING[str(settings.get(BLOCK))]
    return Doubt.objects.filter(order_id=order.pk, state__in=states).count() if states else 0
