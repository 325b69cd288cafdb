"""Key figures as tiles: how much, against when and which target, which way it goes, and the way to what it counts
(SEMANTICS 15). No figure is counted here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.people.models import User
from common import currencies
from reports.boards import aims, sparks
from reports.boards.aims import Aim, Whose
from reports.figures import fractions, parameters, policies, queries
from reports.figures.answers import Answer
from reports.figures.dimensions import Time
from reports.figures.measures import Measure, Side
from reports.figures.measures import measures as known
from reports.figures.periods import LABELS, Period, days_of, to_date
from reports.figures.question import MOST_MEASURES, Question, last_year, stretches
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


@dataclass(frozen=True)
class Fraction:
    """Numerator and denominator of a figure that is a quotient."""

    above: Decimal | None
    below: Decimal | None


@dataclass(frozen=True)
class Tile:
    """``figure`` as it was counted, ``former`` that of the days compared with; ``value``: in words, in ``whole_unit``
    (of money); ``number`` and ``unit``: the same in few characters. ``change`` and ``tone``: against the days compared
    with, and whether that is good. ``spark``: the last twelve months with the target, None where there is no course.
    ``rows``: the address of what it counts; ``page``: that of the figure alone."""

    code: str
    label: Text
    value: str
    number: str
    unit: str
    parts: str
    change: str
    tone: str
    direction: str
    spark: sparks.Spark | None
    rows: str
    page: str
    definition: Definition
    aim: Aim | None = None
    form: Form = Form.COUNT
    figure: Decimal | None = None
    former: Decimal | None = None
    fraction: Fraction | None = None
    former_fraction: Fraction | None = None

    @property
    def whole_unit(self) -> str:
        """The currency of an amount that is not shortened."""
        return wording.in_money(currencies.base()) if self.form is Form.MONEY and self.figure is not None else ""


@dataclass(frozen=True)
class Span:
    """The days of a period so far, all of its days, and those that it is compared with."""

    period: Period
    since: date
    until: date
    end: date
    former: tuple[date, date]


@dataclass(frozen=True)
class Told:
    """What is asked of all tiles together. ``has_target``: not where the figures are of some customers only, for whom
    nobody sets any. ``customer_class``: the class among the ``filters``; ``as_of``: as it was known when that day
    ended, None now."""

    actor: User
    span: Span
    today: date
    department: int = 0
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    has_target: bool = True
    customer_class: str = ""
    as_of: date | None = None

    @property
    def query(self) -> dict[str, str]:
        """As the addresses of figures by themselves write it."""
        found = {
            "period": self.span.period.value,
            "department": str(self.department or ""),
            "class": self.customer_class,
            "as_of": self.as_of.isoformat() if self.as_of else "",
        }
        return {name: value for name, value in found.items() if value}

    def page_of(self, code: str) -> str:
        """The page of a figure alone, of the same orders."""
        return f"{reverse('reports:key-figure', args=[code])}?{urlencode(self.query)}"

    def asked(self, measures: tuple[str, ...], since: date, until: date) -> Question:
        """A question of measures over some days, narrowed like all the others."""
        return Question(measures, since, until, filters=self.filters, as_of=self.as_of)


def span_of(period: Period, today: date, *, by_year: bool = False) -> Span:
    """A period as of ``today``, against as much of the one before (``by_year``: of the same days a year ago)."""
    since, end = days_of(period, today)
    until = min(end, max(today, since))
    former = last_year(since, until) if by_year else to_date(since, end, today)
    return Span(period, since, until, end, former)


def of(told: Told, codes: Sequence[str]) -> tuple[list[Tile], object]:
    """The tiles of those measures that he may see, and until when what happened is counted. Raises NotAllowed."""
    actor, span, today = told.actor, told.span, told.today
    policies.require_view(actor)
    seen = tuple(code for code in codes if code in known and policies.sees(actor, known[code]))
    asked = told.asked(seen, span.since, span.until)
    if not asked.measures:
        return [], None
    now, then = _whole(actor, asked, today), _whole(actor, asked.over(*span.former), today)
    year = days_of(Period.LAST_12_MONTHS, today)
    course = _course(actor, asked.over(*year), today)
    found = _aims(told, asked, now, stretches(Time.MONTH, *year))
    tiles = [
        _tile(known[code], now[code], then[code], course[code], asked, told.page_of(code), found.get(code))
        for code in asked.measures
    ]
    return tiles, next(iter(now.values())).as_of


def _aims(told: Told, asked: Question, now: Mapping[str, Answer], months: Sequence[date]) -> dict[str, Aim]:
    since = min(told.span.since, *months)
    whose: Whose | None = aims.whose(told.actor, told.department, since, told.span.end) if told.has_target else None
    years = sorted({*range(told.span.since.year, told.span.end.year + 1), *(day.year for day in months)})
    found = {}
    for code in sorted(aims.with_targets(whose, years) & set(asked.measures)):
        value = known[code].value(now[code].whole.sums)
        days = (told.span.since, told.span.end)
        one = aims.aim(
            told.actor, known[code], value, whose=whose or Whose(), days=days, today=told.today, months=months
        )
        if one is not None:
            found[code] = one
    return found


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
    measure: Measure,
    now: Answer,
    then: Answer,
    course: Sequence[Decimal | None],
    asked: Question,
    page: str,
    aim: Aim | None,
) -> Tile:
    value, former = measure.value(now.whole.sums), measure.value(then.whole.sums)
    change, way = changed(measure.form, value, former)
    one = replace(asked, measures=(measure.code,))
    parts = fractions.said(measure, now.whole.sums)
    number, unit = sparks.short(value, measure.form, currencies.base())
    return Tile(
        code=measure.code,
        label=measure.label,
        value=wording.written(value, aims.shown_form(measure)),
        number=number,
        unit=unit,
        parts=parts,
        change=change,
        tone=tone_of(measure.is_better_up, way),
        direction={1: "up", -1: "down"}.get(way, ""),
        spark=sparks.spark(course, aim.course if aim else ()),
        rows=parameters.address(reverse("reports:facts"), one),
        page=page,
        definition=replace(measure.definition, figures=parts),
        aim=aim,
        form=measure.form,
        figure=value,
        former=former,
        fraction=_fraction(measure, now),
        former_fraction=_fraction(measure, then),
    )


def _fraction(measure: Measure, answer: Answer) -> Fraction | None:
    if not measure.below:
        return None
    sums = answer.whole.sums
    return Fraction(measure.sum_of(Side.ABOVE, sums), measure.sum_of(Side.BELOW, sums))


def changed(form: Form, now: Decimal | None, former: Decimal | None) -> tuple[str, int]:
    """By how much, in words, and which way: shares differ by points."""
    if now is None or former is None:
        return "", 0
    if form is Form.SHARE:
        points = round((now - former) * 100, 1)
        return _("%(points)s points") % {"points": abs(points)}, _sign(points)
    grown = growth(now, former)
    return ("", 0) if grown is None else (wording.written(abs(grown), Form.SHARE), _sign(grown))


def _sign(value: Decimal) -> int:
    return (value > 0) - (value < 0)


def tone_of(is_better_up: bool | None, way: int) -> str:
    """Whether a change that goes this way is good."""
    if not way or is_better_up is None:
        return "t2"
    return "ok" if (way > 0) == is_better_up else "bad"


def periods(now: Period, offered: Sequence[Period] = PERIODS) -> list[tuple[str, Text, bool]]:
    """The periods offered: code, words, whether it is this one."""
    return [(one.value, LABELS[one], one is now) for one in offered]
