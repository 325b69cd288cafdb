"""What the pages of kept forecasts are drawn from; their file."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import FileResponse, QueryDict
from django.urls import reverse

from accounts import policies as rights
from accounts.people.models import User
from common import dates, doors, keyset
from reports.builder import making
from reports.builder.desk import Choice
from reports.builder.files import File
from reports.builder.policies import EXPORT
from reports.figures.measures import Measure, measures
from reports.forecast import sheets, wording
from reports.forecast.series import Rhythm
from reports.layout.paper import Text
from reports.layout.wording import written
from reports.outlook import keeping, kept, kept_papers, policies
from reports.outlook.filters import WHO, KeptFilter
from reports.outlook.models import KeptForecast

PATH = "/reports/forecast/kept/"
PAGE_SIZE = 50


@dataclass(frozen=True)
class Line:
    """A row of the list, as it is read."""

    kept: KeptForecast
    measure: Measure
    narrowed: str
    who: Text
    periods: str
    span: str
    total: str
    off: str
    method: Text


def list_page(*, actor: User, given: QueryDict) -> dict[str, Any]:
    """The context of the list. Raises NotAllowed, Invalid."""
    rows = doors.filtered(KeptFilter, given, kept.list_kept(actor), actor_id=actor.pk)
    page = keyset.paginate(
        rows, sorts=kept.SORTS, sort=kept.DEFAULT_SORT, cursor=given.get("cursor"), size=PAGE_SIZE
    )  # fmt: skip
    measure, who = given.get("measure", ""), given.get("kept_by", "")
    return {
        "page": page,
        "lines": _lines(actor, page.items),
        "unseen": policies.out_of_reach(actor).count(),
        "measures": [Choice(code, measures[code].label, is_on=code == measure) for code in policies.seen_codes(actor)],
        "people": [Choice(code, label, is_on=code == who) for code, label in WHO],
        "is_narrowed": doors.is_narrowed(given),
    }


def _lines(actor: User, rows: list[KeptForecast]) -> list[Line]:
    narrowed = kept.narrowed_to(actor, rows)
    return [_line(row, narrowed[row.pk]) for row in rows]


def _line(row: KeptForecast, narrowed: str) -> Line:
    measure, rhythm, points = measures[row.measure], Rhythm(row.asked["rhythm"]), keeping.points_of(row)
    return Line(
        kept=row,
        measure=measure,
        narrowed=narrowed,
        who=kept_papers.who(row),
        periods=wording.lasting(len(points), rhythm),
        span=f"{rhythm.label(points[0].day)} – {rhythm.label(points[-1].day)}",
        total=written(sheets.amount(keeping.total_of(row), measure.form), measure.form),
        off=wording.percent(row.off) if row.off is not None else "–",
        method=keeping.method_of(row).label,
    )


def page(*, actor: User, kept_id: int, today: date) -> dict[str, Any]:
    """The context of one. Raises NotFound, and as ``figures.queries.ask``."""
    found = kept.compared(actor=actor, kept_id=kept_id, today=today)
    paper = kept_papers.paper(actor, found, here=PATH)
    return {
        "found": found,
        "kept": found.held.kept,
        "paper": paper,
        "tables": [kept_papers.table(paper), *paper.parts],
        "again": found.wanted.address(reverse("reports:forecast")),
        "can_drop": policies.can_drop(actor, found.held.kept),
        "files": _files(kept_id) if rights.can(actor, EXPORT) else [],
    }


def _files(kept_id: int) -> list[tuple[File, str]]:
    path = reverse("reports:forecast-kept-file", args=[kept_id])
    return [(form, f"{path}?file={form.value}") for form in File]


def download(*, actor: User, kept_id: int, form: File, at: datetime) -> FileResponse:
    """The same as a file, noted. Raises NotAllowed, and as ``page``."""
    rights.require(actor, EXPORT)
    found = kept.compared(actor=actor, kept_id=kept_id, today=dates.business_day(at))
    paper = kept_papers.paper(actor, found, rows_at="")
    return making.taken(actor=actor, paper=paper, asked=found.wanted.written, form=form, at=at)
