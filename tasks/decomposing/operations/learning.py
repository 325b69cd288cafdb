"""How long tasks really take: what finished ones teach about the next (R148)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from statistics import median

from accounts.people.models import User
from common import dates, events
from common.operation import operation
from common.workdays import Calendar, calendar
from tasks.decomposing import hours
from tasks.decomposing.models import LearnedDuration, TaskTemplate
from tasks.task.models import Task
from tasks.task.states import State

MOST = 200  # finished tasks of a template that count, the latest
NAMED = 20  # orders that are named
LEAST, HIGHEST = Decimal("0.05"), Decimal(20)  # a share outside is a typing mistake, not a lesson


@dataclass(frozen=True)
class Sample:
    """A finished task: the share of the function's hours that it took, and its days of work."""

    factor: Decimal
    days: int
    order: str


@operation
def learn(*, actor: User, at: datetime) -> int:
    """Work out anew what every template's finished tasks took; returns for how many templates there is something to
    say. Two statements and one for each template."""
    work = calendar()
    found = 0
    for template in TaskTemplate.objects.order_by("pk"):
        if samples := _samples(template, work):
            LearnedDuration.objects.update_or_create(template=template, defaults=_lesson(samples, at))
            found += 1
    events.record("tasks.learned", at=at, templates=found)
    return found


def _samples(template: TaskTemplate, work: Calendar) -> list[Sample]:
    rows = Task.objects.filter(template=template, state=State.DONE, actual_hours__gt=0, done_at__isnull=False)
    columns = ("quantity", "planned_hours", "actual_hours", "started_at", "done_at", "order__number")
    found = []
    for quantity, planned, took, began, ended, number in rows.order_by("-done_at", "-pk").values_list(*columns)[:MOST]:
        standard = hours.standard_hours(template, quantity or Decimal(0)) if quantity else planned
        share = took / standard if standard else Decimal(0)
        if not LEAST <= share <= HIGHEST:
            continue
        first, last = dates.business_day(began or ended), dates.business_day(ended)
        days = max(1, work.between(first, last) + int(work.is_workday(first)))
        found.append(Sample(share, days, number or ""))
    return found


def _lesson(samples: Sequence[Sample], at: datetime) -> dict:
    factors = [one.factor for one in samples]
    days = [one.days for one in samples]
    return {
        "samples": len(samples),
        "factor": median(factors),
        "factor_low": min(factors),
        "factor_high": max(factors),
        "days": Decimal(median(days)),
        "days_low": min(days),
        "days_high": max(days),
        "orders": list(dict.fromkeys(one.order for one in samples if one.order))[:NAMED],
        "made_at": at,
    }
