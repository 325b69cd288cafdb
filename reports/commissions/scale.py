"""What a base earns by rates that depend on the share of the target that was reached (R280). Pure.

Everything is exact until the end: an amount is rounded once, half up, to cents; the parts of an amount are rounded as
they add up, so that they are the amount. Without a target nothing can be reached: all of it earns the first rate. What
is below zero (more was paid back than came in) takes away at the first rate.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from common.money import ZERO, plain, round2

MOST_STEPS = 12
MOST_SHARE, MOST_RATE = Decimal(10), Decimal(1)
_SHARE_DIGITS, _RATE_DIGITS = 4, 6  # decimals: 112.5 % of the target, 1.2345 % of the base
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Step:
    """From which share of the target on (1 is all of it) which rate holds (0.015 is 1.5 %)."""

    share: Decimal
    rate: Decimal


Steps = tuple[Step, ...]


@dataclass(frozen=True)
class Part:
    """A part of a base, from which share of the target on, at which rate, and what it earns, in cents."""

    share: Decimal
    rate: Decimal
    base: Decimal
    amount: Decimal


@dataclass(frozen=True)
class Earned:
    """What a base earns: the amount in cents, the share of the target that it reached (None without one), and how the
    amount comes about; the parts add up to the amount."""

    amount: Decimal
    attainment: Decimal | None
    parts: tuple[Part, ...]


def earned(base: Decimal, target: Decimal | None, steps: Steps, *, is_whole: bool) -> Earned:
    """What ``base`` earns against ``target`` (None or not above zero: none is set). ``is_whole``: all of it at the rate
    reached; else each part at the rate of its step, like tax."""
    goal = target if target is not None and target > 0 else None
    attainment = base / goal if goal else None
    cuts = list(_whole(base, goal, steps) if is_whole else _progressive(base, goal, steps))
    parts, exact, done = [], ZERO, ZERO
    for step, piece in cuts:
        exact += piece * step.rate
        amount = round2(exact) - done
        done += amount
        parts.append(Part(step.share, step.rate, piece, amount))
    return Earned(done, attainment, tuple(parts))


def _whole(base: Decimal, goal: Decimal | None, steps: Steps) -> Iterator[tuple[Step, Decimal]]:
    reached = [one for one in steps[1:] if goal and base >= one.share * goal]
    yield (reached[-1] if reached else steps[0]), base


def _progressive(base: Decimal, goal: Decimal | None, steps: Steps) -> Iterator[tuple[Step, Decimal]]:
    if goal is None or base <= 0:
        yield steps[0], base
        return
    for place, step in enumerate(steps):
        low = step.share * goal
        high = steps[place + 1].share * goal if place + 1 < len(steps) else None
        if place and base <= low:
            return
        yield step, (base if high is None else min(base, high)) - low


def read(stored: Any) -> Steps:
    """Steps as they are stored: [[share, rate], …]. Raises ValueError for anything else."""
    try:
        return tuple(Step(Decimal(str(share)), Decimal(str(rate))) for share, rate in stored)
    except (TypeError, ArithmeticError) as error:
        raise ValueError(str(stored)) from error


def write(steps: Sequence[Step]) -> list[list[str]]:
    """Steps as they are stored: decimals as texts."""
    return [[plain(one.share), plain(one.rate)] for one in steps]


def fault_of(steps: Sequence[Step], *, is_whole: bool) -> str:
    """What is wrong with steps, in words; "" where nothing is."""
    if not 1 <= len(steps) <= MOST_STEPS:
        return _("Enter one to %(most)s rates.") % {"most": MOST_STEPS}
    numbers = [number for one in steps for number in (one.share, one.rate)]
    if not all(one.is_finite() for one in numbers) or any(_places(one.share) > _SHARE_DIGITS for one in steps):
        return _("Enter shares of the target with at most two decimals.")
    if any(_places(one.rate) > _RATE_DIGITS for one in steps):
        return _("Enter rates with at most four decimals.")
    if steps[0].share != 0:
        return _("The first rate begins at zero.")
    pairs = list(pairwise(steps))
    if any(after.share <= before.share for before, after in pairs):
        return _("Each rate begins at a higher share of the target than the one before.")
    if steps[-1].share > MOST_SHARE or any(not 0 <= one.rate <= MOST_RATE for one in steps):
        return _("Shares go up to %(share)s %%, rates from 0 to 100 %%.") % {"share": plain(MOST_SHARE * HUNDRED)}
    if is_whole and any(after.rate < before.rate for before, after in pairs):
        return _("Where the rate reached holds for all of it, no rate may be lower than the one before.")
    return ""


def _places(number: Decimal) -> int:
    return max(0, -int(number.normalize().as_tuple().exponent)) if number.is_finite() else 0


def in_words(steps: Sequence[Step], *, is_whole: bool) -> str:
    """The rates in a line, as a person reads them."""
    said = [
        _("from %(share)s %%: %(rate)s %%") % {"share": plain(one.share * HUNDRED), "rate": plain(one.rate * HUNDRED)}
        for one in steps
    ]
    how = _("the rate reached for all of it") if is_whole else _("each part at its rate")
    return "; ".join(said) + (f" · {how}" if len(steps) > 1 else "")
