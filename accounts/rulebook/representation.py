"""Clauses as plain dictionaries for API answers."""

from datetime import date
from typing import Any

from accounts.rulebook.checks import Check
from accounts.rulebook.models import ClauseWording
from accounts.rulebook.queries import Review, Shown

_WORDING = ("title_zh", "title_en", "text_zh", "text_en", "valid_from", "valid_to")


def check_row(key: str, check: Check) -> dict[str, Any]:
    """A check (``RulebookCheckSerializer``)."""
    return {"key": key, "label": str(check.label), "code": check.code}


def clause_row(shown: Shown) -> dict[str, Any]:
    """A clause (``RulebookClauseSerializer``)."""
    return {
        "number": shown.clause.number,
        "chapter": shown.clause.chapter,
        "wording": _wording(shown.wording),
        "planned": _wording(shown.planned),
        "checks": [check_row(*one) for one in shown.bound],
        "version": shown.clause.version,
    }


def _wording(wording: ClauseWording | None) -> dict[str, Any] | None:
    return None if wording is None else {name: getattr(wording, name) for name in _WORDING}


def review_row(found: Review, since: date, until: date) -> dict[str, Any]:
    """The review (``RulebookReviewSerializer``)."""
    return {
        "since": since,
        "until": until,
        "breaches": [
            {
                "clause": one.shown.clause.number,
                "check": check_row(one.key, one.check),
                "refused": one.refused,
                "people": one.people,
                "warned": one.warned,
            }
            for one in found.breaches
        ],
        "unbound": [one.clause.number for one in found.unbound],
        "free": [check_row(*one) for one in found.free],
    }
