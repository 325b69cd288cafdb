"""The score of a customer from his payment history (SEMANTICS 9, R107). Pure: a sum of four parts, each of which says
the customer's figure and how many of its points it gives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers.grading import Grade

ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)
HALF = Decimal("0.5")


@dataclass(frozen=True)
class Payment:
    """A sum that was due, and the day it came in; ``paid`` None: it did not yet."""

    due: date
    paid: date | None
    amount: Decimal
    disputed: bool = False

    def days_late(self, today: date) -> int:
        """Days after the due date; none for what came in time or is not due yet."""
        return max(0, ((self.paid or today) - self.due).days)


class Part(models.TextChoices):
    """What the score is made of."""

    DAYS_LATE = "days_late", gettext_lazy("Days late on average")
    SHARE_LATE = "share_late", gettext_lazy("Share of payments late")
    TREND = "trend", gettext_lazy("Days later than before")
    DISPUTES = "disputes", gettext_lazy("Share of orders disputed")


# the figure at which a part gives no points any more
WORST: dict[str, str | Promise] = {
    Part.DAYS_LATE: gettext_lazy("no points from, days"),
    Part.SHARE_LATE: gettext_lazy("no points from, percent"),
    Part.TREND: gettext_lazy("no points from, days"),
    Part.DISPUTES: gettext_lazy("no points from, percent"),
}


@dataclass(frozen=True)
class Rules:
    """How the company scores: points and worst figure of each part, the least score of a grade, what is looked at."""

    points: Mapping[str, Decimal]
    worst: Mapping[str, Decimal]
    grades: Mapping[str, Decimal]  # grade → least score; D needs none
    grace_days: int = 3
    least_payments: int = 3
    months: int = 24

    def grade_of(self, score: Decimal) -> Grade:
        """The grade of a score."""
        return next((Grade(one) for one in "ABC" if score >= self.grades[one]), Grade.D)


@dataclass(frozen=True)
class Explained:
    """A part with the customer's figure and the points that it gives."""

    part: Part
    figure: Decimal
    points: Decimal
    most: Decimal

    def stored(self) -> dict[str, Any]:
        """As the grade keeps it."""
        return {
            "name": str(self.part),
            "figure": f"{self.figure:.1f}",
            "points": f"{self.points:.2f}",
            "most": f"{self.most:.2f}",
        }


@dataclass(frozen=True)
class Score:
    """Of at most 100: the parts in order, and on how many payments it stands."""

    total: Decimal
    grade: Grade
    parts: Sequence[Explained]
    payments: int


def score(payments: Sequence[Payment], today: date, rules: Rules) -> Score | None:
    """The score of what was due in the time looked at, None for too few payments. What is not due yet and not paid
    says nothing."""
    known = sorted((one for one in payments if one.paid or one.due < today), key=lambda one: (one.due, one.amount))
    if len(known) < max(1, rules.least_payments):
        return None
    figures = {
        Part.DAYS_LATE: _average_late(known, today),
        Part.SHARE_LATE: _share(known, lambda one: one.days_late(today) > rules.grace_days),
        Part.TREND: _trend(known, today),
        Part.DISPUTES: _share(known, lambda one: one.disputed),
    }
    whole = sum((rules.points[part] for part in Part), ZERO) or ONE
    parts = []
    for part in Part:
        most = rules.points[part] * HUNDRED / whole
        good = _good(part, figures[part], rules.worst[part])
        parts.append(Explained(part, figures[part], _cents(most * good), _cents(most)))
    total = sum((one.points for one in parts), ZERO)
    return Score(total, rules.grade_of(total), parts, len(known))


def _good(part: Part, figure: Decimal, worst: Decimal) -> Decimal:
    """From 1 (all points) to 0; a trend that stands still gives half of them."""
    share = figure / worst if worst else (ONE if figure > ZERO else ZERO)
    good = HALF - share * HALF if part == Part.TREND else ONE - share
    return min(ONE, max(ZERO, good))


def _average_late(known: Sequence[Payment], today: date) -> Decimal:
    """Weighted by amount: a large sum that is late weighs more."""
    whole = sum((one.amount for one in known), ZERO)
    if not whole:
        return ZERO
    return sum((one.amount * one.days_late(today) for one in known), ZERO) / whole


def _share(known: Sequence[Payment], is_one: Any) -> Decimal:
    return Decimal(sum(1 for one in known if is_one(one))) * HUNDRED / len(known)


def _trend(known: Sequence[Payment], today: date) -> Decimal:
    """How many days later the last third pays than those before."""
    third = max(1, len(known) // 3)
    before, last = known[:-third], known[-third:]
    if not before:
        return ZERO
    return _mean(last, today) - _mean(before, today)


def _mean(some: Sequence[Payment], today: date) -> Decimal:
    return Decimal(sum(one.days_late(today) for one in some)) / len(some)


def _cents(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def words(stored: Mapping[str, Any]) -> str:
    """The name of a part that was kept, in the reader's language."""
    name = stored["name"]
    return str(Part(name).label) if name in Part.values else _("Other")
