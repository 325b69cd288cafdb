"""Keyset pages: a list is cut by (sort column, pk), so page 2,000 costs what page 1 costs.

A cursor names the last row seen, not an offset; NULLs come last in both directions. Page and API
share this paginator; only sorts that the list declares (and an index carries) are accepted.
"""

import base64
import binascii
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import F, Func, Model, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.db.models.sql.where import WhereNode
from django.utils.translation import gettext as _

from common import errors, planner

K = TypeVar("K")
M = TypeVar("M", bound=Model)
Row = Model | dict[str, Any]  # a dict: of ``values``
COUNT_LIMIT = 10_000
PAGE, MAX_PAGE = 50, 100  # rows of a page: as a rule, at most
COUNT_PATIENCE_MS = 2_000  # for a count that nobody waits for
CHEAP = 10_000  # units of the planner's work: what is found within is not worth a walk along the list's order
MOST_BY_KEY = 300_000


@dataclass(frozen=True)
class Sort:
    """One permitted order of a list: the column, whether it may be NULL, and the first direction."""

    column: str
    nullable: bool = False
    descending: bool = True


@dataclass(frozen=True)
class Page(Generic[M]):
    """One page of rows, with the cursors of its neighbours (None at the ends). ``is_whole``: it is the whole list."""

    items: list[M]
    next_cursor: str | None
    previous_cursor: str | None
    sort: str
    is_whole: bool = False


def paginate(
    queryset: QuerySet[M],
    *,
    sorts: Mapping[str, Sort],
    sort: str,
    cursor: str | None = None,
    size: int = 50,
    is_free: bool = False,
) -> Page[M]:
    """A page of ``queryset`` in the order ``sort`` (a key of ``sorts``; a leading ``-`` or ``+`` sets the
    direction), starting where ``cursor`` says. Rows may be ``values`` that hold the key and the sorts' columns.
    ``is_free``: the set is one that anybody may have thought of, see ``_rows_of_free_set``.
    Raises Invalid for an unknown sort or a broken cursor."""
    spec, descending, name = _asked(sorts, sort)
    backwards = False
    if cursor:
        backwards, value, pk = _decode(cursor, name)
        _require_fitting(queryset.model, spec, value, pk)
        queryset = queryset.filter(_beyond(spec, descending ^ backwards, backwards, value, pk))
    rows_of = _rows_of_free_set if is_free else _rows
    rows = rows_of(queryset, _ordering(spec, descending, backwards), size + 1)
    more = len(rows) > size
    rows = rows[:size]
    if backwards:
        rows.reverse()
    has_next, has_previous = (True, more) if backwards else (more, bool(cursor))
    return Page(
        items=rows,
        next_cursor=_encode(name, False, rows[-1], spec) if rows and has_next else None,
        previous_cursor=_encode(name, True, rows[0], spec) if rows and has_previous else None,
        sort=name,
        is_whole=not more and not cursor,
    )


def first_page(rows: Sequence[M], *, sorts: Mapping[str, Sort], sort: str, size: int) -> Page[M]:
    """The first page of a list whose first ``size`` + 1 rows are at hand, in the list's order."""
    spec, _descending, name = _asked(sorts, sort)
    shown = list(rows[:size])
    more = _encode(name, False, shown[-1], spec) if len(rows) > size else None
    return Page(shown, more, None, name, is_whole=more is None)


def _rows(queryset: QuerySet[M], ordering: list[OrderBy], number: int) -> list[M]:
    return list(queryset.order_by(*ordering)[:number])


def _rows_of_free_set(queryset: QuerySet[M], ordering: list[OrderBy], number: int) -> list[M]:
    """What is found with little work is found whole and then sorted. For others a walk along the list's order is
    tried first, for the planner knows neither how many rows hold a word nor where in the list they lie; where it takes
    too long it is given up, and they are found and sorted too."""
    found = planner.expected(queryset)
    if found.cost > CHEAP:
        with suppress(planner.TimeIsUp), planner.patience(_walk_patience(found.cost), enable_sort="off"):
            return _rows(queryset, ordering, number)
    return _found_and_sorted(queryset, ordering, number, found.rows)


def _walk_patience(cost: float) -> int:
    """Milliseconds that a walk is given: about a tenth of what finding all rows would take."""
    return int(min(max(cost / 1000, 100), 500))


def _found_and_sorted(queryset: QuerySet[M], ordering: list[OrderBy], number: int, expected: int) -> list[M]:
    """The keys are sorted, then the rows of those on the page are read whole. Rows are looked up by key, up to a number
    at which that takes a second: the planner would rather read whole tables, whose width it does not count, and takes
    the lines of one order for as many orders."""
    order = [OrderBy(_Sorted(one.expression), **_directions(one)) for one in ordering]
    keys = queryset.order_by(*order).values_list("pk", flat=True)[:number]
    with planner.planned(enable_hashjoin="off", enable_mergejoin="off") if expected <= MOST_BY_KEY else nullcontext():
        places = {key: place for place, key in enumerate(keys)}
    wide = queryset.order_by()
    wide.query.where = WhereNode()  # what they were found by is not asked again
    return sorted(wide.filter(pk__in=list(places)), key=lambda row: places[_place(row, "pk")[1]])


class _Sorted(Func):
    """A column as no index has it, so that the rows are sorted."""

    function = "GREATEST"


def _directions(one: OrderBy) -> dict[str, Any]:
    return {"descending": one.descending, "nulls_first": one.nulls_first, "nulls_last": one.nulls_last}


def ordered(queryset: QuerySet[M], *, sorts: Mapping[str, Sort], sort: str) -> QuerySet[M]:
    """The whole of what ``paginate`` cuts into pages, in the same order. Raises Invalid for an unknown sort."""
    spec, descending, _name = _asked(sorts, sort)
    return queryset.order_by(*_ordering(spec, descending, False))


def _asked(sorts: Mapping[str, Sort], sort: str) -> tuple[Sort, bool, str]:
    """What a sort means: its column, whether it falls, and its full name."""
    key = sort.lstrip("+-")
    if key not in sorts:
        raise errors.Invalid(fields={"sort": [_("Cannot sort by “%(name)s”.") % {"name": key}]})
    spec = sorts[key]
    descending = spec.descending if sort[:1] not in "+-" else sort[0] == "-"
    return spec, descending, ("-" if descending else "+") + key


def count_of(page: Page, queryset: QuerySet, *, is_free: bool = False) -> tuple[int, bool]:
    """``count`` of a list of which ``page`` is at hand, of a free set as long as there is patience for it; not asked
    where the page is the whole list."""
    if page.is_whole:
        return len(page.items), False
    return count_within(queryset, COUNT_PATIENCE_MS) if is_free else count(queryset)


def count(queryset: QuerySet, limit: int = COUNT_LIMIT) -> tuple[int, bool]:
    """(number of rows, is it an estimate): exact up to ``limit``, the planner's estimate beyond it."""
    exact = queryset.order_by()[: limit + 1].values("pk").count()
    if exact <= limit:
        return exact, False
    return max(planner.expected(queryset).rows, limit + 1), True


def count_within(queryset: QuerySet, milliseconds: int, limit: int = COUNT_LIMIT) -> tuple[int, bool]:
    """``count`` that gives up after a while: then the planner's estimate, so that no page waits for a slow set."""
    try:
        with planner.patience(milliseconds):
            return count(queryset, limit)
    except planner.TimeIsUp:
        return planner.expected(queryset).rows, True


def numbers(sets: Mapping[K, Callable[[], QuerySet | None]], milliseconds: int, limit: int) -> dict[K, int]:
    """How many rows each set has, at most ``limit`` + 1; none for one that is None or takes too long. What it takes to
    say what a set is counts too. Where all are quick the time is set once, not for each."""

    def number(make: Callable[[], QuerySet | None]) -> int | None:
        rows = make()
        return None if rows is None else rows.prefetch_related(None).order_by()[: limit + 1].count()

    found: dict[K, int | None] = {}
    try:
        with planner.patience(milliseconds):
            found = {key: number(make) for key, make in sets.items()}
    except planner.TimeIsUp:
        for key, make in sets.items():
            with suppress(planner.TimeIsUp), planner.patience(milliseconds):
                found[key] = number(make)
    return {key: one for key, one in found.items() if one is not None}


def _ordering(spec: Sort, descending: bool, backwards: bool) -> list[OrderBy]:
    flip = descending ^ backwards
    key = OrderBy(F("pk"), descending=flip)
    if spec.column == "pk":
        return [key]
    # NULLs stand last as the reader sees it, so first when the page is read backwards
    nulls = ({"nulls_first": True} if backwards else {"nulls_last": True}) if spec.nullable else {}
    return [OrderBy(F(spec.column), descending=flip, **nulls), key]


def _beyond(spec: Sort, descending: bool, backwards: bool, value: Any, pk: int) -> Q:
    """Rows after (value, pk) in reading order; ``descending`` already accounts for ``backwards``."""
    side = "lt" if descending else "gt"
    if spec.column == "pk":
        return Q(**{f"pk__{side}": pk})
    if value is None:
        same = Q(**{f"{spec.column}__isnull": True, f"pk__{side}": pk})
        return same | Q(**{f"{spec.column}__isnull": False}) if backwards else same
    # a bare AND with the bound lets the index start at the right place
    rows = Q(**{f"{spec.column}__{side}e": value}) & (
        Q(**{f"{spec.column}__{side}": value}) | Q(**{spec.column: value, f"pk__{side}": pk})
    )
    if spec.nullable and not backwards:
        return rows | Q(**{f"{spec.column}__isnull": True})
    return rows


def _encode(name: str, backwards: bool, row: Row, spec: Sort) -> str:
    value, pk = _place(row, spec.column)
    kind = ""
    if isinstance(value, datetime):
        kind, value = "t", value.isoformat()
    elif isinstance(value, date):
        kind, value = "d", value.isoformat()
    elif isinstance(value, Decimal):
        kind, value = "n", str(value)
    raw = json.dumps([name, int(backwards), kind, value, pk], separators=(",", ":"))
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def _place(row: Row, column: str) -> tuple[Any, int]:
    """Where a row stands: its value in the sort's column, and its key."""
    if isinstance(row, dict):
        return row["id" if column == "pk" else column], row["id"]
    value: Any = row
    for part in column.split("__"):
        value = getattr(value, part)
    return value, row.pk


_KINDS: dict[str, Callable[[Any], Any]] = {
    "t": datetime.fromisoformat,
    "d": date.fromisoformat,
    "n": Decimal,
    "": lambda value: value,
}


def _require_fitting(model: type[Model], spec: Sort, value: Any, pk: int) -> None:
    """Raise Invalid where a cursor holds what its column cannot: somebody wrote it himself."""
    field: Any = model._meta.pk
    for part in spec.column.split("__"):
        field = model._meta.pk if part == "pk" else model._meta.get_field(part)
        model = field.related_model or model
    try:
        if not 0 <= pk < 2**63 or (value is None and spec.column != "pk" and not spec.nullable):
            raise ValueError("no such place")
        if isinstance(value, dict | list) or (isinstance(value, str) and "\0" in value):
            raise ValueError("not a value of a column")
        if value is not None:
            field.get_db_prep_value(field.to_python(value), connection)
    except (ValueError, TypeError, ArithmeticError, ValidationError) as error:
        raise _unfitting() from error


def _unfitting() -> errors.Invalid:
    return errors.Invalid(fields={"cursor": [_("This page link does not fit the list. Start again.")]})


def _decode(cursor: str, name: str) -> tuple[bool, Any, int]:
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        sort, backwards, kind, value, pk = json.loads(raw)
        convert = _KINDS[kind]
        if sort != name:
            raise ValueError("another sort")
        return bool(backwards), None if value is None else convert(value), int(pk)
    except (ValueError, TypeError, KeyError, ArithmeticError, binascii.Error) as error:
        raise _unfitting() from error
