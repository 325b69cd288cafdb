"""Kept forecasts as the API says them."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from accounts.people.models import User
from reports.forecast import sheets
from reports.forecast.forecasting import Point
from reports.layout.paper import Form
from reports.layout.representation import value_of
from reports.outlook import keeping, kept
from reports.outlook.kept import Compared
from reports.outlook.models import KeptForecast

_NAMES = (
    "measure", "asked", "ahead", "first", "method", "mase", "off", "history", "as_of", "note", "kept_at", "version",
)  # fmt: skip
_FIGURES = ("value", "low80", "high80", "low95", "high95")


def many(actor: User, rows: Sequence[KeptForecast]) -> list[dict[str, Any]]:
    """``KeptForecastSerializer`` of each."""
    narrowed = kept.narrowed_to(actor, rows)
    return [_one(row, narrowed[row.pk]) for row in rows]


def _one(row: KeptForecast, narrowed: str) -> dict[str, Any]:
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in _NAMES},
        "narrowed_to": narrowed or None,
        "kept_by": str(row.kept_by) if row.kept_by else None,
    }


def whole(actor: User, kept_id: int, today: date) -> dict[str, Any]:
    """``WholeKeptForecastSerializer``. Raises as ``kept.compared``."""
    found = kept.compared(actor=actor, kept_id=kept_id, today=today)
    judged = found.held.judged
    return {
        **many(actor, [found.held.kept])[0],
        "points": [_point(found, point) for point in found.held.points],
        "so_far": asdict(judged) if judged else None,
    }


def _point(found: Compared, point: Point) -> dict[str, Any]:
    form = found.wanted.measure.form
    came = found.came.get(point.day, 0.0) if point.day <= found.today else None
    return {
        "first": point.day,
        **{name: _text(getattr(point, name), form) for name in _FIGURES},
        "came": _text(came, form),
        "is_over": keeping.is_over(found.rhythm, point.day, found.today),
    }


def _text(value: float | None, form: Form) -> str | None:
    figure: Decimal | None = sheets.amount(value, form)
    return None if figure is None else str(value_of(figure, form))
