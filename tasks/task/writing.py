"""How operations of every room write a task: version, moment of change, its steps, facts on the order's lines."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from accounts.people.models import User
from common.rows import insert_rows, update_rows
from orders.order.models import Order, OrderLine
from orders.work import operations as work
from orders.work.operations import Fact
from tasks.task import states
from tasks.task.choices import LinkKind
from tasks.task.models import Task, TaskLink, TaskStep
from tasks.task.progress import share_done
from tasks.task.states import ENDED, Move, State


def save(tasks: Iterable[Task], fields: Iterable[str], at: datetime) -> None:
    """Save these columns of locked tasks, each with its next version, in one statement."""
    rows = list(tasks)
    for one in rows:
        one.version += 1
        one.updated_at = at
    update_rows(rows, dict.fromkeys((*fields, "version", "updated_at")))


def move(task: Task, verb: Move, *, actor: User, at: datetime, reason: str = "") -> None:
    """Make a move of the ladder: sets ``task.state`` (does not save it) and writes the step. Raises WrongState naming
    the state and the possible moves."""
    move_all([task], verb, actor=actor, at=at, reason=reason)


def move_all(tasks: Iterable[Task], verb: Move, *, actor: User, at: datetime, reason: str = "") -> None:
    """The same move of several tasks, in one statement."""
    steps = []
    for task in tasks:
        before = task.state
        task.state = states.after(before, verb, has_begun=task.started_at is not None)
        step = TaskStep(task=task, move=verb, from_state=before, to_state=task.state, actor=actor, at=at)
        step.reason = reason[:500]
        steps.append(step)
    insert_rows(steps)


def facts_of(tasks: Iterable[Task]) -> dict[int, Fact]:
    """What released tasks say about the lines of their order, by line number: shares are weighed by planned hours (a
    task of none counts as one hour). Tasks of the order as a whole say nothing about a line."""
    by_line: dict[int, list[Task]] = {}
    for one in tasks:
        if one.line_no is not None and one.state in states.RELEASED:
            by_line.setdefault(one.line_no, []).append(one)
    return {line_no: _fact(mine) for line_no, mine in by_line.items()}


def _fact(tasks: Sequence[Task]) -> Fact:
    ends = [one.planned_end for one in tasks if one.planned_end]
    started = any(one.started_at for one in tasks)
    return Fact(started=started, done=share_done(tasks) or 0, end=max(ends, default=None))


def note_facts(order: Order, lines: Sequence[OrderLine], *, at: datetime) -> None:
    """Write what the tasks of a locked order say now into its lines. Call at the end of what changed them."""
    tasks = Task.objects.filter(order=order, state__in=states.RELEASED).only(
        "line_no", "state", "progress", "planned_hours", "planned_end", "started_at", "order_id"
    )
    work.note_work(order, lines, facts_of(tasks), at=at)


def count_predecessors(tasks: Iterable[Task]) -> list[Task]:
    """Set how many released predecessors each task still waits for, those of ``START`` links until they began; returns
    the tasks for which that changed, unsaved. One statement."""
    rows = {one.pk: one for one in tasks}
    waits = dict.fromkeys(rows, 0)
    links = TaskLink.objects.filter(successor_id__in=rows).exclude(predecessor__state__in=[*ENDED, State.PROPOSED])
    for successor, kind, begun in links.values_list("successor_id", "kind", "predecessor__started_at"):
        if kind == LinkKind.FINISH or begun is None:
            waits[successor] += 1
    changed = [one for pk, one in rows.items() if one.open_predecessors != waits[pk]]
    for one in changed:
        one.open_predecessors = waits[one.pk]
    return changed
