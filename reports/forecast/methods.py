"""The ways of forecasting that compete, each as one walk over the series: what it would have said at each origin,
knowing only the periods before. Pure.
"""

from collections.abc import Callable, Sequence
from enum import StrEnum
from math import exp, log
from statistics import fmean

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reports.forecast import intermittent, seasons, smoothing

Values = Sequence[float]
Said = list[list[float]]  # for each origin the periods ahead
Walk = Callable[[Values, int, Sequence[int], int], Said | None]  # values, season, origins, horizon


class Method(StrEnum):
    """The simple ones first: of two that err the same the first is taken."""

    SEASONAL_NAIVE = "SEASONAL_NAIVE"
    SEASONAL_DRIFT = "SEASONAL_DRIFT"
    MEAN = "MEAN"
    SEASON_MEAN = "SEASON_MEAN"
    HOLT = "HOLT"
    THETA = "THETA"
    ADDITIVE = "ADDITIVE"
    MULTIPLICATIVE = "MULTIPLICATIVE"
    CROSTON = "CROSTON"
    FADING = "FADING"
    COMBINED = "COMBINED"

    @property
    def label(self) -> Promise:
        return WORDS[self][0]

    @property
    def words(self) -> Promise:
        """How it works, in a sentence."""
        return WORDS[self][1]


WORDS: dict[Method, tuple[Promise, Promise]] = {
    Method.SEASONAL_NAIVE: (_("As a year before"), _("Each period is taken to be what it was a year before.")),
    Method.SEASONAL_DRIFT: (
        _("As a year before, with growth"),
        _("What was a year before, changed as much as the last year differs from the one before it."),
    ),
    Method.MEAN: (_("Average of a year"), _("The average of the last year, without a season.")),
    Method.SEASON_MEAN: (
        _("Average of the season"),
        _("The level of the last year, with what is usual for each time of the year."),
    ),
    Method.HOLT: (
        _("Trend that levels off"),
        _("Level and trend follow the newest figures; the trend levels off, no season (damped Holt)."),
    ),
    Method.THETA: (
        _("Season and half the trend"),
        _("Freed of the season, a smoothed level with half of the long trend, then the season again (Theta)."),
    ),
    Method.ADDITIVE: (
        _("Level, trend and season in amounts"),
        _("Level, trend and season follow the newest figures; the season adds an amount (damped Holt-Winters)."),
    ),
    Method.MULTIPLICATIVE: (
        _("Level, trend and season in percent"),
        _("Level, trend and season follow the newest figures; the season adds percent (damped Holt-Winters)."),
    ),
    Method.CROSTON: (
        _("Size and distance of demands"),
        _("For demand now and then: how much at a time over the time between two (Croston, Syntetos and Boylan)."),
    ),
    Method.FADING: (
        _("Size and chance of a demand"),
        _("For demand now and then: how much at a time, how likely in a period (Teunter, Syntetos and Babai)."),
    ),
    Method.COMBINED: (
        _("Several methods together"),
        _("The average of all methods; those that erred less before count far more."),
    ),
}
THETA_WEIGHTS = (0.05, 0.1, 0.2, 0.35, 0.55, 0.8)
TOP = 700.0  # what exp can bear
LEAST_OF_MEAN = 0.05  # percent make no sense where a period has less than this share of the average


def _each(at: Callable[[Values, int, int], list[float] | None]) -> Walk:
    """A walk that asks anew at every origin, handing over nothing but what was known then."""

    def walked(values: Values, season: int, origins: Sequence[int], horizon: int) -> Said | None:
        said = [at(values[:origin], season, horizon) for origin in origins]
        return None if any(one is None for one in said) else [one for one in said if one is not None]

    return walked


def seasonal_naive(known: Values, season: int, horizon: int) -> list[float]:
    last = known[-season:]
    return [last[step % season] for step in range(horizon)]


def seasonal_drift(known: Values, season: int, horizon: int) -> list[float] | None:
    years = seasons.blocks(known, season)
    if len(years) < 2:
        return None
    growth = fmean(years[-1]) - fmean(years[-2])
    last = years[-1]
    return [last[step % season] + growth * (1 + step // season) for step in range(horizon)]


def mean(known: Values, season: int, horizon: int) -> list[float]:
    return [fmean(known[-season:])] * horizon


def _pattern(known: Values, season: int) -> tuple[list[float] | None, bool]:
    """The season as factors where they make sense, else as amounts."""
    is_factor = min(known) >= 0
    pattern = seasons.shape(known, season, is_factor=is_factor)
    return (
        (seasons.shape(known, season, is_factor=False), False)
        if pattern is None and is_factor
        else (pattern, is_factor)
    )


def season_mean(known: Values, season: int, horizon: int) -> list[float] | None:
    pattern, is_factor = _pattern(known, season)
    if pattern is None:
        return None
    level = fmean(seasons.without(known, pattern, is_factor=is_factor)[-season:])
    return [seasons.with_season(level, pattern, len(known) + step, is_factor=is_factor) for step in range(horizon)]


def theta(known: Values, season: int, horizon: int) -> list[float] | None:
    """Simple smoothing with half the slope of the straight line as drift (Hyndman and Billah 2003)."""
    pattern, is_factor = _pattern(known, season)
    if pattern is None:
        return None
    plain = seasons.without(known, pattern, is_factor=is_factor)
    count, middle = len(plain), (len(plain) - 1) / 2
    slope = 12 * sum((index - middle) * value for index, value in enumerate(plain)) / (count * (count * count - 1))
    best, level, chosen = float("inf"), plain[0], 1.0
    for weight in THETA_WEIGHTS:
        at, total = fmean(plain[:season]), 0.0
        for index, value in enumerate(plain):
            error = value - at
            if index >= season:
                total += -error if error < 0 else error
            at += weight * error
        if total < best:
            best, level, chosen = total, at, weight
    lag = (1 - (1 - chosen) ** count) / chosen
    return [
        seasons.with_season(level + slope / 2 * (step + lag), pattern, count + step, is_factor=is_factor)
        for step in range(horizon)
    ]


def holt(values: Values, season: int, origins: Sequence[int], horizon: int) -> Said | None:
    return smoothing.walk(values, smoothing.plain_start(values, season), origins, horizon)


def additive(values: Values, season: int, origins: Sequence[int], horizon: int) -> Said | None:
    begun = smoothing.start(values, season)
    return smoothing.walk(values, begun, origins, horizon) if begun and min(origins) >= 2 * season else None


def multiplicative(values: Values, season: int, origins: Sequence[int], horizon: int) -> Said | None:
    """The same on logarithms; only where no period of the first two seasons is near zero. Later ones that are count as
    near as that."""
    begun = values[: 2 * season]
    floor = LEAST_OF_MEAN * fmean(begun)
    if min(begun) < floor or floor <= 0:
        return None
    said = additive([log(max(value, floor)) for value in values], season, origins, horizon)
    return None if said is None else [[exp(min(step, TOP)) for step in one] for one in said]


def croston(values: Values, season: int, origins: Sequence[int], horizon: int) -> Said | None:
    return intermittent.walk(values, origins, horizon, intermittent.croston)


def fading(values: Values, season: int, origins: Sequence[int], horizon: int) -> Said | None:
    return intermittent.walk(values, origins, horizon, intermittent.fading)


STEADY: dict[Method, Walk] = {
    Method.SEASONAL_NAIVE: _each(seasonal_naive),
    Method.SEASONAL_DRIFT: _each(seasonal_drift),
    Method.MEAN: _each(mean),
    Method.SEASON_MEAN: _each(season_mean),
    Method.HOLT: holt,
    Method.THETA: _each(theta),
    Method.ADDITIVE: additive,
    Method.MULTIPLICATIVE: multiplicative,
}
SOMETIMES: dict[Method, Walk] = {
    Method.SEASONAL_NAIVE: _each(seasonal_naive),
    Method.MEAN: _each(mean),
    Method.SEASON_MEAN: _each(season_mean),
    Method.CROSTON: croston,
    Method.FADING: fading,
}
