"""Examples of kept forecasts in the OpenAPI document."""

from typing import Any

from common.api import examples

_KEPT = {
    "id": 7,
    "measure": "amount",
    "asked": {"f.category": "12", "measures": "amount", "rhythm": "MONTH"},
    "narrowed_to": "称重仪表",
    "ahead": 6,
    "first": "2026-09-01",
    "method": "COMBINED",
    "mase": 0.81,
    "off": 0.093,
    "history": 44,
    "as_of": "2026-09-01T01:00:00Z",
    "note": "年度预算会用",
    "kept_by": "周国栋",
    "kept_at": "2026-09-01T01:00:12Z",
    "version": 1,
}
_POINT = {
    "first": "2026-09-01",
    "value": "1204000.00",
    "low80": "1093000.00",
    "high80": "1315000.00",
    "low95": "1021000.00",
    "high95": "1387000.00",
    "came": "1176300.00",
    "is_over": True,
}
_ERRORS = {"periods": 2, "mase": 0.64, "off": 0.041, "smape": 0.042, "within80": 2, "within95": 2}
EXAMPLES: dict[str, Any] = {
    "KeptForecast": _KEPT,
    "WholeKeptForecast": {**_KEPT, "points": [_POINT], "so_far": _ERRORS},
    "KeepForecastRequest": {
        "asked": {"measures": "amount", "ahead": "6", "rhythm": "MONTH", "f.category": "12"},
        "note": "年度预算会用",
    },
}


def register() -> None:
    """Called once from this room's wiring."""
    examples.register(EXAMPLES)
