"""What is usual for each time of the year: figures or factors of the season, pulled towards "no season" as far as the
years contradict each other. Pure.
"""

from collections.abc import Sequence
from statistics import fmean, pvariance

LEAST = 0.05  # factors of the season are kept off zero


def blocks(values: Sequence[float], season: int) -> list[Sequence[float]]:
    """The whole seasons, counted from the end, the oldest first."""
    count = len(values) // season
    start = len(values) - count * season
    return [values[start + number * season : start + (number + 1) * season] for number in range(count)]


def slope(means: Sequence[float], season: int) -> float:
    """Growth by period between the first season and the last."""
    return (means[-1] - means[0]) / ((len(means) - 1) * season) if len(means) > 1 else 0.0


def level_within(means: Sequence[float], season: int) -> list[list[float]]:
    """The course between the middles of the seasons, for each period of each season."""
    middle = (season - 1) / 2
    courses = []
    for number, mean in enumerate(means):
        before = (mean - means[number - 1]) / season if number else None
        after = (means[number + 1] - mean) / season if number + 1 < len(means) else None
        left = after if before is None else before
        right = before if after is None else after
        courses.append(
            [mean + ((left if position < middle else right) or 0.0) * (position - middle) for position in range(season)]
        )
    return courses


def shape(values: Sequence[float], season: int, *, is_factor: bool) -> list[float] | None:
    """What each period of the season has beside its level: an amount, or a factor. The first item belongs to
    ``values[0]``. None where factors make no sense, or for less than two seasons."""
    years = blocks(values, season)
    if len(years) < 2:
        return None
    courses = level_within([fmean(year) for year in years], season)
    none = 1.0 if is_factor else 0.0
    if is_factor and min(min(course) for course in courses) <= 0:
        return None
    found: list[list[float]] = []
    for position in range(season):
        pairs = [(year[position], course[position]) for year, course in zip(years, courses, strict=True)]
        found.append([value / level if is_factor else value - level for value, level in pairs])
    means = [fmean(one) for one in found]
    centre = fmean(means)
    if is_factor and centre <= 0:
        return None
    means = [mean / centre if is_factor else mean - centre for mean in means]
    trust = _trust(found, means, none)
    pulled = [none + trust * (mean - none) for mean in means]
    before = len(values) % season  # values that stand before the first whole season
    return pulled[-before:] + pulled[:-before]


def _trust(found: list[list[float]], means: list[float], none: float) -> float:
    """Between 0 and 1: how much of what the means say is season, and not chance."""
    chance = fmean([pvariance(one) for one in found]) / (len(found[0]) - 1)  # variance of a mean
    seen = fmean([(mean - none) ** 2 for mean in means])
    return max(0.0, 1 - chance / seen) if seen > 0 else 0.0


def without(values: Sequence[float], pattern: Sequence[float], *, is_factor: bool) -> list[float]:
    """The values freed of the season."""
    season = len(pattern)
    if is_factor:
        return [value / max(pattern[index % season], LEAST) for index, value in enumerate(values)]
    return [value - pattern[index % season] for index, value in enumerate(values)]


def with_season(level: float, pattern: Sequence[float], index: int, *, is_factor: bool) -> float:
    """A level with what is usual at its time of the year."""
    usual = pattern[index % len(pattern)]
    return level * max(usual, LEAST) if is_factor else level + usual
