"""A kept forecast as a paper: what was expected beside what came, how near it was, the others of the same question."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.people.models import User
from common.templatetags import fmt
from reports.figures import naming, parameters
from reports.figures.papers import ROWS
from reports.forecast import sheets, wording
from reports.forecast.forecasting import Point
from reports.layout import wording as written
from reports.layout.paper import Cell, Chart, Column, Definition, Form, Paper, Row, Series, Shape, Text
from reports.outlook import keeping, papers
from reports.outlook.kept import Compared, Held
from reports.outlook.models import KeptForecast

_TABLE = ("period", "forecast", "low80", "high80", "low95", "high95", "actual", "gap", "gap_share", "lies", "former")


def paper(actor: User, found: Compared, *, rows_at: str = ROWS, here: str = "") -> Paper:
    """All of it. ``rows_at``: the address that shows what a figure counts; ``here``: the list's, below which each kept
    forecast has its own; both "" for files."""
    held, measure = found.held, found.wanted.measure
    form = measure.form
    kept_on = fmt.full_day(held.kept.kept_at)
    drawn = (Series("actual"), Series("forecast", low="low80", high="high80"), Series("former", is_former=True))
    return Paper(
        title=_("%(measure)s – forecast kept on %(day)s") % {"measure": measure.label, "day": kept_on},
        columns=tuple(_columns(found, form)),
        rows=(*_before(found, form), *(_row(found, point, form, rows_at) for point in held.points)),
        sums=_sums(found, form),
        facts=tuple(_facts(actor, found)),
        charts=(Chart(Shape.LINES, _("What was expected and what came"), "period", drawn),),
        definitions=(measure.definition, *definitions()),
        notes=tuple(_notes(found)),
        parts=(_others(found, here),) if len(found.others) > 1 else (),
    )


def table(whole: Paper) -> Paper:
    """Its periods alone, for reading on a page: the course before is drawn above."""
    places = [whole.index(key) for key in _TABLE]
    said = whole.index("forecast")
    return replace(
        whole,
        title=_("What was expected and what came"),
        columns=tuple(whole.columns[place] for place in places),
        rows=tuple(
            replace(row, cells=tuple(row.cells[place] for place in places))
            for row in whole.rows
            if row.cells[said] is not None
        ),
        sums=tuple(whole.sums[place] for place in places) if whole.sums else (),
        charts=(),
        parts=(),
    )


def method(kept: KeptForecast) -> str:
    """By which method, and how that works."""
    found = keeping.method_of(kept)
    return _("%(label)s: %(value)s") % {"label": found.label, "value": found.words}


def share(value: float | None) -> Decimal | None:
    """A share or a factor as a cell of a paper."""
    return None if value is None else Decimal(repr(round(value, 4)))


def within(count: int, periods: int) -> str:
    """3 of 4."""
    return _("%(count)s of %(whole)s") % {"count": count, "whole": periods}


def definitions() -> tuple[Definition, ...]:
    """What the errors of a kept forecast mean."""
    running = _("The period that still runs")
    return (
        Definition(
            pgettext("kept forecast", "Off by, so far"),
            _("What the forecast was off by in the periods that are over, as a share of what came."),
            _("Sum of the differences between forecast and what came, whichever way"),
            _("Sum of what came in the same periods"),
            running,
        ),
        Definition(
            pgettext("kept forecast", "MASE so far"),
            _("Errors measured against those of repeating the year before; below 1 is nearer than that usually was."),
            _("Mean difference between forecast and what came"),
            _("Mean difference to the year before, in the history of the day on which the forecast was kept"),
            running,
        ),
        Definition(
            pgettext("kept forecast", "Within the interval"),
            _("How many of the periods that are over ended within it: about 80, or 95, of 100 would be right."),
            exclusions=running,
        ),
    )


def _columns(found: Compared, form: Form) -> Iterator[Column]:
    low, high = pgettext("interval", "From"), pgettext("interval", "To")
    within80, within95 = _("Within, in 80 of 100 cases"), _("Within, in 95 of 100 cases")
    yield Column("period", wording.PERIODS[found.rhythm])
    yield Column("actual", _("What came"), form)
    yield Column("forecast", pgettext("kept forecast", "Expected"), form)
    yield Column("low80", low, form, within80)
    yield Column("high80", high, form, within80)
    yield Column("low95", low, form, within95)
    yield Column("high95", high, form, within95)
    yield Column("gap", pgettext("kept forecast", "Difference"), form, definition=_("What came less the forecast."))
    yield Column("gap_share", pgettext("kept forecast", "Difference, share"), Form.GROWTH)
    yield Column("lies", pgettext("kept forecast", "Interval"))
    yield Column("former", _("A year before"), form)


def _before(found: Compared, form: Form) -> Iterator[Row]:
    """The year before the first period, so that the course can be seen."""
    rhythm, first = found.rhythm, found.held.kept.first
    for step in range(-rhythm.season, 0):
        day = rhythm.later(first, step)
        cells: tuple[Cell, ...] = (rhythm.label(day), sheets.amount(found.came.get(day, 0.0), form), *(None,) * 9)
        yield Row(cells, key=rhythm.label(day))


def _row(found: Compared, point: Point, form: Form, rows_at: str) -> Row:
    rhythm = found.rhythm
    has_begun = point.day <= found.today
    is_over = keeping.is_over(rhythm, point.day, found.today)
    came = found.came.get(point.day, 0.0) if has_begun else None
    gap = came - point.value if came is not None and is_over else None
    figures = (came, point.value, point.low80, point.high80, point.low95, point.high95, gap)
    former = found.came.get(rhythm.later(point.day, -rhythm.season))
    return Row(
        (
            rhythm.label(point.day),
            *(sheets.amount(value, form) for value in figures),
            share(gap / point.value) if gap is not None and point.value else None,
            _lies(point, came) if is_over and came is not None else "",
            sheets.amount(former, form),
        ),
        key=rhythm.label(point.day),
        links=_links(found, point.day, rows_at) if has_begun and rows_at else {},
        is_unfinished=has_begun and not is_over,
    )


def _links(found: Compared, first: date, rows_at: str) -> dict[str, str]:
    last = found.rhythm.later(first, 1) - timedelta(days=1)
    asked = found.wanted.question(first, since=first, until=last, rows=())
    return {"actual": parameters.address(rows_at, asked)}


def _lies(point: Point, came: float) -> str:
    if point.low80 <= came <= point.high80:
        return pgettext("interval", "within 80 %")
    if point.low95 <= came <= point.high95:
        return pgettext("interval", "within 95 %")
    return pgettext("interval", "above it") if came > point.value else pgettext("interval", "below it")


def _sums(found: Compared, form: Form) -> tuple[Cell, ...]:
    """Of the periods that are over."""
    judged = found.held.judged
    if judged is None:
        return ()
    over = found.held.points[: judged.periods]
    said, came = sum(point.value for point in over), sum(found.came.get(point.day, 0.0) for point in over)
    gap = came - said
    cells: tuple[Cell, ...] = (
        pgettext("kept forecast", "Periods that are over"), sheets.amount(came, form), sheets.amount(said, form),
        None, None, None, None, sheets.amount(gap, form), share(gap / said) if said else None, "", None,
    )  # fmt: skip
    return cells


def _facts(actor: User, found: Compared) -> Iterator[tuple[Text, Text]]:
    held, rhythm = found.held, found.rhythm
    kept, judged = held.kept, held.judged
    yield pgettext("orders of a report", "Counted"), papers.whose(actor)
    for axis, named in naming.picked(actor, found.wanted.filters):
        yield axis.label, named
    yield _("Kept by"), who(kept)
    yield _("As of"), written.moment(kept.as_of or kept.kept_at)
    yield _("History"), wording.lasting(kept.history, rhythm)
    yield pgettext("forecast", "Method"), method(kept)
    if kept.off is not None:
        yield pgettext("kept forecast", "Off by, in the past"), wording.percent(kept.off)
    if kept.note:
        yield _("Notes"), kept.note
    if judged is not None:
        yield pgettext("kept forecast", "Over so far"), wording.lasting(judged.periods, rhythm)
        if judged.off is not None:
            yield pgettext("kept forecast", "Off by, so far"), wording.percent(judged.off)
        if judged.mase is not None:
            yield pgettext("kept forecast", "MASE so far"), f"{judged.mase:.2f}"
        yield _("Within the interval for 80 of 100 cases"), within(judged.within80, judged.periods)
        yield _("Within the interval for 95 of 100 cases"), within(judged.within95, judged.periods)


def who(kept: KeptForecast) -> str:
    """Who kept it."""
    return str(kept.kept_by) if kept.kept_by else _("By itself, every month")


def _notes(found: Compared) -> Iterator[str]:
    if found.held.judged is None:
        yield _("No period of it is over yet: how near it was can be said once one is.")
    yield _("What came is counted as it is known today, with what was changed or taken back since.")


def _others(found: Compared, here: str) -> Paper:
    """How all that were kept of the same question did."""
    form = found.wanted.measure.form
    columns = (
        Column("kept", _("Kept on"), Form.DAY),
        Column("who", _("Kept by")),
        Column("method", pgettext("forecast", "Method")),
        Column("ahead", pgettext("forecast", "Ahead")),
        Column("total", _("Expected in all"), form),
        Column("over", pgettext("kept forecast", "Over so far"), Form.COUNT),
        Column("past", pgettext("kept forecast", "Off by, in the past"), Form.SHARE),
        Column("off", pgettext("kept forecast", "Off by, so far"), Form.SHARE),
        Column("mase", pgettext("kept forecast", "MASE so far"), Form.FACTOR),
        Column("within80", pgettext("kept forecast", "Within 80 %")),
        Column("within95", pgettext("kept forecast", "Within 95 %")),
    )
    rows = tuple(_other(one, found, form, here) for one in found.others)
    return Paper(_("Kept forecasts of the same"), columns, rows)


def _other(one: Held, found: Compared, form: Form, here: str) -> Row:
    kept, judged = one.kept, one.judged
    is_this = kept.pk == found.held.kept.pk
    return Row(
        (
            kept.kept_at,
            who(kept),
            str(keeping.method_of(kept).label),
            wording.lasting(len(one.points), found.rhythm),
            sheets.amount(keeping.total_of(kept), form),
            judged.periods if judged else 0,
            share(kept.off),
            share(judged.off) if judged else None,
            share(judged.mase) if judged else None,
            within(judged.within80, judged.periods) if judged else "",
            within(judged.within95, judged.periods) if judged else "",
        ),
        key=str(kept.pk),
        url=f"{here}{kept.pk}/" if here and not is_this else "",
    )
