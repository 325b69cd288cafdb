"""Standard reports as the API says them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from accounts.people.models import User
from reports.layout import representation
from reports.standard import parameters, queries
from reports.standard.reports import Control, Standard

HERE = "/api/v1/standard-reports/"


def listed(actor: User) -> dict[str, Any]:
    """``StandardReportListSerializer``. Raises NotAllowed."""
    return {"results": [_described(one) for one in queries.list_reports(actor)]}


def _described(one: Standard) -> dict[str, Any]:
    return {
        **{name: str(getattr(one, name)) for name in ("code", "title", "group", "about")},
        "controls": [control.value for control in Control if control in one.controls],
        "parameters": parameters.names_of(one),
        "period": one.period.value if Control.PERIOD in one.controls else None,
        "choices": [{"code": code, "name": str(label)} for code, label in one.choices],
        "top": one.top if Control.TOP in one.controls else None,
    }


def paper(*, actor: User, code: str, given: Mapping[str, str], today: date) -> dict[str, Any]:
    """``PaperSerializer``. Raises as ``queries.made``."""
    return representation.document(queries.made(actor, code, given, today, f"{HERE}{code}/"))
