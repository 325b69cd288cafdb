"""The verbs of the schedule."""

from tasks.scheduling.operations.ledger import note_told
from tasks.scheduling.operations.nightly import judge_all
from tasks.scheduling.operations.people import (
    change_absence,
    drop_absence,
    drop_capacity,
    enter_absence,
    set_capacity,
    set_overtime,
)
from tasks.scheduling.operations.phases import set_target
from tasks.scheduling.operations.replanning import free_task, move_task, schedule_order

__all__ = [
    "change_absence",
    "drop_absence",
    "drop_capacity",
    "enter_absence",
    "free_task",
    "judge_all",
    "move_task",
    "note_told",
    "schedule_order",
    "set_capacity",
    "set_overtime",
    "set_target",
]
