"""The day on which a task ended against the day it was planned to end: earlier or later is a row of the ledger."""

from datetime import date, datetime

from common.dates import business_day
from common.workdays import calendar
from tasks.scheduling.choices import Cause
from tasks.task.choices import BlockReason
from tasks.task.models import Task, TaskStep
from tasks.task.states import Move

_OF_BLOCK = {
    BlockReason.MATERIAL: Cause.MATERIAL,
    BlockReason.SUPPLIER: Cause.SUPPLIER,
    BlockReason.CAPACITY: Cause.CAPACITY,
    BlockReason.QUALITY: Cause.QUALITY,
    BlockReason.DRAWING: Cause.CUSTOMER,
    BlockReason.CUSTOMER: Cause.CUSTOMER,
    BlockReason.EQUIPMENT: Cause.CAPACITY,
}


def days_late(task: Task, at: datetime) -> int:
    """Days of work by which a task that ends now ends after its planned end; below zero: before it."""
    if task.planned_end is None:
        return 0
    return calendar().between(task.planned_end, business_day(at))


def day_of(task: Task, at: datetime) -> date | None:
    """The day of work that a task which ends now ends on: on a Sunday the Friday before it; None where that is the
    planned end."""
    if not days_late(task, at):
        return None
    today, days = business_day(at), calendar()
    return today if days.is_workday(today) else days.moved(today, -1)


def cause_of(task: Task) -> str:
    """Why a task that ends late is likely to: what held it up longest ago stands in its steps, else what came before
    it was late, else nobody knows."""
    step = TaskStep.objects.filter(task=task, move=Move.BLOCK).order_by("-pk").first()
    if step is not None:
        code = step.reason.partition(":")[0]
        return _OF_BLOCK.get(BlockReason(code), Cause.OTHER) if code in BlockReason.values else Cause.OTHER
    begun = business_day(task.ready_at) if task.ready_at else None
    late = begun is not None and task.planned_start is not None and begun > task.planned_start
    return Cause.PREDECESSOR if late else Cause.OTHER
