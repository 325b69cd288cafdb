"""Exponential smoothing in one walk: each setting of a fixed grid runs over the series once, and at every origin the
setting that had erred least until then says what follows. So a whole back-test costs as much as one fit, and
nothing can look ahead. Pure.

References: Holt-Winters with damped trend in error correction form (Hyndman et al., Forecasting with Exponential
Smoothing, 2008); errors are clipped so that one freak period does not move level and season (Gelper et al. 2010).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from reports.forecast import seasons

LEVELS = (0.03, 0.1, 0.2, 0.35, 0.55, 0.8)
TRENDS = ((0.0, 0.0), (0.03, 0.98), (0.05, 0.9), (0.15, 0.9), (0.3, 0.8))  # (weight, damping); the first has no trend
SEASONS = (0.0, 0.1, 0.25)
CLIP = 4.0  # an error beyond so many usual ones counts as so many
LEARN = 0.1  # how fast the usual error follows
LEAST = 0.02  # of the level: the usual error is never taken to be less


@dataclass(frozen=True)
class Start:
    """Where a walk begins: level, growth by period, what each time of the year adds, the usual error."""

    level: float
    growth: float
    pattern: tuple[float, ...]
    usual: float


@dataclass
class _Best:
    error: float
    level: float = 0.0
    growth: float = 0.0
    damping: float = 0.0
    pattern: list[float] | None = None


def start(values: Sequence[float], season: int) -> Start | None:
    """What two seasons say, and nothing after them; None if there are fewer."""
    begun = values[: 2 * season]
    pattern = seasons.shape(begun, season, is_factor=False)
    if pattern is None:
        return None
    means = [fmean(year) for year in seasons.blocks(begun, season)]
    growth = seasons.slope(means, season)
    level = means[0] - growth * (season + 1) / 2
    errors = [abs(value - level - growth * (index + 1) - pattern[index % season]) for index, value in enumerate(begun)]
    return Start(level, growth, tuple(pattern), _usual(errors, begun))


def plain_start(values: Sequence[float], season: int) -> Start:
    """The same without a season."""
    begun = values[: max(season // 2, 3)]
    level = fmean(begun)
    return Start(level, 0.0, (0.0,), _usual([abs(value - level) for value in begun], begun))


def _usual(errors: Sequence[float], values: Sequence[float]) -> float:
    return max(fmean(errors), LEAST * fmean([abs(value) for value in values]))


def walk(values: Sequence[float], begun: Start, origins: Sequence[int], horizon: int) -> list[list[float]]:
    """What would have been said at each origin (the number of periods known then) for the periods after it."""
    best = {origin: _Best(float("inf")) for origin in origins}
    season_weights = SEASONS if len(begun.pattern) > 1 else (0.0,)
    for weight, damping in TRENDS:
        for level_weight in LEVELS:
            for season_weight in season_weights:
                _run(values, begun, (level_weight, weight * level_weight, damping, season_weight), best)
    return [_ahead(best[origin], origin, horizon) for origin in origins]


def _run(
    values: Sequence[float], begun: Start, setting: tuple[float, float, float, float], best: dict[int, _Best]
) -> None:
    """One setting over the whole series; where it leads until an origin it leaves its state there."""
    level_weight, trend_weight, damping, season_weight = setting
    level, growth, pattern = begun.level, begun.growth if damping else 0.0, list(begun.pattern)
    if not damping:  # without a trend the level begins in the middle of what was seen
        level += begun.growth * len(pattern)
    season, counted, total = len(pattern), len(pattern), 0.0
    limit = CLIP * begun.usual
    last = max(best)
    for index, value in enumerate(values[:last]):
        if index in best and total < best[index].error:
            best[index] = _Best(total, level, growth, damping, pattern.copy())
        position = index % season
        growth *= damping
        level += growth
        error = value - level - pattern[position]
        size = -error if error < 0 else error
        if index >= counted:
            total += size
        if size > limit:
            error, size = (limit, limit) if error > 0 else (-limit, limit)
        limit += LEARN * (CLIP * size - limit)
        level += level_weight * error
        growth += trend_weight * error
        if season_weight:
            pattern[position] += season_weight * error
    if total < best[last].error:
        best[last] = _Best(total, level, growth, damping, pattern.copy())


def _ahead(state: _Best, origin: int, horizon: int) -> list[float]:
    pattern = state.pattern or [0.0]
    level, growth, said = state.level, state.growth, []
    for step in range(horizon):
        growth *= state.damping
        level += growth
        said.append(level + pattern[(origin + step) % len(pattern)])
    return said
