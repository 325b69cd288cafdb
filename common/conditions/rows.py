"""The rows of a condition and the one tree they mean: 并且 and 或者 have equal rank, evaluated left to right,
brackets first (R027). Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from common.conditions.errors import BadCondition
from common.conditions.kinds import Operator

MOST_ROWS, DEEPEST, MOST_VALUES = 60, 20, 5_000
BROKEN = re.compile("[\0\ud800-\udfff]")  # what no database and no answer can hold


class Connector(StrEnum):
    """How a row is joined to what stands before it."""

    AND = "AND"
    OR = "OR"


@dataclass(frozen=True)
class Row:
    """One row: ``opens`` brackets before it, ``closes`` after it; the connector of the first row says nothing."""

    field: str
    operator: Operator
    values: tuple[str, ...] = ()
    connector: Connector = Connector.AND
    opens: int = 0
    closes: int = 0


@dataclass(frozen=True)
class Leaf:
    """A row of the condition, by its place."""

    place: int
    row: Row


@dataclass(frozen=True)
class Join:
    """Two parts joined."""

    connector: Connector
    left: "Node"
    right: "Node"


Node = Leaf | Join


def check(rows: Sequence[Row]) -> None:
    """Raise BadCondition (with the place of the row) unless the brackets fit together and the size is sane."""
    if len(rows) > MOST_ROWS:
        raise BadCondition(_("A condition has at most %(most)s rows.") % {"most": MOST_ROWS}, row=MOST_ROWS)
    if sum(len(row.values) for row in rows) > MOST_VALUES:
        raise BadCondition(_("A condition has at most %(most)s values.") % {"most": MOST_VALUES})
    depth = 0
    for place, row in enumerate(rows):
        if row.opens < 0 or row.closes < 0:
            raise BadCondition(_("A number of brackets is not negative."), row=place)
        depth += row.opens
        if depth > DEEPEST:
            raise BadCondition(_("Brackets stand at most %(most)s deep.") % {"most": DEEPEST}, row=place)
        depth -= row.closes
        if depth < 0:
            raise BadCondition(_("A bracket is closed here that was never opened."), row=place)
    if depth:
        raise BadCondition(_("A bracket is not closed."), row=len(rows) - 1)


def tree(rows: Sequence[Row]) -> Node | None:
    """The left-nested tree that is evaluated; None for no rows. Raises BadCondition."""
    return _nested(rows, and_first=False)


def and_first(rows: Sequence[Row]) -> Node | None:
    """The tree as somebody would read it for whom 并且 binds closer: only to warn where it differs."""
    return _nested(rows, and_first=True)


def is_ambiguous(rows: Sequence[Row]) -> bool:
    """Whether the usual AND-first reading would be another tree."""
    return tree(rows) != and_first(rows)


def _nested(rows: Sequence[Row], *, and_first: bool) -> Node | None:
    check(rows)
    if not rows:
        return None
    stack: list[list[tuple[Connector, Node]]] = [[]]
    joins: list[Connector] = []
    for place, row in enumerate(rows):
        connector = row.connector
        for _open in range(row.opens):
            joins.append(connector)
            stack.append([])
            connector = Connector.AND
        stack[-1].append((connector, Leaf(place, row)))
        for _close in range(row.closes):
            inner = _chain(stack.pop(), and_first=and_first)
            stack[-1].append((joins.pop(), inner))
    return _chain(stack[0], and_first=and_first)


def _chain(parts: list[tuple[Connector, Node]], *, and_first: bool) -> Node:
    """Parts of one level, joined from left to right; AND-first joins each run of 并且 before the 或者 between them."""
    if not and_first:
        return _joined(parts)
    runs: list[list[tuple[Connector, Node]]] = []
    for connector, node in parts:
        if not runs or connector is Connector.OR:
            runs.append([])
        runs[-1].append((connector, node))
    return _joined([(Connector.OR, _joined(run)) for run in runs])


def _joined(parts: list[tuple[Connector, Node]]) -> Node:
    (_first, node), *rest = parts
    for connector, part in rest:
        node = Join(connector, node, part)
    return node


def leaves(node: Node | None) -> Iterator[Leaf]:
    """The rows of a tree, in their order."""
    if isinstance(node, Leaf):
        yield node
    elif isinstance(node, Join):
        yield from leaves(node.left)
        yield from leaves(node.right)


def to_json(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Rows as they are stored and sent: ``connector``, ``opens``, ``field``, ``operator``, ``values``, ``closes``."""
    return [
        {
            "connector": str(row.connector),
            "opens": row.opens,
            "field": row.field,
            "operator": str(row.operator),
            "values": list(row.values),
            "closes": row.closes,
        }
        for row in rows
    ]


def from_json(given: Any) -> tuple[Row, ...]:
    """The inverse of ``to_json``, for what others send. Raises BadCondition with the place of the row."""
    if not isinstance(given, list):
        raise BadCondition(_("A condition is a list of rows."))
    rows = tuple(_row(place, one) for place, one in enumerate(given[: MOST_ROWS + 1]))
    check(rows)
    return rows


_KEYS = {"connector", "opens", "field", "operator", "values", "closes"}


def _row(place: int, given: Any) -> Row:
    if not isinstance(given, Mapping) or not isinstance(given.get("field"), str):
        raise BadCondition(_("A row names its field."), row=place)
    if BROKEN.search(given["field"]) or any(BROKEN.search(str(name)) for name in given):
        raise BadCondition(_("A row names its field."), row=place)
    unknown = sorted(set(given) - _KEYS)
    if unknown:
        raise BadCondition(_("A row has no part “%(name)s”.") % {"name": unknown[0][:40]}, row=place)
    try:
        operator, connector = Operator(given.get("operator", "EQ")), Connector(given.get("connector", "AND"))
    except ValueError:
        raise BadCondition(_("This operator is not known."), row=place) from None
    values = given.get("values", [])
    brackets = given.get("opens", 0), given.get("closes", 0)
    if not isinstance(values, list) or len(values) > MOST_VALUES or not all(isinstance(one, str) for one in values):
        raise BadCondition(_("The values are a list of texts."), row=place)
    if not all(type(number) is int for number in brackets):
        raise BadCondition(_("A number of brackets is a whole number."), row=place)
    return Row(given["field"], operator, tuple(values), connector, *brackets)
