"""Whether it left in time: by our last word, our first word and the customer's wish (R248, SEMANTICS 15)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from reports.facts import reading
from reports.facts.choices import Kind
from reports.figures.answers import Answer
from reports.figures.dimensions import AXES, Source
from reports.figures.measures import Sums
from reports.figures.narrowing import facts_seen
from reports.figures.question import Question
from reports.figures.sql import Sql
from reports.layout.paper import Cell, Chart, Column, Definition, Form, Paper, Series, Shape
from reports.standard import asking, conditions, sheets
from reports.standard.canned.sales import STRETCHES, WHAT, WHO
from reports.standard.groups import ORDERS
from reports.standard.reports import Control, Standard, Wanted

_MEMBERS = ("customer", "region", "salesperson", "department", "product", "category", "type")
CHOICES = (*STRETCHES, *((code, AXES[code].label) for code in _MEMBERS))
_LINES, _HITS = (int(Kind.PROMISED), "lines"), (int(Kind.PROMISED), "hits")


def on_time(wanted: Wanted) -> Paper:
    """Lines due, kept and missed by the promised day, the rates by all three days, and how late the late ones are."""
    is_time = AXES[wanted.by].source is Source.TIME
    asked = asking.question(wanted, ("on_time", "on_time_first", "on_time_requested"), rows=(wanted.by,))
    asked = asking.up_to_yesterday(replace(asked, until=wanted.until), wanted)
    found = asking.answer(wanted, asked)
    if not is_time:
        found = _most_due(found, wanted.top)
    paper = asking.paper(wanted, found, _("On-time delivery"))
    paper = _counted(wanted, paper, found)
    series = (Series("on_time"), Series("on_time_first"), Series("on_time_requested"))
    charts = (
        Chart(Shape.LINES if is_time else Shape.BARS, _("On time"), wanted.by, series),
        Chart(Shape.STACK, _("Lines due"), wanted.by, (Series("kept"), Series("missed"))),
    )
    return replace(
        paper,
        charts=charts,
        parts=(_lateness(wanted, asked),),
        notes=(*paper.notes, _("Lines promised for today and later are not due yet and are left out.")),
    )


def _most_due(found: Answer, top: int) -> Answer:
    """The members with the most lines due; the others as one row."""
    rows = sorted(found.rows, key=lambda key: (-_of(found, key).get(_LINES, 0), str(key)))
    return replace(found, rows=rows[:top], others=max(0, len(rows) - top))


def _of(found: Answer, key: Any) -> Sums:
    group = found.row_sums.get(key)
    return group.sums if group else {}


def _counted(wanted: Wanted, paper: Paper, found: Answer) -> Paper:
    """Lines due by the promise, kept and missed, before the rates."""
    shown = [_of(found, key) for key in found.rows]
    if len(paper.rows) > len(shown):
        rest = {key: value - sum(one.get(key, 0) for one in shown) for key, value in found.whole.sums.items()}
        shown.append(rest)
    whole, group = found.whole.sums, _("Promised for the period")

    def told(of: Sums) -> tuple[Any, Any, Any]:
        due, kept = of.get(_LINES, 0), of.get(_HITS, 0)
        return due, kept, due - kept

    after, total = wanted.by, told(whole)
    labels = (("due", _("Lines due")), ("kept", pgettext("lines", "in time")), ("missed", pgettext("lines", "late")))
    for place, (key, label) in enumerate(labels):
        column = Column(key, label, Form.COUNT, group)
        paper = sheets.beside(paper, column, [told(one)[place] for one in shown], total=total[place], after=after)
        after = key
    return paper


def _lateness(wanted: Wanted, asked: Question) -> Paper:
    """How late the late lines are: so many by days, those that still have not left apart."""
    rows = {row[0]: row[1:] for row in _late_lines(wanted, asked)}
    whole = rows.pop(None, (0, 0, None, None))
    return Paper(
        title=_("How late the late lines are"),
        columns=(
            Column("days", pgettext("late", "Late by")),
            Column("lines", pgettext("count", "Lines"), Form.COUNT),
            Column("waiting", _("of them not shipped in full yet"), Form.COUNT),
            Column("average", _("Average days late"), Form.DAYS, definition=_average_words()),
            Column("longest", _("Most days late"), Form.COUNT),
        ),
        rows=[
            sheets.row((words, *rows.get(place, (0, 0, None, None))), key=str(place))
            for place, words in enumerate(_bands())
        ],
        sums=(pgettext("row of a report", "Total"), *whole),
        charts=(Chart(Shape.BARS, _("Late lines by days"), "days", (Series("lines"),)),),
        definitions=(Definition(_("Average days late"), _average_words()),),
    )


def _average_words() -> str:
    return _("Days from the promised day to the day on which the line left in full; of what has not left, to today.")


_LIMITS = (2, 4, 8, 15, 31)  # the first day that belongs to the next band


def _bands() -> Iterator[str]:
    yield _("1 day")
    for first, last in pairwise(_LIMITS):
        yield _("%(first)s to %(last)s days") % {"first": first, "last": last - 1}
    yield _("over %(days)s days") % {"days": _LIMITS[-1] - 1}


def _late_lines(wanted: Wanted, asked: Question) -> list[tuple[Cell, ...]]:
    """Band (None: all), lines, not shipped in full, average and most days late."""
    sql = Sql().add(
        "SELECT band, count(*), count(*) FILTER (WHERE is_waiting), round(avg(days), 1), max(days) FROM ("
        " SELECT days, is_waiting, width_bucket(days, %s::int[]) AS band FROM ("
        " SELECT (CASE WHEN l.shipped >= l.ordered - l.short_closed THEN l.last_ship_date ELSE %s END) - f.day AS days,"
        " l.shipped < l.ordered - l.short_closed AS is_waiting"
        " FROM reports_flow f JOIN orders_orderline l ON l.order_id = f.order_id AND l.line_no = f.line_no"
        " WHERE f.kind = %s AND f.hits = 0 AND f.day BETWEEN %s AND %s",
        list(_LIMITS), wanted.today, int(Kind.PROMISED), asked.since, asked.until,
    )  # fmt: skip
    sql += conditions.narrowed(wanted, "f")
    sql += facts_seen(wanted.actor, "f")
    sql.add(") d WHERE days > 0) b GROUP BY GROUPING SETS ((band), ())")
    return reading.fetched(sql.text, sql.given)


REPORTS: Sequence[Standard] = (
    Standard(
        code="on-time-delivery",
        title=pgettext_lazy("report", "On-time delivery"),
        group=ORDERS,
        about=gettext_lazy("Do we keep our word: how many lines left in time, how many were late, and by how much?"),
        make=on_time,
        controls=frozenset({Control.PERIOD, Control.TOP}) | WHO | WHAT,
        choices=CHOICES,
        by_label=pgettext_lazy("report by", "By"),
        order=20,
    ),
)
