"""Figures and kept reports as the API says them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.people.models import User
from common.money import plain
from reports.builder import looks, showing
from reports.builder.models import SavedReport
from reports.figures import drawn, papers, parameters, policies
from reports.figures import queries as figures
from reports.figures.dimensions import AXES
from reports.figures.measures import Measure
from reports.figures.periods import Period
from reports.layout import representation

_HERE = "/api/v1/figures/"


def paper(*, actor: User, given: Mapping[str, str], today: date) -> dict[str, Any]:
    """``PaperSerializer``. Raises as ``figures.queries.ask``."""
    asked = parameters.read(given, today)
    answer = figures.ask(actor=actor, asked=asked, today=today)
    shape = looks.fitted(looks.shape_of(given.get("chart", "")), drawn.fitting(answer))
    return representation.document(
        papers.made_of(answer, title=_("Statistics"), today=today, shape=shape, here=_HERE, rows_at=f"{_HERE}facts/")
    )


def catalogue(actor: User) -> dict[str, Any]:
    """``FigureCatalogueSerializer``. Raises NotAllowed."""
    policies.require_view(actor)
    return {
        "measures": [_measure(one) for one in policies.seen_measures(actor)],
        "axes": [
            {"code": one.code, "name": str(one.label), "group": str(one.group)}
            for one in AXES.values()
            if policies.sees_axis(actor, one)
        ],
        "periods": [one.value for one in Period],
    }


def _measure(one: Measure) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": str(one.label),
        "form": one.form.value,
        **{name: str(getattr(one, name)) for name in ("group", "meaning", "numerator", "denominator", "exclusions")},
    }


def facts(*, actor: User, given: Mapping[str, str], today: date) -> dict[str, Any]:
    """``FactsSerializer``. Raises as ``figures.queries.ask``."""
    found = showing.facts(actor=actor, given=given, today=today)
    rows = [
        {
            "id": one.key,
            "day": one.day.isoformat(),
            "kind": one.kind.name,
            **{name: getattr(one, name) for name in ("order", "line_no", "customer", "product")},
            **{name: getattr(one, name) for name in ("orders", "lines", "hits")},
            "quantity": plain(one.quantity),
            **{name: _money(getattr(one, name)) for name in ("amount", "net", "cost")},
        }
        for one in found.rows
    ]
    return {"results": rows, "after": found.after or None}


def _money(value: Any) -> str | None:
    return None if value is None else plain(value, 2)


def kept(report: SavedReport) -> dict[str, Any]:
    """``KeptReportSerializer``."""
    return {
        **{name: getattr(report, name) for name in ("name", "asked", "shape", "notes", "sharing", "version")},
        "standard": report.standard or None,
        "id": report.pk,
        "owner": str(report.owner) if report.owner else None,
        "updated_at": report.updated_at,
    }
