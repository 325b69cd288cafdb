"""The words of reminders: names in braces, what every letter may name, and how far away a moment is. Pure."""

import re
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common import dates

_NAME = re.compile(r"\{([a-z_]+)\}")
_HOUR, _DAY_HOURS = 3600, 48
# what whoever sends a letter knows of it, besides what the anchor says of the object
COMMON = {
    "title": gettext_lazy("What it is about, in short"),
    "due": gettext_lazy("The day or the moment that is counted from"),
    "when": gettext_lazy("How far away that is: in 3 days, today, 2 days ago"),
    "days": gettext_lazy("The number of days until then, or since"),
    "recipient": gettext_lazy("Name of who is told"),
    "company": gettext_lazy("Name of our company"),
    "link": gettext_lazy("The address of its page"),
}


def names_in(text: str) -> list[str]:
    """The names that a text gives in braces, each once, in order."""
    return list(dict.fromkeys(_NAME.findall(text)))


def stray(text: str) -> str:
    """A piece of the text around a brace that belongs to no name; "" where there is none."""
    rest = _NAME.sub(lambda found: " " * len(found[0]), text)
    place = next((at for at, sign in enumerate(rest) if sign in "{}"), None)
    return "" if place is None else text[max(0, place - 5) : place + 15].strip()


def unknown(text: str, known: Collection[str]) -> list[str]:
    """The names in braces that nobody knows."""
    return [name for name in names_in(text) if name not in known]


def fill(text: str, words: Mapping[str, str]) -> str:
    """The text with its names replaced. A line that names something of which nothing may be said is left out."""
    lines = [_NAME.sub(lambda found: words[found[1]], line) for line in text.splitlines() if _can_say(line, words)]
    return "\n".join(lines).strip()


def fill_line(text: str, words: Mapping[str, str]) -> str:
    """The same for a subject: of what may not be said nothing stands there."""
    return " ".join(_NAME.sub(lambda found: words.get(found[1], ""), text).split())


def _can_say(line: str, words: Mapping[str, str]) -> bool:
    return all(words.get(name) for name in names_in(line))


def timing(due: datetime, at: datetime, *, by_hours: bool) -> dict[str, str]:
    """``due``, ``when`` and ``days`` of a moment as it is seen at another one, in the active language."""
    day, today = dates.business_day(due), dates.business_day(at)
    away = (day - today).days
    told = due.astimezone(dates.business_zone()).strftime("%Y-%m-%d %H:%M") if by_hours else day.isoformat()
    near = abs(due - at) < timedelta(hours=_DAY_HOURS)
    when = _hours(round((due - at).total_seconds() / _HOUR)) if by_hours and near else _days(away)
    return {"due": told, "when": when, "days": str(abs(away))}


def _days(away: int) -> str:
    if away == 0:
        return _("today")
    if away > 0:
        return ngettext("in %(count)s day", "in %(count)s days", away) % {"count": away}
    return ngettext("%(count)s day ago", "%(count)s days ago", -away) % {"count": -away}


def _hours(away: int) -> str:
    if away == 0:
        return _("within the hour")
    if away > 0:
        return ngettext("in %(count)s hour", "in %(count)s hours", away) % {"count": away}
    return ngettext("%(count)s hour ago", "%(count)s hours ago", -away) % {"count": -away}
