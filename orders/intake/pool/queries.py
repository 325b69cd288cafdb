"""Every read of intake that a door or another room makes."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors
from common.keyset import Sort
from orders.intake.pool import policies, proposing
from orders.intake.pool.models import IntakeItem
from orders.intake.pool.states import OPEN, State
from orders.order import queries as orders
from orders.order.models import Order

SORTS = {
    "received_at": Sort("received_at"),
    "due_at": Sort("due_at", descending=False),
    "id": Sort("pk"),
}
DEFAULT_SORT = "received_at"
_NAMED = ("customer", "customer__owner", "salesperson", "order", "registered_by", "dispatched_by", "entered_by")
# as numbers are drawn, and as customers write them
_NUMBER = re.compile(r"\bSO\d{8}-\d{4,12}\b")
WORK = Q(state__in=OPEN)


def list_items(actor: User) -> QuerySet[IntakeItem]:
    """The intake that ``actor`` may see, with what a list names."""
    return policies.visible_to(actor).select_related(*_NAMED)


def get_item(*, actor: User, item_id: int) -> IntakeItem:
    """One piece. Raises NotFound, also for "not yours"."""
    found = list_items(actor).filter(pk=item_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def lock_item(*, actor: User, item_id: int) -> IntakeItem:
    """One piece, locked to be written. Raises NotFound."""
    found = policies.visible_to(actor).filter(pk=item_id).select_for_update(no_key=True, of=("self",)).first()
    if found is None:
        raise errors.NotFound()
    return found


def late(at: datetime) -> Q:
    """The condition of what is still to be entered though its time is up."""
    return WORK & Q(due_at__lt=at)


def count_work(actor: User) -> int:
    """How many pieces wait to be dispatched or entered."""
    return policies.visible_to(actor).filter(WORK).count()


def taken_before(provider: str, external_id: str) -> IntakeItem | None:
    """What came from this system under this number before, whoever may see it: for rules."""
    return IntakeItem.objects.filter(provider=provider, external_id=external_id).first()


def of_order(actor: User, order: Any) -> list[IntakeItem]:
    """What the order came from, the oldest first, for who sees the order; ``may_open`` of each says whether its page
    opens for him too."""
    items = list(IntakeItem.objects.filter(order=order).select_related("entered_by", "registered_by").order_by("pk"))
    if items:
        seen = set(policies.visible_to(actor).filter(pk__in=[item.pk for item in items]).values_list("pk", flat=True))
        for item in items:
            item.may_open = item.pk in seen  # type: ignore[attr-defined]
    return items


def order_id_of(*, actor: User, item_id: int) -> int | None:
    """The order that a piece became, or was linked to. Raises NotFound for a piece that is not the actor's."""
    return get_item(actor=actor, item_id=item_id).order_id


def named_order(actor: User, item: IntakeItem) -> str:
    """The first number of an order that ``actor`` may see among what the sender wrote; "" where there is none."""
    said = " ".join([item.subject, item.text, *(str(text) for text in item.header.values())])
    for number in dict.fromkeys(_NUMBER.findall(said.upper())):
        try:
            return orders.get_order(actor=actor, reference=number).reference
        except errors.NotFound:
            continue
    return ""


def find_order(actor: User, number: str) -> Order:
    """The order named by number or draft reference, for linking. Raises Invalid."""
    try:
        return orders.get_order(actor=actor, reference=number.strip())
    except errors.NotFound:
        raise errors.Invalid(
            fields={"order": [_("No order has the number “%(number)s”.") % {"number": number}]}
        ) from None


def propose_for(items: Iterable[IntakeItem], at: datetime) -> Mapping[int, Any]:
    """The proposed salesperson of each new piece of a page (``Candidate``)."""
    found = proposing.propose([item for item in items if item.state == State.NEW], at, most=1)
    return {pk: candidates[0] for pk, candidates in found.items() if candidates}
