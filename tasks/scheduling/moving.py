"""How the days of tasks are written: rows of the delay ledger, versions, who is told (SEMANTICS 13)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_noop

from accounts.collaboration import inbox
from accounts.people.models import User
from common import events
from common.rows import insert_rows
from common.workdays import calendar
from orders.order.models import Order, OrderLine
from tasks.scheduling import sheet
from tasks.scheduling.choices import Cause, What
from tasks.scheduling.models import DateMove
from tasks.task import writing
from tasks.task.models import Task
from tasks.task.states import RELEASED

MOVED = "task.moved"
DAYS = ("planned_start", "planned_end")
_WORDS = 300


@dataclass(frozen=True)
class Moved:
    """A task that has other days now than ``start`` and ``end``. ``cause`` and ``department_id`` (against which the
    days count) in place of those of the call and of the task."""

    task: Task
    start: date | None
    end: date | None
    cause: str = ""
    department_id: int | None = None


def note(
    order: Order,
    moves: Sequence[Moved],
    *,
    actor: User,
    at: datetime,
    cause: str,
    words: str = "",
    fields: Iterable[str] = (),
    tell: bool = True,
) -> list[DateMove]:
    """Save the new days of locked tasks (with ``fields``), each with its next version; write a row of the ledger for
    each released task whose end had been another; tell each owner but the actor once. Joins the operation in
    progress; the facts of the lines (``writing.note_facts``) are the caller's to write at its end. Returns the rows."""
    moved = [one for one in moves if (one.start, one.end) != (one.task.planned_start, one.task.planned_end)]
    writing.save([one.task for one in moves], (*DAYS, *fields), at)
    rows = [
        _row(order, one, actor=actor, at=at, cause=one.cause or cause, words=words) for one in moved if _is_entry(one)
    ]
    insert_rows(rows)
    for row in rows:
        events.record(
            MOVED,
            row.task,
            at=at,
            number=str(order),
            reason=row.words,
            before=row.before.isoformat(),
            after=row.after.isoformat(),
            days=row.days,
            cause=row.cause,
        )
    if tell:
        _tell(order, [one.task for one in moved if one.task.state in RELEASED], actor=actor, at=at)
    return rows


def note_end(
    task: Task, day: date, *, actor: User, at: datetime, cause: str = Cause.OTHER, words: str = ""
) -> DateMove | None:
    """A locked task ended on ``day``: where that is not its planned end, that becomes it, with a row of the ledger.
    Returns the row. The caller saves the task (``DAYS`` among the columns); nobody is told."""
    if task.planned_end == day:
        return None
    found = Moved(task, task.planned_start, task.planned_end)
    task.planned_end = day
    task.planned_start = min(task.planned_start or day, day)
    if not _is_entry(found):
        return None
    row = _row(task.order, found, actor=actor, at=at, cause=cause, words=words)
    insert_rows([row])
    return row


def push(
    order: Order, lines: Sequence[OrderLine], *, actor: User, at: datetime, because_of: Task | None = None
) -> list[Task]:
    """What waits for tasks of a locked order that end later than they did, and did not begin, moves as far as it has
    to; then slack, critical path and key reasons of all are said anew. What changed before is saved already.
    ``because_of``: the task whose department the days count against. Returns the tasks that moved;
    ``writing.note_facts`` comes after."""
    schedule = sheet.lock(order, lines, at=at)
    moves = shift(schedule, because_of)
    if moves:
        words = because_of.title if because_of else ""
        note(order, moves, actor=actor, at=at, cause=Cause.PREDECESSOR, words=words)
    schedule.write_judgement(at)
    return [one.task for one in moves]


def judge(order: Order, lines: Sequence[OrderLine], *, at: datetime) -> None:
    """Say slack, critical path, key reasons and phases of a locked order anew, after tasks came, went, ended or changed
    (and were saved). No day moves."""
    sheet.lock(order, lines, at=at).write_judgement(at)


def shift(schedule: sheet.Sheet, because_of: Task | None = None) -> list[Moved]:
    """Give what waits for something the later days that it needs, unsaved: as moves with the days before."""
    moves = []
    for key, (start, end) in schedule.push().items():
        task = schedule.tasks[key]
        blamed = because_of.department_id if because_of else None
        moves.append(Moved(task, task.planned_start, task.planned_end, Cause.PREDECESSOR, blamed))
        task.planned_start, task.planned_end = start, end
    return moves


def _is_entry(moved: Moved) -> bool:
    """A day that nobody had planned, or that stays, or of a task nobody knows of yet, is no row."""
    task = moved.task
    return task.state in RELEASED and None not in (moved.end, task.planned_end) and moved.end != task.planned_end


def _row(order: Order, moved: Moved, *, actor: User, at: datetime, cause: str, words: str) -> DateMove:
    task, before = moved.task, moved.end
    assert before is not None and task.planned_end is not None
    return DateMove(
        order=order,
        what=What.TASK,
        task=task,
        line_no=task.line_no,
        before=before,
        after=task.planned_end,
        days=calendar().between(before, task.planned_end),
        cause=cause,
        words=words[:_WORDS],
        department_id=moved.department_id or task.department_id,
        actor=actor,
        at=at,
    )


def _tell(order: Order, tasks: Sequence[Task], *, actor: User, at: datetime) -> None:
    by_owner: dict[int, list[Task]] = {}
    for task in tasks:
        if task.owner_id and task.owner_id != actor.pk:
            by_owner.setdefault(task.owner_id, []).append(task)
    for owner, mine in by_owner.items():
        first = mine[0]
        words = {
            "task": first.title,
            "order": str(order),
            "start": first.planned_start.isoformat() if first.planned_start else "–",
            "end": first.planned_end.isoformat() if first.planned_end else "–",
            "count": len(mine),
        }
        message = _ONE if len(mine) == 1 else _SEVERAL
        inbox.notify([owner], kind=MOVED, message=message, parameters=words, at=at, subject=first)


_ONE = gettext_noop("%(task)s of %(order)s has other days: %(start)s to %(end)s.")
_SEVERAL = gettext_noop(
    "%(count)s of your tasks of %(order)s have other days, %(task)s among them: %(start)s to %(end)s."
)
