"""Tasks given to departments and to people, in two steps (R135–R137), and taken back. Every step keeps who, why and the
candidates as they stood."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.collaboration import inbox
from accounts.people.models import User
from common import citations, errors, events, workdays
from common.operation import operation
from common.rows import insert_rows
from tasks.assigning import candidates, queries
from tasks.assigning.candidates import Candidate
from tasks.assigning.models import Assignment
from tasks.task import operations as tasks
from tasks.task import policies, writing
from tasks.task import queries as task_queries
from tasks.task.models import Task
from tasks.task.states import State

How = Assignment.How
TAKEN = "task.taken"  # kind of the inbox line of who had it before
KEPT_SCORES = 10
LONGEST = 300


@operation
def give_to_department(
    *,
    actor: User,
    task_id: int,
    department_id: int,
    at: datetime,
    due_date: date | None = None,
    reason: str = "",
    version: int | None = None,
) -> Task:
    """Give a task to a department, until a day that holds from now on (R140; None: as it is): whoever leads it owns the
    task until he picks somebody. To another department only with a reason.

    Raises NotFound, NotAllowed, WrongState, Stale, Invalid.
    """
    task = _locked(actor, task_id, version)
    department, head = queries.open_department(department_id)
    is_other = department.pk != task.department_id
    due = due_date or task.department_due_date
    if not is_other and due == task.department_due_date:
        raise errors.Invalid(fields={"department": [_("It is this department's already, until that day.")]})
    if is_other:
        _require_reason(reason, _("Say why another department does it."))
    if due_date is not None and (fault := workdays.day_fault(due_date)):
        raise errors.Invalid(fields={"due_date": [fault]})
    if due is not None and task.planned_start is not None and due < task.planned_start:
        raise errors.Invalid(fields={"due_date": [_("It begins after that day.")]})
    former, was = task.owner, task.department
    task.department, task.department_due_date = department, due
    fields = ["department", "department_due_date"]
    if is_other:
        task.owner, task.is_picked = head, False
        fields += ["owner", "is_picked"]
    writing.save([task], fields, at)
    _keep(task, How.DEPARTMENT, former=former, reason=reason, actor=actor, at=at)
    events.record(
        "task.given_to_department", task, at=at, reason=reason, order=str(task.order), was=was.code, now=department.code
    )
    if is_other:
        _pass_on(task, former, actor=actor, at=at)
    return task


@operation
def pick_executor(
    *, actor: User, task_id: int, user_id: int, at: datetime, reason: str = "", version: int | None = None
) -> Task:
    """Pick who does a task, out of the department's people and those below it; another one than the first who is
    proposed, or in place of somebody who was picked before, only with a reason (R136, R137).

    Raises NotFound, NotAllowed, WrongState, Stale, Invalid.
    """
    task = _locked(actor, task_id, version)
    shown = candidates.for_task(task, at=at)
    chosen = next((one for one in shown if one.person.pk == user_id), None)
    if chosen is None:
        words = _("Choose somebody of %(department)s; others get tasks through their own department.")
        raise errors.Invalid(fields={"user": [words % {"department": task.department}]})
    if chosen.is_owner:
        raise errors.Invalid(fields={"user": [_("%(name)s does it already.") % {"name": chosen.person.name}]})
    if task.is_picked and task.owner_id is not None:
        _require_reason(reason, _("Say why it is no longer %(name)s.") % {"name": task.owner})
    elif chosen.rank != 1 and any(one.rank == 1 for one in shown):
        _require_reason(reason, _("Say why not who is proposed."))
    former = task.owner
    task.owner, task.is_picked = chosen.person, True
    writing.save([task], ("owner", "is_picked"), at)
    _keep(task, How.PICKED, former=former, reason=reason, chosen=chosen, shown=shown, actor=actor, at=at)
    events.record("task.picked", task, at=at, reason=reason, order=str(task.order), person=chosen.person.username)
    _pass_on(task, former, actor=actor, at=at)
    return task


@operation
def take_back(*, actor: User, task_id: int, reason: str, at: datetime, version: int | None = None) -> Task:
    """Take a task from who was picked: it is the head's again.

    Raises NotFound, NotAllowed, WrongState, Stale, Invalid.
    """
    task = _locked(actor, task_id, version)
    if not task.is_picked:
        raise errors.WrongState(_("Nobody was picked for it."), status=task.state, possible=[])
    _require_reason(reason, _("Say why."))
    former = task.owner
    _department, head = queries.open_department(task.department_id)
    task.owner, task.is_picked = head, False
    writing.save([task], ("owner", "is_picked"), at)
    _keep(task, How.DEPARTMENT, former=former, reason=reason, actor=actor, at=at)
    events.record("task.taken_back", task, at=at, reason=reason, order=str(task.order))
    _pass_on(task, former, actor=actor, at=at)
    return task


@dataclass
class Outcome:
    """What became of many tasks: those that were given out, and (task id, why not)."""

    given: list[Task] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)


def pick_for_many(*, actor: User, picks: Sequence[tuple[int, int | None]], reason: str, at: datetime) -> Outcome:
    """Give out many tasks, one after the other, so that each next one counts what those before took: (task id, person
    or None for the first who is proposed). Each is an operation of its own; what is refused does not hold up the
    others."""
    outcome, several = Outcome(), citations.Several()
    for task_id, user_id in picks:
        try:
            person = user_id or _first_for(actor, task_id, at)
            outcome.given.append(pick_executor(actor=actor, task_id=task_id, user_id=person, reason=reason, at=at))
        except errors.DomainError as refusal:
            outcome.refused.append((task_id, several.told(refusal, _why(refusal))))
    return outcome


def _first_for(actor: User, task_id: int, at: datetime) -> int:
    task = task_queries.get_task(actor=actor, task_id=task_id)
    policies.require(actor, policies.ASSIGN, task)
    if task.is_picked:
        raise errors.WrongState(_("Somebody was picked for it already."), status=task.state, possible=[])
    for one in candidates.for_task(task, at=at):
        if one.rank == 1:
            return one.person.pk
    raise errors.Invalid(_("Nobody of the department fits."), fields={})


def _why(refusal: errors.DomainError) -> str:
    return refusal.brief() if isinstance(refusal, errors.Invalid) else str(refusal.message)


def _locked(actor: User, task_id: int, version: int | None) -> Task:
    task, _order, _lines = task_queries.lock_task(actor=actor, task_id=task_id, version=version)
    policies.require(actor, policies.ASSIGN, task)
    if not task.is_live:
        words = _("Only a task that is released and not ended is given to somebody: this one is %(state)s.")
        label = State(task.state).label
        raise errors.WrongState(words % {"state": label}, status=task.state, possible=[])
    return task


def _require_reason(reason: str, words: str) -> None:
    if not reason.strip():
        raise errors.Invalid(fields={"reason": [words]})
    if len(reason) > LONGEST:
        raise errors.Invalid(fields={"reason": [_("At most %(most)s characters.") % {"most": LONGEST}]})


def _keep(
    task: Task,
    how: str,
    *,
    former: User | None,
    actor: User,
    at: datetime,
    reason: str = "",
    chosen: Candidate | None = None,
    shown: Collection[Candidate] = (),
) -> None:
    """Write down who got it, and the candidates as they were shown."""
    row = Assignment(
        task=task,
        how=how,
        department=task.department,
        user=chosen.person if chosen else None,
        former=former,
        rank=chosen.rank if chosen else None,
        scores=[kept(one) for place, one in enumerate(shown) if place < KEPT_SCORES or one is chosen],
        reason=reason.strip(),
        actor=actor,
        at=at,
    )
    insert_rows([row])


def kept(one: Candidate) -> dict[str, Any]:
    """A candidate as an assignment keeps him: plain JSON."""
    return {
        "user": one.person.pk,
        "name": one.person.name,
        "total": one.score.total,
        "parts": {part.name: str(part.points) for part in one.score.parts},
        "weights": {part.name: part.weight for part in one.score.parts},
        "rank": one.rank,
        "why_not": one.score.why_not,
    }


def _pass_on(task: Task, former: User | None, *, actor: User, at: datetime) -> None:
    """Tell who has it now and who had it; what the former was asked is answered."""
    if former is not None and former.pk != task.owner_id:
        inbox.settle([former.pk], kind=tasks.GIVEN, subject_type=policies.SUBJECT, subject_id=task.pk, at=at)
        if former.pk != actor.pk:
            inbox.notify(
                [former.pk],
                kind=TAKEN,
                message=gettext_noop("%(task)s of %(order)s is no longer yours: %(name)s has it."),
                parameters={"task": task.title, "order": str(task.order), "name": str(task.owner)},
                subject=task,
                at=at,
            )
        tasks.tell_given(task, actor=actor, at=at)
