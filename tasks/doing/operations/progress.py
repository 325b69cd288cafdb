"""A task is begun, reported on, ended with a result, taken up again; hours are written down (R143)."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.people import queries as people_queries
from accounts.people.models import User
from common import errors, locks
from common.dates import business_day
from common.operation import operation
from orders.order.watchers import watchers
from tasks.doing import ending, locking, notices, waking
from tasks.doing.locking import Held
from tasks.doing.operations import handing
from tasks.scheduling import moving
from tasks.scheduling.choices import Cause
from tasks.task import policies, writing
from tasks.task.choices import Source
from tasks.task.models import Task, WorkLog
from tasks.task.states import LIVE, Move, State

WHOLE = 100
LONGEST, NOTE = 4000, 200
MOST_HOURS = Decimal(24)  # of one person and day
REOPENED = 90  # percent, of a task that is taken up again
_BACK = timedelta(90)  # so long ago hours can still be written down


@operation
def start_task(*, actor: User, task_id: int, at: datetime, reason: str = "", version: int | None = None) -> Task:
    """Begin a task; while something before it is still to be done only with a ``reason``, which stands in its history.
    What waits for its beginning wakes. Raises NotFound, NotAllowed, Stale, WrongState (also: order closed or frozen),
    Invalid."""
    held = locking.hold(actor, task_id, policies.WORK, version)
    _begin(held, actor, at, reason)
    locking.keep(held, ("state", "started_at"), at)
    waking.settle(held.order, [held.task], actor=actor, at=at)
    return held.task


@operation
def report_progress(
    *,
    actor: User,
    task_id: int,
    progress: int,
    at: datetime,
    hours: Decimal | None = None,
    day: date | None = None,
    note: str = "",
    reason: str = "",
    version: int | None = None,
) -> Task:
    """Say how much of a task is done (0–99 %; the whole of it is said by ``finish_task``), with the hours worked on it
    on ``day`` (today). One that had not begun begins, as with ``start_task``. Raises NotFound, NotAllowed, Stale,
    WrongState (blocked, ended), Invalid."""
    held = locking.hold(actor, task_id, policies.WORK, version)
    task, fields = held.task, ["progress"]
    if not 0 <= progress < WHOLE:
        words = _("From 0 to 99; say with “Finish” that it is done.")
        raise errors.Invalid(fields={"progress": [words]})
    begins = task.state == State.OPEN
    if begins:
        _begin(held, actor, at, reason)
        fields += ["state", "started_at"]
    elif task.state != State.RUNNING:
        locking.require_live(task)
        raise errors.WrongState(_("The task is blocked; let it go on first."), status=task.state, possible=["resume"])
    before, task.progress = task.progress, progress
    if hours:
        fields += _log(held, actor, hours, day, note, at)
    locking.keep(held, fields, at)
    notices.record("progress", task, at=at, reason=note.strip(), before=before, after=progress)
    if begins:
        waking.settle(held.order, [task], actor=actor, at=at)
    return task


@operation
def log_hours(
    *,
    actor: User,
    task_id: int,
    hours: Decimal,
    at: datetime,
    day: date | None = None,
    note: str = "",
    user_id: int | None = None,
    version: int | None = None,
) -> WorkLog:
    """Write down hours worked on a task on ``day`` (today); below zero to put a mistake right. Who gives out the task
    may write those of another. Also after it is done. Raises NotFound, NotAllowed, Stale, WrongState, Invalid."""
    held = locking.hold(actor, task_id, policies.WORK, version)
    if held.task.state not in (*LIVE, State.DONE):
        locking.require_live(held.task)
    person = actor
    if user_id is not None and user_id != actor.pk:
        policies.require(actor, policies.ASSIGN, held.task)
        person = people_queries.get_active_person(user_id, "user")
    if not hours:
        raise errors.Invalid(fields={"hours": [_("Write how many hours.")]})
    fields = _log(held, person, hours, day, note, at)
    writing.save([held.task], fields, at)
    return held.task.work_logs.order_by("-pk")[0]


@operation
def finish_task(
    *,
    actor: User,
    task_id: int,
    at: datetime,
    result: str = "",
    hours: Decimal | None = None,
    cause: str = "",
    words: str = "",
    version: int | None = None,
    may: locking.May | None = None,
) -> Task:
    """End a task with what came of it, which has to be said of what a check asked for. Ended on another day than
    planned, the day goes into the ledger with its ``cause`` (for one that is late and says none: what held it up, or
    that what came before was late) and what follows moves where it has to. Successors wake, their owners are told. One
    that had not begun is begun and ended at once. ``may`` lets others than who works on it, where a room above knows
    who.

    Raises NotFound, NotAllowed, Stale, WrongState (blocked, ended), Invalid.
    """
    held = locking.hold(actor, task_id, policies.WORK, version, may=may)
    task = held.task
    if task.state == State.OPEN:
        locking.require_may_begin(held)
    if task.state == State.OPEN and not task.is_ready:
        raise errors.WrongState(
            _("Something before it is still to be done; start it first, with a reason."),
            status=task.state,
            possible=["start"],
        )
    writing.move(task, Move.FINISH, actor=actor, at=at)
    asks = _("Say what came of it.") if task.source == Source.CHECK else ""
    task.result = locking.said(result, "result", LONGEST, words=asks) or task.result
    task.progress, task.done_at, task.started_at = WHOLE, at, task.started_at or at
    fields = ["state", "result", "progress", "done_at", "started_at", "planned_start", "planned_end"]
    if hours:
        fields += _log(held, actor, hours, None, "", at)
    late = ending.days_late(task, at)
    _end_on(task, actor, at, cause, words)
    writing.save([task], fields, at)
    waking.settle(held.order, [task], actor=actor, at=at)
    if late > 0:
        moving.push(held.order, held.lines, actor=actor, at=at, because_of=task)
    else:
        moving.judge(held.order, held.lines, at=at)  # the critical path goes on without it, a phase may be reached
    writing.note_facts(held.order, held.lines, at=at)
    _tell_end(held, actor, at, late)
    return task


@operation
def reopen_task(
    *,
    actor: User,
    task_id: int,
    reason: str,
    at: datetime,
    progress: int = REOPENED,
    version: int | None = None,
) -> Task:
    """Take up a done task again, with a reason; ``progress`` says how much of it holds. What followed it and has not
    begun waits again; where its owner left since, who stands in for him has it. Raises NotFound, NotAllowed, Stale,
    WrongState (not done; order closed or frozen), Invalid."""
    held = locking.hold(actor, task_id, policies.WORK, version)
    task = held.task
    why = locking.said(reason, "reason", 500, words=_("Say why."))
    if not 0 <= progress < WHOLE:
        raise errors.Invalid(fields={"progress": [_("From 0 to 99.")]})
    locking.require_may_begin(held)
    writing.move(task, Move.REOPEN, actor=actor, at=at, reason=why)
    task.progress, task.done_at = progress, None
    handing.replace_leaver(task, actor=actor, at=at)
    locking.keep(held, ("state", "progress", "done_at", "owner", "is_picked"), at)
    waking.settle(held.order, [task], actor=actor, at=at)
    notices.record("reopened", task, at=at, reason=why)
    notices.tell("reopened", task, notices.concerned(task, but=actor), message=_REOPENED, at=at, why=why[:200])
    return task


def _begin(held: Held, actor: User, at: datetime, reason: str) -> None:
    """Make a task begin, unsaved. Raises WrongState, Invalid."""
    task = held.task
    locking.require_may_begin(held)
    why = locking.said(reason, "reason", 500)
    if not task.is_ready and not why:
        words = _("Something before it is still to be done; say why it begins nonetheless.")
        raise errors.Invalid(fields={"reason": [words]})
    writing.move(task, Move.START, actor=actor, at=at, reason=why)
    task.started_at = task.started_at or at
    notices.asked_no_more(task, [task.owner_id], at)
    notices.record("started", task, at=at, reason=why, waiting_for=task.open_predecessors)


def _log(held: Held, person: User, hours: Decimal, day: date | None, note: str, at: datetime) -> list[str]:
    """Write down hours of the task, which keeps their sum. Raises Invalid."""
    task, today = held.task, business_day(at)
    day = day or today
    # two at once, for two tasks, would both see the hours that are left of his day
    locks.wait_for_key(f"hours {person.pk} {day}")
    wrong: dict[str, list[errors.Text]] = {}
    if abs(hours) > MOST_HOURS:
        wrong["hours"] = [_("A day has 24 hours.")]
    elif hours < 0 and (known := _of_task(person, task)) + hours < 0:
        wrong["hours"] = [_("Only %(hours)s hours are written down.") % {"hours": known}]
    elif hours > 0 and _of_day(person, day) + hours > MOST_HOURS:
        wrong["hours"] = [_("That makes more than 24 hours on this day.")]
    if day > today:
        wrong["day"] = [_("This day is still to come.")]
    elif day < today - _BACK:
        wrong["day"] = [_("Hours of more than 90 days ago are not taken any more.")]
    if wrong:
        raise errors.Invalid(fields=wrong)
    note = locking.said(note, "note", NOTE)
    WorkLog.objects.create(task=task, user=person, day=day, hours=hours, note=note, at=at)
    task.actual_hours += hours
    notices.record("hours", task, at=at, hours=str(hours), day=day.isoformat(), person=person.name)
    return ["actual_hours"]


def _of_task(person: User, task: Task) -> Decimal:
    """What somebody wrote down for a task: nobody takes back the hours of another."""
    return WorkLog.objects.filter(user=person, task=task).aggregate(sum=Sum("hours"))["sum"] or Decimal(0)


def _of_day(person: User, day: date) -> Decimal:
    return WorkLog.objects.filter(user=person, day=day).aggregate(sum=Sum("hours"))["sum"] or Decimal(0)


def _end_on(task: Task, actor: User, at: datetime, cause: str, words: str) -> None:
    """Another day than planned goes into the ledger. Raises Invalid."""
    if cause and cause not in Cause.values:
        raise errors.Invalid(fields={"cause": [_("Choose one of the list.")]})
    said = locking.said(words, "words", 300)
    if day := ending.day_of(task, at):
        late = ending.days_late(task, at) > 0
        found = cause or (ending.cause_of(task) if late else Cause.OTHER)
        moving.note_end(task, day, actor=actor, at=at, cause=found, words=said)


def _tell_end(held: Held, actor: User, at: datetime, late: int) -> None:
    """A milestone is told to who follows the order, and so is the last task of all; the head is told of what others
    ended."""
    task = held.task
    notices.asked_no_more(task, [task.owner_id], at)
    notices.record("finished", task, at=at, late=late, hours=str(task.actual_hours))
    told = {task.department.head_id} - {actor.pk}
    if task.source == Source.CHECK:
        told |= {task.created_by_id} - {actor.pk}  # who found the problem
    is_last = not Task.objects.filter(order=held.order, state__in=LIVE).exists()
    if task.is_milestone or is_last:
        told |= set(watchers(held.order, but=actor))
    notices.tell("finished", task, told, message=_ALL if is_last else _DONE, at=at, result=task.result[:200])


_DONE = gettext_noop("%(task)s of %(order)s is done. %(result)s")
_ALL = gettext_noop("%(task)s of %(order)s is done, and with it all tasks of the order. %(result)s")
_REOPENED = gettext_noop("%(task)s of %(order)s was taken up again: %(why)s")
