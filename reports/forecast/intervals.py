"""How far off a forecast may be, from how far off it was: errors of the back-test as shares of the level at their
origin, by how many periods ahead, smoothed so that the farther ahead is never the surer. Pure.

The fewer the origins, the more was the method chosen by luck: the share of errors that must lie within is raised to
(origins + 1) / origins of it (the rank of conformal prediction), and the interval is widened by one part in as many,
two where it ends beyond all that was seen. Tests say how much then lies within.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from statistics import fmean

from reports.forecast.backtest import Miss

LIKELY, SURE = 0.80, 0.95
RATIO = 1.3  # the wide interval is at least so much wider than the narrow one; 1.53 where errors are normal


@dataclass(frozen=True)
class Reach:
    """By how much a forecast may be off to either side, for each period ahead."""

    likely: tuple[float, ...]
    sure: tuple[float, ...]


def reach(misses: Sequence[Miss], values: Sequence[float], season: int, horizon: int) -> Reach:
    """From all errors of the chosen method; ``values`` are all that is known."""

    def level(known: Sequence[float]) -> float:
        return max(fmean([abs(value) for value in known[-season:]]), 1e-9)

    levels = {origin: level(values[:origin]) for origin in {one.origin for one in misses}}
    ahead: list[list[float]] = [[] for _step in range(horizon)]
    for one in misses:
        ahead[one.ahead - 1].append(one.size / levels[one.origin])
    usual = _rising([fmean(sizes) if sizes else 0.0 for sizes in ahead], [len(sizes) for sizes in ahead])
    now = level(values)
    if not usual[-1]:
        return Reach((0.0,) * horizon, (0.0,) * horizon)
    scaled = sorted(size / (usual[step] or usual[-1]) for step, sizes in enumerate(ahead) for size in sizes)
    likely = _within(scaled, LIKELY, len(levels))
    sure = max(_within(scaled, SURE, len(levels)), RATIO * likely)
    return Reach(
        tuple(likely * one * now for one in usual),
        tuple(sure * one * now for one in usual),
    )


def _within(sizes: Sequence[float], share: float, origins: int) -> float:
    """The size that ``share`` of all errors to come should not pass."""
    raised = share * (origins + 1) / origins
    if raised >= 1:
        return sizes[-1] * (1 + 2 / origins)
    return sizes[min(ceil(raised * len(sizes)), len(sizes)) - 1] * (1 + 1 / origins)


def _rising(means: Sequence[float], weights: Sequence[int]) -> list[float]:
    """The nearest course that never falls (pool adjacent violators)."""
    pools: list[tuple[float, int, int]] = []  # mean, weight, how many steps
    for mean, weight in zip(means, weights, strict=True):
        pools.append((mean, weight, 1))
        while len(pools) > 1 and pools[-2][0] >= pools[-1][0]:
            right, left = pools.pop(), pools.pop()
            total = left[1] + right[1]
            merged = (left[0] * left[1] + right[0] * right[1]) / total if total else left[0]
            pools.append((merged, total, left[2] + right[2]))
    return [mean for mean, _weight, steps in pools for _step in range(steps)]
