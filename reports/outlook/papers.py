"""Forecasts as papers: whose orders they are of, what they are narrowed to, the way from a figure to what it counts."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.people.models import Department, User
from reports.figures import naming, parameters, policies
from reports.figures.papers import ROWS
from reports.forecast import sheets, wording
from reports.forecast.forecasting import Forecast
from reports.layout import wording as written
from reports.layout.paper import Cell, Column, Form, Paper, Row, Text, growth
from reports.outlook.queries import Alone, Member, Several
from reports.outlook.wanted import Wanted


def one(actor: User, wanted: Wanted, alone: Alone, *, rows_at: str = ROWS) -> Paper:
    """One forecast with course, errors and method. ``rows_at``: the address that shows what a figure counts, "" for
    files."""
    measure, found = wanted.measure, alone.found
    title = _("%(measure)s – forecast") % {"measure": measure.label}
    paper = sheets.paper(found, title, measure.form, facts=tuple(_facts(actor, wanted, alone)))
    rows = [_opened(row, wanted, found, rows_at) for row in paper.rows] if rows_at else paper.rows
    return replace(paper, rows=rows, definitions=(measure.definition, *paper.definitions))


def tables(paper: Paper) -> tuple[Paper, ...]:
    """One forecast as two tables, for reading on a page: what is expected, and what came, the latest first."""
    rows = [row for row in paper.rows if row.cells[paper.index("forecast")] is None]
    past = _part(paper, _("Course so far"), rows[::-1], ("period", "actual", "former", "fitted"))
    rest = [row for row in paper.rows if row.cells[paper.index("forecast")] is not None]
    if not rest:
        return (replace(past, problem=paper.problem),)
    seen = ("period", "forecast", "low80", "high80", "low95", "high95", "former")
    expected = _part(paper, pgettext("report", "What is expected"), rest, seen)
    sums = tuple(paper.sums[paper.index(key)] for key in seen) if paper.sums else ()
    return replace(expected, sums=sums, notes=paper.notes), past


def _part(paper: Paper, title: Text, rows: Sequence[Row], seen: Sequence[str]) -> Paper:
    """Some rows and columns."""
    places = [paper.index(key) for key in seen]
    return Paper(
        title,
        tuple(paper.columns[place] for place in places),
        tuple(replace(row, cells=tuple(row.cells[place] for place in places)) for row in rows),
    )


def several(actor: User, wanted: Wanted, found: Several, *, today: date, here: str = "") -> Paper:
    """A row for each member. ``here``: the address of the forecast of one, "" for files."""
    axis, form = wanted.axis, wanted.measure.form
    label = axis.label if axis else ""
    ahead = wording.lasting(wanted.periods, wanted.rhythm)
    return Paper(
        title=_("%(measure)s – forecast (%(axis)s)") % {"measure": wanted.measure.label, "axis": label},
        columns=tuple(_columns(label, form, wanted, ahead, today)),
        rows=tuple(_member(member, wanted, here) for member in found.members),
        facts=(*_facts(actor, wanted, found), (pgettext("forecast", "Ahead"), ahead)),
        definitions=(wanted.measure.definition,),
        notes=tuple(_notes(found)),
        problem="" if found.members else _("Nothing was found in the last 12 months."),
    )


def whose(actor: User) -> str:
    """Whose orders his figures count, in words."""
    reach = policies.reach_of(actor)
    if reach.is_all:
        return _("All orders")
    if not reach.departments:
        return _("Orders that %(person)s may see") % {"person": actor}
    names = Department.objects.filter(pk__in=reach.departments).order_by("path").values_list("name", flat=True)
    return _("Orders of %(departments)s, and others that %(person)s may see") % {
        "departments": _(", ").join(names),
        "person": actor,
    }


def _facts(actor: User, wanted: Wanted, found: Alone | Several) -> Iterator[tuple[Text, Text]]:
    yield pgettext("orders of a report", "Counted"), whose(actor)
    for axis, named in naming.picked(actor, wanted.filters):
        yield axis.label, named
    if found.as_of is not None:
        yield _("As of"), written.moment(found.as_of)


def _opened(row: Row, wanted: Wanted, found: Forecast, rows_at: str) -> Row:
    """The row with the way from what came to the orders that it counts."""
    series = found.series
    days = {series.rhythm.label(series.day(n)): series.day(n) for n in range(len(series.values))}
    first = days.get(row.key)
    if first is None:
        return row
    last = series.rhythm.later(first, 1) - timedelta(days=1)
    asked = wanted.question(first, since=first, until=last, rows=())
    return replace(row, links={"actual": parameters.address(rows_at, asked)})


def _columns(label: Text, form: Form, wanted: Wanted, ahead: str, today: date) -> Iterator[Column]:
    start = wanted.rhythm.begin(today)
    nearest = _("%(period)s, within in 80 of 100 cases") % {"period": wanted.rhythm.label(start)}
    yield Column("member", label)
    yield Column("last_year", _("Last 12 months"), form, definition=_("What came in the last year of whole periods."))
    yield Column("forecast", pgettext("report", "Forecast"), form, definition=_said(ahead))
    yield Column("former", _("A year before"), form, definition=_("What came in the same periods one year before."))
    yield Column("growth", pgettext("report", "Change"), Form.GROWTH)
    yield Column("low80", pgettext("interval", "From"), form, group=nearest)
    yield Column("high80", pgettext("interval", "To"), form, group=nearest)
    yield Column("off", pgettext("forecast", "Off by, last year"), Form.SHARE)
    yield Column("quality", pgettext("forecast", "Quality"))
    yield Column("remark", _("Remark"))


def _said(ahead: str) -> str:
    return _("The sum of what is expected in %(time)s, the period that runs now as a whole.") % {"time": ahead}


def _member(member: Member, wanted: Wanted, here: str) -> Row:
    found = member.found
    narrow = wanted.narrowed(member.key) if here else None
    return Row(
        cells=(member.name, *_figures(found, wanted.measure.form)),
        key=str(member.key),
        url=narrow.address(here) if narrow else "",
    )


def _figures(found: Forecast, form: Form) -> tuple[Cell, ...]:
    """Last year, forecast, a year before, change, interval of the nearest period, error, quality, remark."""
    values, season = found.series.values, found.series.season
    year = sheets.amount(sum(values[-season:]), form)
    if found.chosen is None:
        why = wording.refused(found.refusal, found.series.rhythm) if found.refusal else ""
        return year, None, None, None, None, None, None, "", why
    begin = len(values) - season
    total = sheets.amount(found.total, form)
    former = sheets.amount(sum(values[begin : begin + len(found.points)]), form)
    nearest = found.points[0]
    off = None if found.chosen.off is None else Decimal(repr(round(found.chosen.off, 4)))
    quality = str(found.quality.label) if found.quality else ""
    low, high = sheets.amount(nearest.low80, form), sheets.amount(nearest.high80, form)
    return year, total, former, growth(total, former), low, high, off, quality, wording.shortened(found)


def _notes(found: Several) -> Iterator[str]:
    if found.members:
        yield _(
            "Intervals of periods are not added up: that would be too wide. They stand on the page of each one, with "
            "the method and its errors."
        )
    if found.others:
        yield _("The largest of the last 12 months; %(count)s others are not shown.") % {"count": found.others}
