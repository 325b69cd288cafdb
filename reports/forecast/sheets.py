"""A forecast as a paper: the course so far, what is expected, how sure it is, and how the methods did."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.forecast import wording
from reports.forecast.backtest import MARGIN, Trial
from reports.forecast.forecasting import Forecast, Point
from reports.forecast.wording import Text
from reports.layout import wording as layout
from reports.layout.paper import Cell, Chart, Column, Definition, Form, Paper, Row, Series, Shape

SEASONS_SHOWN = 3  # of what was; what was before that is looked up in the report of figures
CENT, UNIT = Decimal("0.01"), Decimal(1)


def paper(found: Forecast, title: Text, form: Form, *, facts: tuple[tuple[Text, Text], ...] = ()) -> Paper:
    """The report of one forecast. ``form`` is MONEY, QUANTITY or COUNT; ``facts`` are the lines of what was asked."""
    series = found.series
    if found.refusal is not None:
        problem = wording.refused(found.refusal, series.rhythm)
        return Paper(
            title, _columns(form, found), _past(found, form), facts=facts, charts=_past_chart(), problem=problem
        )
    expected = tuple(_expected(found, point, form) for point in found.points)
    total = amount(found.total, form)
    return Paper(
        title,
        _columns(form, found),
        (*_past(found, form), *expected),
        sums=(pgettext("report", "Expected in all"), None, None, None, total, None, None, None, None),
        facts=(*facts, *_facts(found, form)),
        charts=_chart(),
        definitions=_definitions(found),
        notes=tuple(note for note in (wording.shortened(found), _clipped(found)) if note),
        parts=(_competition(found),),
    )


def amount(value: float | None, form: Form) -> Decimal | None:
    """As a figure of a paper: cents of money, else whole."""
    return None if value is None else Decimal(repr(value)).quantize(CENT if form is Form.MONEY else UNIT)


def _columns(form: Form, found: Forecast) -> tuple[Column, ...]:
    within80, within95 = _("Within, in 80 of 100 cases"), _("Within, in 95 of 100 cases")
    low, high = pgettext("interval", "From"), pgettext("interval", "To")
    said = _("What would have been said one period before, by the method that is used now.")
    return (
        Column("period", wording.PERIODS[found.series.rhythm]),
        Column("actual", pgettext("report", "Actual"), form),
        Column("former", _("A year before"), form),
        Column("fitted", _("As said before"), form, definition=said),
        Column("forecast", pgettext("report", "Forecast"), form),
        Column("low80", low, form, group=within80),
        Column("high80", high, form, group=within80),
        Column("low95", low, form, group=within95),
        Column("high95", high, form, group=within95),
    )


def _past(found: Forecast, form: Form) -> tuple[Row, ...]:
    series = found.series
    count = len(series.values)
    rows = []
    for index in range(max(0, count - SEASONS_SHOWN * series.season), count):
        fitted = found.fitted[index] if found.fitted else None
        cells = (series.values[index], _former(found, index), fitted, None, None, None, None, None)
        rows.append(_row(found, index, cells, form))
    return tuple(rows)


def _expected(found: Forecast, point: Point, form: Form) -> Row:
    series = found.series
    index = series.rhythm.between(series.first, point.day)
    cells = (
        None, _former(found, index), None, point.value, point.low80, point.high80, point.low95, point.high95,
    )  # fmt: skip
    return _row(found, index, cells, form)


def _row(found: Forecast, index: int, values: tuple[float | None, ...], form: Form) -> Row:
    series = found.series
    label = series.rhythm.label(series.day(index))
    cells: tuple[Cell, ...] = (label, *(amount(value, form) for value in values))
    return Row(cells, key=label, is_unfinished=index == len(series.values) and series.running is not None)


def _former(found: Forecast, index: int) -> float | None:
    before = index - found.series.season
    return found.series.values[before] if 0 <= before < len(found.series.values) else None


def _past_chart() -> tuple[Chart, ...]:
    title = _("Course so far")
    return (Chart(Shape.LINES, title, "period", (Series("actual"), Series("former", is_former=True))),)


def _chart() -> tuple[Chart, ...]:
    drawn = (Series("actual"), Series("forecast", low="low80", high="high80"), Series("former", is_former=True))
    return (Chart(Shape.LINES, _("Course and forecast"), "period", drawn),)


def _facts(found: Forecast, form: Form) -> tuple[tuple[Text, Text], ...]:
    if found.chosen is None:
        return ()
    series, rhythm = found.series, found.series.rhythm
    past = f"{rhythm.label(series.first)} – {rhythm.label(series.day(len(series.values) - 1))}"
    lines: list[tuple[Text, Text]] = [
        (_("History"), f"{past} ({wording.lasting(len(series.values), rhythm)})"),
        (
            pgettext("forecast", "Method"),
            _("%(label)s: %(value)s") % {"label": found.chosen.method.label, "value": wording.method(found)},
        ),
        (pgettext("forecast", "Quality"), wording.quality(found)),
    ]
    if series.running:
        so_far = _("So far in %(period)s") % {"period": rhythm.label(series.day(len(series.values)))}
        lines.append((so_far, layout.written(amount(series.running, form), form)))
    return tuple(lines)


def _clipped(found: Forecast) -> str:
    return _("Demand cannot be below zero; intervals end there.") if any(not one.low95 for one in found.points) else ""


def _competition(found: Forecast) -> Paper:
    """The table of errors, the least first."""
    columns = (
        Column("method", pgettext("forecast", "Method")),
        Column("mase", "MASE", Form.FACTOR, definition=_mase().meaning),
        Column("off", pgettext("forecast", "Off by, last year"), Form.SHARE, definition=_off().meaning),
        Column("smape", "sMAPE", Form.SHARE, definition=_smape().meaning),
        Column("used", pgettext("forecast", "Used")),
    )
    rows = tuple(_trial(found, trial) for trial in sorted(found.trials, key=lambda trial: trial.measure))
    note = _("Another method is used only where it errs %(percent)s less than to repeat the year before.") % {
        "percent": wording.percent(MARGIN)
    }
    return Paper(_("How the methods did in the past"), columns, rows, notes=(note,))


def _trial(found: Forecast, trial: Trial) -> Row:
    def written(value: float | None) -> Decimal | None:
        return None if value is None else Decimal(repr(round(value, 4)))

    is_used = found.chosen is not None and trial.method is found.chosen.method
    cells = (str(trial.method.label), written(trial.mase), written(trial.off), written(trial.smape))
    return Row((*cells, _("yes") if is_used else ""), key=trial.method.value)


def _mase() -> Definition:
    return Definition(
        "MASE",
        _("Errors measured against those of repeating the year before; below 1 is nearer than that usually was."),
        _("Mean of what the forecast was off by, over all tries and periods ahead"),
        _("Mean difference to the year before, within the periods known at the first try"),
    )


def _off() -> Definition:
    return Definition(
        pgettext("forecast", "Off by"),
        _("What forecasts were off by in the last year, as a share of what came."),
        _("Sum of what forecasts were off by, whichever way"),
        _("Sum of what came in the same periods, counted once for each forecast of it"),
        _("The period that still runs"),
    )


def _smape() -> Definition:
    return Definition(
        "sMAPE",
        _("What forecasts were off by, as a share of the middle between forecast and what came; at most 200 %."),
        _("Mean over all tries of twice the error"),
        _("Forecast and what came together"),
    )


def _definitions(found: Forecast) -> tuple[Definition, ...]:
    tries = len({miss.origin for miss in found.chosen.misses}) if found.chosen else 0
    times = wording.lasting(found.series.season, found.series.rhythm)
    return (
        Definition(
            _("Tried on the past"),
            _(
                "Each method said at %(tries)d points of the last two years what would come, knowing only what was "
                "before. A season is %(times)s."
            )
            % {"tries": tries, "times": times},
        ),
        Definition(
            pgettext("forecast", "Interval"),
            _("As wide as the forecasts were off in these tries, wider the farther ahead and the fewer the tries."),
        ),
        _mase(),
        _off(),
        _smape(),
    )
