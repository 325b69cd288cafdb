"""How troubles of a product are weighed, and which risk they make. Pure; the figures are settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common import settings
from products.catalogue.choices import Risk
from products.catalogue.operations import Troubles

MONTHS, LOW_SCORE = "risk.product_months", "risk.product_low_score"
COMPLAINT, RETURN, ANSWER = "risk.product_complaint", "risk.product_return", "risk.product_answer"
MEDIUM_POINTS, MEDIUM_RATE = "risk.product_medium_points", "risk.product_medium_rate"
HIGH_POINTS, HIGH_RATE = "risk.product_high_points", "risk.product_high_rate"
# key → shipped, words, least, most
SETTINGS: Mapping[str, tuple[str, str | Promise, int, int]] = {
    MONTHS: ("12", _("Months for which complaints, returns and answers count for the risk of a product"), 1, 60),
    COMPLAINT: ("3", _("Points that a complaint or quality problem makes for a product"), 0, 100),
    RETURN: ("2", _("Points that a returned line makes for a product (quality or repair)"), 0, 100),
    ANSWER: ("1", _("Points that the answer of a customer who is not content makes for a product"), 0, 100),
    LOW_SCORE: ("2", _("A customer is not content with goods up to this score, of 5"), 1, 4),
    MEDIUM_POINTS: ("3", _("Points from which on a product may be of medium risk"), 1, 1000),
    MEDIUM_RATE: ("5", _("… and points on a hundred lines shipped"), 0, 10000),
    HIGH_POINTS: ("6", _("Points from which on a product may be of high risk"), 1, 1000),
    HIGH_RATE: ("15", _("… and points on a hundred lines shipped, of high risk"), 0, 10000),
}
HUNDRED = Decimal(100)
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Rules:
    """Weights, and from how many points, in all and on a hundred lines shipped, on a risk is medium or high."""

    complaint: Decimal = Decimal(3)
    returned: Decimal = Decimal(2)
    answer: Decimal = Decimal(1)
    medium_points: Decimal = Decimal(3)
    medium_rate: Decimal = Decimal(5)
    high_points: Decimal = Decimal(6)
    high_rate: Decimal = Decimal(15)


def rules() -> Rules:
    """As the company has them now."""
    keys = (COMPLAINT, RETURN, ANSWER, MEDIUM_POINTS, MEDIUM_RATE, HIGH_POINTS, HIGH_RATE)
    return Rules(*(Decimal(str(settings.get(key))) for key in keys))


def weigh(complaints: int, returns: int, low_scores: int, lines: int, by: Rules) -> Troubles:
    """Troubles with their points, points on a hundred lines, and risk. Few points make none, however few lines left:
    one complaint about a product that was sold once is no judgement on it."""
    points = complaints * by.complaint + returns * by.returned + low_scores * by.answer
    rate = (points * HUNDRED / max(1, lines)).quantize(_CENT, ROUND_HALF_UP)
    risk = Risk.LOW
    if points >= by.high_points and rate >= by.high_rate:
        risk = Risk.HIGH
    elif points >= by.medium_points and rate >= by.medium_rate:
        risk = Risk.MEDIUM
    return Troubles(complaints, returns, low_scores, lines, points, rate, risk)
