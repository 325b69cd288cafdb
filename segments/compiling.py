"""From the tree of a condition to the one SQL query that answers it (SEMANTICS 5).

Predicates on customers and product texts become sets of keys before the order query; shipments and payments become
EXISTS. Every comparison is two-valued as in ``common.conditions.evaluation``: its negation holds for what is missing.

At ORDER level a condition that names fields of lines holds for an order when **one of its lines** makes the whole
condition true; an order without lines is judged as if its line fields were empty.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any

from django.db.models import Exists, F, Func, Model, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import (
    Contains,
    Exact,
    GreaterThan,
    GreaterThanOrEqual,
    In,
    IsNull,
    LessThan,
    LessThanOrEqual,
    StartsWith,
)

from accounts.people.models import User
from common import dates, text
from common.conditions import kinds, values
from common.conditions.kinds import Kind, Operator
from common.conditions.rows import Connector, Leaf, Node, Row, leaves
from common.registry import Registry
from segments import computed
from segments.custom_fields import columns, definitions
from segments.fields import Field, Level, Shape, Source, rows_of, sources


@dataclass(frozen=True)
class Tables:
    """The two tables that sets are made of: ``to_order`` leads from a line to its order, ``line_count`` is the
    order's column with the number of its lines. ``visible`` gives the orders that a person may see, ``find`` one of
    them by how people name it, and raises NotFound."""

    order: type[Model]
    line: type[Model]
    visible: Callable[[User], QuerySet]
    find: Callable[[User, str], Model]
    to_order: str = "order"
    line_count: str = "line_count"


tables: Registry[Tables] = Registry("segments.tables")  # one entry, "orders"


class Compiler:
    """Compiles conditions over ``known`` fields for one day; the key sets of one run are looked up once."""

    def __init__(self, known: Mapping[str, Field], today: date):
        self.known, self.today = known, today
        self.tables = tables["orders"]
        self._key_sets: dict[tuple[str, Operator, tuple[str, ...]], list[int]] = {}

    def lines(self, node: Node) -> Q:
        """The condition on order lines."""
        return self._tree(node, f"{self.tables.to_order}__")

    def orders(self, node: Node) -> Q:
        """The condition on orders. What concerns the order alone stays outside the search among its lines."""
        outside, lined = Q(), []
        for part in _parts(node, Connector.AND):
            if self._is_of_order(part):
                outside &= self._tree(part, "")
            else:
                lined.append(part)
        if not lined:
            return outside
        if len(lined) > 1:
            return outside & self._some_line(lined, Connector.AND)
        parts = list(_parts(lined[0], Connector.OR))
        met = self._some_line([part for part in parts if not self._is_of_order(part)], Connector.OR)
        for part in filter(self._is_of_order, parts):
            met = self._tree(part, "") | met
        return outside & met

    def _some_line(self, parts: list[Node], connector: Connector) -> Q:
        """One of the order's lines meets all the parts, or one of them (``connector``)."""
        join = _both if connector is Connector.AND else _either
        inside = reduce(join, (self._tree(part, f"{self.tables.to_order}__") for part in parts))
        bare = reduce(join, map(self._bare, parts))
        among = self.tables.line._default_manager.filter(**{self.tables.to_order: OuterRef("pk")}).filter(inside)
        if bare is NEVER and (orders := self._orders_by_day(parts)) is not None:
            return orders
        if bare is NEVER:  # a bare EXISTS is what the planner walks along the list's order, or turns round
            return Q(Exists(among))
        return Q(Exists(among)) | (bare & Q(**{self.tables.line_count: 0}))

    def _orders_by_day(self, parts: list[Node]) -> Q | None:
        """Orders whose lines are found by a day that has a fallback alone: by key, without looking lines up twice."""
        if len(parts) > 1 or not isinstance(parts[0], Leaf):
            return None
        row = parts[0].row
        found = self.known[row.field]
        if not found.fallback or row.operator in kinds.NEGATIONS or row.operator is Operator.EMPTY:
            return None
        ready = values.comparable(found.kind, row.values, self.today)
        return Q(pk__in=_orders_by_day(found, row.operator, ready))

    def row(self, row: Row, level: Level) -> Q:
        """The condition of one row alone, for explanations."""
        return self.orders(Leaf(0, row)) if level is Level.ORDER else self.lines(Leaf(0, row))

    def _level(self, leaf: Leaf) -> Level:
        return self.known[leaf.row.field].level

    def _is_of_order(self, node: Node) -> bool:
        return all(self._level(leaf) is Level.ORDER for leaf in leaves(node))

    def _tree(self, node: Node, prefix: str) -> Q:
        """``prefix`` leads from the queried row to its order."""
        if isinstance(node, Leaf):
            return self._leaf(node.row, prefix)
        left, right = self._tree(node.left, prefix), self._tree(node.right, prefix)
        return left & right if node.connector is Connector.AND else left | right

    def _bare(self, node: Node) -> Q:
        """The condition for an order without lines: rows about lines are what they are for an empty field."""
        if isinstance(node, Leaf):
            if self._level(node) is Level.ORDER:
                return self._leaf(node.row, "")
            return ALWAYS if _holds_for_nothing(node.row.operator) else NEVER
        left, right = self._bare(node.left), self._bare(node.right)
        return _both(left, right) if node.connector is Connector.AND else _either(left, right)

    def _leaf(self, row: Row, prefix: str) -> Q:
        found = self.known[row.field]
        source = sources[found.source]
        here = prefix if source.level is Level.ORDER else ""
        negated = row.operator in kinds.NEGATIONS
        operator = kinds.NEGATIONS.get(row.operator, row.operator)
        if source.shape is Shape.OWN:
            met = predicate(found, operator, row.values, self.today, here)
        elif source.shape is Shape.ONE:
            met = self._pointed(source, found, operator, row.values, here)
        else:
            met, negated = self._pointing(source, found, operator, row.values, here, negated)
        return ~met if negated else met

    def _pointed(self, source: Source, found: Field, operator: Operator, wanted: tuple[str, ...], here: str) -> Q:
        """The row points to one: its keys first. One that is missing, or that the reader does not see, has an empty
        field."""
        column = f"{here}{source.link}"
        keys = self._keys(found, operator, wanted)
        met = Q(**{f"{column}__isnull": False}) & text.among(column, keys) if keys else Q(pk__in=[])
        if _is_turned(found, operator):
            return ~met
        return met | Q(**{f"{column}__isnull": True}) if operator is Operator.EMPTY else met

    def _keys(self, found: Field, operator: Operator, wanted: tuple[str, ...]) -> list[int]:
        """The keys of the source's rows that fit, or of those that do not; looked up once."""
        asked = found.key, operator, wanted
        if asked not in self._key_sets:
            fits = predicate(found, operator, wanted, self.today, "")
            rows = rows_of(found).filter(~fits if _is_turned(found, operator) else fits)
            self._key_sets[asked] = list(rows.order_by().values_list(found.row_key, flat=True))
        return self._key_sets[asked]

    def _pointing(
        self, source: Source, found: Field, operator: Operator, wanted: tuple[str, ...], here: str, negated: bool
    ) -> tuple[Q, bool]:
        """Rows point to it: one of them fits. It is empty when none has a value."""
        if operator is Operator.EMPTY:
            inner, negated = ~predicate(found, operator, (), self.today, ""), not negated
        else:
            inner = predicate(found, operator, wanted, self.today, "")
        among = rows_of(found).filter(**{source.link: OuterRef(_key(here))}).filter(inner)
        return Q(Exists(among)), negated


ALWAYS, NEVER = Q(pk__isnull=False), Q(pk__isnull=True)


def _both(left: Q, right: Q) -> Q:
    """Both hold; what is always or never so is found here, not by the database."""
    if left is NEVER or right is NEVER:
        return NEVER
    return right if left is ALWAYS else left if right is ALWAYS else left & right


def _either(left: Q, right: Q) -> Q:
    """One of both holds."""
    if left is ALWAYS or right is ALWAYS:
        return ALWAYS
    return right if left is NEVER else left if right is NEVER else left | right


def _key(prefix: str) -> str:
    """The key of the order from a line (its foreign key column, no join), or of the row itself."""
    return f"{prefix.removesuffix('__')}_id" if prefix else "pk"


def _is_turned(found: Field, operator: Operator) -> bool:
    """Whether the rows that have a value are looked for: what the reader does not see is as empty as the others."""
    return operator is Operator.EMPTY and found.rows is not None


def _holds_for_nothing(operator: Operator) -> bool:
    """Whether a row is true for an empty field."""
    return operator is Operator.EMPTY or (operator in kinds.NEGATIONS and operator is not Operator.FILLED)


def _parts(node: Node, connector: Connector) -> Iterator[Node]:
    """The parts of a tree whose outermost joins are all ``connector``; the tree itself where they are not."""
    if isinstance(node, Leaf) or node.connector is not connector:
        yield node
        return
    yield from _parts(node.left, connector)
    yield from _parts(node.right, connector)


def predicate(found: Field, operator: Operator, wanted: tuple[str, ...], today: date, prefix: str) -> Q:
    """One positive comparison on the source's own row (``operator`` is no negation)."""
    if found.expression is not None:
        return computed.predicate(found.expression(today), operator, values.comparable(found.kind, wanted, today))
    if found.custom_key:
        held = columns.held(found.custom_key, f"{prefix}{definitions.PREFIX}")
        return ~held if operator is Operator.EMPTY else held & _predicate(found, operator, wanted, today, prefix)
    return _predicate(found, operator, wanted, today, prefix)


def _predicate(found: Field, operator: Operator, wanted: tuple[str, ...], today: date, prefix: str) -> Q:
    path = f"{prefix}{found.path}"
    if operator is Operator.EMPTY:
        empty = _is_empty(found.kind, path, is_key=found.reference is not None)
        return empty & Q(**{f"{prefix}{found.fallback}__isnull": True}) if found.fallback else empty
    if found.reference is not None:
        return Q(**{f"{path}__in": found.reference(wanted)})
    ready = values.comparable(found.kind, wanted, today)
    if found.kind is Kind.TAGS:
        return Q(**{f"{path}__contains": ready})
    if found.kind is Kind.DATE:
        return _of_lines(found, operator, ready) if found.fallback else _dates(path, operator, ready)
    if found.kind is Kind.MOMENT:
        return _moments(path, operator, ready)
    if found.kind in kinds.TEXTS:
        return _texts(found, operator, ready, prefix)
    return _plain(path, operator, ready)


def _is_empty(kind: Kind, path: str, *, is_key: bool) -> Q:
    if path.endswith("__isnull"):  # a flag that says whether something is there is never missing itself
        return Q(pk__in=[])
    missing = Q(**{f"{path}__isnull": True})
    if is_key or kind in (*kinds.NUMBERS, *kinds.DAYS, Kind.FLAG):
        return missing
    return missing | (Q(**{f"{path}__len": 0}) if kind is Kind.TAGS else Q(**{path: ""}))


def _plain(path: str, operator: Operator, ready: list[Any]) -> Q:
    ready = [computed.exact(one) for one in ready]
    if operator in (Operator.EQ, Operator.IN):
        return Q(**{f"{path}__in": ready}) if len(ready) > 1 else Q(**{path: ready[0]})
    if operator is Operator.BETWEEN:
        return Q(**{f"{path}__gte": ready[0], f"{path}__lte": ready[1]})
    return Q(**{f"{path}__{_SIDES[operator]}": ready[0]})


_SIDES = {Operator.LT: "lt", Operator.LE: "lte", Operator.GT: "gt", Operator.GE: "gte"}


def _dates(path: str, operator: Operator, ready: list[tuple[date, date]]) -> Q:
    return Q(**{f"{path}__{side}": bound for side, bound in _bounds(operator, ready)})


def _bounds(operator: Operator, ready: list[tuple[date, date]]) -> list[tuple[str, date]]:
    """A range is compared by the end that the operator means."""
    (first, last), final = ready[0], ready[-1][1]
    if operator in (Operator.EQ, Operator.BETWEEN):
        last = final if operator is Operator.BETWEEN else last
        return [("exact", first)] if first == last else [("gte", first), ("lte", last)]
    return [(_SIDES[operator], first if operator in (Operator.LT, Operator.GE) else last)]


def _of_lines(found: Field, operator: Operator, ready: list[tuple[date, date]]) -> Q:
    """Lines whose own day fits, and those without one whose order's does: among the orders of either kind, each found
    by its index, which no OR over two tables can be."""
    known = tables["orders"]
    own = known.line._default_manager.filter(_dates(found.path, operator, ready)).order_by()
    other = known.order._default_manager.filter(
        _dates(found.fallback.removeprefix(f"{known.to_order}__"), operator, ready)
    )
    orders = own.values(known.to_order).union(other.order_by().values("pk"), all=True)
    day = Coalesce(F(found.path), F(found.fallback))
    held = [_COMPARED[side](day, bound) for side, bound in _bounds(operator, ready)]
    return Q(IsNull(day, False), *held, **{f"{known.to_order}__in": orders})


_COMPARED = {"exact": Exact, "lt": LessThan, "lte": LessThanOrEqual, "gt": GreaterThan, "gte": GreaterThanOrEqual}


def _orders_by_day(found: Field, operator: Operator, ready: list[tuple[date, date]]) -> QuerySet:
    """Orders of such lines, by key."""
    known = tables["orders"]
    lines = known.line._default_manager.order_by()
    own = lines.filter(_dates(found.path, operator, ready))
    other = lines.filter(_dates(found.fallback, operator, ready), **{f"{found.path}__isnull": True})
    return own.values(known.to_order).union(other.values(known.to_order), all=True)


def _moments(path: str, operator: Operator, ready: list[tuple[date, date]]) -> Q:
    """Days of moments: half-open ranges of the company's days."""
    first = ready[0][0]
    start, end = dates.day_range(first, ready[-1][1] if operator is Operator.BETWEEN else ready[0][1])
    return {
        Operator.EQ: Q(**{f"{path}__gte": start, f"{path}__lt": end}),
        Operator.BETWEEN: Q(**{f"{path}__gte": start, f"{path}__lt": end}),
        Operator.LT: Q(**{f"{path}__lt": start}),
        Operator.GE: Q(**{f"{path}__gte": start}),
        Operator.LE: Q(**{f"{path}__lt": end}),
        Operator.GT: Q(**{f"{path}__gte": end}),
    }[operator]


class _CodeKey(Func):
    """``common.conditions.values.code_key`` of a column that has none stored: numbers of twelve digits at least."""

    template = (
        r"(regexp_replace(regexp_replace(upper(%(expressions)s), '([0-9]+)', '000000000000\1', 'g'),"
        r""" '0{0,12}([0-9]{12,})', '\1', 'g') COLLATE "C")"""
    )
    output_field = TextField()


_KEPT = {Operator.STARTS: "startswith", Operator.CONTAINS: "contains"}
_FOLDED = {Operator.STARTS: StartsWith, Operator.CONTAINS: Contains}


def _texts(found: Field, operator: Operator, ready: list[str], prefix: str) -> Q:
    """Texts compare folded: by the column that is kept so, or in capitals, else folded by the database."""
    if operator is Operator.BETWEEN:
        low, high = (values.code_key(one) for one in ready)
        if found.sort_key:
            return Q(**{f"{prefix}{found.sort_key}__gte": low, f"{prefix}{found.sort_key}__lte": high})
        key = _CodeKey(text.FoldedCode(F(f"{prefix}{found.path}")))
        return Q(GreaterThanOrEqual(key, low)) & Q(LessThanOrEqual(key, high))
    wanted = [text.fold(one) for one in ready]
    if found.folded or found.in_capitals:
        path = f"{prefix}{found.folded or found.path}"
        wanted = [one.upper() for one in wanted] if found.in_capitals else wanted
        if operator in _KEPT:
            return Q(**{f"{path}__{_KEPT[operator]}": wanted[0]})
        return Q(**{f"{path}__in": wanted}) if len(wanted) > 1 else Q(**{path: wanted[0]})
    return _likely(found, wanted, prefix) & _compared(operator, f"{prefix}{found.path}", wanted)


def _likely(found: Field, wanted: list[str], prefix: str) -> Q:
    """What holds wherever the words are and is told sooner than by folding: that there is a text, which an index over
    the few filled rows serves, and its pairs of letters."""
    there = ~Q(**{f"{prefix}{found.path}": ""}) if all(wanted) else Q()
    if found.grams and len(wanted) == 1:
        return there & Q(**{f"{prefix}{found.grams}__contains": text.pairs(wanted[0])})
    return there


def _compared(operator: Operator, path: str, wanted: list[str]) -> Q:
    """A text column, folded here, with folded words."""
    there = Coalesce(F(path), Value(""), output_field=TextField())
    column = text.Folded(there, tuple(wanted), anywhere=operator is Operator.CONTAINS)
    return Q(_FOLDED[operator](column, wanted[0]) if operator in _FOLDED else In(column, wanted))
