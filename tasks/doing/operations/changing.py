"""What a released task says is put right; its days move by the schedule's own verbs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.people.models import User
from common import editing, errors
from common.operation import operation
from tasks.doing import locking, notices
from tasks.task import policies
from tasks.task.choices import KeyReason
from tasks.task.models import Task

FIELDS = ("title", "goal", "requirements", "planned_hours", "is_milestone", "is_special")
_UNTOUCHED = tuple(one.name for one in Task._meta.fields if one.name not in FIELDS)
_TEXTS = ("title", "goal", "requirements")


@operation
def change_task(
    *, actor: User, task_id: int, changes: Mapping[str, Any], at: datetime, version: int | None = None
) -> Task:
    """Change words and hours (``FIELDS``) of a released task that is not ended: who takes orders apart may, and who
    gives the task out. Its owner is told. Raises NotFound, NotAllowed, Stale with the fields that differ, WrongState,
    Invalid."""
    held = locking.hold(actor, task_id, policies.VIEW, None)
    task = held.task
    if not policies.can(actor, policies.DECOMPOSE, task):
        policies.require(actor, policies.ASSIGN, task)
    columns = editing.as_columns(Task, changes, FIELDS)
    if version is not None:
        editing.require_version(task, version, columns)
    locking.require_live(task)
    for name in _TEXTS:
        if name in columns:
            columns[name] = columns[name].strip()
    if columns.get("title") == "":
        raise errors.Invalid(fields={"title": [_("Say what is to be done.")]})
    if columns.get("planned_hours", 0) < 0:
        raise errors.Invalid(fields={"planned_hours": [_("Write how many hours.")]})
    fields = editing.assign(task, columns)
    if "is_special" in fields:
        others = [one for one in task.key_reasons if one != KeyReason.SPECIAL]
        task.key_reasons = [*others, KeyReason.SPECIAL] if task.is_special else others
        fields.append("key_reasons")
    editing.check(task, exclude=_UNTOUCHED)
    if not fields:
        return task
    locking.keep(held, fields, at)
    notices.record("changed", task, at=at, fields=list(fields))
    notices.tell("changed", task, {task.owner_id} - {actor.pk}, message=_CHANGED, at=at)
    return task


_CHANGED = gettext_noop("%(task)s of %(order)s says something else now.")
