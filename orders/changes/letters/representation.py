"""Letters about changes as plain dictionaries for API answers."""

from typing import Any

from common import reference
from orders.answers.kinds import Standing
from orders.changes.letters.drafting import Draft
from orders.changes.letters.models import ChangeLetter

_PLAIN = (
    *("state", "method", "language", "recipient", "subject", "text", "asked_at", "valid_until", "questions", "chosen"),
    *("answered_at", "answered_by", "said_at", "evidence", "content_hash", "proof_hash", "version"),
)
_OPTION = ("key", "label", "text", "rows", "total", "day")


def draft(found: Draft) -> dict[str, Any]:
    """A draft (``LetterDraftSerializer``)."""
    return {"subject": found.subject, "text": found.text, "options": _options(found.options)}


def letter(standing: Standing[ChangeLetter]) -> dict[str, Any]:
    """One as it stands (``ChangeLetterSerializer``)."""
    row = standing.row
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in _PLAIN},
        "options": _options(row.options),
        "is_current": not standing.is_moot and not standing.is_over,
        "asked_by": row.asked_by.username,
        "recorded_by": row.recorded_by.username if row.recorded_by else None,
        "sent_at": standing.sent_at,
        "opened_at": standing.opened_at,
        "words": reference.shown(row.words),
    }


def _options(options: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: one[name] for name in _OPTION} for one in options]
