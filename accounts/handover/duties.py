"""What can be handed over: each app registers its own duties (registry accounts.handover)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.people import queries as people
from accounts.people.models import Department, User
from common import stamps
from common.registry import Registry


@dataclass(frozen=True)
class Duty:
    """A kind of work a person owns.

    ``count(user)``: how many pieces are his now. ``move(actor, from_user, to_user, at)`` gives them all to
    another, inside the operation in progress, and returns how many; the right was asked for already.
    """

    label: str | Promise
    count: Callable[[User], int]
    move: Callable[[User, User, User, datetime], int]
    order: int = 100


handover: Registry[Duty] = Registry("accounts.handover")
# kind of work → the verb that whoever takes it must hold; the rooms that know the work register it
needs: Registry[str] = Registry("accounts.handover_needs")


def may_hold(user: User, key: str) -> bool:
    """Whether work of this kind can be given to a person: the head of a department approves, for one."""
    verb = needs.get(key)
    return verb is None or user.can(verb)


def in_order() -> list[tuple[str, Duty]]:
    """All duties in the order of the lock order of their rows: customers before orders before tasks."""
    return sorted(handover.items(), key=lambda pair: pair[1].order)


def _count_departments(user: User) -> int:
    return Department.objects.filter(head=user).count()


def _move_departments(actor: User, from_user: User, to_user: User, at: datetime) -> int:
    stamps.touch(people.STAMP)
    return Department.objects.filter(head=from_user).update(head=to_user)


def _count_substitutions(user: User) -> int:
    return User.objects.filter(substitute=user, is_active=False).count()


def _move_substitutions(actor: User, from_user: User, to_user: User, at: datetime) -> int:
    stamps.touch(people.STAMP)
    return User.objects.filter(substitute=from_user, is_active=False).exclude(pk=to_user.pk).update(substitute=to_user)


def register() -> None:
    """Called once from ``AccountsConfig.ready``."""
    handover.register("departments", Duty(_("Departments headed"), _count_departments, _move_departments, order=10))
    handover.register(
        "substitutions", Duty(_("People stood in for"), _count_substitutions, _move_substitutions, order=11)
    )
