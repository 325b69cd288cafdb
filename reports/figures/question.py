"""A question to the figures: which measures, by what, over which days, of which orders (R241, R257). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from common import errors
from reports.figures.dimensions import AXES, Axis, Source, Time
from reports.figures.measures import Measure, Side, Text, measures

MOST_MEASURES, MOST_ROWS = 12, 3
MOST_DAYS = 366 * 30
MOST_KEYS = 200  # picked in one filter
BY_NAME = "name"  # sorted by the names of the members
YEAR_OF_WEEKS = timedelta(weeks=52)  # that a week stands beside: it has the same days of the week


class Against(StrEnum):
    """What a figure is compared with."""

    NOTHING = ""
    BEFORE = "before"  # the period of the same length just before; as much of it as has passed of one that runs
    LAST_YEAR = "last_year"  # the same days a year ago; of a period that runs those up to the same day


AGAINST_LABELS = {
    Against.NOTHING: pgettext_lazy("compared with", "Nothing"),
    Against.BEFORE: gettext_lazy("The period before"),
    Against.LAST_YEAR: gettext_lazy("The same period last year"),
}


@dataclass(frozen=True)
class Question:
    """``rows`` (at most three) and ``column`` are codes of ``dimensions.AXES``; ``filters``: axis → the keys that
    count, as texts; ``segment``: a saved condition on orders, 0 none; ``order_by``: the measure by which rows are
    sorted, "" or ``BY_NAME`` by their own order; ``top``: so many rows, the others as one; ``as_of``: as it was known
    when that day ended, None now; ``with_targets``: beside what is to be reached; ``side``: which of the rows behind
    the figures are listed, where they are; ``ends``: the last day of the period, where only its days so far are
    asked for."""

    measures: tuple[str, ...]
    since: date
    until: date
    rows: tuple[str, ...] = ()
    column: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    segment: int = 0
    against: Against = Against.NOTHING
    order_by: str = ""
    top: int = 0
    as_of: date | None = None
    with_targets: bool = False
    side: Side = Side.ALL
    ends: date | None = None

    @property
    def axes(self) -> tuple[Axis, ...]:
        """All by which the figures are told apart."""
        return tuple(AXES[code] for code in (*self.rows, *([self.column] if self.column else [])))

    @property
    def asked(self) -> tuple[Measure, ...]:
        """The measures themselves."""
        return tuple(measures[code] for code in self.measures)

    @property
    def listed(self) -> list[tuple[int, str]]:
        """The terms whose facts are listed one by one."""
        return list(dict.fromkeys(term.key for one in self.asked for term in one.terms_of(self.side)))

    @property
    def time(self) -> Time | None:
        """The stretch of days among its axes."""
        return next((Time(one.code) for one in self.axes if one.source is Source.TIME), None)

    def over(self, since: date, until: date) -> "Question":
        """The same over other days, compared with nothing, beside no target."""
        return replace(self, since=since, until=until, ends=None, against=Against.NOTHING, with_targets=False)


def checked(question: Question) -> Question:
    """The question, if it can be asked. Raises Invalid naming what cannot."""
    wrong: dict[str, list[Text]] = {}
    for name, message in (
        ("measures", _wrong_measures(question)),
        ("rows", _wrong_axes(question)),
        *_wrong_days(question),
        ("filters", _wrong_filters(question)),
        ("order_by", _wrong_order(question)),
        ("side", _wrong_side(question)),
    ):
        if message:
            wrong[name] = [message]
    if wrong:
        raise errors.Invalid(fields=wrong)
    return question


def _wrong_measures(question: Question) -> str:
    if not question.measures or len(question.measures) > MOST_MEASURES:
        return _("Name one to %(most)s measures.") % {"most": MOST_MEASURES}
    unknown = [code for code in question.measures if code not in measures]
    return _("There is no measure “%(code)s”.") % {"code": unknown[0]} if unknown else ""


def _wrong_order(question: Question) -> str:
    known = ("", BY_NAME, *question.measures)
    return "" if question.order_by in known else _("Sort by one of the measures.")


def _wrong_side(question: Question) -> str:
    known = [code for code in question.measures if code in measures]
    can = all(question.side in measures[code].sides for code in known)
    return "" if can else _("“%(measure)s” has no such rows.") % {"measure": measures[known[0]].label}


def _wrong_axes(question: Question) -> str:
    named = (*question.rows, *([question.column] if question.column else []))
    if missing := [code for code in named if code not in AXES]:
        return _("Nothing is counted by “%(code)s”.") % {"code": missing[0]}
    if len(question.rows) > MOST_ROWS or len(set(named)) < len(named):
        return _("Name at most %(most)s things for the rows, each once.") % {"most": MOST_ROWS}
    return _("Name only one stretch of time.") if sum(code in set(Time) for code in named) > 1 else ""


def _wrong_days(question: Question) -> list[tuple[str, str]]:
    if question.since > question.until:
        return [("until", _("The period ends before it begins."))]
    if (question.until - question.since).days > MOST_DAYS or question.since.year < 1990:
        return [("since", _("The period is longer than thirty years, or begins before 1990."))]
    return []


def _wrong_filters(question: Question) -> str:
    for code, keys in question.filters.items():
        if code not in AXES or AXES[code].source is Source.TIME:
            return _("Nothing is counted by “%(code)s”.") % {"code": code}
        if len(keys) > MOST_KEYS:
            return _("Pick at most %(most)s.") % {"most": MOST_KEYS}
        if not AXES[code].is_text and not all(key.isdecimal() and len(key) < 19 for key in keys):
            return _("“%(code)s” is picked by number.") % {"code": code}
    return ""


def year_before(day: date) -> date:
    """The same day a year ago; of 29 February the 28th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def last_year(since: date, until: date) -> tuple[date, date]:
    """The same days a year ago; of whole months whole months, with the 29 February of a leap year."""
    end = until + timedelta(days=1)
    if since.day == end.day == 1:
        return year_before(since), year_before(end) - timedelta(days=1)
    return year_before(since), year_before(until)


def before(since: date, until: date) -> tuple[date, date]:
    """The period just before, of the same length: whole months before whole months."""
    if since.day == 1 and (until + timedelta(days=1)).day == 1:
        months = (until.year - since.year) * 12 + until.month - since.month + 1
        first = since.year * 12 + since.month - 1 - months
        return date(first // 12, first % 12 + 1, 1), since - timedelta(days=1)
    return since - (until - since) - timedelta(days=1), since - timedelta(days=1)


def start_of(time: Time, day: date) -> date:
    """The first day of the stretch in which ``day`` lies; weeks begin on Monday."""
    if time is Time.DAY:
        return day
    if time is Time.WEEK:
        return day - timedelta(days=day.weekday())
    if time is Time.MONTH:
        return day.replace(day=1)
    if time is Time.QUARTER:
        return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return day.replace(month=1, day=1)


def next_start(time: Time, start: date) -> date:
    """The first day of the stretch after the one that begins on ``start``."""
    longest = {Time.DAY: 1, Time.WEEK: 7, Time.MONTH: 31, Time.QUARTER: 92, Time.YEAR: 366}
    return start_of(time, start + timedelta(days=longest[time]))


def beside(time: Time, former: tuple[date, date], now: tuple[date, date]) -> dict[date, date]:
    """Beside which stretch of now each former one stands: the last beside the last, the one before beside the one
    before; former ones too many beside the first, so that nothing is lost."""
    was, shown = stretches(time, *former), stretches(time, *now)
    return {day: shown[max(0, len(shown) - len(was) + place)] for place, day in enumerate(was)}


def beside_last_year(time: Time, former: tuple[date, date], now: tuple[date, date]) -> dict[date, date]:
    """The same for days of last year: each beside its own date, a week beside that 52 weeks later, which has the same
    days of the week; 29 February beside the 28th."""
    shown = stretches(time, *now)
    return {day: min(max(_year_after(time, day), shown[0]), shown[-1]) for day in stretches(time, *former)}


def _year_after(time: Time, day: date) -> date:
    if time is Time.WEEK:
        return day + YEAR_OF_WEEKS
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def stretches(time: Time, since: date, until: date) -> list[date]:
    """The first days of all stretches from ``since`` to ``until``, those without a figure too."""
    found, day = [], start_of(time, since)
    while day <= until:
        found.append(day)
        day = next_start(time, day)
    return found
