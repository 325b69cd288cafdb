"""What the builder's page shows around a report: what may be put into rows, columns, measures and conditions, each as
the address that does it. No figure is counted here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.people.models import User
from reports.builder import looks
from reports.builder.looks import Look
from reports.builder.models import SavedReport
from reports.builder.ways import Choice, Ways
from reports.figures import drawn, levels, parameters, policies, queries, question, trees
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
    looks: list[tuple[Choice, str]]  # with the name of an icon
    look: Look
    segments: list[Segment]
    query: dict[str, str]
    is_kept: bool
    as_of: Any
    yesterday: date
    up: str
    others: int  # rows beyond those shown
    shown: int
    runs: bool  # the period has not ended yet
    today: date


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
    fitting, up, look = drawn.fitting(answer), given.get("up", ""), looks.of(given)
    kept = {name: value for name, value in (("chart", shape.value if shape else ""), ("up", up)) if value}
    kept |= looks.written(look)
    shape = looks.fitted(shape, fitting)
    ways = Ways(asked, period, path, kept)
    return Desk(
        asked=asked,
        period=period,
        report=_said(trees.made_of(answer, above, title=title, today=today, shape=shape, here=path, up=up), hidden),
        axes=ways.axes(one for one in AXES.values() if policies.sees_axis(actor, one)),
        measures=ways.measures(seen),
        rows=list(ways.in_rows()),
        columns=[ways.out_of_columns(AXES[asked.column])] if asked.column else [],
        chosen=list(ways.chosen()),
        conditions=list(ways.conditions(answer.picked)),
        periods=_periods(period),
        against=_against(asked.against),
        tops=_tops(asked.top),
        sorts=_sorts(asked),
        shapes=_shapes(shape, fitting),
        looks=list(ways.looks(look)) if fitting else [],
        look=look if fitting else Look.TABLE,
        segments=list(segments.list_segments(actor, Level.ORDER)),
        query={**parameters.write(asked, period), **kept},
        up=_up(path, up, asked, {name: value for name, value in kept.items() if name != "up"}),
        is_kept=answer.is_kept,
        as_of=answer.as_of,
        yesterday=today - timedelta(days=1),
        others=answer.others,
        shown=len(answer.rows),
        runs=asked.until > today,
        today=today,
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


def _shapes(now: Shape | None, fitting: Sequence[Shape]) -> list[Choice]:
    """The charts that fit, where there is a choice."""
    if len(fitting) < 2:
        return []
    fits = Choice("", pgettext("chart", "as it fits"), is_on=now is None)
    return [fits, *(Choice(one.value, looks.SHAPES[one], is_on=one is now) for one in fitting)]


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
    ways, found = Ways(asked, given.get("period", ""), path, parameters.beside(given)), []
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
