"""Trying methods on the past: at each of many origins they say what follows knowing only what came before, and are
judged by what really came. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from reports.forecast.methods import Method, Said, Walk

SEASONS_BEFORE = 2  # what a method knows at the first origin
SEASONS_TRIED = 2  # origins are at most so many seasons back
MARGIN = 0.03  # by how much of its error seasonal naive must be beaten
SINGLE = 0.1  # by how much a single method must beat the combination
SHARP = 4  # the power with which smaller errors count more in the combination


@dataclass(frozen=True)
class Miss:
    """What was said at an origin for a period (``index``), and what came."""

    origin: int
    index: int
    said: float
    came: float

    @property
    def ahead(self) -> int:
        """1 for the first period after the origin."""
        return self.index - self.origin + 1

    @property
    def size(self) -> float:
        return abs(self.came - self.said)


@dataclass(frozen=True)
class Trial:
    """How a method did. ``mase``: mean error over that of seasonal naive within the periods known at the first origin;
    ``rmsse`` the same with squares (both None where that never erred). ``smape`` lies between 0 and 2. ``off``: errors
    of the last season as a share of what came in it, None where nothing came. ``measure`` is what is compared."""

    method: Method
    misses: tuple[Miss, ...]
    steps: tuple[float, ...]  # what it says now
    measure: float
    mase: float | None
    rmsse: float | None
    smape: float
    off: float | None


def origins(count: int, season: int) -> list[int]:
    """How many periods are known at each origin, the present one last."""
    return list(range(max(SEASONS_BEFORE * season, count - SEASONS_TRIED * season), count + 1))


def run(
    values: Sequence[float], season: int, horizon: int, walks: dict[Method, Walk], *, least: float | None, squares: bool
) -> list[Trial]:
    """Every method that can be tried on the series, in the order given, the combination last. Nothing said is below
    ``least``; ``squares`` judges by squared errors, which for demand now and then do not reward saying nothing."""
    at = origins(len(values), season)
    said: dict[Method, Said] = {}
    for method, walk in walks.items():
        found = walk(values, season, at, horizon)
        if found is not None:
            said[method] = found if least is None else [[max(step, least) for step in one] for one in found]
    said[Method.COMBINED] = combine(values, said, at, squares=squares)
    return [_judge(values, season, method, at, steps, squares=squares) for method, steps in said.items()]


def combine(values: Sequence[float], said: dict[Method, Said], at: Sequence[int], *, squares: bool) -> Said:
    """The average at each origin, weighed by how the methods had erred in periods that were over by then."""
    power = 2 if squares else 1
    late: list[list[float]] = []  # by method: summed errors by the period they were about
    for steps in said.values():
        sums = [0.0] * (len(values) + 1)
        for origin, one in zip(at, steps, strict=True):
            for step, value in zip(one, values[origin:], strict=False):
                sums[origin] += abs(value - step) ** power
                origin += 1
        late.append(sums)
    together: Said = []
    for number, origin in enumerate(at):
        erred = [sum(sums[:origin]) for sums in late]
        floor = 1e-9 + max(erred) * 1e-3
        weights = [(max(error, floor) ** (1 / power)) ** -SHARP for error in erred]
        total = sum(weights)
        columns = zip(*[steps[number] for steps in said.values()], strict=True)
        together.append(
            [sum(weight * step for weight, step in zip(weights, column, strict=True)) / total for column in columns]
        )
    return together


def before(values: Sequence[float], season: int) -> list[float]:
    """What repeating the year before erred within the periods known at the first origin: what errors are measured
    by."""
    known = values[: origins(len(values), season)[0]]
    return [abs(value - known[index]) for index, value in enumerate(known[season:])]


def _judge(
    values: Sequence[float], season: int, method: Method, at: Sequence[int], steps: Said, *, squares: bool
) -> Trial:
    misses = tuple(
        Miss(origin, origin + step, said, values[origin + step])
        for origin, one in zip(at[:-1], steps, strict=False)
        for step, said in enumerate(one)
        if origin + step < len(values)
    )
    usual = before(values, season)
    naive, naive_square = fmean(usual), fmean([error * error for error in usual]) ** 0.5
    error, root = fmean([one.size for one in misses]), fmean([one.size**2 for one in misses]) ** 0.5
    last = [one for one in misses if one.index >= len(values) - season]
    came = sum(abs(one.came) for one in last)
    both = [(one.size, abs(one.came) + abs(one.said)) for one in misses]
    return Trial(
        method,
        misses,
        tuple(steps[-1]),
        root if squares else error,
        error / naive if naive else None,
        root / naive_square if naive_square else None,
        fmean([2 * size / sides if sides else 0.0 for size, sides in both]),
        sum(one.size for one in last) / came if came else None,
    )


def choose(trials: Sequence[Trial]) -> Trial:
    """Of those that beat seasonal naive by the margin the combination, unless a single method was clearly better than
    that; seasonal naive where none does."""
    by_method = {trial.method: trial for trial in trials}
    naive, combined = by_method[Method.SEASONAL_NAIVE], by_method[Method.COMBINED]
    best = min(trials, key=lambda trial: trial.measure)
    bound = naive.measure * (1 - MARGIN)
    if best.measure >= bound:
        return naive
    return combined if combined.measure < bound and combined.measure * (1 - SINGLE) <= best.measure else best
