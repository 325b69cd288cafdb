"""What the page of forecasts is drawn from; its file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse
from django.urls import reverse

from accounts import policies as rights
from accounts.people.models import User
from common import dates
from reports.builder import making, policies
from reports.builder.desk import Choice
from reports.builder.files import File
from reports.figures import naming
from reports.figures import queries as figures
from reports.figures.dimensions import AXES
from reports.figures.papers import ROWS
from reports.figures.periods import Period
from reports.forecast import wording
from reports.forecast.series import MONTHS_OF_QUARTER, Rhythm
from reports.layout.paper import Paper
from reports.outlook import papers, queries
from reports.outlook.wanted import LONGEST, MEMBERS, RHYTHMS, Wanted, read

PATH = "/reports/forecast/"


@dataclass(frozen=True)
class Told:
    """What was wanted, and the paper that says it."""

    wanted: Wanted
    paper: Paper
    as_of: datetime | None


def told(*, actor: User, given: Mapping[str, str], today: date, here: str = "", rows_at: str = "") -> Told:
    """The forecast, or the forecasts, that an address asks for; ``here`` and ``rows_at`` as ``papers`` takes them.
    Raises as ``figures.queries.ask``, and Invalid."""
    wanted = read(given, today, queries.offered(actor)[0].code)
    if wanted.by:
        several = queries.forecast_several(actor=actor, wanted=wanted, today=today)
        return Told(wanted, papers.several(actor, wanted, several, today=today, here=here), several.as_of)
    alone = queries.forecast_one(actor=actor, wanted=wanted, today=today)
    return Told(wanted, papers.one(actor, wanted, alone, rows_at=rows_at), alone.as_of)


def page(*, actor: User, given: Mapping[str, str], today: date) -> dict[str, Any]:
    """The context of the page."""
    found = told(actor=actor, given=given, today=today, here=PATH, rows_at=ROWS)
    wanted = found.wanted
    axes = [AXES[code] for code in MEMBERS if figures.is_countable(wanted.measure, [AXES[code]])]
    return {
        "found": found,
        "tables": [found.paper] if wanted.by else [*papers.tables(found.paper), *found.paper.parts],
        "measures": [Choice(one.code, one.label, is_on=one == wanted.measure) for one in queries.offered(actor)],
        "by": [Choice(axis.code, axis.label, is_on=axis.code == wanted.by) for axis in axes],
        "rhythms": [Choice(one.value, wording.PERIODS[one], is_on=one is wanted.rhythm) for one in RHYTHMS],
        "ahead": _ahead(wanted),
        "conditions": [_condition(wanted, axis.code, named) for axis, named in naming.picked(actor, wanted.filters)],
        "axes": [Choice(axis.code, axis.label, _members(wanted, axis.code)) for axis in axes],
        "hidden": {name: text for name, text in wanted.written.items() if name.startswith("f.")},
        "keeps": _keeps(found),
        "files": _files(wanted) if rights.can(actor, policies.EXPORT) else [],
    }


def _keeps(found: Told) -> str:
    """Where this forecast is kept; "" where there is none, or several."""
    if found.wanted.by or found.paper.problem:
        return ""
    return found.wanted.address(reverse("reports:forecast-keep"))


def _ahead(wanted: Wanted) -> list[Choice]:
    """Months that may be looked ahead; whole quarters where these are told."""
    step = MONTHS_OF_QUARTER if wanted.rhythm is Rhythm.QUARTER else 1
    now = wanted.periods * step
    return [
        Choice(str(count), wording.lasting(count, Rhythm.MONTH), is_on=count == now)
        for count in range(step, LONGEST + 1, step)
    ]


def _condition(wanted: Wanted, code: str, named: str) -> Choice:
    rest = {one: keys for one, keys in wanted.filters.items() if one != code}
    return Choice(code, AXES[code].label, wanted.address(PATH, filters=rest), value=named)


def _members(wanted: Wanted, code: str) -> str:
    """Where a member is picked, by what came in the last years; it leads back here."""
    query = {**wanted.written, "period": Period.LAST_3_YEARS.value, "at": PATH}
    return f"{reverse('reports:members', args=[code])}?{urlencode(query)}"


def _files(wanted: Wanted) -> list[tuple[File, str]]:
    path = reverse("reports:forecast-file")
    return [(form, f"{path}?{urlencode({**wanted.written, 'file': form.value})}") for form in File]


def download(*, actor: User, given: Mapping[str, str], form: File, at: datetime) -> FileResponse:
    """The same as a file, noted. Raises NotAllowed, and as ``told``."""
    rights.require(actor, policies.EXPORT)
    found = told(actor=actor, given=given, today=dates.business_day(at))
    return making.taken(actor=actor, paper=found.paper, asked=found.wanted.written, form=form, at=at)
