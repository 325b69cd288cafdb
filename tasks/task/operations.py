"""A task that a person adds to an order by hand; rules propose theirs in ``decomposing``."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.collaboration import inbox
from accounts.people.models import Department, User
from common import errors, events, workdays
from common.operation import operation
from orders.order.models import Order, OrderLine
from orders.order.states import Status
from tasks.task import links, policies, queries, writing
from tasks.task.choices import Source
from tasks.task.models import Phase, Task, TaskLink, TaskSkill
from tasks.task.states import Move, State

ZERO = Decimal(0)
MOST = 500  # tasks of one order
GIVEN = "task.given"


@dataclass(frozen=True)
class TaskDraft:
    """A task as it is entered. ``skills`` are (skill id, level), ``after`` the keys of what has to end before it."""

    title: str
    phase_id: int
    department_id: int
    planned_start: date
    planned_end: date
    line_no: int | None = None
    goal: str = ""
    requirements: str = ""
    planned_hours: Decimal = ZERO
    is_milestone: bool = False
    is_special: bool = False
    skills: Sequence[tuple[int, int]] = ()
    after: Sequence[int] = ()


@operation
def add_task(
    *, actor: User, order_id: int, draft: TaskDraft, at: datetime, source: str = Source.HAND, origin: str = ""
) -> Task:
    """Add a task to an effective order, released at once: its department's head owns it until he picks somebody.

    Raises NotFound, NotAllowed, WrongState (the order is not in force), Invalid.
    """
    order, lines = queries.lock_order(order_id)
    if not policies.can_for_order(actor, "order.view", order):
        raise errors.NotFound()
    policies.require_for_order(actor, policies.DECOMPOSE, order)
    if order.status != Status.EFFECTIVE:
        raise errors.WrongState(_("Only an order in force has tasks."), status=order.status, possible=[])
    department, owner = _whose(draft.department_id)
    task = _made(order, lines, draft, department, owner, actor=actor, at=at)
    task.source, task.origin = source, origin
    task.save(force_insert=True)
    _ask_skills(task, draft)
    _put_after(task, draft.after)
    writing.move(task, Move.RELEASE, actor=actor, at=at)
    writing.count_predecessors([task])
    task.ready_at = at if task.is_ready else None
    writing.save([task], ("state", "open_predecessors", "ready_at"), at)
    writing.note_facts(order, lines, at=at)
    events.record("task.added", task, at=at, order=str(order))
    tell_given(task, actor=actor, at=at)
    return task


def tell_given(task: Task, *, actor: User, at: datetime) -> None:
    """Tell the owner of a task that it is his, inside the operation that made it so."""
    if task.owner_id and task.owner_id != actor.pk:
        inbox.notify(
            [task.owner_id],
            kind=GIVEN,
            message=gettext_noop("%(task)s of %(order)s is yours, until %(day)s."),
            parameters={
                "task": task.title,
                "order": str(task.order),
                "day": task.due_date.isoformat() if task.due_date else "–",
            },
            subject=task,
            at=at,
        )


def _whose(department_id: int) -> tuple[Department, User]:
    department = Department.objects.filter(pk=department_id, is_active=True).first()
    if department is None:
        raise errors.Invalid(fields={"department": [_("Choose a department of the list.")]})
    owner = queries.accountable(department)
    if owner is None:
        raise errors.Invalid(fields={"department": [_("Nobody leads this department.")]})
    return department, owner


def _made(
    order: Order,
    lines: Sequence[OrderLine],
    draft: TaskDraft,
    department: Department,
    owner: User,
    *,
    actor: User,
    at: datetime,
) -> Task:
    if not draft.title.strip():
        raise errors.Invalid(fields={"title": [_("Say what is to be done.")]})
    for name in ("planned_start", "planned_end"):
        if fault := workdays.day_fault(getattr(draft, name)):
            raise errors.Invalid(fields={name: [fault]})
    if draft.planned_end < draft.planned_start:
        raise errors.Invalid(fields={"planned_end": [_("It ends before it begins.")]})
    if not Phase.objects.filter(pk=draft.phase_id, is_active=True).exists():
        raise errors.Invalid(fields={"phase": [_("Choose one of the list.")]})
    if draft.line_no is not None and all(line.line_no != draft.line_no for line in lines):
        raise errors.Invalid(fields={"line_no": [_("The order has no such line.")]})
    if order.tasks.exclude(state=State.DROPPED).count() >= MOST:
        raise errors.Invalid(_("An order has at most %(most)s tasks.") % {"most": MOST}, fields={})
    return Task(
        order=order,
        line_no=draft.line_no,
        title=draft.title.strip(),
        goal=draft.goal.strip(),
        requirements=draft.requirements.strip(),
        phase_id=draft.phase_id,
        department=department,
        department_due_date=draft.planned_end,
        owner=owner,
        planned_hours=draft.planned_hours,
        work_days=queries.days_between(draft.planned_start, draft.planned_end),
        planned_start=draft.planned_start,
        planned_end=draft.planned_end,
        baseline_end=draft.planned_end,
        is_milestone=draft.is_milestone,
        is_special=draft.is_special,
        released_at=at,
        created_by=actor,
        created_at=at,
        updated_at=at,
    )


def _ask_skills(task: Task, draft: TaskDraft) -> None:
    levels: dict[int, int] = {}
    for pk, level in draft.skills:  # named twice, the higher level is asked for
        levels[pk] = max(level, levels.get(pk, 0))
    TaskSkill.objects.bulk_create([TaskSkill(task=task, skill_id=pk, level=level) for pk, level in levels.items()])


def _put_after(task: Task, after: Sequence[int]) -> None:
    known = set(Task.objects.filter(order=task.order, pk__in=after).values_list("pk", flat=True))
    if known != set(after):
        raise errors.Invalid(fields={"after": [_("What comes before is a task of the same order.")]})
    TaskLink.objects.bulk_create([TaskLink(predecessor_id=pk, successor=task) for pk in sorted(known)])
    pairs = TaskLink.objects.filter(successor__order=task.order).values_list("predecessor_id", "successor_id")
    if links.circle_in(pairs):
        raise errors.Invalid(fields={"after": [_("These tasks would wait for each other.")]})
