"""Who may be handed over from, and what."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts import policies
from accounts.handover import duties
from accounts.people import queries as people
from accounts.people.models import User
from accounts.roles.models import RoleGrant
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


def takers(
    *, actor: User, giver_id: int | None, only: Collection[str] = (), chosen_id: int | None = None
) -> QuerySet[User]:
    """Who may take the work of the giver: people who work here and hold the right that each of its kinds needs (those
    in ``only``, else all that he owns). Before a giver is chosen, whoever may hold any. ``chosen_id`` stays among
    them, so that the operation can say why not he. Raises NotFound for a giver who is not the actor's."""
    people_here = people.staff()
    if giver_id is None:
        fit = people_here.filter(holding(duties.needs.values())) if duties.needs else people_here
    else:
        giver = get_giver(actor=actor, user_id=giver_id)
        fit = people_here.exclude(pk=giver.pk)
        owned = [key for key, duty in duties.in_order() if (not only or key in only) and duty.count(giver)]
        for verb in {duties.needs[key] for key in owned if key in duties.needs}:
            fit = fit.filter(holding([verb]))
    chosen = people.active_people().filter(pk=chosen_id) if chosen_id else User.objects.none()
    return people.people().filter(Q(pk__in=fit.order_by().values("pk")) | Q(pk__in=chosen.order_by().values("pk")))


def holding(verbs: Iterable[str]) -> Exists:
    """The condition that a person holds one of these verbs, in any scope."""
    grants = RoleGrant.objects.filter(verb__in=list(verbs), role__is_active=True, role__holders__user=OuterRef("pk"))
    return Exists(grants)


def piles(*, actor: User, user_id: int, taker_id: int | None = None) -> list[Pile]:
    """What a person owns now, by kind, and whether another may take it. Raises NotFound."""
    giver = get_giver(actor=actor, user_id=user_id)
    taker = people.active_people().filter(pk=taker_id).first() if taker_id else None
    return [
        Pile(key, duty.label, duty.count(giver), taker is None or duties.may_hold(taker, key))
        for key, duty in duties.in_order()
    ]
