"""Plans that a worker works out, for people who run the house: worked out again, or left (docs/adr/0127)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, CharField, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.people.models import User
from common import errors, events, waking
from common.background import works
from common.background.works import Effect, Kind, Source, Verb, Work
from common.models import Job
from tasks.planning import operations, policies
from tasks.planning.models import PlanRun

Runs = PlanRun.State
SOURCE = "plan"
_STATES = {Runs.ASKED: Job.State.QUEUED, Runs.RUNNING: Job.State.RUNNING, Runs.FAILED: Job.State.FAILED}


def rows() -> QuerySet[Any]:
    """All plans; what became of one that was worked out is nothing of the machinery's."""
    states = [When(state=state, then=Value(str(told))) for state, told in _STATES.items()]
    thrown = When(state=Runs.DISCARDED, ready_at=None, then=Value(str(Job.State.CANCELLED)))
    state = Case(*states, thrown, default=Value(str(Job.State.DONE)), output_field=CharField())
    kind = Value(operations.JOB, output_field=CharField())
    plans = PlanRun.objects.select_related("department")
    return plans.annotate(work_kind=kind, work_state=state)


def read(plan: Any) -> Work:
    """A plan as work."""
    return Work(
        kind=operations.JOB,
        source=SOURCE,
        id=plan.pk,
        state=plan.work_state,
        actor_id=plan.asked_by_id,
        created_at=plan.asked_at,
        started_at=plan.started_at,
        finished_at=plan.ready_at or plan.ended_at,
        error=plan.failure,
    )


def _plans(found: Sequence[Work]) -> Mapping[int, tuple[str, str]]:
    plans = PlanRun.objects.select_related("department").filter(pk__in=[one.id for one in found])
    return {
        plan.pk: (
            plan.department.name if plan.department else _("The whole company"),
            reverse("tasks:plan-detail", args=[plan.pk]),
        )
        for plan in plans
    }


def _again(work: Work, at: datetime) -> Effect:
    plan = PlanRun.objects.select_related("department", "asked_by").get(pk=work.id)
    if PlanRun.objects.filter(department=plan.department, pk__gt=plan.pk).exclude(state=Runs.DISCARDED).exists():
        return Effect(obstacle=_("A newer plan was asked for since."))
    if not plan.asked_by.is_active or not _may(plan.asked_by, plan):
        return Effect(obstacle=_("%(who)s may not plan this any more.") % {"who": plan.asked_by.name})
    return Effect(
        does=[
            _("A plan is worked out of the tasks as they are now, within %(n)s seconds.") % {"n": plan.seconds},
            _("%(who)s gets a message when it is ready.") % {"who": plan.asked_by.name},
        ],
        keeps=[_("No task is moved by it: a person takes the plan, or throws it away.")],
    )


def _may(person: User, plan: PlanRun) -> bool:
    try:
        policies.require(person, plan.department)
    except errors.DomainError:
        return False
    return True


def _work_out_again(work: Work, at: datetime) -> None:
    plans = PlanRun.objects.select_related("department").select_for_update(no_key=True, of=("self",))
    plan = plans.filter(pk=work.id, state=Runs.FAILED).first()
    if plan is None:
        raise works.too_late()
    plan.state, plan.failure, plan.started_at, plan.ended_at = Runs.ASKED, "", None, None
    plan.version += 1
    plan.save(update_fields=["state", "failure", "started_at", "ended_at", "version"])
    department = plan.department.code if plan.department else ""
    events.record("plan.asked", plan, at=at, department=department, seconds=plan.seconds)
    waking.wake(operations.JOB, plan.pk)


def _leave(work: Work, at: datetime) -> Effect:
    return Effect(does=[_("The plan is not worked out; whoever asked can ask again. No task changes.")])


def _cancel(work: Work, at: datetime) -> None:
    waiting = PlanRun.objects.select_for_update(no_key=True, of=("self",)).filter(state__in=(Runs.ASKED, Runs.RUNNING))
    plan = waiting.filter(pk=work.id).first()
    if plan is None:
        raise works.too_late()
    plan.state, plan.ended_at = Runs.DISCARDED, at
    plan.version += 1
    plan.save(update_fields=["state", "ended_at", "version"])
    events.record("plan.discarded", plan, at=at)


def register() -> None:
    """Called once from this room's wiring."""
    works.sources.register(SOURCE, Source(rows, read))
    works.kinds.register(
        operations.JOB,
        Kind(
            label=gettext_lazy("Plan for all tasks"),
            about=gettext_lazy("Assigns and dates the open tasks of a department or of the company, for a look"),
            source=SOURCE,
            again=Verb(_again, _work_out_again),
            cancel=Verb(_leave, _cancel),
            told=_plans,
            silent=timedelta(minutes=15),
        ),
    )
