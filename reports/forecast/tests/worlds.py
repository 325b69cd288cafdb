"""Series whose truth is known."""

import math
from collections.abc import Sequence
from datetime import date
from random import Random

from reports.forecast.series import Rhythm, Series

SEASON = (0.6, 0.5, 0.8, 0.9, 1.2, 1.4, 1.1, 1.3, 1.2, 1.1, 1.0, 0.9)


def months(values: Sequence[float], running: float | None = None) -> Series:
    return Series(Rhythm.MONTH, date(2022, 1, 1), tuple(float(value) for value in values), running)


def seasonal(count: int, level: float = 100.0, growth: float = 0.0) -> list[float]:
    """Each month has its share of a level that grows by as much each month."""
    return [(level + growth * index) * SEASON[index % 12] for index in range(count)]


def noisy(count: int, chance: Random, noise: float = 0.12) -> list[float]:
    """The same with a level that wanders, and noise."""
    level, values = 0.0, []
    for index in range(count):
        level += chance.gauss(0.005, 0.02)
        values.append(100 * SEASON[index % 12] * math.exp(level + chance.gauss(0, noise)))
    return values


def now_and_then(count: int, chance: Random) -> list[float]:
    """Demand in two of five months, the first among them."""
    return [float(chance.randint(5, 15)) if index == 0 or chance.random() < 0.4 else 0.0 for index in range(count)]
