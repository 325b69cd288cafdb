"""The in-app inbox: short lines for people, written with the change they tell of (R071)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from accounts.collaboration.models import Notification
from common import operation

CHANNEL = "inbox"


def notify(
    user_ids: Iterable[int],
    *,
    kind: str,
    message: str,
    parameters: dict[str, Any],
    at: datetime,
    subject: Any = None,
    url: str = "",
) -> None:
    """Put a line into each person's inbox when the running operation commits.

    ``message`` is an English source string marked with ``gettext_noop``, shown in the reader's
    language with ``parameters`` (plain JSON values) filled in as ``%(name)s``.
    """
    context = operation.current()
    for user_id in dict.fromkeys(user_ids):
        context.later(
            CHANNEL,
            Notification(
                user_id=user_id,
                kind=kind,
                message=message,
                parameters=parameters,
                subject_type=subject._meta.label_lower if subject is not None else "",
                subject_id=subject.pk if subject is not None else None,
                url=url,
                created_at=at,
            ),
        )


def _flush(rows: list[Notification]) -> None:
    Notification.objects.bulk_create(rows)


operation.flushers.register(CHANNEL, _flush)
