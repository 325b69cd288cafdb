"""Key figures as tiles: how much, against when, which way it goes, and the way to what it counts (SEMANTICS 15). No
figure is counted here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.people.models import User
from reports.figures import parameters, policies, queries
from reports.figures.answers import Answer
from reports.figures.dimensions import Time
from reports.figures.measures import Measure, Term
from reports.figures.measures import measures as known
from reports.figures.periods import LABELS, Period, days_of, to_date
from reports.figures.question import MOST_MEASURES, Question, year_before
from reports.layout import wording
from reports.layout.paper import Definition, Form, growth

Text = str | Promise
KEY = (
    *("orders", "amount", "average", "profit", "margin", "shipped", "received", "collection"),
    *("accuracy", "on_time", "on_time_first", "on_time_requested", "on_time_processing", "perfect"),
    *("satisfaction", "complaint_rate", "return_rate", "exceptions", "changes"),
)
PERIODS = (
    *(Period.THIS_MONTH, Period.LAST_MONTH, Period.THIS_QUARTER, Period.LAST_QUARTER, Period.THIS_YEAR),
    *(Period.LAST_YEAR, Period.LAST_12_MONTHS),
)
MONTHS = 12
WIDE, HIGH = 104, 34  # of the line beside a figure


@dataclass(frozen=True)
class Tile:
    """``change`` and ``tone``: against the days compared with, and whether that is good. ``line`` and ``area``: the
    last twelve months as SVG paths, "" where there is no course. ``rows``: the address of what it counts; ``course``:
    the report month by month."""

    code: str
    label: Text
    value: str
    parts: str
    change: str
    tone: str
    direction: str
    line: str
    area: str
    rows: str
    course: str
    definition: Definition


@dataclass(frozen=True)
class Board:
    """The tiles of a period by group, and the days that they are of."""

    period: Period
    since: date
    until: date
    former: tuple[date, date]
    groups: dict[Text, list[Tile]]
    as_of: object


def board(*, actor: User, period: Period, by_year: bool, today: date) -> Board:
    """The key figures that ``actor`` may see, of a period, against as much of the one before (``by_year``: of the same
    days a year ago). Raises NotAllowed."""
    policies.require_view(actor)
    since, until = days_of(period, today)
    seen = [one.code for one in policies.seen_measures(actor)]
    codes = [code for code in KEY if code in seen]
    before = _former(since, until, today, by_year=by_year)
    asked = Question(tuple(codes), since, min(until, max(today, since)))
    now, then = _whole(actor, asked, today), _whole(actor, asked.over(*before), today)
    months = days_of(Period.LAST_12_MONTHS, today)
    course = _course(actor, asked.over(*months), today)
    groups: dict[Text, list[Tile]] = {}
    for code in codes:
        tile = _tile(known[code], now[code], then[code], course[code], asked, period)
        groups.setdefault(known[code].group, []).append(tile)
    return Board(period, asked.since, asked.until, before, groups, next(iter(now.values())).as_of)


def _former(since: date, until: date, today: date, *, by_year: bool) -> tuple[date, date]:
    if by_year:
        return year_before(since), year_before(min(until, max(today, since)))
    return to_date(since, until, today)


def _chunks(asked: Question) -> list[Question]:
    codes = asked.measures
    return [
        replace(asked, measures=codes[begin : begin + MOST_MEASURES]) for begin in range(0, len(codes), MOST_MEASURES)
    ]


def _whole(actor: User, asked: Question, today: date) -> dict[str, Answer]:
    found: dict[str, Answer] = {}
    for part in _chunks(asked):
        answer = queries.ask(actor=actor, asked=part, today=today)
        found |= dict.fromkeys(part.measures, answer)
    return found


def _course(actor: User, asked: Question, today: date) -> Mapping[str, Sequence[Decimal | None]]:
    """Each measure month by month."""
    found: dict[str, list[Decimal | None]] = {}
    for part in _chunks(replace(asked, rows=(Time.MONTH,))):
        answer = queries.ask(actor=actor, asked=part, today=today)
        for measure in part.asked:
            found[measure.code] = [answer.value(measure, key) for key in answer.rows]
    return found


def _tile(
    measure: Measure, now: Answer, then: Answer, course: Sequence[Decimal | None], asked: Question, period: Period
) -> Tile:
    value, former = measure.value(now.whole.sums), measure.value(then.whole.sums)
    change, way = _change(measure, value, former)
    line = path(course)
    one = replace(asked, measures=(measure.code,))
    above, below = measure.parts(now.whole.sums)
    parts = f"{_plain(above, measure.above)} ÷ {_plain(below, measure.below)}" if below else ""
    return Tile(
        code=measure.code,
        label=measure.label,
        value=wording.written(value, Form.COUNT if measure.form is Form.MONEY else measure.form),
        parts=parts,
        change=change,
        tone=_tone(measure, way),
        direction={1: "up", -1: "down"}.get(way, ""),
        line=line,
        area=f"{line} L{WIDE},{HIGH} L{line[1:].partition(',')[0]},{HIGH} Z" if line else "",
        rows=parameters.address(reverse("reports:facts"), one),
        course=parameters.address(
            reverse("reports:builder"), replace(one, rows=(Time.MONTH,)), Period.LAST_12_MONTHS.value
        ),
        definition=replace(measure.definition, figures=parts),
    )


def _plain(value: Decimal | None, terms: Sequence[Term]) -> str:
    """Numerator or denominator: money in whole units, all else as a number."""
    is_money = any(term.column in ("amount", "net", "cost") for term in terms)
    return wording.written(value, Form.COUNT if is_money else Form.QUANTITY)


def _change(measure: Measure, now: Decimal | None, former: Decimal | None) -> tuple[str, int]:
    """By how much, in words, and which way: shares differ by points."""
    if now is None or former is None:
        return "", 0
    if measure.form is Form.SHARE:
        points = round((now - former) * 100, 1)
        return _("%(points)s points") % {"points": abs(points)}, _sign(points)
    grown = growth(now, former)
    return ("", 0) if grown is None else (wording.written(abs(grown), Form.SHARE), _sign(grown))


def _sign(value: Decimal) -> int:
    return (value > 0) - (value < 0)


def _tone(measure: Measure, way: int) -> str:
    if not way or measure.is_better_up is None:
        return "t2"
    return "ok" if (way > 0) == measure.is_better_up else "bad"


def path(course: Sequence[Decimal | None]) -> str:
    """A line through the months that have a figure, lowest to highest over the whole height; "" for fewer than two."""
    known_values = [one for one in course if one is not None]
    if len(known_values) < 2 or len(course) < 2:
        return ""
    low, high = min(known_values), max(known_values)
    points = []
    for place, value in enumerate(course):
        if value is not None:
            x = Decimal(place * WIDE) / (len(course) - 1)
            y = HIGH - 3 - (value - low) / (high - low) * (HIGH - 6) if high > low else Decimal(HIGH) / 2
            points.append(f"{x:.1f},{y:.1f}")
    return "M" + " L".join(points)


def periods(now: Period) -> list[tuple[str, Text, bool]]:
    """The periods offered: code, words, whether it is this one."""
    return [(one.value, LABELS[one], one is now) for one in PERIODS]
