"""What a rule would find today: its anchor asked by the steps that the scan counts by, nothing written, nobody told."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from accounts import policies as rights
from accounts.people.models import User
from common import dates
from common.workdays import calendar
from reminders.anchors import wording
from reminders.anchors.source import Anchor, Due, Facts, anchors
from reminders.rules import steps
from reminders.rules.choices import Unit
from reminders.rules.models import ReminderRule
from reminders.rules.policies import EDIT
from segments import queries as segments
from segments.fields import Level

SHOWN, MOST = 20, 5000  # objects that are named; objects that are counted


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
    """What a step of the rule falls on today, with that step: of several the newest, which is the one that is told."""
    today, orders = dates.business_day(at), None
    if rule.segment is not None:
        orders = segments.condition_for_rule(rule.segment).narrow(Level.ORDER, today)
    finder = steps.on_day(steps.of_rule(rule), today, calendar(), workdays_only=rule.workdays_only)
    for first, last in finder.spans():
        for due in anchor.find(first=first, last=last, orders=orders):
            numbers = [hit.number for hit in finder.hits(due.due) if not hit.is_before(due.since)]
            if numbers:
                yield due, max(numbers)
