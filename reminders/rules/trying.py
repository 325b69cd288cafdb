"""What a rule would find today: its anchor asked, nothing written and nobody told."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice

from accounts import policies as rights
from accounts.people.models import User
from common import dates
from common.workdays import Calendar, calendar
from reminders.anchors import wording
from reminders.anchors.source import Anchor, Due, Facts, anchors
from reminders.rules.choices import Unit
from reminders.rules.models import ReminderRule
from reminders.rules.policies import EDIT
from segments import queries as segments
from segments.fields import Level

SHOWN, MOST = 20, 5000  # objects that are named; objects that are counted
FARTHEST = 400  # days back that a rule without an end is followed
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SLACK = 15 * DAY  # more than any run of days off


@dataclass(frozen=True)
class Object:
    """One of what was found: its day or moment in words, and how far away it is."""

    facts: Facts
    due: str
    when: str
    step: int


@dataclass(frozen=True)
class Trial:
    """``by_step``: how many objects each step finds today, the steps in order; ``is_more``: there are more than were
    counted; ``first`` of them, as far as who asks sees them."""

    by_step: list[tuple[int, int]] = field(default_factory=list)
    is_more: bool = False
    first: list[Object] = field(default_factory=list)

    @property
    def count(self) -> int:
        """All that was counted."""
        return sum(count for _step, count in self.by_step)


def try_rule(*, actor: User, rule: ReminderRule, at: datetime) -> Trial:
    """What it would find on the day of ``at``, whether or not it is in use or was there before. Raises NotAllowed."""
    rights.require(actor, EDIT)
    anchor = anchors.get(rule.anchor)
    if anchor is None or not rule.steps:
        return Trial()
    met: list[tuple[Due, int]] = []
    counts: dict[int, int] = {}
    found = _met(rule, anchor, at)
    for due, step in islice(found, MOST):
        counts[step] = counts.get(step, 0) + 1
        if len(met) < 5 * SHOWN:
            met.append((due, step))
    is_more = next(found, None) is not None
    return Trial(sorted(counts.items()), is_more, _shown(anchor, met, actor, at))


def _shown(anchor: Anchor, met: list[tuple[Due, int]], actor: User, at: datetime) -> list[Object]:
    seen = anchor.visible([due.subject_id for due, _step in met], actor)
    mine = [(due, step) for due, step in met if due.subject_id in seen][:SHOWN]
    facts = anchor.describe([due.key for due, _step in mine], actor)
    found = []
    for due, step in mine:
        if due.key in facts:
            told = wording.timing(due.due, at, by_hours=anchor.units[0] == Unit.HOUR)
            found.append(Object(facts[due.key], told["due"], told["when"], step))
    return found


def _met(rule: ReminderRule, anchor: Anchor, at: datetime) -> Iterator[tuple[Due, int]]:
    """What a step of the rule falls on today, with that step."""
    first, last = _window(rule, at)
    orders = None
    if rule.segment is not None:
        orders = segments.condition_for_rule(rule.segment).narrow(Level.ORDER, dates.business_day(at))
    told = _distance(rule, at)
    for due in anchor.find(first=first, last=last, orders=orders):
        step = told(due)
        if step is not None:
            yield due, step


def _window(rule: ReminderRule, at: datetime) -> tuple[datetime, datetime]:
    """From when to when what it counts from can lie. Days of work are fewer than days: twice as many and two weeks."""
    back = max(rule.steps)
    if rule.repeat_every:
        back += min(rule.repeat_every * (rule.repeat_most or FARTHEST), FARTHEST * 24)
    today = dates.business_day(at)
    begin, end = dates.day_range(today, today)
    if rule.unit == Unit.HOUR:
        return begin - timedelta(hours=back), end - timedelta(hours=min(rule.steps))
    wide = 2 if rule.unit == Unit.WORKDAY else 1
    far = min(back, FARTHEST * 2) * wide * DAY, -min(rule.steps) * wide * DAY
    return begin - far[0] - SLACK, end + far[1] + SLACK


def _distance(rule: ReminderRule, at: datetime) -> Callable[[Due], int | None]:
    """The step that is told today of something; None where none is."""
    today = dates.business_day(at)
    if rule.unit == Unit.HOUR:
        begin, end = dates.day_range(today, today)
        return lambda due: _by_hours(rule, due.due, begin, end)
    days, told = calendar(), _told_on(today, calendar(), workdays_only=rule.workdays_only)
    by_work = rule.unit == Unit.WORKDAY
    return lambda due: _by_days(rule, dates.business_day(due.due), told, days if by_work else None)


def _told_on(today: date, days: Calendar, *, workdays_only: bool) -> list[tuple[date, bool, bool]]:
    """The days whose steps are told today, with whether those up to the due day and those after it are: where only days
    of work are used, what falls on a day off is told on the last one before, what is late on the next."""
    if not workdays_only:
        return [(today, True, True)]
    if not days.is_workday(today):
        return []
    found = [(today, True, True)]
    for way in (1, -1):
        day = today + way * DAY
        while not days.is_workday(day) and abs(day - today) < SLACK:
            found.append((day, way > 0, way < 0))
            day += way * DAY
    return found


def _by_days(
    rule: ReminderRule, due: date, told: Iterable[tuple[date, bool, bool]], days: Calendar | None
) -> int | None:
    for day, before, after in told:
        if days is None or day == due:
            away = (day - due).days
        elif not days.is_workday(day):
            continue
        else:
            away = days.between(due, day) if day > due else -days.between(day - DAY, due - DAY)
        if (before if away <= 0 else after) and _is_step(rule, away):
            return away
    return None


def _by_hours(rule: ReminderRule, due: datetime, begin: datetime, end: datetime) -> int | None:
    """The first of the rule's hours that falls between two moments."""
    first = -((due - begin) // HOUR)
    hours = (one for one in range(first, first + 25) if begin <= due + one * HOUR < end)
    return next((one for one in hours if _is_step(rule, one)), None)


def _is_step(rule: ReminderRule, away: int) -> bool:
    """Whether so many units after the day or moment are one of its steps."""
    past = away - max(rule.steps)
    if away in rule.steps or not rule.repeat_every or past <= 0:
        return away in rule.steps
    times, rest = divmod(past, rule.repeat_every)
    return rest == 0 and (rule.repeat_most is None or times <= rule.repeat_most)
