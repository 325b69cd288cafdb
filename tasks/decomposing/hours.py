"""How long the task of a template takes: its function of the quantity, and what finished orders taught (R148). Pure."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import Protocol

from tasks.decomposing.choices import Duration

_CENT = Decimal("0.01")
# more is not planned as one task: of so many pieces somebody says himself how they are made
MOST_HOURS, MOST_DAYS = Decimal("9999999.99"), 999


class Measured(Protocol):
    """What of a template says how long its tasks take."""

    hours_fixed: Decimal
    hours_per_piece: Decimal
    hours_per_batch: Decimal
    batch_size: int
    duration: str
    days: int


@dataclass(frozen=True)
class Lesson:
    """What finished tasks say: the hours taken for each planned by the function, and the days of work."""

    factor: Decimal
    days: Decimal


def standard_hours(template: Measured, quantity: Decimal) -> Decimal:
    """By the function: fixed + pieces + begun batches."""
    hours = template.hours_fixed + template.hours_per_piece * quantity
    if template.batch_size and template.hours_per_batch:
        hours += template.hours_per_batch * (quantity / template.batch_size).to_integral_value(ROUND_CEILING)
    return hours.quantize(_CENT, ROUND_HALF_UP)


def hours_of(template: Measured, quantity: Decimal, lesson: Lesson | None = None) -> Decimal:
    """By the function, in the share that finished tasks took of it; at most ``MOST_HOURS``."""
    hours = standard_hours(template, quantity)
    if lesson is not None:
        hours = (hours * lesson.factor).quantize(_CENT, ROUND_HALF_UP)
    return min(hours, MOST_HOURS)


def days_of(
    template: Measured, hours: Decimal, *, lead_days: int, hours_a_day: Decimal, lesson: Lesson | None = None
) -> int:
    """Days of work, at least one, at most ``MOST_DAYS``: those of the hours for one person; where the template says
    days or the product's lead time, those, or what finished tasks took."""
    if template.duration == Duration.HOURS:
        days = hours / hours_a_day if hours_a_day else Decimal(1)
    elif lesson is not None:
        days = lesson.days
    else:
        days = Decimal(lead_days if template.duration == Duration.LEAD_TIME else template.days)
    return min(max(1, int(days.to_integral_value(ROUND_CEILING))), MOST_DAYS)
