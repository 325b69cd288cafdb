"""What the builder's page shows around a report: what may be put into rows, columns, measures and conditions, each as
the address that does it. No figure is counted here."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from accounts.people.models import User
from reports.builder.models import SavedReport
from reports.figures import levels, parameters, policies, queries, question, trees
from reports.figures.dimensions import AXES, Axis, Source
from reports.figures.measures import Measure, measures
from reports.figures.periods import LABELS, Period
from reports.figures.question import AGAINST_LABELS, Against, Question
from reports.layout import wording
from reports.layout.paper import Paper, Shape
from segments import queries as segments
from segments.fields import Level
from segments.models import Segment

Text = str | Promise
MOST_MEMBERS = 200
TOPS = (10, 20, 50, 100)
DEFAULT_TOP = 50
FIRST = {"rows": "month"}  # what stands there before anything was asked: a course says more than one number


@dataclass(frozen=True)
class Choice:
    """Something that can be put in or taken out by following ``url``. ``in_rows``, ``in_column``: addresses that put an
    axis there; "" where it cannot go."""

    code: str
    label: Text
    url: str = ""
    is_on: bool = False
    in_rows: str = ""
    in_column: str = ""
    value: Text = ""


@dataclass(frozen=True)
class Desk:
    """The builder around one question."""

    asked: Question
    period: str
    report: Paper
    axes: dict[Text, list[Choice]]
    measures: dict[Text, list[Choice]]
    rows: list[Choice]
    columns: list[Choice]
    chosen: list[Choice]
    conditions: list[Choice]
    periods: list[Choice]
    against: list[Choice]
    tops: list[Choice]
    sorts: list[Choice]
    shapes: list[Choice]
    segments: list[Segment]
    query: dict[str, str]
    is_kept: bool
    as_of: Any
    yesterday: date
    up: str
    others: int  # rows beyond those shown


def laid_out(
    *, actor: User, given: Mapping[str, str], today: date, path: str, title: Text, shape: Shape | None
) -> Desk:
    """The desk for what an address asks. Raises as ``figures.queries.ask`` and Invalid."""
    seen = policies.seen_measures(actor)
    first = tuple(one.code for one in seen if one.code in ("orders", "amount")) or (seen[0].code,)
    asked = parameters.read(given, today, measures=first)
    asked, hidden = policies.without_hidden(actor, asked)
    if not asked.order_by:
        asked = replace(asked, order_by=_sorted_by(asked))
    if asked.rows and not asked.top and not given.get("top"):
        asked = replace(asked, top=DEFAULT_TOP)
    period = given.get("period", "") or ("" if given.get("since") or given.get("until") else parameters.DEFAULT_PERIOD)
    answer, above = trees.ask(actor=actor, asked=asked, today=today)
    up = given.get("up", "")
    kept = {name: value for name, value in (("chart", shape.value if shape else ""), ("up", up)) if value}
    ways = _Ways(asked, period, path, kept)
    return Desk(
        asked=asked,
        period=period,
        report=_said(trees.made_of(answer, above, title=title, today=today, shape=shape, here=path, up=up), hidden),
        axes=ways.axes(one for one in AXES.values() if policies.sees_axis(actor, one)),
        measures=ways.measures(seen),
        rows=[ways.out_of_rows(AXES[code]) for code in asked.rows],
        columns=[ways.out_of_columns(AXES[asked.column])] if asked.column else [],
        chosen=[ways.without_measure(one) for one in asked.asked],
        conditions=list(ways.conditions(answer.picked)),
        periods=_periods(period),
        against=_against(asked.against),
        tops=_tops(asked.top),
        sorts=_sorts(asked),
        shapes=_shapes(shape),
        segments=list(segments.list_segments(actor, Level.ORDER)),
        query={**parameters.write(asked, period), **kept},
        up=_up(path, up, asked, {name: value for name, value in kept.items() if name != "up"}),
        is_kept=answer.is_kept,
        as_of=answer.as_of,
        yesterday=today - timedelta(days=1),
        others=answer.others,
    )


def _sorted_by(asked: Question) -> str:
    """The largest first, unless the rows have an order of their own: times, bands."""
    has_own = any(AXES[code].source is Source.TIME or code == "band" for code in asked.rows[:1])
    return question.BY_NAME if has_own or not asked.rows else asked.measures[0]


def _said(report: Paper, hidden: Iterable[Measure]) -> Paper:
    """The report, with what is asked for and not the reader's to see."""
    names = ", ".join(str(one.label) for one in hidden)
    note = (_("Not shown to your roles: %(measures)s") % {"measures": names},) if names else ()
    return replace(report, notes=(*note, *report.notes))


def _up(path: str, up: str, asked: Question, kept: Mapping[str, str]) -> str:
    """The address one level up, "" where nothing was opened."""
    found = levels.higher(up, asked) if up else None
    if found is None:
        return ""
    return parameters.address(path, found[0], **kept, **({"up": found[1]} if found[1] else {}))


class _Ways:
    """Addresses from one question to the next."""

    def __init__(self, asked: Question, period: str, path: str, more: Mapping[str, str] | None = None):
        self.asked, self.period, self.path, self.more = asked, period, path, more or {}

    def to(self, asked: Question) -> str:
        """The address of another question over the same days."""
        if asked.order_by not in (question.BY_NAME, *asked.measures):
            asked = replace(asked, order_by="")
        return parameters.address(self.path, asked, self.period, **self.more)

    def axes(self, seen: Iterable[Axis]) -> dict[Text, list[Choice]]:
        found: dict[Text, list[Choice]] = {}
        for axis in seen:
            found.setdefault(axis.group, []).append(self._axis(axis))
        return found

    def _axis(self, axis: Axis) -> Choice:
        asked, on = self.asked, axis.code in self.asked.rows or axis.code == self.asked.column
        if on:
            return Choice(axis.code, axis.label, is_on=True)
        if not all(queries.is_countable(one, [axis]) for one in asked.asked):
            return Choice(axis.code, axis.label)
        is_time = axis.source is Source.TIME
        rows = asked.rows
        column = asked.column
        if is_time:  # one stretch of time at most
            rows = tuple(code for code in rows if AXES[code].source is not Source.TIME)
            column = "" if column and AXES[column].source is Source.TIME else column
        into_rows = replace(asked, rows=(*rows, axis.code)[-2:], column=column)
        return Choice(
            axis.code,
            axis.label,
            in_rows=self.to(into_rows),
            in_column=self.to(replace(asked, rows=rows or asked.rows, column=axis.code)),
        )

    def out_of_rows(self, axis: Axis) -> Choice:
        rest = tuple(code for code in self.asked.rows if code != axis.code)
        return Choice(axis.code, axis.label, self.to(replace(self.asked, rows=rest)))

    def out_of_columns(self, axis: Axis) -> Choice:
        return Choice(axis.code, axis.label, self.to(replace(self.asked, column="")))

    def measures(self, seen: list[Measure]) -> dict[Text, list[Choice]]:
        found: dict[Text, list[Choice]] = {}
        axes = [*self.asked.axes, *(AXES[code] for code in self.asked.filters)]
        for one in seen:
            on = one.code in self.asked.measures
            more = replace(self.asked, measures=(*self.asked.measures, one.code))
            can = not on and queries.is_countable(one, axes)
            found.setdefault(one.group, []).append(Choice(one.code, one.label, self.to(more) if can else "", on))
        return found

    def without_measure(self, one: Measure) -> Choice:
        rest = tuple(code for code in self.asked.measures if code != one.code)
        return Choice(one.code, one.label, self.to(replace(self.asked, measures=rest)) if rest else "")

    def conditions(self, picked: Iterable[tuple[Axis, str]]) -> Iterator[Choice]:
        for axis, named in picked:
            rest = {one: kept for one, kept in self.asked.filters.items() if one != axis.code}
            yield Choice(axis.code, axis.label, self.to(replace(self.asked, filters=rest)), value=named)


SHAPES: dict[Shape, Text] = {
    Shape.BARS: pgettext_lazy("chart", "Bars"),
    Shape.STACK: pgettext_lazy("chart", "Stacked bars"),
    Shape.LINES: pgettext_lazy("chart", "Lines"),
}


def shape_of(text: str) -> Shape | None:
    """A chart by its code; None for the one that fits."""
    return Shape(text) if text in set(SHAPES) else None


def _shapes(now: Shape | None) -> list[Choice]:
    fits = Choice("", pgettext("chart", "as it fits"), is_on=now is None)
    return [fits, *(Choice(one.value, label, is_on=one is now) for one, label in SHAPES.items())]


def _periods(now: str) -> list[Choice]:
    return [Choice(one, LABELS[one], is_on=one == now) for one in Period]


def _against(now: Against) -> list[Choice]:
    return [Choice(str(one), AGAINST_LABELS[one], is_on=one == now) for one in Against]


def _tops(now: int) -> list[Choice]:
    return [Choice(str(one), str(one), is_on=one == now) for one in TOPS]


def _sorts(asked: Question) -> list[Choice]:
    return [Choice(one, measures[one].label, is_on=one == asked.order_by) for one in asked.measures]


@dataclass(frozen=True)
class Member:
    """One of the members by which figures can be narrowed, with its figure."""

    label: str
    value: str
    url: str
    is_on: bool


@dataclass(frozen=True)
class Members:
    """The members of an axis, by the measure that says how large they are."""

    measure: Measure
    rows: list[Member]


def members(*, actor: User, given: Mapping[str, str], axis: Axis, typed: str, today: date, path: str) -> Members:
    """The members that have figures, largest first, as addresses that narrow by them; ``typed`` is part of their names.
    What else stands in ``given`` is the page's that sent one here, and goes back to it. Raises as
    ``figures.queries.ask``."""
    asked = parameters.read(given, today)
    code, picked = axis.code, asked.filters.get(axis.code, ())
    by = next((one for one in asked.asked if queries.is_countable(one, [axis])), measures["lines"])
    rest = {one: keys for one, keys in asked.filters.items() if one != code}
    wide = replace(asked, measures=(by.code,), rows=(code,), column="", filters=rest, order_by=by.code, top=0)
    answer = queries.ask(actor=actor, asked=replace(wide, against=Against.NOTHING), today=today)
    ways, found = _Ways(asked, given.get("period", ""), path, parameters.beside(given)), []
    for (key,) in answer.rows:
        label = answer.names[code].get(key, "")
        if typed.casefold() in label.casefold() and (key or not axis.is_text):
            keys = tuple(dict.fromkeys((*picked, str(key))))
            url = ways.to(replace(asked, filters={**asked.filters, code: keys}))
            value = wording.written(answer.value(by, (key,)), by.form)
            found.append(Member(label, value, url, str(key) in picked))
    return Members(by, found[:MOST_MEMBERS])


def title_of(report: SavedReport | None, unsaved: Text) -> Text:
    """What the page is called."""
    return report.name if report else unsaved
