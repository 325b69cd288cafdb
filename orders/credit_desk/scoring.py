"""The score of a customer from his payment history and his voice (SEMANTICS 9, R055, R107). Pure: four parts of
payments make at most 100 points, two parts of his voice add or take some (docs/adr/0090); each says the customer's
figure, how many points it gives, and on what it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from customers.grading import Grade
from customers.grading import ScorePart as Part

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


OF_PAYMENTS = tuple(part for part in Part if not part.is_of_voice)
BEST_ANSWER = Decimal(5)
WORST_ANSWER = Decimal(1)


# the figure at which a part gives no points any more
WORST: dict[str, str | Promise] = {
    Part.DAYS_LATE: gettext_lazy("no points from, days"),
    Part.SHARE_LATE: gettext_lazy("no points from, percent"),
    Part.TREND: gettext_lazy("no points from, days"),
    Part.DISPUTES: gettext_lazy("no points from, percent"),
    Part.SATISFACTION: gettext_lazy("neither adds nor takes at"),
    Part.COMPLAINTS: gettext_lazy("takes all its points from"),
}


@dataclass(frozen=True)
class Voice:
    """What a credit holder and his group said from ``since`` on: answers of 1 to 5 and their sum, complaints, and the
    orders that took effect."""

    answers: int = 0
    score_sum: int = 0
    complaints: int = 0
    orders: int = 0
    since: date | None = None

    @property
    def average(self) -> Decimal | None:
        """How content he is; None without answers."""
        return Decimal(self.score_sum) / self.answers if self.answers else None

    @property
    def per_hundred(self) -> Decimal:
        """Complaints on a hundred orders."""
        return Decimal(self.complaints) * HUNDRED / max(1, self.orders)


SILENT = Voice()


@dataclass(frozen=True)
class Rules:
    """How the company scores: points and worst figure of each part, the least score of a grade, what is looked at."""

    points: Mapping[str, Decimal]
    worst: Mapping[str, Decimal]
    grades: Mapping[str, Decimal]  # grade → least score; D needs none
    grace_days: int = 3
    least_payments: int = 3
    months: int = 24
    least_answers: int = 3

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
    count: int | None = None  # answers or complaints that it stands on, of a part of his voice
    orders: int | None = None  # on how many orders he complained
    since: date | None = None

    def stored(self) -> dict[str, Any]:
        """As the grade keeps it."""
        return {
            "name": str(self.part),
            "figure": f"{self.figure:.1f}",
            "points": f"{self.points:.2f}",
            "most": f"{self.most:.2f}",
            "count": self.count,
            "orders": self.orders,
            "since": self.since.isoformat() if self.since else None,
        }


@dataclass(frozen=True)
class Score:
    """Of at most 100: the parts in order, and on how many payments it stands. ``by_payments`` is the grade that they
    alone make."""

    total: Decimal
    grade: Grade
    parts: Sequence[Explained]
    payments: int
    by_payments: Grade

    @property
    def is_by_voice(self) -> bool:
        """Whether the customer's voice makes another grade than his payments: then a person decides."""
        return self.grade != self.by_payments


def score(payments: Sequence[Payment], today: date, rules: Rules, voice: Voice = SILENT) -> Score | None:
    """The score of what was due in the time looked at, None for too few payments. What is not due yet and not paid
    says nothing. Who said nothing has the score of his payments."""
    known = sorted((one for one in payments if one.paid or one.due < today), key=lambda one: (one.due, one.amount))
    if len(known) < max(1, rules.least_payments):
        return None
    figures = {
        Part.DAYS_LATE: _average_late(known, today),
        Part.SHARE_LATE: _share(known, lambda one: one.days_late(today) > rules.grace_days),
        Part.TREND: _trend(known, today),
        Part.DISPUTES: _share(known, lambda one: one.disputed),
    }
    whole = sum((rules.points[part] for part in OF_PAYMENTS), ZERO) or ONE
    parts = []
    for part in OF_PAYMENTS:
        most = rules.points[part] * HUNDRED / whole
        good = _good(part, figures[part], rules.worst[part])
        parts.append(Explained(part, figures[part], _cents(most * good), _cents(most)))
    paid = sum((one.points for one in parts), ZERO)
    parts += of_voice(voice, rules)
    total = min(HUNDRED, max(ZERO, sum((one.points for one in parts), ZERO)))
    return Score(total, rules.grade_of(total), parts, len(known), rules.grade_of(paid))


def of_voice(voice: Voice, rules: Rules) -> list[Explained]:
    """What his voice adds or takes: satisfaction both, once there are answers enough, complaints only take. A part
    without evidence, or without points, is left out."""
    found = []
    most, neutral = rules.points[Part.SATISFACTION], rules.worst[Part.SATISFACTION]
    if most and voice.average is not None and voice.answers >= rules.least_answers:
        span = (BEST_ANSWER - neutral) if voice.average >= neutral else (neutral - WORST_ANSWER)
        share = min(ONE, max(-ONE, (voice.average - neutral) / span)) if span else ZERO
        part, since = Part.SATISFACTION, voice.since
        found.append(
            Explained(part, voice.average, _cents(most * share), _cents(most), count=voice.answers, since=since)
        )
    most = rules.points[Part.COMPLAINTS]
    if most and voice.complaints:
        share = min(ONE, voice.per_hundred / rules.worst[Part.COMPLAINTS])
        evidence = {"count": voice.complaints, "orders": voice.orders, "since": voice.since}
        found.append(
            Explained(Part.COMPLAINTS, voice.per_hundred, _cents(-most * share), _cents(most), **evidence)  # type: ignore[arg-type]
        )
    return found


def steps(present: str, wanted: Grade, by_payments: Grade, *, is_by_rule: bool) -> list[tuple[Grade, bool]]:
    """Which grades are kept of a score, and whether each holds at once; both are capped by reports. A grade that only
    the voice makes is proposed to a person, whatever the company says of grades by rule; where the payments alone make
    a worse one than he has, or he has none, that one holds at once meanwhile."""
    if not is_by_rule or wanted == by_payments:
        return [(wanted, is_by_rule)]
    at_once = present not in (by_payments, wanted) and (not present or by_payments > present)
    return [*([(by_payments, True)] if at_once else []), (wanted, False)]


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
