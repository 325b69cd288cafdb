"""Averages of how content customers are, by month and by salesperson, over rows that a filter let through."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, Q, QuerySet
from django.db.models.functions import TruncMonth

from common import dates
from customers.voice import queries as voice
from orders.service.satisfaction.models import SatisfactionRequest

_ANSWERED = Q(state=SatisfactionRequest.State.ANSWERED)
_MOST = 60


@dataclass(frozen=True)
class Average:
    """One row of figures: asked, answered, and the averages of what was answered (None: nothing)."""

    label: str
    asked: int
    answered: int
    score: float | None
    goods: float | None
    delivery: float | None
    service: float | None

    @property
    def share(self) -> float:
        """How much of what was asked was answered, 0 to 1."""
        return self.answered / self.asked if self.asked else 0.0


@dataclass(frozen=True)
class Figures:
    """The whole, and by month and salesperson."""

    total: Average
    by_month: list[Average]
    by_salesperson: list[Average]


def figures(rows: QuerySet[SatisfactionRequest]) -> Figures:
    """Three statements; questions taken back do not count, nor do answers."""
    rows = rows.exclude(state=SatisfactionRequest.State.REVOKED).select_related(None).order_by()
    rows = rows.exclude(note_id__in=voice.taken_back().values("pk"))
    month = TruncMonth("asked_at", tzinfo=dates.business_zone())
    months = _grouped(rows.annotate(month=month), "month")
    people = _grouped(rows, "order__salesperson__name")
    months.sort(key=lambda row: row["month"], reverse=True)
    people.sort(key=lambda row: (row["score"] is None, -(row["score"] or 0), row["order__salesperson__name"] or ""))
    whole = rows.aggregate(**_SUMS)
    return Figures(
        total=_average("", whole),
        by_month=[_average(f"{row['month']:%Y-%m}", row) for row in months[:_MOST]],
        by_salesperson=[_average(row["order__salesperson__name"] or "–", row) for row in people[:_MOST]],
    )


_SUMS: dict[str, Any] = {
    "asked": Count("pk"),
    "answered": Count("pk", filter=_ANSWERED),
    **{f"{name}_average": Avg(name, filter=_ANSWERED) for name in ("score", "goods", "delivery", "service")},
}


def _grouped(rows: QuerySet[SatisfactionRequest], key: str) -> list[dict[str, Any]]:
    return [{**row, "score": row["score_average"]} for row in rows.values(key).annotate(**_SUMS)]


def _average(label: str, row: dict[str, Any]) -> Average:
    parts = {name: row[f"{name}_average"] for name in ("score", "goods", "delivery", "service")}
    return Average(label, row["asked"], row["answered"], **parts)
