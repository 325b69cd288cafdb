"""What moving tasks does to promises, to people and to what is fixed, told before it is done (R138, R159)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from accounts.people.models import User
from common.workdays import calendar
from tasks.scheduling import dating, loads
from tasks.scheduling.models import Absence
from tasks.scheduling.moving import Moved
from tasks.scheduling.sheet import Sheet
from tasks.task.choices import LinkKind
from tasks.task.models import Task

ZERO = Decimal(0)


@dataclass(frozen=True)
class Shift:
    """A task that moves: the days it had, those it would have, and by how many days of work its end moves."""

    task: Task
    old_start: date | None
    old_end: date | None
    new_start: date | None
    new_end: date | None
    days: int


@dataclass(frozen=True)
class LinePromise:
    """The last day of work on a line against the day on which its goods have to leave; ``before`` and ``after``:
    days of work that are left, below zero: too late."""

    line_no: int
    product: str
    due: date
    old_end: date
    new_end: date
    before: int
    after: int

    @property
    def is_broken(self) -> bool:
        """Whether the move breaks what would have been kept."""
        return self.before >= 0 > self.after

    @property
    def is_saved(self) -> bool:
        """Whether the move saves what would have been broken."""
        return self.before < 0 <= self.after


@dataclass(frozen=True)
class Overload:
    """A day on which somebody would have more to do than before and than is possible; ``is_away``: on leave."""

    person: User
    day: date
    hours: Decimal
    capacity: Decimal
    is_away: bool


@dataclass(frozen=True)
class Broken:
    """Something that would begin before what precedes it lets it: its days are fixed, or it began."""

    before: Task
    after: Task


@dataclass(frozen=True)
class Preview:
    """All of it. ``slack``: days of work that the first of the moved tasks has left then."""

    shifts: list[Shift] = field(default_factory=list)
    promises: list[LinePromise] = field(default_factory=list)
    overloads: list[Overload] = field(default_factory=list)
    broken_links: list[Broken] = field(default_factory=list)
    slack: int | None = None

    @property
    def breaks(self) -> list[LinePromise]:
        """The promises that it breaks."""
        return [one for one in self.promises if one.is_broken]

    @property
    def is_harmless(self) -> bool:
        """Whether nobody is hurt by it."""
        return not (self.breaks or self.overloads or self.broken_links)


def of(schedule: Sheet, moves: Sequence[Moved]) -> Preview:
    """What follows from moves that stand in the schedule's tasks already, unsaved. Four statements."""
    schedule.judge()
    return Preview(
        shifts=[_shift(one) for one in moves],
        promises=_promises(schedule, moves),
        overloads=_overloads(schedule, moves),
        broken_links=_broken(schedule),
        slack=moves[0].task.slack_days if moves else None,
    )


def _shift(moved: Moved) -> Shift:
    task, days = moved.task, 0
    if moved.end and task.planned_end:
        days = calendar().between(moved.end, task.planned_end)
    return Shift(task, moved.start, moved.end, task.planned_start, task.planned_end, days)


def _promises(schedule: Sheet, moves: Sequence[Moved]) -> list[LinePromise]:
    """Of the lines whose last day of work moves."""
    former = {one.task.pk: one.end for one in moves}
    dues = dating.dues_of(schedule.lines)
    found = []
    for line in schedule.lines:
        due = dues.get(line.line_no)
        mine = [one for one in schedule.tasks.values() if one.line_no == line.line_no and dating.is_promised(one)]
        new = max((one.planned_end for one in mine if one.planned_end), default=None)
        old = max((end for one in mine if (end := former.get(one.pk, one.planned_end))), default=None)
        if due is None or new is None or old is None or new == old:
            continue
        left = [calendar().between(end, due) for end in (old, new)]
        found.append(LinePromise(line.line_no, line.product_name, due, old, new, *left))
    return found


def _overloads(schedule: Sheet, moves: Sequence[Moved]) -> list[Overload]:
    """Days on which an owner of moved tasks would have more than before, and more than is possible."""
    owners = [one.task.owner for one in moves if one.task.is_live]
    people = {one.pk: one for one in owners if one is not None}
    days = [day for one in moves for day in (one.start, one.end, one.task.planned_start, one.task.planned_end) if day]
    if not people or not days:
        return []
    first, last = max(min(days), schedule.today), max(days)
    if last < first:
        return []
    present = loads.of_people(people, first, last, today=schedule.today)
    more = _differences(moves, schedule.today)
    away = _away(list(people), first, last)
    found = []
    for pk, person in people.items():
        for day, load in present[pk].items():
            added = more.get((pk, day), ZERO)
            if added > 0 and load.hours + added > load.capacity:
                found.append(Overload(person, day, load.hours + added, load.capacity, _is_away(away.get(pk, ()), day)))
    return found


def _differences(moves: Sequence[Moved], today: date) -> dict[tuple[int, date], Decimal]:
    """Hours more or fewer by person and day."""
    found: dict[tuple[int, date], Decimal] = {}
    for one in moves:
        task = one.task
        if task.owner_id is None:
            continue
        former = loads.Work(one.start, one.end, task.planned_hours, task.progress)
        for sign, spread in ((1, loads.hours_by_day(task, today)), (-1, loads.spread(former, today))):
            for day, hours in spread.items():
                place = (task.owner_id, day)
                found[place] = found.get(place, ZERO) + sign * hours
    return found


def _away(people: Sequence[int], first: date, last: date) -> Mapping[int, list[Absence]]:
    found: dict[int, list[Absence]] = {}
    for one in Absence.objects.filter(user__in=people, last__gte=first, first__lte=last):
        found.setdefault(one.user_id, []).append(one)
    return found


def _is_away(absences: Sequence[Absence], day: date) -> bool:
    return any(one.first <= day <= one.last for one in absences)


def _broken(schedule: Sheet) -> list[Broken]:
    """Links that do not hold because what waits is fixed and nobody began it."""
    work, found = calendar(), []
    for bond in schedule.bonds:
        before, after = schedule.tasks[bond.before], schedule.tasks[bond.after]
        end = before.planned_start if bond.kind == LinkKind.START else before.planned_end
        if end is None or after.planned_start is None or dating.has_begun(after) or not after.is_fixed:
            continue
        least = bond.lag + (1 if bond.kind == LinkKind.FINISH and after.work_days else 0)
        if work.between(end, after.planned_start) < least:
            found.append(Broken(before, after))
    return found
