"""A task goes from who has it to a colleague, or back to the head of its department."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.collaboration import inbox
from accounts.people.models import User
from common import errors
from common.operation import operation
from common.rows import insert_rows
from tasks.assigning.models import Assignment
from tasks.doing import locking, notices
from tasks.task import policies, queries, writing
from tasks.task.models import Task
from tasks.task.operations import tell_given
from tasks.task.states import LIVE


@operation
def hand_over(
    *, actor: User, task_id: int, user_id: int, reason: str, at: datetime, version: int | None = None
) -> Task:
    """Give a task that one has to a colleague of its department, with a reason; given to who leads the department it
    waits for an executor again. Both are told. Raises NotFound, NotAllowed, Stale, WrongState (ended), Invalid."""
    held = locking.hold(actor, task_id, policies.WORK, version)
    task = held.task
    locking.require_live(task)
    why = locking.said(reason, "reason", 300, words=_("Say why."))
    head = queries.accountable(task.department)
    person = _taker(task, user_id, head)
    former, task.owner = task.owner, person
    task.is_picked = head is None or person.pk != head.pk
    writing.save([task], ("owner", "is_picked"), at)
    insert_rows([_row(task, former, actor, why, at)])
    notices.asked_no_more(task, [former.pk if former else None], at)
    notices.record("handed_over", task, at=at, reason=why, before=str(former or ""), after=person.name)
    tell_given(task, actor=actor, at=at)
    others = {former.pk if former else None, task.department.head_id} - {actor.pk, person.pk}
    notices.tell("handed_over", task, others, message=_HANDED, at=at, person=person.name, why=why[:200])
    return task


def pass_on(*, actor: User, giver: User, taker: User, at: datetime) -> int:
    """All tasks that are still to be done of somebody who leaves go to another, inside the operation in progress that
    asked for the right. Returns how many."""
    rows = list(Task.objects.select_for_update(no_key=True).filter(owner=giver, state__in=LIVE).order_by("pk"))
    give(rows, giver, taker, actor=actor, at=at)
    return len(rows)


def give(tasks: Sequence[Task], former: User, taker: User, *, actor: User, at: datetime) -> None:
    """Locked tasks of one person become another's, who is told once. Joins the operation in progress."""
    for one in tasks:
        one.owner = taker
        notices.asked_no_more(one, [former.pk], at)
    writing.save(tasks, ("owner",), at)
    insert_rows([_row(one, former, actor, "", at) for one in tasks])
    if tasks and taker.pk != actor.pk:
        inbox.notify(
            [taker.pk],
            kind="task.passed_on",
            message=_PASSED,
            parameters={"count": len(tasks), "person": former.name},
            subject=tasks[0],
            at=at,
        )


def replace_leaver(task: Task, *, actor: User, at: datetime) -> None:
    """A task that is to be done again and whose owner left since goes to who stands in for him, else to who answers
    for its department; unsaved (``owner``, ``is_picked``). Inside the operation in progress."""
    former = task.owner
    if former is None or former.is_active:
        return
    substitute = former.substitute if former.substitute and former.substitute.is_active else None
    head = queries.accountable(task.department)
    if (person := substitute or head) is None:
        return
    task.owner, task.is_picked = person, head is None or person.pk != head.pk
    insert_rows([_row(task, former, actor, "", at)])
    tell_given(task, actor=actor, at=at)


def people_of(task: Task, *, but: User) -> list[User]:
    """The active people of a task's department, one left out."""
    rows = User.objects.filter(department=task.department, is_active=True, is_system=False)
    return list(rows.exclude(pk=but.pk).order_by("name"))


def takers(task: Task) -> Sequence[User]:
    """Who may get a task: the active people of its department, and who answers for it."""
    people = list(User.objects.filter(department=task.department, is_active=True, is_system=False).order_by("name"))
    head = queries.accountable(task.department)
    if head is not None and all(one.pk != head.pk for one in people):
        people.append(head)
    return [one for one in people if one.pk != task.owner_id]


def _taker(task: Task, user_id: int, head: User | None) -> User:
    person = next((one for one in takers(task) if one.pk == user_id), None)
    if person is None:
        same = user_id == task.owner_id
        words = _("It is theirs already.") if same else _("Choose somebody of the department.")
        raise errors.Invalid(fields={"user": [words]})
    return person


def _row(task: Task, former: User | None, actor: User, reason: str, at: datetime) -> Assignment:
    return Assignment(
        task=task,
        how=Assignment.How.HANDOVER,
        department_id=task.department_id,
        user=task.owner,
        former=former,
        scores=[],
        reason=reason,
        actor=actor,
        at=at,
    )


_HANDED = gettext_noop("%(task)s of %(order)s was handed over to %(person)s: %(why)s")
_PASSED = gettext_noop("%(count)s tasks of %(person)s are yours now.")
