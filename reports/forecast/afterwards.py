"""How near a forecast was, once what it spoke of has come: by the same measures as in the back-test. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from reports.forecast.forecasting import Point


@dataclass(frozen=True)
class Afterwards:
    """Errors over so many ``periods`` that are over. ``mase``: mean error over the scale, None where that is 0;
    ``off``: errors as a share of what came, None where nothing came; ``smape`` lies between 0 and 2. ``within80`` and
    ``within95``: how many periods ended within the interval."""

    periods: int
    mase: float | None
    off: float | None
    smape: float
    within80: int
    within95: int


def judge(points: Sequence[Point], came: Sequence[float], scale: float) -> Afterwards | None:
    """``came`` of the first periods of ``points``, as many as are over; None while none is. ``scale``: the mean error
    of repeating the year before when the forecast was made."""
    over = list(zip(points, came, strict=False))
    if not over:
        return None
    errors = [abs(value - point.value) for point, value in over]
    whole = sum(abs(value) for value in came)
    sides = [(error, abs(value) + abs(point.value)) for error, (point, value) in zip(errors, over, strict=True)]
    return Afterwards(
        len(over),
        fmean(errors) / scale if scale else None,
        sum(errors) / whole if whole else None,
        fmean([2 * error / both if both else 0.0 for error, both in sides]),
        sum(point.low80 <= value <= point.high80 for point, value in over),
        sum(point.low95 <= value <= point.high95 for point, value in over),
    )
