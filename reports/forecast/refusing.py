"""When nothing is forecast, and why: a figure that nobody can know is worse than none. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import fmean, median

from reports.forecast.series import Series

SEASONS_NEEDED = 2.5  # two to learn the season from, half of one to try it on
LEAST_DEMANDS = 8  # periods with something in them
MOSTLY_NOTHING = 0.85  # share of periods with nothing
SOMETIMES = 0.3  # from this share on, demand comes now and then
TRACE = 0.1  # of what usually comes is next to nothing: remnants, samples, spare parts
STILL = 1.5  # a silence is an end when it is so many times as long as any before it
SHIFT = 4.0  # so many times more or less than a year before is another business,
CALM = 2.0  # where the same comparison just before it was within this


class Reason(StrEnum):
    """Why there is no forecast."""

    NOTHING = "NOTHING"
    TOO_SHORT = "TOO_SHORT"
    STOPPED = "STOPPED"
    TOO_SPARSE = "TOO_SPARSE"
    SHIFTED = "SHIFTED"


@dataclass(frozen=True)
class Refusal:
    """``periods`` are those that are missing, or silent, or with something in them; ``ready`` is the day from which
    there will be enough, where that can be known."""

    reason: Reason
    periods: int = 0
    ready: date | None = None


def needed(season: int) -> int:
    """How many whole periods a forecast needs."""
    return int(SEASONS_NEEDED * season)


def refuse(series: Series) -> Refusal | None:
    """The first reason that holds, or None. An end and nothing at all are said before the history is too short."""
    values, season = series.values, series.season
    if not any(values):
        return Refusal(Reason.NOTHING)
    silent = _silence(values, season)
    if silent:
        return Refusal(Reason.STOPPED, silent)
    missing = needed(season) - len(values)
    if missing > 0:
        return Refusal(Reason.TOO_SHORT, missing, series.day(needed(season)))
    full = sum(1 for value in values if value)
    if full < LEAST_DEMANDS or 1 - full / len(values) > MOSTLY_NOTHING:
        return Refusal(Reason.TOO_SPARSE, full)
    window = _window(season)
    if _has_shifted(values, season, window):
        return Refusal(Reason.SHIFTED, window)
    return None


def comes_sometimes(values: Sequence[float]) -> bool:
    """Whether so many periods are empty that sizes and gaps say more than a course."""
    return sum(1 for value in values if not value) >= SOMETIMES * len(values)


def _window(season: int) -> int:
    return max(season // 4, 2)


def _silence(values: Sequence[float], season: int) -> int:
    """How many periods there has been next to nothing, where that is longer than season and past make likely."""
    trace = TRACE * fmean([abs(value) for value in values if value])
    longest = run = 0
    for value in values:
        if abs(value) > trace:
            longest, run = max(longest, run), 0
        else:
            run += 1
    return run if run >= _window(season) and run > STILL * longest else 0


def _has_shifted(values: Sequence[float], season: int, window: int) -> bool:
    """Whether the last periods are another business than a year before, though a while ago they were not."""

    def against_year_before(end: int) -> float | None:
        now, before = median(values[end - window : end]), median(values[end - window - season : end - season])
        return now / before if before > 0 and now > 0 else None

    now, earlier = against_year_before(len(values)), against_year_before(len(values) - 2 * window)
    if now is None or earlier is None:
        return False
    return not 1 / SHIFT <= now <= SHIFT and 1 / CALM <= earlier <= CALM
