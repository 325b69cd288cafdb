"""A measure month by month against its target, and both added up (R244)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common import errors
from common.dates import month_end
from reports.figures.measures import Measure, measures
from reports.layout import differing, wording
from reports.layout.paper import Cell, Column, Form, Paper, Row, Shape, Text, growth, share
from reports.standard.reports import Wanted
from reports.targets import attaining, cells, ways
from reports.targets.attaining import Course, Month, Standing
from reports.targets.subjects import Whose

_ZERO = Decimal(0)


def course(wanted: Wanted) -> Paper:
    """A measure month by month against its target, and both added up: of whole months, as targets are. Raises as
    ``attaining.course``."""
    asked, wanted = wanted, ways.by_whole_months(wanted)
    measure, whose, stretch = measures[wanted.by], ways.whose_of(wanted), ways.stretch_of(wanted)
    try:
        whole = attaining.course(actor=wanted.actor, measure=measure, whose=whose, stretch=stretch)
    except errors.NotFound:
        if whose != Whose():
            raise
        # nothing was picked, and the company as a whole is not his to see: that is no wrong address
        return Paper(_("%(measure)s against target") % {"measure": measure.label}, _course_columns(measure), (),
                     problem=ways.only_a_part())  # fmt: skip
    found = whole.months
    columns, rows = _course_columns(measure), list(_course_rows(wanted, measure, whose, found))
    paper = Paper(
        title=_("%(measure)s against target") % {"measure": measure.label},
        columns=columns,
        rows=rows,
        sums=_course_sums(measure, found, len(columns)),
        charts=(cells.chart(measure, "month", Shape.BARS),),
        facts=tuple(_end(measure, whole)),
        definitions=(measure.definition, *((cells.definition_of_forecast(),) if whole.ending else ())),
        problem="" if any(one.target is not None for one in found) else _("No target is set for these months."),
    )
    return replace(paper, notes=(*_widened(asked, wanted), *ways.strategy_notes(wanted)))


def _widened(asked: Wanted, told: Wanted) -> Iterator[str]:
    """That more days are told than were asked for."""
    if (asked.since, asked.until) != (told.since, told.until):
        days = {"since": told.since.isoformat(), "until": told.until.isoformat()}
        yield _("Targets are set by months: these are the whole months from %(since)s to %(until)s.") % days


def _end(measure: Measure, whole: Course) -> Iterator[tuple[Text, Text]]:
    """Where it ends by the forecast, as lines under the head."""
    end = whole.ending
    if end is None:
        return
    label = _("Expected by the end, by forecast")
    if end.value is None:
        yield label, end.how
        return
    value, low, high = (wording.written(one, measure.form) for one in (end.value, end.low, end.high))
    yield label, _("%(value)s (in 80 of 100 cases %(low)s to %(high)s)") % {"value": value, "low": low, "high": high}
    yield _("Expected attainment"), wording.written(share(end.value, whole.target), Form.SHARE)
    yield pgettext("forecast", "Method"), end.how
    if end.off is not None:
        yield pgettext("forecast", "Off by in the past"), wording.written(end.off, Form.SHARE)


def _course_columns(measure: Measure) -> tuple[Column, ...]:
    form = measure.form
    found = [Column("month", _("Month")), Column("target", cells.target_label(measure), form)]
    found += [Column("reached", _("Reached"), form)]
    if measure.is_share:
        found += [cells.gap(measure), Column("met", pgettext("column of targets", "Met"))]
    else:
        group = pgettext("course of a year", "Added up")
        found += [
            Column("attainment", _("Attainment"), Form.SHARE),
            cells.gap(measure),
            Column("target_sum", pgettext("column", "Target"), form, group),
            Column("reached_sum", _("Reached"), form, group),
            Column("attainment_sum", _("Attainment"), Form.SHARE, group),
        ]
    found += [Column("former", _("The same month last year"), form)]
    return (*found, differing.column(form, "change"))


def _course_rows(wanted: Wanted, measure: Measure, whose: Whose, found: Sequence[Month]) -> Iterator[Row]:
    columns = _course_columns(measure)
    target_sum, reached_sum = _ZERO, _ZERO
    for one in found:
        target_sum += one.target or _ZERO
        reached_sum += one.reached or _ZERO
        has_come = one.reached is not None
        standing = Standing(
            whose, "", 0, one.target or _ZERO, one.reached, None, one.former, None, None
        )  # fmt: skip
        values = dict(zip((column.key for column in _ROW), cells.cells_of(measure, standing, _ROW, ""), strict=True))
        values |= {
            "month": f"{one.day:%Y-%m}",
            "target": one.target,
            "gap": values["gap"] if one.target is not None else None,
            "met": cells.met(measure, one.target, one.reached),
            "target_sum": target_sum or None,
            "reached_sum": reached_sum if has_come else None,
            "attainment_sum": share(reached_sum, target_sum) if has_come else None,
        }
        runs = one.day <= wanted.today <= month_end(one.day)
        yield Row(
            tuple(values[column.key] for column in columns),
            key=one.day.isoformat(),
            links=ways.links(wanted, measure, whose, max(one.day, wanted.since), min(month_end(one.day), wanted.until))
            if has_come
            else {},
            is_unfinished=runs,
        )


_ROW = tuple(Column(key, key) for key in ("attainment", "gap", "met", "reached", "former", "change"))


def _course_sums(measure: Measure, found: Sequence[Month], wide: int) -> tuple[Cell, ...]:
    """Of sums alone: shares do not add up."""
    if measure.is_share:
        return ()
    target = sum((one.target or _ZERO for one in found), _ZERO)
    come = sum((one.reached or _ZERO for one in found), _ZERO)
    former = sum((one.former or _ZERO for one in found if one.reached is not None), _ZERO)
    cells = (
        pgettext("row of a report", "Total"), target or None, come, share(come, target),
        come - target if target else None, None, None, None, former or None, growth(come, former),
    )  # fmt: skip
    return cells if len(cells) == wide else ()
