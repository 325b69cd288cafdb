"""What a condition finds while it is built: how many orders, how many lines, and how many the other reading would.

Each number has its time; then the planner's estimate stands there, marked as one (UI 4.1).
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accounts.people.models import User
from common import keyset
from segments import queries
from segments.conditions import Condition
from segments.fields import Level


@dataclass(frozen=True)
class Figure:
    """A number of rows, and whether it is an estimate."""

    count: int
    is_estimate: bool


@dataclass(frozen=True)
class Figures:
    """``orders`` and ``lines`` that a condition finds; ``and_first``: what it would find at its own level if AND were
    read first, None where that is the same condition."""

    level: Level
    orders: Figure
    lines: Figure
    and_first: Figure | None = None

    @property
    def own(self) -> Figure:
        """The number at the condition's own level."""
        return self.orders if self.level is Level.ORDER else self.lines


def of(actor: User, condition: Condition, level: Level, today: date) -> Figures:
    """The numbers over the orders that ``actor`` may see, on a business day."""

    def counted(where: Level, narrowed: Q) -> Figure:
        return Figure(*keyset.count_within(queries.rows_seen(actor, where).filter(narrowed), queries.PATIENCE_MS))

    return Figures(
        level=level,
        orders=counted(Level.ORDER, condition.narrow(Level.ORDER, today)),
        lines=counted(Level.LINE, condition.narrow(Level.LINE, today)),
        and_first=counted(level, condition.narrow_and_first(level, today)) if condition.is_ambiguous else None,
    )


def at_level(actor: User, condition: Condition, level: Level, today: date) -> Figure:
    """How many rows of its own level a condition finds."""
    found = queries.rows_seen(actor, level).filter(condition.narrow(level, today))
    return Figure(*keyset.count_within(found, queries.PATIENCE_MS))


def all_orders(actor: User) -> Figure:
    """How many orders ``actor`` may see at all."""
    return Figure(*keyset.count_within(queries.rows_seen(actor, Level.ORDER), queries.PATIENCE_MS))
