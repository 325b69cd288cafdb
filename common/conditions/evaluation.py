"""Evaluates a condition on one row in Python: what "why is this (not) in it" shows, and what SQL must agree with.

Every comparison is true or false, never unknown: nothing is equal to a missing value, so 不等于, 不包含 and 不属于
hold for it. Texts compare without width, case and outer spaces; a day equals a range that it lies in. Pure.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from common.conditions import kinds, values
from common.conditions.kinds import Kind, Operator
from common.conditions.rows import Connector, Leaf, Node, Row
from common.text import fold

Getter = Callable[[str], Any]


def holds(node: Node | None, compare: Callable[[Row], bool]) -> bool:
    """Whether a tree holds, given the truth of each row. No condition holds for everything."""
    if node is None:
        return True
    if isinstance(node, Leaf):
        return compare(node.row)
    left, right = holds(node.left, compare), holds(node.right, compare)
    return (left and right) if node.connector is Connector.AND else (left or right)


def is_met(row: Row, kind: Kind, value: Any, today: date) -> bool:
    """Whether one row holds for a field's value. A field that may have several values (shipments of a line) is given
    as a list: it holds when one of them does, and its negations when none does."""
    negated = row.operator in kinds.NEGATIONS
    operator = kinds.NEGATIONS.get(row.operator, row.operator)
    several = value if isinstance(value, list | tuple | set | frozenset) and kind is not Kind.TAGS else [value]
    if operator is Operator.EMPTY:
        met = all(_is_empty(one) for one in several)
    else:
        wanted = values.comparable(kind, row.values, today)
        met = any(_compares(operator, kind, one, wanted) for one in several if not _is_empty(one))
    return met != negated


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str | list | tuple | set | frozenset) and not value)


def _compares(operator: Operator, kind: Kind, value: Any, wanted: Sequence[Any]) -> bool:
    if kind is Kind.TAGS:
        return wanted[0] in value
    if kind in kinds.DAYS:
        return _dates(operator, values.day_of(value), wanted)
    if kind is Kind.CODE and operator is Operator.BETWEEN:
        return values.code_key(wanted[0]) <= values.code_key(str(value)) <= values.code_key(wanted[1])
    if kind in kinds.TEXTS:
        return _texts(operator, fold(str(value)), [fold(one) for one in wanted])
    if operator is Operator.BETWEEN:
        return wanted[0] <= value <= wanted[1]
    return _plain(operator, value, wanted)


def _plain(operator: Operator, value: Any, wanted: Sequence[Any]) -> bool:
    if operator in (Operator.EQ, Operator.IN):
        return value in wanted
    return {
        Operator.LT: value < wanted[0],
        Operator.LE: value <= wanted[0],
        Operator.GT: value > wanted[0],
        Operator.GE: value >= wanted[0],
    }[operator]


def _dates(operator: Operator, day: date | None, wanted: Sequence[tuple[date, date]]) -> bool:
    """A range is compared by the end that the operator means: before its first day, after its last."""
    assert day is not None
    first, last = wanted[0]
    return {
        Operator.EQ: first <= day <= last,
        Operator.LT: day < first,
        Operator.LE: day <= last,
        Operator.GT: day > last,
        Operator.GE: day >= first,
        Operator.BETWEEN: first <= day <= wanted[-1][1],
    }[operator]


def _texts(operator: Operator, text: str, wanted: Iterable[str]) -> bool:
    if operator is Operator.STARTS:
        return any(text.startswith(one) for one in wanted)
    if operator is Operator.CONTAINS:
        return any(one in text for one in wanted)
    return text in wanted
