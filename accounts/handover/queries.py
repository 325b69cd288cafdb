"""Who may be handed over from, and what."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from accounts import policies
from accounts.handover import duties
from accounts.people import queries as people
from accounts.people.models import User
from common import errors


@dataclass(frozen=True)
class Pile:
    """How many pieces of one kind a person owns; ``fits``: whether the one who is to take them may hold them."""

    key: str
    label: Any
    count: int
    fits: bool = True


def givers(actor: User) -> QuerySet[User]:
    """The people, also those who left, whose work ``actor`` may hand over."""
    return policies.visible(people.people(), actor, "handover.run", owners=["id"], department="department_id")


def get_giver(*, actor: User, user_id: int) -> User:
    """One of them. Raises NotFound."""
    giver = givers(actor).filter(pk=user_id).first()
    if giver is None:
        raise errors.NotFound()
    return giver


def piles(*, actor: User, user_id: int, taker_id: int | None = None) -> list[Pile]:
    """What a person owns now, by kind, and whether another may take it. Raises NotFound."""
    giver = get_giver(actor=actor, user_id=user_id)
    taker = people.active_people().filter(pk=taker_id).first() if taker_id else None
    return [
        Pile(key, duty.label, duty.count(giver), taker is None or duties.may_hold(taker, key))
        for key, duty in duties.in_order()
    ]
