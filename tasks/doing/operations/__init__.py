"""The verbs of tasks under way."""

from tasks.doing.operations.blocking import block_task, resume_task
from tasks.doing.operations.changing import change_task
from tasks.doing.operations.dropping import drop_task, mark_key
from tasks.doing.operations.handing import hand_over
from tasks.doing.operations.heading import settle_heads
from tasks.doing.operations.linking import set_predecessors
from tasks.doing.operations.progress import finish_task, log_hours, reopen_task, report_progress, start_task

__all__ = [
    "block_task",
    "change_task",
    "drop_task",
    "finish_task",
    "hand_over",
    "log_hours",
    "mark_key",
    "reopen_task",
    "report_progress",
    "resume_task",
    "set_predecessors",
    "settle_heads",
    "start_task",
]
