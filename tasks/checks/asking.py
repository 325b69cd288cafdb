"""What is done about a problem that a check found is a task like any other (R142; docs/adr/0077): it stands in my
tasks, on the board and in the list of what is late, and is done there or here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.people.models import Department, User
from common import dates, errors
from common.rows import insert_rows
from common.workdays import calendar
from orders.order.models import Order
from tasks.assigning.models import Assignment
from tasks.checks.models import ProgressCheck
from tasks.task import queries as tasks
from tasks.task import writing
from tasks.task.choices import Source
from tasks.task.models import Phase, Task
from tasks.task.operations import tell_given
from tasks.task.states import Move

TITLE = 160


@dataclass(frozen=True)
class ActionDraft:
    """Something that is to be done about a problem, by whom, until when."""

    action: str
    owner_id: int
    due_date: date


def ask(check: ProgressCheck, order: Order, drafts: Sequence[ActionDraft], *, actor: User, at: datetime) -> list[Task]:
    """Give out what is to be done about the problem of a check of a locked order: released at once, to who was named,
    on his days. Joins the operation in progress. Raises Invalid where a person and the order have no department."""
    if not drafts:
        return []
    people = {one.pk: one for one in User.objects.filter(pk__in=[one.owner_id for one in drafts])}
    phase = _phase(order)
    rows = []
    for place, draft in enumerate(drafts, start=1):
        owner = people[draft.owner_id]
        department_id = owner.department_id or order.department_id
        if department_id is None:
            words = _("Neither this person nor the order has a department.")
            raise errors.Invalid(fields={f"actions.{place}.owner": [words]})
        rows.append(_task(check, draft, owner, department_id, phase, actor=actor, at=at))
    departments = Department.objects.in_bulk([one.department_id for one in rows])
    for one in rows:
        one.order, one.department = order, departments[one.department_id]
        one.save(force_insert=True)
        tell_given(one, actor=actor, at=at)
    writing.move_all(rows, Move.RELEASE, actor=actor, at=at)
    writing.save(rows, ("state",), at)
    insert_rows([_given(one, actor, at) for one in rows])
    return rows


def _phase(order: Order) -> Phase:
    """The last phase of the stage that the order is in; where it has none, the last of all."""
    found = sorted(Phase.objects.filter(is_active=True), key=lambda one: (one.stage == order.stage, one.rank, one.pk))
    if not found:
        raise errors.Invalid(_("There is no phase in use: whoever keeps the rules has to put one in use."), fields={})
    return found[-1]


def _task(
    check: ProgressCheck,
    draft: ActionDraft,
    owner: User,
    department_id: int,
    phase: Phase,
    *,
    actor: User,
    at: datetime,
) -> Task:
    days, words = calendar(), draft.action.strip()
    start = days.on_or_after(dates.business_day(at))
    last = draft.due_date if days.is_workday(draft.due_date) else days.moved(draft.due_date, -1)
    end = max(start, last)
    return Task(
        check_made=check,
        source=Source.CHECK,
        title=words if len(words) <= TITLE else f"{words[: TITLE - 1]}…",
        goal=words if len(words) > TITLE else "",
        requirements=f"{check.get_problem_display()}: {check.words}"[:2000],
        phase=phase,
        department_id=department_id,
        department_due_date=draft.due_date,
        owner=owner,
        is_picked=True,
        work_days=tasks.days_between(start, end),
        planned_start=start,
        planned_end=end,
        baseline_end=end,
        is_fixed=True,  # agreed when the problem was found: no rule moves it
        released_at=at,
        ready_at=at,
        created_by=actor,
        created_at=at,
        updated_at=at,
    )


def _given(task: Task, actor: User, at: datetime) -> Assignment:
    return Assignment(
        task=task,
        how=Assignment.How.CHECK,
        department_id=task.department_id,
        user=task.owner,
        scores=[],
        reason="",
        actor=actor,
        at=at,
    )
