"""The classes of customers by recency, frequency and amount (RFM, R251), and how they are found. Pure.

Among the customers with an order in the period each figure is scored by the group in which it lies, of as many equal
groups as the company says (five); equal figures score the same. From a score on that it says (4) it is high. The amount
says whether a customer is important, last order and number of orders say what is to be done about him.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reports.clientele.thresholds import Thresholds
from reports.layout.paper import Text


@dataclass(frozen=True)
class Worth:
    """A class. ``code`` as addresses write it, ``number`` as SQL gives it: 4 for amount, 2 for the last order, 1 for
    the number of orders, each where it is high."""

    number: int
    code: str
    label: Text
    advice: Text


_IMPORTANT, _GENERAL = 4, 0
_RECENT, _OFTEN = 2, 1

# the best first
CLASSES = (
    Worth(_IMPORTANT + _RECENT + _OFTEN, "key", pgettext_lazy("class of customers", "Key value"),
          _("Much, often and lately: keep them close.")),
    Worth(_IMPORTANT + _OFTEN, "keep", pgettext_lazy("class of customers", "Key, to keep"),
          _("Much and often, not lately: get in touch.")),
    Worth(_IMPORTANT + _RECENT, "develop", pgettext_lazy("class of customers", "Key, to develop"),
          _("Much and lately, not often: make it a habit.")),
    Worth(_IMPORTANT, "win-back", pgettext_lazy("class of customers", "Key, to win back"),
          _("Much, neither often nor lately: about to leave.")),
    Worth(_GENERAL + _RECENT + _OFTEN, "general", pgettext_lazy("class of customers", "General value"),
          _("Often and lately, small amounts: sell them more.")),
    Worth(_GENERAL + _OFTEN, "general-keep", pgettext_lazy("class of customers", "General, to keep"),
          _("Often, not lately, small amounts.")),
    Worth(_GENERAL + _RECENT, "general-develop", pgettext_lazy("class of customers", "General, to develop"),
          _("Lately, seldom, small amounts: new or on trial.")),
    Worth(_GENERAL, "general-win-back", pgettext_lazy("class of customers", "General, to win back"),
          _("Small amounts, seldom, long ago.")),
)  # fmt: skip
RANK = {one.number: place for place, one in enumerate(CLASSES)}
BY_CODE = {one.code: one for one in CLASSES}
BY_NUMBER = {one.number: one for one in CLASSES}


def is_up(was: int, now: int) -> bool:
    """Whether a customer came into a better class."""
    return RANK[now] < RANK[was]


def fewest(limits: Thresholds) -> int:
    """As many customers as there are scores: fewer cannot be cut into so many groups."""
    return limits.scores


def scored(source: str, limits: Thresholds) -> str:
    """SQL of customers with their scores and class out of ``source``: customer_id, last_day, orders, amount."""
    return f"""
        SELECT x.*, {_bits("amount_score", _IMPORTANT, limits)} + {_bits("recency", _RECENT, limits)}
            + {_bits("frequency", _OFTEN, limits)} AS class
        FROM (
            SELECT s.*, {_score("last_day", limits)} AS recency, {_score("orders", limits)} AS frequency,
                {_score("amount", limits)} AS amount_score
            FROM {source} s
        ) x
    """


def _score(column: str, limits: Thresholds) -> str:
    return f"(1 + {limits.scores:d} * (rank() OVER (ORDER BY s.{column}) - 1) / count(*) OVER ())::int"


def _bits(score: str, value: int, limits: Thresholds) -> str:
    return f"CASE WHEN x.{score} >= {limits.high:d} THEN {value} ELSE 0 END"


@dataclass(frozen=True)
class Move:
    """How many customers went from one class to another, and what they order now and before. None: no order then."""

    was: int | None
    now: int | None
    customers: int
    orders: int
    amount: Any
    former: Any


@dataclass(frozen=True)
class Member:
    """A customer of a class: what he ordered, his scores, his class in the period before (None: no order then)."""

    customer_id: int
    last_day: Any
    orders: int
    amount: Any
    recency: int
    frequency: int
    amount_score: int
    was: int | None
