"""The charts of the boards, as papers: each with last year or its target beside it, each figure with the way to what it
counts. Figures are asked of ``figures``, targets of ``targets``, the backlog of ``orderbook``."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.boards import aims, stock
from reports.boards.choosing import View
from reports.figures import naming, parameters, policies, queries
from reports.figures.answers import Answer
from reports.figures.dimensions import Time
from reports.figures.measures import Measure
from reports.figures.measures import measures as known
from reports.figures.periods import Period, days_of
from reports.figures.question import Against, Question, next_start
from reports.layout.paper import Chart, Column, Form, Paper, Row, Series, Shape

WEEKS = 12
ACROSS, FORMER, TARGET = "time", "former", "target"
Numbers = Sequence[Decimal | None]


def trend(view: View) -> Paper:
    """Orders by month (amounts where they are his to see) beside their target and last year."""
    measure = known[_first_seen(view, "amount", "orders")]
    period = Period.THIS_YEAR if view.span.period is Period.THIS_YEAR else Period.LAST_12_MONTHS
    since, until = days_of(period, view.today)
    asked = _asked(view, (measure.code,), since, min(until, view.today), Time.MONTH)
    answer = queries.ask(actor=view.actor, asked=replace(asked, against=Against.LAST_YEAR), today=view.today)
    now = [answer.value(measure, key) for key in answer.rows]
    then = [_former(answer, measure, key) for key in answer.rows]
    course = _target(view, measure, [key[0] for key in answer.rows])
    columns = [
        Column(measure.code, measure.label, measure.form),
        Column(FORMER, _("The same period last year"), measure.form),
    ]
    series = [Series(measure.code), Series(FORMER, is_former=True)]
    values: list[Numbers] = [now, then]
    if any(course):
        columns.append(Column(TARGET, _("Target"), measure.form))
        series.insert(1, Series(TARGET, is_target=True))
        values.append(course)
    title = _("Orders and target") if any(course) else _("Orders and last year")
    return _paper(view, title, answer, columns, values, Shape.BARS, series)


def flow(view: View) -> Paper:
    """What was ordered, what was shipped and what stayed open, week by week; pieces where amounts are hidden."""
    is_money = _first_seen(view, "amount", "quantity") == "amount"
    codes = ("amount", "shipped") if is_money else ("quantity", "shipped_quantity")
    labels = (pgettext("chart", "Ordered"), pgettext("chart", "Shipped"))
    answer = _by_week(view, codes)
    columns = [Column(code, label, known[code].form) for code, label in zip(codes, labels, strict=True)]
    values: list[Numbers] = [_of(answer, known[code]) for code in codes]
    series = [Series(code) for code in codes]
    if (measure := stock.measure_for(view)) is not None:
        now = stock.at(view.told, measure, view.today)
        days = [key[0] for key in answer.rows]
        values.append(stock.course(view.told, measure, now, days[0], view.today, Time.WEEK))
        columns.append(Column(stock.CODE, stock.LABEL, measure.form))
        series.append(Series(stock.CODE, is_former=True))  # a line over the bars
    return _paper(view, _("Orders taken, orders shipped"), answer, columns, values, Shape.BARS, series)


def promise(view: View) -> Paper:
    """How often we kept our word, week by week, beside the target."""
    measure = known["on_time"]
    answer = _by_week(view, (measure.code,))
    course = _target(view, measure, [key[0] for key in answer.rows])
    columns, values = [Column(measure.code, measure.label, measure.form)], [_of(answer, measure)]
    series = [Series(measure.code)]
    if any(course):
        columns.append(Column(TARGET, _("Target"), measure.form))
        values.append(course)
        series.append(Series(TARGET, is_target=True))
    return _paper(view, _("On-time delivery by week"), answer, columns, values, Shape.LINES, series)


def money(view: View) -> Paper:
    """What fell due and what came in, month by month."""
    since, until = days_of(Period.LAST_12_MONTHS, view.today)
    codes = ("due", "received")
    answer = queries.ask(actor=view.actor, asked=_asked(view, codes, since, until, Time.MONTH), today=view.today)
    columns = [Column(code, known[code].label, known[code].form) for code in codes]
    values = [_of(answer, known[code]) for code in codes]
    series = [Series(code) for code in codes]
    return _paper(view, _("Money due, money received"), answer, columns, values, Shape.BARS, series)


CHARTS: dict[str, Callable[[View], Paper]] = {"trend": trend, "flow": flow, "promise": promise, "money": money}


def _first_seen(view: View, *codes: str) -> str:
    """The first of these measures that is his to see here."""
    return next((code for code in codes if sees(view, known[code])), codes[-1])


def sees(view: View, measure: Measure) -> bool:
    """Whether a measure is his to see, and to be shown where strangers pass."""
    return policies.sees(view.actor, measure) and (view.amounts or not measure.fields)


def _asked(view: View, codes: tuple[str, ...], since: date, until: date, time: Time) -> Question:
    return Question(codes, since, until, rows=(time,), filters=view.filters)


def _by_week(view: View, codes: tuple[str, ...]) -> Answer:
    monday = view.today - timedelta(days=view.today.weekday())
    asked = _asked(view, codes, monday - timedelta(weeks=WEEKS - 1), view.today, Time.WEEK)
    return queries.ask(actor=view.actor, asked=asked, today=view.today)


def _of(answer: Answer, measure: Measure) -> list[Decimal | None]:
    return [answer.value(measure, key) for key in answer.rows]


def _former(answer: Answer, measure: Measure, key: tuple[date, ...]) -> Decimal | None:
    group = answer.groups.get(key)
    return measure.value(group.former or {}) if group else measure.value({})


def _target(view: View, measure: Measure, days: Sequence[date]) -> list[Decimal | None]:
    whose = aims.whose(view.actor, view.department, days[0], view.today) if view.told.has_target else None
    return aims.course_of(view.actor, measure, days, whose)


def _paper(
    view: View,
    title: str,
    answer: Answer,
    columns: Sequence[Column],
    values: Sequence[Numbers],
    shape: Shape,
    series: Sequence[Series],
) -> Paper:
    time = Time(answer.question.rows[0])
    rows = [
        Row(
            cells=(_named(time, key[0]), *(column[place] for column in values)),
            links=_links(answer.question, time, key[0]),
            is_unfinished=key[0] <= view.today < next_start(time, key[0]),
        )
        for place, key in enumerate(answer.rows)
    ]
    chart = Chart(shape, title, ACROSS, tuple(series))
    label = pgettext("period", "Week") if time is Time.WEEK else pgettext("period", "Month")
    first = Column(ACROSS, label, Form.TEXT)
    return Paper(title, (first, *columns), rows, charts=(chart,), definitions=_definitions(answer))


def _definitions(answer: Answer) -> tuple:
    return tuple(one.definition for one in answer.question.asked)


def _named(time: Time, day: date) -> str:
    """A week by its number alone: there are not more of them than months in a year."""
    return _("W%(week)s") % {"week": day.isocalendar().week} if time is Time.WEEK else naming.stretch(time, day)


def _links(asked: Question, time: Time, day: date) -> dict[str, str]:
    end = next_start(time, day) - timedelta(days=1)
    path = reverse("reports:facts")
    return {
        code: parameters.address(path, replace(asked, measures=(code,), rows=(), since=day, until=end))
        for code in asked.measures
    }


def report_of(view: View, code: str) -> str:
    """The address of the figures behind a chart, in the builder."""
    codes = {
        "trend": (_first_seen(view, "amount", "orders"),),
        "flow": ("amount", "shipped") if _first_seen(view, "amount", "quantity") == "amount" else ("quantity",),
        "promise": ("on_time",),
        "money": ("due", "received"),
    }[code]
    period = Period.LAST_12_MONTHS
    asked = _asked(view, codes, *days_of(period, view.today), Time.MONTH)
    return parameters.address(reverse("reports:builder"), asked, period.value)
