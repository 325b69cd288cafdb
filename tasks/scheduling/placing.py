"""A task put on other days in the schedule of its order, and what follows it; unsaved. What a preview shows and what
the move then does are this one thing."""

from datetime import date

from django.utils.translation import gettext as _

from common import errors
from common.workdays import calendar, day_fault
from orders.order.models import Order
from orders.order.states import Status
from tasks.scheduling import dating, moving
from tasks.scheduling.moving import Moved
from tasks.scheduling.sheet import Sheet
from tasks.task.models import Task
from tasks.task.states import State


def put(schedule: Sheet, task: Task, *, start: date | None, end: date | None) -> list[Moved]:
    """Put a live task of the schedule on other days: on days off it begins on the next day of work and ends on the last
    one before (on the next as well, where nobody works on any of its days). Without ``end`` it stays as long as it is,
    without ``start`` it begins as it did. What waits for it moves as far as it must. Returns all that moved, the task
    itself first. Raises Invalid."""
    begins, ends = _days(task, start, end)
    _require_possible(schedule, task, begins, ends)
    moves = [Moved(task, task.planned_start, task.planned_end)]
    task.planned_start, task.planned_end = begins, ends
    if task.work_days:
        task.work_days = calendar().between(begins, ends) + 1
    task.is_fixed = True
    return [*moves, *moving.shift(schedule, task)]


def kept_length(task: Task, start: date) -> tuple[date, date | None]:
    """Where a task that is put on another first day begins and ends, as long as it is; a day out of reach as it is."""
    return (start, task.planned_end) if day_fault(start) else _days(task, start, None)


def replan(schedule: Sheet, *, backward: bool, frees: bool) -> list[Moved]:
    """Date all that did not begin anew; with ``frees`` also what was fixed by hand. Returns what moved."""
    if frees:
        for task in schedule.tasks.values():
            task.is_fixed = task.is_fixed and dating.has_begun(task)
    before = {key: Moved(task, task.planned_start, task.planned_end) for key, task in schedule.tasks.items()}
    return [before[key] for key in schedule.redate(backward=backward).moved]


def _days(task: Task, start: date | None, end: date | None) -> tuple[date, date]:
    work = calendar()
    for name, day in (("start", start), ("end", end)):
        if day is not None and (fault := day_fault(day)):
            raise errors.Invalid(fields={name: [fault]})
    asked, ends = start or task.planned_start or end, end
    if asked is None:
        raise errors.Invalid(fields={"start": [_("Choose a day.")]})
    begins = work.on_or_after(asked)
    if ends is None:
        length = max(1, task.work_days)
        if task.planned_start and task.planned_end and task.work_days:
            length = work.between(task.planned_start, task.planned_end) + 1
        return begins, work.moved(begins, length - 1)
    last = ends if work.is_workday(ends) else work.moved(ends, -1)
    is_all_off = last < begins and asked <= ends  # nobody works on any of these days: the next day of work
    return begins, begins if is_all_off else last


def _require_possible(schedule: Sheet, task: Task, start: date, end: date) -> None:
    if end < start:
        raise errors.Invalid(fields={"end": [_("It ends before it begins.")]})
    if end < schedule.today:
        raise errors.Invalid(fields={"end": [_("This day is past.")]})
    if start == task.planned_start:
        return
    if dating.has_begun(task):
        raise errors.Invalid(fields={"start": [_("It began already: only its end moves.")]})
    if start < schedule.today:
        raise errors.Invalid(fields={"start": [_("This day is past.")]})
    if task.not_before and start < task.not_before:
        words = _("It cannot begin before %(day)s.") % {"day": task.not_before.isoformat()}
        raise errors.Invalid(fields={"start": [words]})
    held = dating.held_until(schedule.tasks, schedule.bonds, task.pk, today=schedule.today)
    if held is not None and task.work_days and start < held[0]:
        words = _("“%(task)s” comes before it: it can begin on %(day)s. Move that first.") % {
            "task": schedule.tasks[held[1]].title,
            "day": held[0].isoformat(),
        }
        raise errors.Invalid(fields={"start": [words]})


def require_movable(task: Task, order: Order) -> None:
    """Raise WrongState unless the days of a task may move: it is released and not ended, its order in force (or closed,
    when it is followed up)."""
    if not task.is_live:
        words = _("The task is %(state)s.") % {"state": State(task.state).label}
        raise errors.WrongState(words, status=str(task.state), possible=[])
    if order.status != Status.CLOSED:
        require_in_force(order)


def require_in_force(order: Order) -> None:
    """Raise WrongState unless an order is in force."""
    if order.status != Status.EFFECTIVE:
        words = _("Nothing is planned for an order that is %(status)s.") % {"status": Status(order.status).label}
        raise errors.WrongState(words, status=order.status, possible=[])
