"""Between rows of this room and what the API says of them: names in, plain dictionaries out."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from accounts.people import queries as people
from common import errors
from tasks.checks.asking import ActionDraft
from tasks.checks.models import CheckCadence, ProgressCheck
from tasks.task.models import Task

_PLAIN = ("state", "due_date", "progress", "problem", "words", "facts", "checked_at", "missed_at", "version")


def person_id(username: str, field: str) -> int:
    """The key of somebody who works here. Raises Invalid."""
    found = people.by_usernames([username]).first()
    if found is None:
        raise errors.Invalid(fields={field: [_("Choose somebody who works here.")]})
    return found.pk


def actions(rows: Iterable[dict[str, Any]]) -> list[ActionDraft]:
    """Corrective actions as the operation takes them. Raises Invalid."""
    return [
        ActionDraft(row["action"], person_id(row["owner"], f"actions.{place}.owner"), row["due_date"])
        for place, row in enumerate(rows, start=1)
    ]


def check(row: ProgressCheck) -> dict[str, Any]:
    """``ProgressCheckSerializer``."""
    return {
        **{name: getattr(row, name) for name in _PLAIN},
        "id": row.pk,
        "order": row.order.reference,
        "owner": row.owner.username if row.owner else None,
        "cadence": str(row.cadence) if row.cadence else None,
        "checked_by": row.checked_by.username if row.checked_by else None,
        "actions": [_corrective(one, row.order.reference) for one in row.actions.all()],
    }


def corrective(row: Task) -> dict[str, Any]:
    """``CorrectiveActionSerializer``."""
    return _corrective(row, row.order.reference)


def _corrective(row: Any, order: str) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in ("state", "due_date", "done_at", "done_by", "result", "version")},
        "id": row.pk,
        "order": order,
        "action": row.goal or row.title,
        "owner": row.owner.username,
    }


def cadence(row: CheckCadence) -> dict[str, Any]:
    """``CheckCadenceSerializer``."""
    names = ("for_urgent", "for_complex", "every_days", "rank", "is_active", "version")
    return {
        **{name: getattr(row, name) for name in names},
        "id": row.pk,
        "name": str(row),
        "condition": row.segment.name if row.segment else None,
    }
