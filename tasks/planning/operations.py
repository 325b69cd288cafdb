"""Plans for all open tasks: asked for, worked out aside, taken as a whole or in part, or thrown away (R135–R139, R147).

Nothing changes before a plan is taken; a task that changed since it was worked out is left as it is, and said.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.collaboration import inbox
from accounts.people.models import Department, User
from common import dates, editing, errors, events, locks, waking
from common.locks import Lock
from common.operation import operation
from common.rows import insert_rows, update_rows
from orders.order import together
from orders.order.models import Order, OrderLine
from tasks.assigning.models import Assignment
from tasks.planning import holding, policies, queries
from tasks.planning.models import PlanMove, PlanRun
from tasks.scheduling import moving
from tasks.scheduling.choices import Cause
from tasks.task import operations as task_operations
from tasks.task import policies as task_policies
from tasks.task import queries as tasks
from tasks.task import writing
from tasks.task.models import Task

JOB = "tasks.run_plan"
LEAST, MOST = 1, 300  # seconds
READY, TAKEN = "plan.ready", "plan.taken"  # kinds of inbox lines
Runs = PlanRun.State


@operation
def ask_plan(
    *, actor: User, at: datetime, department_id: int | None = None, seconds: int = 20, keeps_people: bool = True
) -> PlanRun:
    """Ask for a plan of the open tasks of a department and those below it, or of the company, worked out by a worker
    within so many seconds. Where one is being worked out already, that one is given.

    Raises NotAllowed, Invalid.
    """
    department = None
    if department_id is not None:
        department = Department.objects.filter(pk=department_id, is_active=True).first()
        if department is None:
            raise errors.Invalid(fields={"department": [_("Choose a department of the list.")]})
    policies.require(actor, department)
    if not LEAST <= seconds <= MOST:
        words = _("Between %(least)s and %(most)s seconds.") % {"least": LEAST, "most": MOST}
        raise errors.Invalid(fields={"seconds": [words]})
    locks.wait_for(Lock.ASK_PLAN)
    waiting = PlanRun.objects.filter(department=department, state__in=[Runs.ASKED, Runs.RUNNING]).first()
    if waiting is not None:
        return waiting
    run = PlanRun(department=department, seconds=seconds, keeps_people=keeps_people, asked_by=actor, asked_at=at)
    run.save(force_insert=True)
    events.record("plan.asked", run, at=at, department=department.code if department else "", seconds=seconds)
    waking.wake(JOB, run.pk)
    return run


@operation
def begin_plan(*, actor: User, run_id: int, at: datetime) -> PlanRun | None:
    """Take up a plan that waits; None where another worker did, or nobody waits any more."""
    run = PlanRun.objects.select_for_update(no_key=True).filter(pk=run_id, state=Runs.ASKED).first()
    if run is not None:
        run.state, run.started_at = Runs.RUNNING, at
        run.save(update_fields=["state", "started_at"])
    return run


@operation
def keep_plan(
    *, actor: User, run_id: int, moves: Iterable[PlanMove], figures: dict[str, Any], solver: str, at: datetime
) -> bool:
    """Keep what a worker found and tell who asked; False where the plan was thrown away meanwhile."""
    run = PlanRun.objects.select_for_update(no_key=True).filter(pk=run_id, state=Runs.RUNNING).first()
    if run is None:
        return False
    rows = list(moves)
    for one in rows:
        one.run = run
    insert_rows(rows)
    run.state, run.ready_at, run.figures, run.solver = Runs.READY, at, figures, solver
    run.version += 1
    run.save(update_fields=["state", "ready_at", "figures", "solver", "version"])
    events.record("plan.ready", run, at=at, moves=len(rows))
    inbox.notify(
        [run.asked_by_id],
        kind=READY,
        message=gettext_noop("The plan of %(tasks)s tasks is worked out: %(changed)s would change."),
        parameters={"tasks": figures.get("tasks", 0), "changed": figures.get("changed", 0)},
        url=queries.address(run.pk),
        at=at,
    )
    return True


@operation
def fail_plan(*, actor: User, run_id: int, words: str, at: datetime) -> None:
    """Say why a plan came to nothing."""
    run = PlanRun.objects.select_for_update(no_key=True).filter(pk=run_id, state__in=[Runs.ASKED, Runs.RUNNING]).first()
    if run is not None:
        run.state, run.failure, run.ended_at = Runs.FAILED, words[:300], at
        run.version += 1
        run.save(update_fields=["state", "failure", "ended_at", "version"])
        events.record("plan.failed", run, at=at, reason=words[:300])


@operation
def discard_plan(*, actor: User, run_id: int, at: datetime, version: int | None = None) -> PlanRun:
    """Throw a plan away, worked out or not; nothing came of it. Raises NotFound, NotAllowed, WrongState, Stale."""
    run = _locked(actor, run_id, version, (Runs.ASKED, Runs.RUNNING, Runs.READY))
    _end(run, Runs.DISCARDED, actor, at)
    events.record("plan.discarded", run, at=at)
    return run


@dataclass
class Taken:
    """What became of a plan: the tasks that moved, and (task, why not)."""

    run: PlanRun
    moved: list[Task] = field(default_factory=list)
    refused: list[tuple[Task, str]] = field(default_factory=list)


@operation
def take_plan(
    *, actor: User, run_id: int, at: datetime, move_ids: Collection[int] | None = None, version: int | None = None
) -> Taken:
    """Put a plan into force, all of it or the chosen rows: days and people of the tasks, with the ledger, the
    assignments and one notice a person. What changed since it was worked out stays as it is, with the reason.

    Raises NotFound, NotAllowed, WrongState, Stale, Conflict (``plan_stale``: nothing of it can be taken any more).
    """
    seen = queries.get_run(actor=actor, run_id=run_id)
    rows = [one for one in queries.moves_of(seen) if not one.is_fault]  # type: ignore[attr-defined]
    chosen = [one for one in rows if move_ids is None or one.pk in set(move_ids)]
    if not chosen:
        raise errors.Invalid(fields={"moves": [_("Choose what is to be taken.")]})
    orders = together.lock_orders({one.task.order_id for one in chosen})
    run = _locked(actor, run_id, version, (Runs.READY,))
    lines = together.lines_by_order(list(orders))
    locked = tasks.lock_tasks([one.task_id for one in chosen])
    taken = Taken(run)
    known = holding.now(run, chosen, dates.business_day(at))
    by_order: dict[int, list[PlanMove]] = defaultdict(list)
    for move in chosen:
        task = locked[move.task_id]
        task.order = orders[task.order_id]
        if words := holding.why_not(move, task, lines[task.order_id], known):
            taken.refused.append((task, words))
        else:
            by_order[task.order_id].append(move)
    for order_id, moves in sorted(by_order.items()):
        taken.moved += _apply(orders[order_id], lines[order_id], moves, locked, known.people, actor=actor, at=at)
    if not taken.moved:
        raise errors.Conflict(_("All of these tasks changed since: plan again."), code="plan_stale")
    update_rows([one for moves in by_order.values() for one in moves], ["is_taken"])
    _tell(taken.moved, actor, at)
    _end(run, Runs.TAKEN, actor, at)
    events.record("plan.taken", run, at=at, moved=len(taken.moved), refused=len(taken.refused))
    return taken


def _apply(
    order: Order,
    lines: list[OrderLine],
    moves: list[PlanMove],
    locked: dict[int, Task],
    people: Mapping[int, User],
    *,
    actor: User,
    at: datetime,
) -> list[Task]:
    """The rows of one order."""
    moved, given = [], []
    for move in moves:
        task = locked[move.task_id]
        was = moving.Moved(task, task.planned_start, task.planned_end)
        task.planned_start, task.planned_end = move.new_start, move.new_end
        if move.new_owner_id is not None and (move.new_owner_id != task.owner_id or not task.is_picked):
            given.append(_assignment(task, people[move.new_owner_id], move, actor, at))
        move.is_taken = True
        moved.append(was)
    moving.note(order, moved, actor=actor, at=at, cause=Cause.PLAN, fields=("owner", "is_picked"), tell=False)
    insert_rows(given)
    for row in given:
        _settle(row, at)
    # with some rows only, what waits for a task that now ends later makes room; slack and key tasks are judged anew
    moving.push(order, lines, actor=actor, at=at)
    writing.note_facts(order, lines, at=at)
    return [one.task for one in moved]


def _assignment(task: Task, person: User, move: PlanMove, actor: User, at: datetime) -> Assignment:
    former = task.owner
    task.owner, task.is_picked = person, True
    score = move.effect.get("score")
    return Assignment(
        task=task,
        how=Assignment.How.PLAN,
        department=task.department,
        user=person,
        former=former,
        scores=[{"user": person.pk, "name": person.name, "total": score}] if score is not None else [],
        reason=_("Plan %(run)s") % {"run": f"#{move.run_id}"},
        actor=actor,
        at=at,
    )


def _settle(row: Assignment, at: datetime) -> None:
    """What who had it was asked is answered."""
    if row.former_id is not None and row.former_id != row.user_id:
        inbox.settle(
            [row.former_id],
            kind=task_operations.GIVEN,
            subject_type=task_policies.SUBJECT,
            subject_id=row.task_id,
            at=at,
        )


def _tell(moved: list[Task], actor: User, at: datetime) -> None:
    """One line a person, however many tasks."""
    counts: dict[int, int] = defaultdict(int)
    for task in moved:
        if task.owner_id and task.owner_id != actor.pk:
            counts[task.owner_id] += 1
    for person, count in sorted(counts.items()):
        inbox.notify(
            [person],
            kind=TAKEN,
            message=gettext_noop("The plan for all tasks moved %(count)s of yours, or made them yours."),
            parameters={"count": count},
            url=queries.my_tasks(),
            at=at,
        )


def _locked(actor: User, run_id: int, version: int | None, states: Collection[str]) -> PlanRun:
    rows = policies.visible_to(actor).filter(pk=run_id)
    run = PlanRun.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=rows.values("pk")).first()
    if run is None:
        raise errors.NotFound()
    policies.require(actor, run.department)
    if run.state not in states:
        words = _("This plan is settled: %(state)s.") % {"state": PlanRun.State(run.state).label}
        raise errors.WrongState(words, status=run.state, possible=[])
    editing.require_seen(run, version)
    return run


def _end(run: PlanRun, state: str, actor: User, at: datetime) -> None:
    run.state, run.ended_by, run.ended_at = state, actor, at
    run.version += 1
    run.save(update_fields=["state", "ended_by", "ended_at", "version"])
