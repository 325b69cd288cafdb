"""Public holidays and the weekend days on which people work instead, as the state announces them year by year.

They come from a library that learns a year once it is announced, each November; days of a year that it does not know
are not guessed.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CHINA = "CN"
_SATURDAY = 5
_NAMES: dict[str, Promise] = {
    "New Year's Day": _("New Year's Day"),
    "Spring Festival": _("Spring Festival"),
    "Tomb-sweeping Day": _("Tomb-sweeping Day"),
    "Labour Day": _("Labour Day"),
    "Dragon Boat Festival": _("Dragon Boat Festival"),
    "National Day": _("National Day"),
    "Mid-autumn Festival": _("Mid-autumn Festival"),
    "Anti-Fascist 70th Day": _("70 years of victory"),
}


@dataclass(frozen=True)
class PublicDays:
    """``off``: holidays, weekends among them; ``made_up``: days of a weekend on which people work. ``years`` that are
    known; ``names`` of the holidays, and of the one for which a day is worked."""

    off: frozenset[date] = frozenset()
    made_up: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()
    names: dict[date, str] = field(default_factory=dict)

    def name(self, day: date) -> str | Promise:
        """What the day is called, "" where it is none of these."""
        found = self.names.get(day, "")
        return _NAMES.get(found, found)


NONE = PublicDays()


@lru_cache(maxsize=4)
def of(country: str) -> PublicDays:
    """The public days of a country by its code; of one that is not known there are none."""
    if country != CHINA:
        return NONE
    from chinese_calendar import constants  # 2,000 days are built when it is loaded: not before somebody asks

    names = {**constants.holidays, **constants.workdays}
    made_up = frozenset(day for day in constants.workdays if day.weekday() >= _SATURDAY)
    return PublicDays(
        frozenset(constants.holidays), made_up, frozenset(day.year for day in constants.holidays), dict(names)
    )
