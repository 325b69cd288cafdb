"""Kinds of data that may be forgotten after some time, declared by the room that keeps them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts.people.models import User
from common import settings
from common.errors import Text
from common.registry import Registry


@dataclass(frozen=True)
class Rule:
    """A kind of data that this room's nightly job forgets once the company switched it on.

    ``older(line)``: the rows that are older, without those of customers whose data is on hold; ``moment``: the column
    that says how old a row is. ``forget(rows=, actor=, at=)``: forget some of them, in the operation in progress; what
    is forgotten must not be among ``older`` any more. ``on_hold``: what a hold does where rows do not say whose they
    are. ``days`` is proposed, ``least`` the least that may be chosen
    and ``why`` what asks for it. ``most``: rows in a night.
    """

    label: Text
    about: Text
    days: int
    older: Callable[[datetime], QuerySet]
    moment: str
    forget: Callable[..., Any]
    least: int = 1
    why: Text = ""
    on_hold: Text = ""
    most: int = 50_000
    batch: int = 500


@dataclass(frozen=True)
class Kept:
    """A kind of data that another job forgets, or nobody: shown in the same list. ``setting`` holds its days; else
    ``days`` are fixed, None: for ever."""

    label: Text
    about: Text
    setting: str = ""
    days: int | None = None

    def now(self) -> int | None:
        """How many days it is kept."""
        return int(settings.get(self.setting)) if self.setting else self.days


rules: Registry[Rule] = Registry("customers.retention.rules")
kept: Registry[Kept] = Registry("customers.retention.kept")


def delete_rows(*, rows: Sequence[Any], actor: User, at: datetime) -> None:
    """Forget rows by deleting them."""
    type(rows[0])._default_manager.filter(pk__in=[one.pk for one in rows]).delete()
