"""How often a customer orders by his own history, and what it says that he has not ordered (R281). Pure.

The expected interval is the median of the days between his order days (several orders of a day are one) in the last
three years; of fewer than three order days nothing is said.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from statistics import median
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from reports.clientele.thresholds import SHIPPED, Thresholds, plain
from reports.layout.paper import Text

HISTORY_MONTHS = 36
FEWEST_DAYS = 3


class Signal(StrEnum):
    """What his orders say of a customer, the worst first."""

    LOST = "lost"
    LEAVING = "leaving"
    LATE = "late"
    FALLING = "falling"
    STEADY = "steady"
    UNKNOWN = "unknown"


class State(StrEnum):
    """What a customer is in a period, by the one before it."""

    NEW = "new"
    KEPT = "kept"
    BACK = "back"
    LOST = "lost"


@dataclass(frozen=True)
class Said:
    """What a signal or a state is called and when it is given."""

    label: Text
    meaning: Text


SIGNALS: dict[Signal, Text] = {
    Signal.LOST: pgettext_lazy("signal of a customer", "Lost"),
    Signal.LEAVING: pgettext_lazy("signal of a customer", "About to leave"),
    Signal.LATE: pgettext_lazy("signal of a customer", "Late"),
    Signal.FALLING: pgettext_lazy("signal of a customer", "Falling"),
    Signal.STEADY: pgettext_lazy("signal of a customer", "Steady"),
    Signal.UNKNOWN: pgettext_lazy("signal of a customer", "Nothing to be said"),
}


def said(limits: Thresholds) -> dict[Signal, Said]:
    """The signals with when each is given, by the company's thresholds."""
    figures = {
        "leaving": plain(limits.leaving),
        "late": plain(limits.late),
        "days": ngettext("%(n)s day", "%(n)s days", limits.grace) % {"n": limits.grace},
        "fall": limits.fall,
    }
    meanings = {
        Signal.LOST: _(
            "No order in the period, though in the one before; more than %(leaving)s of his intervals, or none is "
            "known."
        ),
        Signal.LEAVING: _(
            "More than %(leaving)s of his intervals have passed since his last order, and at least %(days)s more "
            "than one."
        ),
        Signal.LATE: _("More than %(late)s of his intervals have passed, and at least %(days)s more than one."),
        Signal.FALLING: _("Not late, but he ordered for at least %(fall)s %% less than in the period before."),
        Signal.STEADY: _("None of these."),
        Signal.UNKNOWN: _("Fewer than three order days in three years, and not falling."),
    }
    return {one: Said(label, meanings[one] % figures) for one, label in SIGNALS.items()}


STATES = {
    State.NEW: Said(pgettext_lazy("state of a customer", "New"), gettext_lazy("First order in the period.")),
    State.KEPT: Said(
        pgettext_lazy("state of a customer", "Kept"), gettext_lazy("Ordered in the period and in the one before.")
    ),
    State.BACK: Said(
        pgettext_lazy("state of a customer", "Won back"),
        gettext_lazy("Ordered in the period, not in the one before, but earlier."),
    ),
    State.LOST: Said(
        pgettext_lazy("state of a customer", "Lost"), gettext_lazy("Ordered in the period before and not in this one.")
    ),
}

# SQL over rows with orders_now, since_last (days), usual, amount_now, amount_before, had_before, had_ever
STATE_SQL = f"""
    CASE WHEN x.orders_now = 0 THEN '{State.LOST}' WHEN x.had_before THEN '{State.KEPT}'
        WHEN x.had_ever THEN '{State.BACK}' ELSE '{State.NEW}' END
"""


def signal_sql(limits: Thresholds) -> str:
    """The signal of each of the same rows."""
    leaving, late, grace, left = f"{limits.leaving:f}", f"{limits.late:f}", f"{limits.grace:d}", f"{limits.left:f}"
    return f"""
    CASE WHEN x.orders_now = 0 AND (x.usual IS NULL OR x.since_last > {leaving} * x.usual) THEN '{Signal.LOST}'
        WHEN x.since_last > {leaving} * x.usual AND x.since_last >= x.usual + {grace} THEN '{Signal.LEAVING}'
        WHEN x.since_last > {late} * x.usual AND x.since_last >= x.usual + {grace} THEN '{Signal.LATE}'
        WHEN x.amount_before > 0 AND x.amount_now <= {left} * x.amount_before THEN '{Signal.FALLING}'
        WHEN x.usual IS NULL THEN '{Signal.UNKNOWN}' ELSE '{Signal.STEADY}' END
"""


@dataclass(frozen=True)
class Rhythm:
    """A customer's order days up to a day. ``usual``: days between them, None where there are too few."""

    days: tuple[date, ...]
    usual: Decimal | None
    until: date

    @property
    def last(self) -> date | None:
        """The day of his last order."""
        return self.days[-1] if self.days else None

    @property
    def since_last(self) -> int | None:
        """Days since then."""
        return (self.until - self.days[-1]).days if self.days else None

    @property
    def expected(self) -> date | None:
        """The day on which the next order would come."""
        if self.usual is None or not self.days:
            return None
        return self.days[-1] + timedelta(days=int(self.usual.to_integral_value()))

    @property
    def over(self) -> Decimal | None:
        """Days past his interval; 0 while it runs."""
        if self.usual is None or self.since_last is None:
            return None
        return max(Decimal(0), self.since_last - self.usual)

    def signal(self, orders: int, now: Any, before: Any, limits: Thresholds = SHIPPED) -> Signal:
        """What it says beside the orders and the amount of the period, and the amount of the one before."""
        passed = self.since_last
        if not orders and passed is not None and (self.usual is None or passed > limits.leaving * self.usual):
            return Signal.LOST
        if self.usual is not None and passed is not None and passed >= self.usual + limits.grace:
            if passed > limits.leaving * self.usual:
                return Signal.LEAVING
            if passed > limits.late * self.usual:
                return Signal.LATE
        if before > 0 and now <= limits.left * before:
            return Signal.FALLING
        return Signal.UNKNOWN if self.usual is None else Signal.STEADY


def rhythm(days: tuple[date, ...], until: date) -> Rhythm:
    """The rhythm of order days in their order."""
    gaps = [(later - day).days for day, later in pairwise(days)]
    return Rhythm(days, Decimal(str(median(gaps))) if len(days) >= FEWEST_DAYS else None, until)
