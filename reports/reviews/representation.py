"""Reviews as the API shows them."""

from datetime import date
from typing import Any

from accounts.people.models import User
from reports.reviews import figures, queries
from reports.reviews.models import PeriodReview, ReviewPoint


def review(row: Any) -> dict[str, Any]:
    """``ReviewSerializer``, of a row of ``queries.list_reviews``."""
    names = ("title", "since", "until", "state", "summary", "decisions", "open_decisions", "created_at", "ended_at")
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in (*names, "version")},
        "department": str(row.department) if row.department else None,
        "created_by": str(row.created_by),
    }


def whole(actor: User, row: PeriodReview, today: date) -> dict[str, Any]:
    """``WholeReviewSerializer``."""
    shown = [
        {
            "code": one.code,
            "name": str(one.label),
            **{name: getattr(one, name) for name in ("value", "former", "change", "target", "is_missed")},
        }
        for one in figures.of(actor, row, today)
    ]
    return {**review(row), "figures": shown, "points": [point(one) for one in queries.points_of(row)]}


def point(row: ReviewPoint) -> dict[str, Any]:
    """``ReviewPointSerializer``."""
    names = ("kind", "measure", "text", "due_date", "done_at", "result", "version")
    owner = str(row.owner) if row.owner else None
    return {"id": row.pk, **{name: getattr(row, name) for name in names}, "owner": owner}
