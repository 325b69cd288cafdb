"""Demand that comes now and then: how much at a time, and how often. Both run over the series once for each of three
weights; at every origin that one speaks whose squared error was least until then. Pure.

References: Croston 1972 with the correction of Syntetos and Boylan 2005; Teunter, Syntetos and Babai 2011, whose chance
of a demand also falls while none comes, so that what nobody buys any more fades.
"""

from collections.abc import Callable, Sequence

WEIGHTS = (0.05, 0.1, 0.2)
Rates = list[float]  # demand per period as seen before each period, and after the last


def croston(values: Sequence[float], weight: float) -> Rates:
    """Size of a demand over the time between two."""
    size = gap = 0.0
    waited, rates = 1, []
    for value in values:
        rates.append((1 - weight / 2) * size / gap if gap else 0.0)
        if value > 0:
            size, gap = (size + weight * (value - size), gap + weight * (waited - gap)) if gap else (value, waited)
            waited = 0
        waited += 1
    rates.append((1 - weight / 2) * size / gap if gap else 0.0)
    return rates


def fading(values: Sequence[float], weight: float) -> Rates:
    """Size of a demand times its chance; begins with the first period, which has a demand as series are collected."""
    size, chance, rates = max(values[0], 0.0), 0.5, []
    for value in values:
        rates.append(size * chance)
        if value > 0:
            size += weight * (value - size)
        chance += weight * ((value > 0) - chance)
    rates.append(size * chance)
    return rates


def walk(
    values: Sequence[float],
    origins: Sequence[int],
    horizon: int,
    rates_of: Callable[[Sequence[float], float], Rates],
) -> list[list[float]]:
    """The same amount for every period ahead, at each origin."""
    found: list[tuple[float, float]] = [(float("inf"), 0.0)] * len(origins)
    for weight in WEIGHTS:
        rates = rates_of(values, weight)
        errors, total = [0.0], 0.0
        for value, rate in zip(values, rates, strict=False):
            total += (value - rate) ** 2
            errors.append(total)
        for number, origin in enumerate(origins):
            if errors[origin] < found[number][0]:
                found[number] = (errors[origin], rates[origin])
    return [[rate] * horizon for _error, rate in found]
