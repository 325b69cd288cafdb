"""The bridge of the backlog (R246, R273): what was still to be delivered when a period began, what came and went, and
what was left when it ended. Every number is a sum of facts and opens to them; nothing is counted here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from reports.figures import naming, papers, parameters, queries
from reports.figures.answers import Answer
from reports.figures.dimensions import AXES, Source, Time
from reports.figures.measures import measures
from reports.figures.question import MOST_DAYS, Question, next_start, stretches
from reports.layout.paper import Cell, Chart, Column, Definition, Form, Paper, Row, Series, Shape, Text
from reports.orderbook import cells
from reports.orderbook.measures import MOVES, quantity_of
from reports.standard import conditions
from reports.standard.reports import Wanted

ZERO = Decimal(0)
FIRST = date(1990, 1, 1)
BY = (
    (str(Time.MONTH), pgettext_lazy("period", "Month")),
    *((code, AXES[code].label) for code in ("department", "salesperson", "customer", "product", "category")),
)
# in the order in which they are read
STEPS: tuple[tuple[str, Text], ...] = (
    ("backlog_new", pgettext_lazy("backlog", "New")),
    ("backlog_changed", pgettext_lazy("backlog", "Changed")),
    ("backlog_again", gettext_lazy("To be shipped again")),
    ("shipped", gettext_lazy("Shipped")),
    ("backlog_let_go", gettext_lazy("Closed short")),
    ("backlog_evened", gettext_lazy("Over-delivery, price differences")),
)
OPENING, CLOSING = pgettext_lazy("backlog", "Opening"), pgettext_lazy("backlog", "Closing")
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Bridge:
    """Of one member: what it began with, and how much each step added, in amount or pieces."""

    opening: Decimal
    steps: tuple[Decimal, ...]

    @property
    def closing(self) -> Decimal:
        """What is left: nothing but the sum, so that the bridge always meets the other side."""
        return self.opening + sum(self.steps, ZERO)

    @property
    def cells(self) -> tuple[Decimal, ...]:
        """As a row of the table."""
        return self.opening, *self.steps, self.closing


@dataclass(frozen=True)
class Found:
    """The bridges of the whole and of each member, in amount (none for who may not see amounts) and in pieces.
    ``shown``: the members, the largest left over first; ``others`` come together as one."""

    whole: dict[str, Bridge]
    members: dict[str, dict[Key, Bridge]]
    names: Mapping[Any, str]
    shown: Sequence[Key]
    others: Sequence[Key]


AMOUNT, PIECES = "amount", "pieces"


def make(wanted: Wanted) -> Paper:
    """The whole as steps, then the members. Raises as ``figures.queries.ask``."""
    kinds = [AMOUNT, PIECES] if cells.sees_amount(wanted.actor) else [PIECES]
    found = _read(wanted, kinds)
    return replace(
        _steps(wanted, found),
        parts=tuple(_table(wanted, found, kind) for kind in kinds),
        problem="" if any(any(one.cells) for one in found.whole.values()) else _("There is no backlog in this period."),
    )


# --- reading ----------------------------------------------------------------------------------


def _code(code: str, kind: str) -> str:
    return code if kind == AMOUNT else quantity_of(code)


def _read(wanted: Wanted, kinds: Sequence[str]) -> Found:
    moves = tuple(_code(code, kind) for kind in kinds for code, _label in STEPS)
    during = _ask(wanted, moves, wanted.since, wanted.until, wanted.by)
    is_time = wanted.by == Time.MONTH
    before = _ask(wanted, tuple(_code("backlog", kind) for kind in kinds), FIRST, wanted.since - timedelta(days=1),
                  "" if is_time else wanted.by)  # fmt: skip
    whole = {kind: _bridge(kind, during.whole.sums, before.whole.sums) for kind in kinds}
    if is_time:
        months = {kind: _by_month(kind, during, before) for kind in kinds}
        return Found(whole, months, {}, list(months[kinds[0]]), [])
    keys = {**during.groups, **before.groups}
    members = {kind: {key: _bridge(kind, _sums(during, key), _sums(before, key)) for key in keys} for kind in kinds}
    size = members[kinds[0]]
    moved = [key for key in keys if any(any(found[key].cells) for found in members.values())]
    moved.sort(key=lambda key: (-size[key].closing, -abs(size[key].opening), str(key)))
    shown = moved[: wanted.top] if wanted.top else moved
    names = naming.names_of(AXES[wanted.by], {key[0] for key in shown})
    return Found(whole, members, names, shown, moved[len(shown) :])


def _ask(wanted: Wanted, codes: tuple[str, ...], since: date, until: date, by: str) -> Answer:
    since = max(since, until - timedelta(days=MOST_DAYS))
    rows = (by,) if by else ()  # all of them; only the first is looked up by name, those shown are later
    asked = Question(codes, since, max(since, until), rows=rows, filters=conditions.filters(wanted), top=1)
    return queries.ask(actor=wanted.actor, asked=asked, today=wanted.today)


def _sums(answer: Answer, key: Key) -> Any:
    found = answer.groups.get(key)
    return found.sums if found else {}


def _bridge(kind: str, during: Any, before: Any) -> Bridge:
    opening = measures[_code("backlog", kind)].value(before) or ZERO
    return Bridge(opening, tuple(MOVES[code][0] * (measures[_code(code, kind)].value(during) or ZERO)
                                 for code, _label in STEPS))  # fmt: skip


def _by_month(kind: str, during: Answer, before: Answer) -> dict[Key, Bridge]:
    """Each month begins with what the one before it left."""
    found: dict[Key, Bridge] = {}
    opening = _bridge(kind, {}, before.whole.sums).opening
    for month in stretches(Time.MONTH, during.question.since, during.question.until):
        one = replace(_bridge(kind, _sums(during, (month,)), {}), opening=opening)
        found[(month,)], opening = one, one.closing
    return found


# --- the whole --------------------------------------------------------------------------------


def _steps(wanted: Wanted, found: Found) -> Paper:
    words = [str(OPENING), *(str(label) for _code, label in STEPS), str(CLOSING)]
    last = len(words) - 1
    columns = [Column("step", pgettext("backlog", "Movement"))]
    columns.append(Column(AMOUNT, _("Amount"), Form.MONEY, is_hidden=AMOUNT not in found.whole))
    columns.append(Column(PIECES, _("Quantity"), Form.QUANTITY))
    rows = []
    for place, label in enumerate(words):
        figures = {kind: one.cells[place] for kind, one in found.whole.items()}
        ways = {kind: _way(wanted, kind, place, {}) for kind in found.whole}
        key = "opening" if place == 0 else "closing" if place == last else STEPS[place - 1][0]
        cell = (label, figures.get(AMOUNT), figures[PIECES])
        rows.append(Row(cell, key=key, links=cells.links(ways), is_sum=place in (0, last)))
    drawn = AMOUNT if AMOUNT in found.whole else PIECES
    return Paper(
        title=_("Backlog bridge"),
        columns=tuple(columns),
        rows=rows,
        charts=(Chart(Shape.STEPS, _("Backlog bridge"), "step", (Series(drawn),)),),
        definitions=tuple(_definitions()),
        notes=tuple(_notes(wanted)),
    )


def _way(wanted: Wanted, kind: str, place: int, more: Mapping[str, tuple[str, ...]], since: date | None = None,
         until: date | None = None) -> str:  # fmt: skip
    """The address of the facts behind a cell: place 0 is the opening, the last one the closing."""
    if not wanted.here:
        return ""
    since, until = since or wanted.since, until or wanted.until
    code, first, last = "backlog", since, until
    if place == 0:
        first, last = FIRST, since - timedelta(days=1)
    elif place == len(STEPS) + 1:
        first = FIRST
    else:
        code = STEPS[place - 1][0]
    first = max(first, last - timedelta(days=MOST_DAYS))
    filters = {**conditions.filters(wanted), **more}
    return parameters.address(papers.ROWS, Question((_code(code, kind),), first, last, filters=filters))


def _definitions() -> Iterator[Definition]:
    yield Definition(
        pgettext("backlog", "Backlog"),
        _("What is ordered and not delivered: the line's amount for the pieces that are open."),
        _("Line amount including tax, in the company's currency × open pieces ÷ ordered pieces"),
        exclusions=str(measures["backlog"].exclusions),
    )
    for code, label in STEPS:
        yield replace(measures[code].definition, term=label)


def _notes(wanted: Wanted) -> Iterator[str]:
    yield _("Opening and all movements add up to closing, which is what the orders themselves had open on that day.")
    if wanted.until > wanted.today:
        yield _("The period still runs: closing is what is open now.")


# --- the members ------------------------------------------------------------------------------


def _table(wanted: Wanted, found: Found, kind: str) -> Paper:
    form = Form.MONEY if kind == AMOUNT else Form.QUANTITY
    axis, bridges = AXES[wanted.by], found.members[kind]
    rows = [_row(wanted, found, kind, key) for key in found.shown]
    if found.others:
        rest = [bridges[key].cells for key in found.others]
        label = pgettext("rows of a report", "%(count)s others") % {"count": len(found.others)}
        rows.append(Row((label, *(sum(column, ZERO) for column in zip(*rest, strict=True))), key="~others"))
    labels = [(f"step{n}", label) for n, label in enumerate((OPENING, *(label for _c, label in STEPS), CLOSING))]
    title = _("Amount by %(axis)s") if kind == AMOUNT else _("Quantity by %(axis)s")
    return Paper(
        title=title % {"axis": str(axis.label).lower()},
        columns=(Column("member", axis.label), *(Column(key, label, form) for key, label in labels)),
        rows=rows,
        sums=(pgettext("row of a report", "Total"), *found.whole[kind].cells),
        charts=tuple(_charts(wanted, kind, labels)),
    )


def _row(wanted: Wanted, found: Found, kind: str, key: Key) -> Row:
    one, axis = found.members[kind][key], AXES[wanted.by]
    ways: dict[str, str] = {}
    days: tuple[date | None, date | None] = (None, None)
    if axis.source is Source.TIME:
        last = next_start(Time.MONTH, key[0]) - timedelta(days=1)
        days = max(wanted.since, key[0]), min(wanted.until, last)
        label, is_open = naming.stretch(Time.MONTH, key[0]), key[0] <= wanted.today <= last
        more: dict[str, tuple[str, ...]] = {}
    else:
        label, is_open, more = found.names.get(key[0], naming.nothing()), False, {wanted.by: (str(key[0]),)}
    for place in range(len(STEPS) + 2):
        ways[f"step{place}"] = _way(wanted, kind, place, more, *days)
    figures: tuple[Cell, ...] = one.cells
    return Row((label, *figures), key=str(key[0]), links=cells.links(ways), is_unfinished=is_open)


def _charts(wanted: Wanted, kind: str, labels: Sequence[tuple[str, Text]]) -> Iterator[Chart]:
    """The course of what was left over; of members how large it is."""
    if kind == AMOUNT or not cells.sees_amount(wanted.actor):
        yield Chart(Shape.BARS, _("Backlog at the end"), "member", (Series(labels[-1][0]),))
