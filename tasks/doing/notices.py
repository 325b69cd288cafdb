"""Who is told of what becomes of a task."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from accounts.collaboration import inbox
from accounts.people.models import User
from common import events
from orders.order.watchers import watchers
from tasks.task import policies
from tasks.task.models import Task
from tasks.task.operations import GIVEN

READY = "task.ready"
_ASKING = (GIVEN, READY)  # lines of the inbox that ask their reader to do something


def tell(what: str, task: Task, people: Iterable[int | None], *, message: str, at: datetime, **words: Any) -> None:
    """Put a line into people's inboxes; ``message`` is a source string with %(task)s, %(order)s and ``words``."""
    inbox.notify(
        sorted({one for one in people if one}),
        kind=f"task.{what}",
        message=message,
        parameters={"task": task.title, "order": str(task.order), **words},
        subject=task,
        at=at,
    )


def concerned(task: Task, *, but: User) -> set[int]:
    """Whom a trouble with a task concerns: its owner, the head of its department, who follows its order."""
    people = {task.owner_id, task.department.head_id, *watchers(task.order, but=but)} - {None, but.pk}
    return {one for one in people if one is not None}


def asked_no_more(task: Task, people: Iterable[int | None], at: datetime) -> None:
    """The lines that asked these people to do the task ask no more."""
    readers = sorted({one for one in people if one})
    for kind in _ASKING:
        inbox.settle(readers, kind=kind, subject_type=policies.SUBJECT, subject_id=task.pk, at=at)


def record(what: str, task: Task, *, at: datetime, reason: str = "", **data: Any) -> None:
    """Record ``task.<what>`` in the log of events."""
    events.record(f"task.{what}", task, at=at, reason=reason, number=str(task.order), title=task.title, **data)
