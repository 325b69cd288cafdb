"""A year's target over its months, and a target over any days (R085, R244). Pure.

Of a sum (amount, orders) the year is spread evenly over the months that have no target of their own, to the cent, so
that they add up to it again. A share or an average (on time 95 %) holds in every month that has none of its own.
"""

import calendar
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

MONTHS = range(1, 13)
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Plan:
    """What is set for one measure of one subject in a year. ``whole``: for the year, None where only months are set;
    ``own``: month → what is set for it."""

    is_sum: bool
    whole: Decimal | None = None
    own: Mapping[int, Decimal] = field(default_factory=dict)

    @property
    def months(self) -> tuple[Decimal | None, ...]:
        """The target of each of the twelve months; None where there is none: nothing set, or nothing left of the year
        beside the months that have their own."""
        if self.whole is None:
            return tuple(self.own.get(month) for month in MONTHS)
        if not self.is_sum:
            return tuple(self.own.get(month, self.whole) for month in MONTHS)
        rest = iter(evenly(self.left, 12 - len(self.own)))
        return tuple(self.own[month] if month in self.own else (next(rest) or None) for month in MONTHS)

    @property
    def left(self) -> Decimal:
        """What the months with a target of their own leave of a year's sum; nothing where they are more than it."""
        return max(Decimal(0), (self.whole or Decimal(0)) - sum(self.own.values(), Decimal(0)))


def evenly(whole: Decimal, parts: int) -> list[Decimal]:
    """``whole`` in so many equal parts to the cent that add up to it; the cents that are left over lie apart from each
    other."""
    ends = [(whole * part / parts).quantize(_CENT, ROUND_HALF_UP) for part in range(parts)] + [whole]
    return [ends[place + 1] - ends[place] for place in range(parts)]


def by_weights(whole: Decimal, weights: Sequence[Decimal], unit: Decimal = _CENT) -> list[Decimal] | None:
    """``whole`` in parts like ``weights``, to the ``unit``, adding up to it; None where the weights say nothing."""
    total = sum(weights, Decimal(0))
    if total <= 0 or min(weights) < 0:
        return None
    ends, so_far = [Decimal(0)], Decimal(0)
    for weight in weights:
        so_far += weight
        # behind the last part that weighs there is nothing to share out: rounding must not leave anything there
        is_end = so_far == total
        ends.append(whole if is_end else (whole * so_far / total).quantize(unit, ROUND_HALF_UP))
    return [after - before for before, after in pairwise(ends)]


def over(plans: Mapping[int, Plan], since: date, until: date) -> Decimal | None:
    """The target over some days: whole years as they are set, whole months as they are spread, a part of a month by its
    days. Of a share the mean by days. None where nothing is set for any of them."""
    parts = list(_parts(plans, since, until))
    if not parts:
        return None
    if parts[0].is_sum:
        return sum((one.value * one.days / one.of for one in parts), Decimal(0))
    return sum((one.value * one.days for one in parts), Decimal(0)) / sum(one.days for one in parts)


def over_all(plans: Mapping[int, Plan], since: date, until: date) -> Decimal | None:
    """The same; None unless one is set for all of the days: a year beside eleven months of target would look reached.
    A year that is set as a whole is, also where some of its months use it up."""
    for year in range(since.year, until.year + 1):
        plan = plans.get(year)
        if plan is None:
            return None
        first, last = max(since, date(year, 1, 1)), min(until, date(year, 12, 31))
        is_whole = plan.whole is not None and (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
        if not is_whole and None in plan.months[first.month - 1 : last.month]:
            return None
    return over(plans, since, until)


@dataclass(frozen=True)
class _Part:
    """A target that counts with so many ``days`` out of all days that it is for."""

    value: Decimal
    days: int
    of: int
    is_sum: bool


def _parts(plans: Mapping[int, Plan], since: date, until: date) -> Iterator[_Part]:
    for year in range(since.year, until.year + 1):
        plan = plans.get(year)
        if plan is None:
            continue
        if plan.whole is not None and since <= date(year, 1, 1) and until >= date(year, 12, 31):
            days = 366 if calendar.isleap(year) else 365
            yield _Part(plan.whole, days, days, plan.is_sum)
            continue
        for month, value in zip(MONTHS, plan.months, strict=True):
            of = calendar.monthrange(year, month)[1]
            first, last = max(since, date(year, month, 1)), min(until, date(year, month, of))
            days = (last - first).days + 1
            if value is not None and days > 0:
                yield _Part(value, days, of, plan.is_sum)
