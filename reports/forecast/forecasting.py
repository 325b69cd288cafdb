"""The forecast of a series: who of the methods erred least in the past says what comes, how sure that is, or why
nothing is said (R252, R256, R263). Pure, without chance: the same series gives the same figures.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reports.forecast import backtest, intervals, methods, refusing
from reports.forecast.backtest import Trial
from reports.forecast.refusing import Refusal
from reports.forecast.series import Series

HORIZON = 6
LONGEST = {12: 12, 52: 26, 4: 4}  # periods ahead that may be asked for, by season


class Quality(StrEnum):
    """How near the forecast was in the last season: errors as a share of what came."""

    GOOD = "GOOD"
    FAIR = "FAIR"
    ROUGH = "ROUGH"
    POOR = "POOR"

    @property
    def label(self) -> Promise:
        return LABELS[self]


LABELS: dict[Quality, Promise] = {
    Quality.GOOD: pgettext_lazy("forecast", "Good"),
    Quality.FAIR: pgettext_lazy("forecast", "Fair"),
    Quality.ROUGH: pgettext_lazy("forecast", "Rough"),
    Quality.POOR: _("Hardly better than a guess"),
}
BOUNDS = ((0.1, Quality.GOOD), (0.25, Quality.FAIR), (0.5, Quality.ROUGH))  # off by at most so much


@dataclass(frozen=True)
class Point:
    """What is expected of the period that begins on ``day``; within the first pair in 80, within the second in 95 of
    100 cases."""

    day: date
    value: float
    low80: float
    high80: float
    low95: float
    high95: float


@dataclass(frozen=True)
class Forecast:
    """``fitted`` is what the method would have said one period ahead, beside ``series.values``, None before the first
    origin. ``trials`` hold the errors of all methods that competed. Where ``refusal`` stands there is nothing else but
    the series. ``asked`` is the horizon that was asked for, which may be more than the history bears."""

    series: Series
    asked: int
    points: tuple[Point, ...] = ()
    fitted: tuple[float | None, ...] = ()
    chosen: Trial | None = None
    trials: tuple[Trial, ...] = ()
    refusal: Refusal | None = None

    @property
    def quality(self) -> Quality | None:
        """None where nothing is forecast."""
        if self.chosen is None:
            return None
        off = self.chosen.off
        return next((quality for bound, quality in BOUNDS if off is not None and off <= bound), Quality.POOR)

    @property
    def is_naive(self) -> bool:
        """Whether nothing was clearly better than to repeat the last year."""
        return self.chosen is not None and self.chosen.method is methods.Method.SEASONAL_NAIVE

    @property
    def total(self) -> float:
        """The sum of what is expected."""
        return sum(point.value for point in self.points)


def bear(count: int, season: int, asked: int) -> int:
    """How far ahead a history of ``count`` periods can be tried, at most as far as was asked for."""
    return min(asked, LONGEST[season], count - backtest.SEASONS_BEFORE * season)


def forecast(series: Series, horizon: int = HORIZON, *, is_demand: bool = True) -> Forecast:
    """Forecast the periods after the last whole one; the first of them may still run. ``is_demand``: it cannot be below
    zero, nor can its interval. Raises ValueError for a horizon below 1."""
    if horizon < 1:
        raise ValueError("a forecast looks at least one period ahead")
    refusal = refusing.refuse(series)
    if refusal is not None:
        return Forecast(series, horizon, refusal=refusal)
    values, season = series.values, series.season
    ahead = bear(len(values), season, horizon)
    is_sometimes = refusing.comes_sometimes(values)
    least = 0.0 if is_demand else None
    walks = methods.SOMETIMES if is_sometimes else methods.STEADY
    trials = backtest.run(values, season, ahead, walks, least=least, squares=is_sometimes)
    chosen = backtest.choose(trials)
    reach = intervals.reach(chosen.misses, values, season, ahead)
    return Forecast(
        series, horizon, _points(series, chosen, reach, least), _fitted(series, chosen), chosen, tuple(trials)
    )


def _points(series: Series, chosen: Trial, reach: intervals.Reach, least: float | None) -> tuple[Point, ...]:
    def low(value: float) -> float:
        return value if least is None else max(value, least)

    return tuple(
        Point(
            series.day(len(series.values) + step),
            value,
            low(value - likely),
            value + likely,
            low(value - sure),
            value + sure,
        )
        for step, (value, likely, sure) in enumerate(zip(chosen.steps, reach.likely, reach.sure, strict=True))
    )


def _fitted(series: Series, chosen: Trial) -> tuple[float | None, ...]:
    said: list[float | None] = [None] * len(series.values)
    for miss in chosen.misses:
        if miss.ahead == 1:
            said[miss.index] = miss.said
    return tuple(said)


def forecast_all(series: Sequence[Series], horizon: int = HORIZON) -> list[Forecast]:
    """Each by itself, in the same order; for jobs."""
    return [forecast(one, horizon) for one in series]
