"""Who gets what on a day, and why: worked out by the very function that the scan uses, nothing written."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from common import dates, errors
from reminders.anchors.source import Due
from reminders.rules.models import ReminderRule
from reminders.rules.steps import Window, window_of_day
from reminders.scanning import escalating, people, recipients
from reminders.scanning.planning import Plan, Planned

_BEFORE = timedelta(days=4)  # what was due before and had to wait for the end of a night or of days off


def active_rules() -> QuerySet[ReminderRule]:
    """The rules that remind, in their order."""
    return ReminderRule.objects.filter(is_active=True).select_related("segment", "robot", "template")


@dataclass(frozen=True, slots=True)
class Forecast:
    """One reminder of a day: of which rule, about what, to whom and as whom (``planned.told``), by which channels, in a
    digest or alone, when, and in which state it is or will be (QUEUED: it goes, as far as nothing changes)."""

    rule: ReminderRule
    subject_type: str
    planned: Planned
    channels: tuple[str, ...]
    is_digest: bool

    @property
    def due(self) -> Due:
        """What is due."""
        return self.planned.due


def preview(day: date, *, at: datetime, rules: Collection[ReminderRule] | None = None) -> Iterator[Forecast]:
    """Who gets what on ``day`` as things stand at ``at``, rule by rule, streamed. ``rules``: of these only, active or
    not. A rule that cannot be worked out tells nothing; ``faults`` says which."""
    staff = people.read()
    for rule in active_rules() if rules is None else rules:
        plan = Plan(rule, at=at, staff=staff)
        try:
            yield from _of_rule(plan, day)
        except errors.DomainError:
            continue


def _of_rule(plan: Plan, day: date) -> Iterator[Forecast]:
    whole = window_of_day(day)
    # what may wait is looked at from now on: its own day lies before the day on which it is told
    begin = min(whole.begin, plan.at) if plan.anchor.may_wait else whole.begin
    window = Window(begin - _BEFORE, whole.end)
    for source in (plan.planned(window), escalating.planned(plan, whole.end)):
        for rows in source:
            for row in rows:
                if dates.business_day(row.send_at) == day or (row.own_at and dates.business_day(row.own_at) == day):
                    ways = recipients.ways(plan.audience, row.told, plan.staff)
                    yield Forecast(plan.rule, plan.anchor.subject_type, row, ways, plan.rule.is_digest)


def faults(at: datetime) -> dict[int, str]:
    """Active rules that cannot be worked out, each with why."""
    found = {}
    for rule in active_rules():
        plan = Plan(rule, at=at)
        try:
            _anchor, _condition = plan.anchor, plan.condition
        except errors.DomainError as error:
            found[rule.pk] = str(error)
    return found
