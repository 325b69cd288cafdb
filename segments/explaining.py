"""Why an order, or a line of it, is in a condition or not: row by row, as the database decides it (SEMANTICS 5)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model, Q, QuerySet, Value

from accounts.people.models import User
from common import dates, errors
from common.api.fields import plain
from common.conditions import kinds, values, writing
from common.conditions.kinds import Kind
from common.conditions.rows import Row
from common.conditions.terms import Choices
from segments import values as read_values
from segments.compiling import Compiler, tables
from segments.conditions import Condition
from segments.fields import Field, Level


@dataclass(frozen=True)
class Seen:
    """What a field holds in one place: its values as they are stored, and as people read them."""

    values: list[str]
    shown: list[str]


@dataclass(frozen=True)
class LineFit:
    """A line of the order: whether the row (or the whole) holds for it, and what the row's field holds there."""

    line_no: int
    is_met: bool
    seen: Seen | None = None


@dataclass(frozen=True)
class RowFit:
    """One row of the condition. About the order alone: ``seen``. About its lines: ``lines``."""

    row: Row
    label: str
    text: str
    is_met: bool
    seen: Seen | None
    lines: list[LineFit]


@dataclass(frozen=True)
class Explanation:
    """The verdict with its reasons. ``lines``: the lines for which the whole holds; at the level of orders one of
    them is enough, and each row may hold for another line without any making the whole true."""

    level: Level
    is_in: bool
    order: Model
    line_no: int | None
    rows: list[RowFit]
    lines: list[LineFit]


def explain(*, actor: User, condition: Condition, order: str, line_no: int | None, today: date) -> Explanation:
    """Why the order is in a condition or not; with ``line_no``, why that line of it is.

    Raises NotFound, also for an order that is not the actor's.
    """
    known = tables["orders"]
    found = known.find(actor, order)
    lines = known.line._default_manager.filter(**{known.to_order: found.pk})
    if line_no is not None:
        lines = lines.filter(line_no=line_no)
        if not lines.exists():
            raise errors.NotFound()
    compiler = condition.compiler(today)
    whole = known.order._default_manager.filter(pk=found.pk)
    fits = _line_fits(lines, condition, compiler)
    if line_no is None:
        rows = [compiler.row(row, Level.ORDER) for row in condition.rows]
        ((is_in, met),) = _fits(whole, rows, compiler.orders(condition.node) if condition.node else Q()).values()
    else:
        (met,) = fits.rows.values()
        is_in = bool(fits.whole)
    reader = _Reader(whole, lines, condition, fits, today)
    return Explanation(
        level=Level.ORDER if line_no is None else Level.LINE,
        is_in=is_in,
        order=found,
        line_no=line_no,
        rows=[reader.row(place, met[place]) for place in range(len(condition.rows))],
        lines=[LineFit(number, pk in fits.whole) for pk, number in fits.numbers.items()],
    )


@dataclass(frozen=True)
class _LineFits:
    numbers: dict[int, int]  # key of the line → its number
    whole: set[int]
    rows: dict[int, list[bool]]


def _line_fits(lines: QuerySet, condition: Condition, compiler: Compiler) -> _LineFits:
    numbers = dict(lines.order_by("line_no").values_list("pk", "line_no"))
    wholly = compiler.lines(condition.node) if condition.node else Q()
    told = _fits(lines, [compiler.row(row, Level.LINE) for row in condition.rows], wholly)
    rows = {pk: met for pk, (_whole, met) in told.items()}
    return _LineFits(numbers, {pk for pk, (whole, _met) in told.items() if whole}, rows)


def _fits(rows: QuerySet, each: list[Q], whole: Q) -> dict[int, tuple[bool, list[bool]]]:
    """Key → (whether the whole holds, whether each row holds), decided by one statement."""
    asked = {f"met_{place}": one or Value(True) for place, one in enumerate([whole, *each])}
    found = rows.order_by().annotate(**asked).values_list("pk", *asked)
    return {pk: (bool(first), [bool(one) for one in rest]) for pk, first, *rest in found}


class _Reader:
    """Puts the rows of a condition beside what the order and its lines hold."""

    def __init__(self, order: QuerySet, lines: QuerySet, condition: Condition, fits: _LineFits, today: date):
        self.condition, self.fits = condition, fits
        fields = [condition.known[key] for key in condition.fields]
        about_order = [one for one in fields if one.level is Level.ORDER]
        about_lines = [one for one in fields if one.level is Level.LINE]
        self.of_order = read_values.read(order, Level.ORDER, about_order, today)
        self.of_lines = read_values.read(lines, Level.LINE, about_lines, today)

    def row(self, place: int, is_met: bool) -> RowFit:
        """One row with its answer."""
        row = self.condition.rows[place]
        known = self.condition.known[row.field]
        about_lines = known.level is Level.LINE
        lines = [
            LineFit(number, self.fits.rows[pk][place], self.seen(known, self.of_lines[pk][row.field]))
            for pk, number in self.fits.numbers.items()
            if about_lines
        ]
        (of_order,) = self.of_order.values()
        return RowFit(
            row=row,
            label=str(known.label),
            text=writing.write([Row(row.field, row.operator, row.values)], self.condition.words),
            is_met=is_met,
            seen=None if about_lines else self.seen(known, of_order[row.field]),
            lines=lines,
        )

    def seen(self, field: Field, value: Any) -> Seen:
        """What a field holds, without what is not there."""
        several = value if isinstance(value, list | tuple) else [value]
        held = [one for one in several if one is not None and one != ""]
        choices = self.condition.words.choices(field.key)
        return Seen([_stored(one) for one in held], [_shown(field, one, choices) for one in held])


def _stored(value: Any) -> str:
    if isinstance(value, bool):
        return kinds.TRUE if value else kinds.FALSE
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _shown(field: Field, value: Any, choices: Choices) -> str:
    if field.kind is Kind.MOMENT:
        return f"{value.astimezone(dates.business_zone()):%Y-%m-%d %H:%M}"
    return values.shown(field.term, _stored(value), choices)
