"""One key figure by itself: two years of it beside its target and the year before, and by department. No figure is
counted here."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.people import queries as people
from common import errors
from common.dates import month_end
from reports.boards import aims, making_up, stock
from reports.boards.tiles import Told
from reports.facts import reading
from reports.facts.models import FactMark
from reports.figures import naming, parameters, policies, queries
from reports.figures.dimensions import Time
from reports.figures.measures import Measure
from reports.figures.measures import measures as known
from reports.figures.question import next_start, start_of, stretches, year_before
from reports.layout import differing, wording
from reports.layout.paper import Cell, Chart, Column, Paper, Row, Series, Shape
from reports.targets import policies as seen_targets
from reports.targets import queries as targets
from reports.targets.subjects import Kind, Whose

MONTHS = 24
MONTH, DEPARTMENT, FORMER, CHANGE, TARGET, REACHED = "month", "department", "former", "change", "target", "reached"
Numbers = Sequence[Decimal | None]


def of(told: Told, code: str) -> Paper:
    """The figure as a paper: month by month; of a period by department, how it is made up, what it leaves out. Raises
    NotFound, NotAllowed."""
    policies.require_view(told.actor)
    if code not in known:
        raise errors.NotFound()
    measure = known[code]
    policies.require_seen(told.actor, (measure,))
    by_month = replace(_by_month(told, measure), facts=tuple(_as_of(told)))
    if code in (stock.CODE, stock.PIECES):
        return by_month
    return replace(by_month, parts=(_by_department(told, measure), *making_up.of(told, measure)))


def _as_of(told: Told) -> Iterator[tuple[str, str]]:
    """Until when what happened is counted, or as of which past day."""
    if told.as_of is not None:
        yield _("As known on"), told.as_of.isoformat()
    elif at := FactMark.objects.using(reading.alias()).values_list("caught_up_at", flat=True).first():
        yield _("As of"), wording.moment(at)


def read_first(paper: Paper) -> tuple[Paper, ...]:
    """Its parts as a page shows them: what the figure is made of before who has how much of it."""
    return (*paper.parts[1:], *paper.parts[:1])


def _by_month(told: Told, measure: Measure) -> Paper:
    """The last two years, each month beside that of the year before."""
    since = _months_back(told.today, MONTHS + 11)
    days = stretches(Time.MONTH, since, told.today)
    values = _values(told, measure, since, days)
    former, now = _so_far(told, measure, values[:MONTHS]), values[12:]
    shown = days[12:]
    whose = aims.whose(told.actor, told.department, shown[0], told.today) if told.has_target else None
    course: Numbers = aims.course_of(told.actor, measure, shown, whose)
    course = course if any(course) else ()
    columns = [Column(MONTH, pgettext("period", "Month")), *_columns(measure, has_target=any(course))]
    rows = [
        Row(
            (naming.stretch(Time.MONTH, day), *_cells(measure, now[place], former[place], course[place : place + 1])),
            links=_rows_of(told, measure, day) if now[place] is not None else {},
            is_unfinished=day <= told.today < next_start(Time.MONTH, day),
        )
        for place, day in enumerate(shown)
    ][_begins(now) :]
    series = [Series(measure.code), Series(FORMER, is_former=True)]
    if any(course):
        series.insert(1, Series(TARGET, is_target=True))
    shape = Shape.LINES if measure.is_share or measure.code in (stock.CODE, stock.PIECES) else Shape.BARS
    chart = Chart(shape, _name(measure), MONTH, tuple(series))
    return Paper(_name(measure), tuple(columns), rows, charts=(chart,), definitions=(measure.definition,))


def _begins(now: Numbers) -> int:
    """The first month with a figure; a year is shown in any case."""
    return min(next((place for place, one in enumerate(now) if one), MONTHS), MONTHS - 12)


def _name(measure: Measure) -> str:
    return str(stock.LABEL if measure.code in (stock.CODE, stock.PIECES) else measure.label)


def _values(told: Told, measure: Measure, since: date, days: Sequence[date]) -> Numbers:
    if measure.code in (stock.CODE, stock.PIECES):
        now = stock.at(told, measure, told.today)
        return stock.course(told, measure, now, since, told.today, Time.MONTH)
    asked = replace(told.asked((measure.code,), since, told.today), rows=(Time.MONTH,))
    answer = queries.ask(actor=told.actor, asked=asked, today=told.today)
    return [answer.value(measure, (day,)) for day in days]


def _so_far(told: Told, measure: Measure, former: Numbers) -> Numbers:
    """The months a year ago, the last of them only as far as that of this year has come. What is open at the end of a
    day is no sum of days."""
    if measure.code in (stock.CODE, stock.PIECES) or told.today == month_end(told.today):
        return former
    until = year_before(told.today)
    asked = told.asked((measure.code,), until.replace(day=1), until)
    answer = queries.ask(actor=told.actor, asked=asked, today=told.today)
    return [*former[:-1], measure.value(answer.whole.sums)]


def _months_back(day: date, count: int) -> date:
    months = day.year * 12 + day.month - 1 - count
    return date(months // 12, months % 12 + 1, 1)


def _columns(measure: Measure, *, has_target: bool) -> Iterator[Column]:
    yield Column(measure.code, _name(measure), measure.form, definition=measure.meaning)
    yield Column(FORMER, _("The same period last year"), measure.form)
    yield differing.column(measure.form, CHANGE)
    if has_target:
        yield Column(TARGET, _("Target"), measure.form)
        yield differing.reached_column(measure.form, REACHED)


def _cells(measure: Measure, now: Decimal | None, former: Decimal | None, target: Numbers) -> list[Cell]:
    change = differing.change(measure.form, now, former)
    return [now, former, change, *(cell for one in target for cell in (one, differing.reached(measure.form, now, one)))]


def _rows_of(told: Told, measure: Measure, day: date) -> dict[str, str]:
    end = next_start(Time.MONTH, start_of(Time.MONTH, day)) - timedelta(days=1)
    if measure.code in (stock.CODE, stock.PIECES):  # what is open at the end of a month is all that moved until then
        day, end = stock.beginning(told.today), min(end, told.today)
    return {measure.code: parameters.address(reverse("reports:facts"), told.asked((measure.code,), day, end))}


def _by_department(told: Told, measure: Measure) -> Paper:
    """The period by department; a target is of a department with all below it, so only those at the foot have one."""
    span, actor = told.span, told.actor
    asked = told.asked((measure.code,), span.since, span.until)
    asked = replace(asked, rows=("department",), order_by=measure.code)
    answer = queries.ask(actor=actor, asked=asked, today=told.today)
    then = queries.ask(actor=actor, asked=replace(asked, order_by="").over(*span.former), today=told.today)
    found = _targets(told, measure, [key[0] for key in answer.rows])
    columns = [Column(DEPARTMENT, _("Department")), *_columns_of_period(told, measure, has_target=bool(found))]
    rows = []
    for key in answer.rows:
        one = replace(asked, rows=(), order_by="", filters={**told.filters, "department": (str(key[0]),)})
        target = [found.get(key[0])] if found else []
        cells = _cells(measure, answer.value(measure, key), then.value(measure, key), target)
        name = answer.names["department"].get(key[0], naming.nothing())
        is_known = answer.value(measure, key) is not None
        links = {measure.code: parameters.address(reverse("reports:facts"), one)} if is_known else {}
        rows.append(Row((name, *cells), links=links))
    whole, former = measure.value(answer.whole.sums), measure.value(then.whole.sums)
    wanted = aims.whose(actor, told.department, span.since, span.end)
    target = [aims.wanted_by(actor, measure, span.since, span.end, wanted) if wanted else None] if found else []
    sums: list[Any] = [pgettext("row of a report", "Total"), *_cells(measure, whole, former, target)]
    facts = ((_("Period"), f"{span.since.isoformat()} – {span.until.isoformat()}"),)
    return Paper(_("By department"), tuple(columns), rows, tuple(sums), facts=facts)


def _columns_of_period(told: Told, measure: Measure, *, has_target: bool) -> Iterator[Column]:
    for column in _columns(measure, has_target=has_target):
        yield replace(column, label=making_up.former_label(told)) if column.key == FORMER else column


def _targets(told: Told, measure: Measure, keys: Sequence[int]) -> dict[int, Decimal | None]:
    """Department → its target, of those that have none below them and whose orders he sees all; empty where none has
    any."""
    if not told.has_target:
        return {}
    tree = people.list_departments()
    parents = {one.parent_id for one in tree if one.is_active}
    years = range(told.span.since.year, told.span.end.year + 1)
    set_for = aims.departments_with_targets(measure.code, years)
    sight = seen_targets.sight_of(told.actor)
    found = {
        key: targets.reached_by(told.actor, measure.code, told.span.since, told.span.end, department=key)
        for key in keys
        if key in set_for and key not in parents and sight.counts(Whose(Kind.DEPARTMENT, key))
    }
    return found if any(found.values()) else {}
