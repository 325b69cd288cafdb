"""Days in conditions: a day, a month, or a range that moves with today (last month, next 7 days). Pure."""

import re
import unicodedata
from datetime import date, timedelta

from django.utils.translation import ngettext, pgettext_lazy

from common.dates import month_end

Range = tuple[date, date]

WORDS = {
    "TODAY": pgettext_lazy("relative date", "today"),
    "YESTERDAY": pgettext_lazy("relative date", "yesterday"),
    "TOMORROW": pgettext_lazy("relative date", "tomorrow"),
    "THIS_WEEK": pgettext_lazy("relative date", "this week"),
    "LAST_WEEK": pgettext_lazy("relative date", "last week"),
    "NEXT_WEEK": pgettext_lazy("relative date", "next week"),
    "THIS_MONTH": pgettext_lazy("relative date", "this month"),
    "LAST_MONTH": pgettext_lazy("relative date", "last month"),
    "NEXT_MONTH": pgettext_lazy("relative date", "next month"),
    "THIS_QUARTER": pgettext_lazy("relative date", "this quarter"),
    "LAST_QUARTER": pgettext_lazy("relative date", "last quarter"),
    "NEXT_QUARTER": pgettext_lazy("relative date", "next quarter"),
    "THIS_YEAR": pgettext_lazy("relative date", "this year"),
    "LAST_YEAR": pgettext_lazy("relative date", "last year"),
    "NEXT_YEAR": pgettext_lazy("relative date", "next year"),
}
_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})", re.ASCII)
_COUNTED = re.compile(r"(LAST|NEXT)_DAYS:(\d{1,4})", re.ASCII)
_TYPED = (
    (re.compile(r"(?:last|past|过去|最近|近)\s*(\d{1,4})\s*(?:days?|天|日)", re.IGNORECASE), "LAST_DAYS"),
    (re.compile(r"(?:next|coming|未来|今后)\s*(\d{1,4})\s*(?:days?|天|日)", re.IGNORECASE), "NEXT_DAYS"),
)
_MONTHS = {"MONTH": 1, "QUARTER": 3, "YEAR": 12}
_STEPS = {"LAST": -1, "THIS": 0, "NEXT": 1}


def read(text: str) -> str | None:
    """The stored form of a typed day, month or counted range: ISO, or a code like ``NEXT_DAYS:7``; None for none.
    The words of ``WORDS`` are read by the grammar's vocabulary, in both languages."""
    text = unicodedata.normalize("NFKC", text).strip()
    if text in WORDS or _COUNTED.fullmatch(text):
        return text
    for pattern, code in _TYPED:
        if found := pattern.fullmatch(text):
            return f"{code}:{int(found[1])}"
    numbers = _DAY.fullmatch(text) or _MONTH.fullmatch(text)
    if numbers is None:
        return None
    year, month, *day = (int(part) for part in numbers.groups())
    if not 1900 <= year <= 2999:
        return None
    try:
        return date(year, month, day[0]).isoformat() if day else date(year, month, 1).isoformat()[:7]
    except ValueError:
        return None


def counted_at(text: str, start: int) -> str:
    """The counted range that stands in a text at ``start``, as typed (“next 7 days”); "" for none."""
    found = next(filter(None, (pattern.match(text, start) for pattern, _code in _TYPED)), None)
    return found[0] if found else ""


def is_fixed(stored: str) -> bool:
    """Whether a stored day or month is the same whatever day it is today."""
    return stored[:1].isdigit()


def shown(stored: str, today: date | None = None) -> str:
    """A stored day as the reader's language says it; with ``today``, one that moves with it is given as days too."""
    if today is not None and not is_fixed(stored):
        first, last = resolve(stored, today)
        return f"{shown(stored)} ({first}{'' if first == last else f' – {last}'})"
    if stored in WORDS:
        return str(WORDS[stored])
    counted = _COUNTED.fullmatch(stored)
    if counted is None:
        return stored
    count = int(counted[2])
    if counted[1] == "LAST":
        return ngettext("last %(count)s day", "last %(count)s days", count) % {"count": count}
    return ngettext("next %(count)s day", "next %(count)s days", count) % {"count": count}


def resolve(stored: str, today: date) -> Range:
    """(first, last) day of a stored day, month or moving range: ``LAST_DAYS:n`` are n days up to and with today,
    ``NEXT_DAYS:n`` begin with today. Raises ValueError for what ``read`` did not make."""
    counted = _COUNTED.fullmatch(stored)
    if counted:
        span = timedelta(days=max(int(counted[2]), 1) - 1)
        return (today - span, today) if counted[1] == "LAST" else (today, today + span)
    if stored in ("TODAY", "YESTERDAY", "TOMORROW"):
        day = today + timedelta(days={"TODAY": 0, "YESTERDAY": -1, "TOMORROW": 1}[stored])
        return day, day
    if stored in WORDS:
        step, _underscore, unit = stored.partition("_")
        return _unit(unit, _STEPS[step], today)
    if len(stored) == 7:
        first = date.fromisoformat(f"{stored}-01")
        return first, month_end(first)
    day = date.fromisoformat(stored)
    return day, day


def _unit(unit: str, step: int, today: date) -> Range:
    if unit == "WEEK":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
        return monday, monday + timedelta(days=6)
    months = _MONTHS[unit]
    start = (today.year * 12 + today.month - 1) // months * months + step * months
    end = start + months - 1
    return date(start // 12, start % 12 + 1, 1), month_end(date(end // 12, end % 12 + 1, 1))
