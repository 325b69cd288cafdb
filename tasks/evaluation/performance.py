"""What people and departments did over a period (R278): their finished tasks, scores, rewards and penalties."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import dates, errors
from common.workdays import calendar
from tasks.evaluation import policies, queries
from tasks.evaluation.figures import Figures
from tasks.evaluation.models import Reward, Score
from tasks.task.models import Task
from tasks.task.states import State

MOST_DAYS = 400  # every finished task of them is looked at


@dataclass(frozen=True)
class Performance:
    """A person or a department over a period: figures of finished tasks, means of scores, rewards and penalties."""

    whose: Any
    work: Figures
    means: dict[str, Decimal | None]
    scores: int
    rewards: int
    penalties: int


def performance(actor: User, *, by: str, first: date, last: date) -> list[Performance]:
    """Everybody (``person``) or every ``department`` with tasks finished from ``first`` to ``last`` in orders that the
    actor sees evaluations of, by how many they finished. A constant number of statements. Raises Invalid."""
    _require_period(first, last)
    since, until = dates.day_range(first, last)
    done = Task.objects.filter(state=State.DONE, done_at__gte=since, done_at__lt=until)
    seen = policies.tasks_seen(actor, done)
    tasks = list(seen.select_related("owner", "department").order_by("pk"))
    of = "owner" if by == "person" else "department"
    groups = queries.each(tasks, [queries.work_of(one) for one in tasks], of, calendar())
    column = "person_id" if by == "person" else "department_id"
    evaluations = policies.visible_to(actor).values("pk")
    scores = Score.objects.filter(evaluation__in=evaluations, at__gte=since, at__lt=until).order_by("pk")
    given = policies.rewards_visible_to(actor).filter(at__gte=since, at__lt=until, undone_at__isnull=True)
    by_scores = _grouped(scores, column)
    by_rewards = _grouped(given.select_related("person"), "person_id" if by == "person" else "person.department_id")
    return [_one_performance(whose, work, by_scores, by_rewards) for whose, work in groups]


def _require_period(first: date, last: date) -> None:
    if last < first:
        raise errors.Invalid(fields={"last": [_("It ends before it begins.")]})
    if (last - first).days > MOST_DAYS:
        raise errors.Invalid(fields={"last": [_("Look at no more than %(n)s days at once.") % {"n": MOST_DAYS}]})


def _one_performance(
    whose: Any, work: Figures, scores: dict[Any, list[Any]], rewards: dict[Any, list[Any]]
) -> Performance:
    mine, given = scores.get(whose.pk, []), rewards.get(whose.pk, [])
    good = sum(one.kind == Reward.Kind.REWARD for one in given)
    return Performance(whose, work, queries.means(mine), len(mine), good, len(given) - good)


def _grouped(rows: Iterable[Any], column: str) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for one in rows:
        key = one
        for name in column.split("."):
            key = getattr(key, name)
        found.setdefault(key, []).append(one)
    return found
