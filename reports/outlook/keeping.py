"""A forecast as it is kept, and back again. Pure but for the names of measures."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from statistics import fmean
from typing import Any

from reports.figures.measures import measures
from reports.forecast import backtest
from reports.forecast.forecasting import Forecast, Point
from reports.forecast.methods import Method
from reports.forecast.series import Rhythm
from reports.outlook.models import KeptForecast
from reports.outlook.wanted import Wanted

_FILTER = "f."
_DIGITS = 12  # of a figure: what is kept is compared, never added up to the cent


def row_of(wanted: Wanted, found: Forecast, as_of: datetime | None) -> KeptForecast:
    """What is kept of a forecast, not yet by anybody. Raises ValueError where nothing was forecast."""
    if found.chosen is None:
        raise ValueError("there is no forecast to be kept")
    values, season = found.series.values, found.series.season
    return KeptForecast(
        measure=wanted.measure.code,
        asked=asked_of(wanted),
        ahead=wanted.ahead,
        first=found.points[0].day,
        points=[[_short(one) for one in _figures(point)] for point in found.points],
        method=found.chosen.method.value,
        mase=found.chosen.mase,
        off=found.chosen.off,
        scale=fmean(backtest.before(values, season)),
        history=len(values),
        as_of=as_of,
    )


def asked_of(wanted: Wanted) -> dict[str, str]:
    """Measure, rhythm and filters in one way of writing: who asks the same has the same."""
    filters = {code: tuple(sorted(set(keys))) for code, keys in wanted.filters.items()}
    written = replace(wanted, filters=filters, by="").written
    return {name: text for name, text in sorted(written.items()) if name != "ahead"}


def wanted_of(kept: KeptForecast) -> Wanted:
    """What it was asked."""
    return Wanted(measures[kept.measure], filters_of(kept.asked), kept.ahead, Rhythm(kept.asked["rhythm"]))


def filters_of(asked: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The members that count, by axis."""
    names = {name for name in asked if name.startswith(_FILTER)}
    return {name.removeprefix(_FILTER): tuple(asked[name].split(",")) for name in sorted(names)}


def points_of(kept: KeptForecast) -> list[Point]:
    """What was expected, period by period."""
    rhythm = Rhythm(kept.asked["rhythm"])
    return [Point(rhythm.later(kept.first, step), *figures) for step, figures in enumerate(kept.points)]


def method_of(kept: KeptForecast) -> Method:
    """By which method."""
    return Method(kept.method)


def total_of(kept: KeptForecast) -> float:
    """The sum of what was expected."""
    return float(sum(point[0] for point in kept.points))


def is_over(rhythm: Rhythm, first: date, today: date) -> bool:
    """Whether the period that begins then has ended."""
    return first < rhythm.begin(today)


def _figures(point: Point) -> tuple[float, ...]:
    return point.value, point.low80, point.high80, point.low95, point.high95


def _short(value: float) -> Any:
    return float(f"{value:.{_DIGITS}g}")
