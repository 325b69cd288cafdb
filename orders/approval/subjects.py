"""What can be approved. This room never knows what it approves: the rooms above register their subjects."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.utils.functional import Promise

from accounts.people.models import User
from common.registry import Registry


class Decided(Protocol):
    """Told when the last step was approved, or one was sent back: carries out the consequence in the same
    transaction. ``case`` is what the caller of ``decide`` handed over, locked."""

    def __call__(self, *, actor: User, case: Any, is_approved: bool, reason: str, at: datetime) -> None: ...


@dataclass(frozen=True)
class Subject:
    """A kind of thing that is approved: its name, the right it takes to decide, its title by key."""

    label: str | Promise
    verb: str
    decided: Decided
    titles: Callable[[list[int]], dict[int, str]]


# subject type (``orders.order``) -> how it is decided
subjects: Registry[Subject] = Registry("approval.subjects")
