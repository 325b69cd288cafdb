"""Standard reports as addresses and kept reports write them. Pure.

``period`` a named period, or ``since`` and ``until``; ``until`` alone where a report is of one day; ``against``,
``by``, ``department``, ``salesperson``, ``customer``, ``product``, ``category``, ``region``, ``top``: only what the
report declares. What is empty counts as not given.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors
from reports.figures.periods import Period, days_of
from reports.figures.question import MOST_DAYS, Against
from reports.standard.reports import Control, Standard, Wanted

MOST_TOP = 1_000
NAMES: dict[Control, tuple[str, ...]] = {
    Control.PERIOD: ("period", "since", "until"),
    Control.DAY: ("until",),
    Control.AGAINST: ("against",),
    Control.DEPARTMENT: ("department",),
    Control.SALESPERSON: ("salesperson",),
    Control.CUSTOMER: ("customer",),
    Control.PRODUCT: ("product",),
    Control.CATEGORY: ("category",),
    Control.REGION: ("region",),
    Control.TOP: ("top",),
}
PICKED = ("department", "salesperson", "customer", "product", "category")  # by key
LONGEST_REGION = 80
Wrong = dict[str, list[Any]]


def names_of(standard: Standard) -> list[str]:
    """The parameters that a report takes."""
    found = [name for control in NAMES if control in standard.controls for name in NAMES[control]]
    return list(dict.fromkeys([*found, *(["by"] if standard.choices else [])]))


def read(standard: Standard, actor: User, given: Mapping[str, str], today: date, here: str = "") -> Wanted:
    """What an address wants of a report, as of ``today``. Raises Invalid, also for parameters that it does not take."""
    given = {name: str(value).strip() for name, value in given.items() if str(value).strip()}
    names, wrong = names_of(standard), Wrong()
    for name in given:
        if name not in names:
            wrong[name] = [_("This report is not set by “%(name)s”.") % {"name": name}]
    period, since, until = _days(standard, given, today, wrong)
    top = _whole(given, "top", wrong) or standard.top
    wanted = Wanted(
        actor=actor,
        today=today,
        since=since,
        until=until,
        period=period,
        against=_against(standard, given, wrong),
        by=_by(standard, given, wrong),
        region=given.get("region", "")[:LONGEST_REGION],
        customer_class="",
        top=min(top, MOST_TOP),
        here=here,
        **{name: _whole(given, name, wrong) for name in PICKED},
    )
    if wrong:
        raise errors.Invalid(fields=wrong)
    return wanted


def write(standard: Standard, wanted: Wanted) -> dict[str, str]:
    """The same the other way. A period that has a name and a day that is today move with the day."""
    takes = standard.controls
    found: dict[str, Any] = {}
    if Control.PERIOD in takes:
        days = {"since": wanted.since.isoformat(), "until": wanted.until.isoformat()}
        found |= {"period": wanted.period} if wanted.period else days
    elif Control.DAY in takes and wanted.until != wanted.today:
        found["until"] = wanted.until.isoformat()
    if standard.choices:
        found["by"] = wanted.by
    if Control.TOP in takes and wanted.top != standard.top:
        found["top"] = wanted.top
    for name in ("against", *PICKED, "region"):
        found[name] = getattr(wanted, name)
    return {name: str(value) for name, value in found.items() if value}


def address(path: str, standard: Standard, wanted: Wanted, /, **changed: Any) -> str:
    """``path`` with it behind; what is ``changed`` to "" is left out."""
    return joined(path, {**write(standard, wanted), **changed})


def joined(path: str, given: Mapping[str, Any]) -> str:
    """``path`` with what is not empty behind it."""
    query = {name: str(value) for name, value in given.items() if value}
    return f"{path}?{urlencode(query)}" if query else path


def _days(standard: Standard, given: Mapping[str, str], today: date, wrong: Wrong) -> tuple[str, date, date]:
    if Control.PERIOD not in standard.controls:
        day = _day(given, "until", today, wrong)
        return "", day, day
    named = given.get("period", "")
    if not named and not (given.get("since") or given.get("until")):
        named = standard.period.value
    if named:
        if named in set(Period):
            return (named, *days_of(Period(named), today))
        wrong["period"] = [_("There is no period “%(name)s”.") % {"name": named}]
        return "", today, today
    since, until = _day(given, "since", today, wrong), _day(given, "until", today, wrong)
    if since > until:
        wrong.setdefault("until", [_("The period ends before it begins.")])
    elif (until - since).days > MOST_DAYS:
        wrong.setdefault("since", [_("The period is longer than thirty years, or begins before 1990.")])
    return "", since, until


def _day(given: Mapping[str, str], name: str, today: date, wrong: Wrong) -> date:
    try:
        day = date.fromisoformat(given[name]) if given.get(name) else today
    except ValueError:
        wrong[name] = [_("Write the day as 2026-11-23.")]
        return today
    if not 1990 <= day.year <= today.year + 10:
        wrong[name] = [_("The day lies too far away.")]
    return day


def _against(standard: Standard, given: Mapping[str, str], wrong: Wrong) -> Against:
    text = given.get("against", standard.against if Control.AGAINST in standard.controls else "")
    if text in set(Against):
        return Against(text)
    wrong["against"] = [_("Compare with the period before or with last year.")]
    return Against.NOTHING


def _by(standard: Standard, given: Mapping[str, str], wrong: Wrong) -> str:
    codes = [code for code, _label in standard.choices]
    text = given.get("by", "")
    if text and text not in codes:
        wrong.setdefault("by", [_("This report is not told by “%(code)s”.") % {"code": text}])
    return text if text in codes else next(iter(codes), "")


def _whole(given: Mapping[str, str], name: str, wrong: Wrong) -> int:
    text = given.get(name, "")
    if not text:
        return 0
    if not (text.isascii() and text.isdecimal()) or len(text) > 18:
        wrong.setdefault(name, [_("Enter a whole number.")])
        return 0
    return int(text)
