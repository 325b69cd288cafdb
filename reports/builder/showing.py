"""What the builder's pages are drawn from."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts import policies as rights
from accounts.people.models import User
from common import errors
from reports.builder import desk, files, looks, policies, queries
from reports.builder.desk import Desk
from reports.builder.files import File
from reports.builder.models import SavedReport
from reports.facts.choices import Kind
from reports.figures import fractions, papers, parameters
from reports.figures import policies as figures_policies
from reports.figures import queries as figures
from reports.figures.answers import Fact
from reports.figures.dimensions import AXES, Axis, Source
from reports.figures.measures import Measure, Side, Sums
from reports.figures.question import Question
from reports.layout import wording

PAGE = 50


def page(actor: User, found: Desk, kept: SavedReport | None) -> dict[str, Any]:
    """The context of the builder's page."""
    query = urlencode(found.query)
    may_take = rights.can(actor, policies.EXPORT)
    long = [form for form in File if files.is_long(form, found.report)]
    name = urlencode({"name": str(found.report.title)})
    return {
        "desk": found,
        "kept": kept,
        "is_own": kept is not None and policies.is_own(actor, kept),
        "saved": list(queries.list_reports(actor)),
        "query": query,
        "axes": [
            one for one in AXES.values() if one.source is not Source.TIME and figures_policies.sees_axis(actor, one)
        ],
        # a worker writes what is long, and the rows that the page does not show
        "all_rows": _all_rows(found) if found.others or long else "",
        "all_count": len(found.report.rows) + (found.others - 1 if found.others else 0),
        "files": [(form, f"{reverse('reports:file')}?{query}&file={form}&{name}") for form in File if form not in long]
        if may_take
        else [],
    }


def _all_rows(found: Desk) -> str:
    """What a list of all rows is asked by: how the page shows them, and where one came from, is no part of it."""
    asked = {name: value for name, value in found.query.items() if name not in (looks.NAME, "up")}
    return urlencode({**asked, "top": "", "name": found.report.title})


def axis_or_404(code: str) -> Axis:
    """An axis by which figures may be narrowed. Raises Http404."""
    axis = AXES.get(code)
    if axis is None or axis.source is Source.TIME:
        raise Http404
    return axis


def file_or_404(text: str) -> File:
    """A kind of file. Raises Http404."""
    if text not in set(File):
        raise Http404
    return File(text)


def members(*, actor: User, given: Mapping[str, str], today: date, axis: Axis) -> dict[str, Any]:
    """The context of the page that narrows figures by the members of an axis."""
    typed = given.get("q", "").strip()[:80]
    back = safe_path(given.get("at", ""), reverse("reports:builder"))
    asked = {name: value for name, value in given.items() if name not in ("q", "at")}
    found = desk.members(actor=actor, given=asked, axis=axis, typed=typed, today=today, path=back)
    return {
        "axis": axis,
        "measure": found.measure,
        "rows": found.rows,
        "most": desk.MOST_MEMBERS,
        "q": typed,
        "kept": {**asked, "at": back},
        "back": f"{back}?{urlencode(asked)}",
    }


def safe_path(text: str, instead: str) -> str:
    """An address of this site that somebody sent along; else ``instead``."""
    is_ours = text.startswith("/") and url_has_allowed_host_and_scheme(text, allowed_hosts=None)
    return text.split("?")[0] if is_ours else instead


# of these kinds it is told how many were right
_SHARES = (
    *(Kind.DUE, Kind.PROMISED, Kind.FIRST_PROMISED, Kind.REQUESTED, Kind.SUBMITTED, Kind.CHECKED, Kind.FINISHED),
    *(Kind.EXCEPTION, Kind.COMPLAINT, Kind.CHANGE_REQUEST, Kind.ANSWER),
)


@dataclass(frozen=True)
class Facts:
    """A page of what a figure counts. ``sides``: the ways to the rows of its numerator, its denominator, the rest; none
    of a sum. ``after`` and ``more``: where the next page begins, and its address; "" on the
    last."""

    measure: Measure
    value: str
    asked: Question
    conditions: list[tuple[Any, Any]]
    rows: list[Fact]
    after: str
    more: str
    back: str
    sides: list[desk.Choice]
    shares: tuple[Kind, ...] = _SHARES

    @property
    def counted(self) -> set[str]:
        """The columns that the figure adds up. Others are not shown: what an order has beyond its lines is no amount of
        the order."""
        return {term.column for term in self.measure.terms_of(self.asked.side)}


def facts(*, actor: User, given: Mapping[str, str], today: date) -> Facts:
    """One page of it. Raises as ``figures.queries.ask``."""
    asked = parameters.read(given, today, measures=("orders",))
    rows = figures.facts_of(actor=actor, asked=asked, today=today, after=_after(given), limit=PAGE + 1)
    whole = figures.ask(actor=actor, asked=asked, today=today)
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    after = f"{last.day.isoformat()}_{last.key}" if last else ""
    paper = papers.made_of(whole, title="", today=today)
    measure, sums = asked.asked[0], whole.whole.sums
    return Facts(
        measure=measure,
        value=wording.written(measure.value(sums), measure.form),
        asked=asked,
        conditions=list(paper.facts),
        rows=rows[:PAGE],
        after=after,
        more="?" + urlencode({**given, "after": after}) if after else "",
        back=parameters.address(reverse("reports:builder"), replace(asked, side=Side.ALL)),
        sides=_sides(measure, sums, asked, given.get("period", "")),
    )


def _sides(measure: Measure, sums: Sums, asked: Question, period: str) -> list[desk.Choice]:
    """The rows of a quotient by side, each with its figure; nothing to choose of a sum, or of several measures."""
    if len(measure.sides) < 2 or len(asked.measures) > 1:
        return []
    return [
        desk.Choice(
            side.value,
            fractions.label_of(side),
            parameters.address(reverse("reports:facts"), replace(asked, side=side), period),
            is_on=side is asked.side,
            value=wording.written(measure.sum_of(side, sums), measure.form_of(side)) if side else "",
        )
        for side in measure.sides
    ]


def _after(given: Mapping[str, str]) -> tuple[date, int] | None:
    text = given.get("after", "")
    if not text:
        return None
    day, _sign, key = text.partition("_")
    try:
        return date.fromisoformat(day), int(key)
    except ValueError as error:
        raise errors.Invalid() from error
