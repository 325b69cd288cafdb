"""Questions as addresses and saved reports write them: short names and texts, the same in every door. Pure.

``measures``, ``rows``, ``column``, ``period`` or ``since`` and ``until``, ``against`` (compared with), ``order_by``,
``top``, ``segment`` a saved condition on orders, ``as_of`` a past day, ``targets`` 1 beside what is to be reached,
``side`` which of the rows behind a figure are listed, ``f.<axis>`` the members that count; several are told apart by
commas.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from common import errors
from reports.figures.dimensions import AXES, Text
from reports.figures.measures import Side
from reports.figures.periods import Period, days_of
from reports.figures.question import Against, Question, checked

DEFAULT_PERIOD = Period.LAST_12_MONTHS
MOST_TOP = 1_000
_FILTER = "f."
NAMES = frozenset(
    (
        "measures",
        "rows",
        "column",
        "period",
        "since",
        "until",
        "against",
        "order_by",
        "top",
        "segment",
        "as_of",
        "targets",
        "side",
    )
)


def read(given: Mapping[str, str], today: date, *, measures: Iterable[str] = ("orders", "amount")) -> Question:
    """The question that an address or a saved report asks, as of ``today``; ``measures`` are those asked for where it
    names none. Raises Invalid."""
    wrong: dict[str, list[Text]] = {}
    since, until = _days(given, today, wrong)
    filters = {
        name.removeprefix(_FILTER): _several(value)
        for name, value in given.items()
        if name.startswith(_FILTER) and value
    }
    against = given.get("against", "")
    if against not in set(Against):
        wrong["against"] = [_("Compare with the period before or with last year.")]
    side = given.get("side", "")
    if side not in set(Side):
        wrong["side"] = [_("Pick the rows of the numerator, of the denominator, or the rest.")]
    top, segment = _whole(given, "top", wrong), _whole(given, "segment", wrong)
    as_of = _day(given, "as_of", today, wrong)
    if wrong:
        raise errors.Invalid(fields=wrong)
    return checked(
        Question(
            measures=_several(given.get("measures", "")) or tuple(measures),
            since=since,
            until=until,
            rows=_several(given.get("rows", "")),
            column=given.get("column", ""),
            filters=filters,
            segment=segment,
            against=Against(against),
            order_by=given.get("order_by", ""),
            top=min(top, MOST_TOP),
            as_of=as_of if as_of < today else None,
            with_targets=given.get("targets", "") == "1",
            side=Side(side),
        )
    )


def write(asked: Question, period: str = "") -> dict[str, str]:
    """The same the other way; ``period`` instead of the days where it moves with the day."""
    found = {
        "measures": ",".join(asked.measures),
        "rows": ",".join(asked.rows),
        "column": asked.column,
        **({"period": period} if period else {"since": asked.since.isoformat(), "until": asked.until.isoformat()}),
        "against": str(asked.against),
        "order_by": asked.order_by,
        "top": str(asked.top) if asked.top else "",
        "segment": str(asked.segment) if asked.segment else "",
        "as_of": asked.as_of.isoformat() if asked.as_of else "",
        "targets": "1" if asked.with_targets else "",
        "side": str(asked.side),
        **{f"{_FILTER}{code}": ",".join(keys) for code, keys in asked.filters.items()},
    }
    return {name: value for name, value in found.items() if value}


def beside(given: Mapping[str, str]) -> dict[str, str]:
    """What else stands in an address that asks a question."""
    return {name: value for name, value in given.items() if name not in NAMES and not name.startswith(_FILTER)}


def address(path: str, asked: Question, period: str = "", /, **more: str) -> str:
    """``path`` with the question behind it."""
    return f"{path}?{urlencode({**write(asked, period), **more})}"


def _days(given: Mapping[str, str], today: date, wrong: dict[str, list[Text]]) -> tuple[date, date]:
    period = given.get("period", "")
    if not period and not (given.get("since") or given.get("until")):
        period = DEFAULT_PERIOD
    if period:
        if period in set(Period):
            return days_of(Period(period), today)
        wrong["period"] = [_("There is no period “%(name)s”.") % {"name": period}]
        return today, today
    return _day(given, "since", today, wrong), _day(given, "until", today, wrong)


def _day(given: Mapping[str, str], name: str, today: date, wrong: dict[str, list[Text]]) -> date:
    try:
        return date.fromisoformat(given[name]) if given.get(name) else today
    except ValueError:
        wrong[name] = [_("Write the day as 2026-11-23.")]
        return today


def _whole(given: Mapping[str, str], name: str, wrong: dict[str, list[Text]]) -> int:
    text = given.get(name, "")
    if not text:
        return 0
    if not text.isdecimal() or len(text) > 9:
        wrong[name] = [_("Enter a whole number.")]
        return 0
    return int(text)


def _several(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def filter_name(code: str) -> str:
    """How an axis is called in an address when it narrows. Raises KeyError."""
    return f"{_FILTER}{AXES[code].code}"
