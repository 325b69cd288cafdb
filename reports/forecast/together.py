"""What several periods bring together, and how far off such a sum may be: judged by the sums that the chosen method
said in the past, since the intervals of periods do not add up (one too much and one too little make good for each
other). Pure.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import sqrt

from reports.forecast import intervals
from reports.forecast.backtest import Miss


@dataclass(frozen=True)
class Sum:
    """``value`` comes together, within the first pair in 80, within the second in 95 of 100 cases. ``off``: errors of
    such sums in the past as a share of what came, None where nothing did; ``tried``: how many sums these were."""

    value: float
    low80: float
    high80: float
    low95: float
    high95: float
    off: float | None
    tried: int


def together(
    values: Sequence[float],
    season: int,
    steps: Sequence[float],
    misses: Sequence[Miss],
    parts: Sequence[float],
    *,
    is_demand: bool = True,
) -> Sum:
    """The sum of ``steps``, what is said of the periods after ``values``; ``misses`` are those of the method in the
    past. ``parts``: which part of each period counts, 0 to 1, something of the last; as many as steps at most. Of a
    part of a period the error is taken as large as the root of that part: its days are off one by one, not all to the
    same side. ``is_demand``: it cannot be below zero. Raises ValueError for parts that say nothing."""
    if not parts or not parts[-1] or len(parts) > len(steps):
        raise ValueError("parts end with a period that counts, and that is forecast")
    value = sum(part * step for part, step in zip(parts, steps, strict=False))
    sums = list(_sums(misses, parts))
    whole = [one for one in sums if one.ahead == len(parts)]
    reach = intervals.reach(sums, values, season, len(parts))
    likely, sure = reach.likely[-1], reach.sure[-1]
    came = sum(abs(one.came) for one in whole)

    def low(bound: float) -> float:
        return max(bound, 0.0) if is_demand else bound

    return Sum(
        value,
        low(value - likely),
        value + likely,
        low(value - sure),
        value + sure,
        sum(one.size for one in whole) / came if came else None,
        len(whole),
    )


def _sums(misses: Sequence[Miss], parts: Sequence[float]) -> Iterator[Miss]:
    """What was said and came from each origin on, added up period by period, from the first that counts."""
    for _origin, found in groupby(sorted(misses, key=lambda one: (one.origin, one.index)), key=lambda one: one.origin):
        came = error = 0.0
        for one in found:
            if one.ahead > len(parts):
                break
            part = parts[one.ahead - 1]
            came += part * one.came
            error += sqrt(part) * (one.said - one.came)
            if any(parts[: one.ahead]):
                yield Miss(one.origin, one.index, came + error, came)
