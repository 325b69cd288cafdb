"""What an order, a person, a department did: hours and days planned and taken, what was on time, what it cost
(R275, R276, SEMANTICS 13). Every figure says from which rows it came. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from common.workdays import Calendar

ZERO = Decimal(0)


@dataclass(frozen=True)
class Work:
    """A finished task as figures need it. ``due`` is its department's day, ``planned_end`` the end it was released
    with."""

    id: int
    owner_id: int | None
    department_id: int
    planned_hours: Decimal
    actual_hours: Decimal
    planned_days: int
    start: date
    end: date
    planned_end: date | None
    due: date | None

    @property
    def is_late(self) -> bool:
        """Whether it ended after its department's day."""
        return self.due is not None and self.end > self.due


@dataclass(frozen=True)
class Figures:
    """Of some finished tasks: ``late`` are their ids. ``actual_days`` and ``planned_days`` are days of work of each
    task, summed; without hours written down ``actual_hours`` is None."""

    tasks: int = 0
    planned_hours: Decimal = ZERO
    actual_hours: Decimal | None = None
    planned_days: int = 0
    actual_days: int = 0
    on_time: int = 0
    days_late: int = 0
    late: list[int] = field(default_factory=list)

    @property
    def punctual_percent(self) -> Decimal | None:
        """Tasks on time ÷ finished tasks; None without any."""
        return (Decimal(100) * self.on_time / self.tasks).quantize(Decimal("0.1")) if self.tasks else None

    @property
    def hours_percent(self) -> Decimal | None:
        """Hours taken ÷ hours planned."""
        if not self.planned_hours or self.actual_hours is None:
            return None
        return (Decimal(100) * self.actual_hours / self.planned_hours).quantize(Decimal("0.1"))


def summed(works: Iterable[Work], calendar: Calendar) -> Figures:
    """The figures of these tasks."""
    rows = list(works)
    late = [one for one in rows if one.is_late]
    hours = [one.actual_hours for one in rows if one.actual_hours]
    return Figures(
        tasks=len(rows),
        planned_hours=sum((one.planned_hours for one in rows), ZERO),
        actual_hours=sum(hours, ZERO) if hours else None,
        planned_days=sum(one.planned_days for one in rows),
        actual_days=sum(days_of(one, calendar) for one in rows),
        on_time=len(rows) - len(late),
        days_late=sum(calendar.between(one.due, one.end) for one in late if one.due),
        late=[one.id for one in late],
    )


def days_of(work: Work, calendar: Calendar) -> int:
    """The days of work that a task took, first and last included; at least one."""
    return max(1, calendar.between(work.start, work.end) + (1 if calendar.is_workday(work.start) else 0))


@dataclass(frozen=True)
class Cost:
    """What an order was to cost and what it cost, in the company's currency: goods at the frozen unit cost, freight,
    what changes cost extra, what exceptions cost."""

    planned: Decimal
    goods: Decimal
    freight: Decimal
    changes: Decimal
    exceptions: Decimal

    @property
    def actual(self) -> Decimal:
        """All of it."""
        return self.goods + self.freight + self.changes + self.exceptions

    @property
    def deviation(self) -> Decimal:
        """What it cost more than planned; below zero: less."""
        return self.actual - self.planned


def average(values: Sequence[int]) -> Decimal | None:
    """The mean of scores, to one decimal; None without any."""
    return (Decimal(sum(values)) / len(values)).quantize(Decimal("0.1")) if values else None
