"""What waits, as tiles show it: a line with its flag, who it is about, how long it may wait, and the verb that settles
it (UI 4.6). Pure."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _

Text = str | Promise
URGENT, SOON = timedelta(hours=2), timedelta(hours=6)  # red, amber
_BARS = {"bad": "bd", "warn": "wn", "": "mu"}


@dataclass(frozen=True)
class Sla:
    """How much of the time for an answer is left. ``used`` in percent of all of it, None where that is not known."""

    words: str
    tone: str
    used: Decimal | None = None

    @property
    def segments(self) -> list[tuple[str, Decimal]]:
        """The bar."""
        return [(_BARS[self.tone], self.used or Decimal(0))]


@dataclass(frozen=True)
class Act:
    """The verb at the end of a line, and where it is done; ``is_dialog``: it asks on the same page."""

    label: Text
    url: str
    is_dialog: bool = False


@dataclass(frozen=True)
class Line:
    """``name`` leads to ``url``; ``who`` it is about; ``about``: a quiet second line."""

    name: str
    url: str
    who: str = ""
    about: str = ""
    flag: tuple[Text, str, str] = ("", "", "")  # words, tone, icon
    due: date | None = None
    sla: Sla | None = None
    act: Act | None = None


@dataclass(frozen=True)
class Queue:
    """The first lines of what waits. ``count``: how many there are, "" where counting takes too long; ``more`` lists
    them all; ``is_narrowed``: of the class of customers looked at."""

    lines: list[Line]
    count: str = ""
    more: str = ""
    tone: str = "bad"
    hint: Text = ""
    bars: list["Bar"] = field(default_factory=list)
    is_narrowed: bool = False


@dataclass(frozen=True)
class Bar:
    """How busy somebody is: hours against possible ones, both in percent of the widest bar."""

    name: str
    hours: str
    room: str
    used: Decimal
    over: Decimal
    url: str = ""

    @property
    def segments(self) -> list[tuple[str, Decimal]]:
        """The bar: what is possible, and what is too much."""
        return [("sh", self.used), ("bd", self.over)]


def sla(due_at: datetime, at: datetime, whole: timedelta | None = None) -> Sla:
    """How long something may still wait: grey above six hours, amber up to six, red up to two and when it is over."""
    left = due_at - at
    tone = "bad" if left <= URGENT else "warn" if left <= SOON else ""
    used = None
    if whole:
        passed = Decimal(1) - Decimal(left.total_seconds()) / Decimal(whole.total_seconds())
        share = min(max(passed, Decimal(0)), Decimal(1))
        used = (share * 100).quantize(Decimal("0.01"))
    return Sla(hours(left), tone, used)


def hours(left: timedelta) -> str:
    """Hours and minutes that are left, or by which it is over; days where there are many."""
    minutes = int(abs(left).total_seconds()) // 60
    shown = {"time": f"{minutes // 60}:{minutes % 60:02d}"}
    if minutes >= 72 * 60:
        shown = {"time": _("%(n)s days") % {"n": minutes // (24 * 60)}}
    return _("%(time)s over") % shown if left < timedelta(0) else _("%(time)s left") % shown
