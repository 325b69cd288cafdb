"""Lists straight from a queryset: only the columns that a file shows are read, through a cursor on the server."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from common import errors, keyset
from common.conditions.kinds import Kind
from common.exports import tallies
from common.exports.lists import Column, Sheet, Text

T = TypeVar("T")
BATCH = 2_000
Prepare = Callable[[list[Any]], Sequence[Any]]


@dataclass(frozen=True)
class Plain:
    """A column and where its value comes from: the one of ``lookups`` as it is, or what ``make`` makes of a row: its
    attributes are named like the lookups, unless the list prepares its rows. ``is_in_base``: its amounts are in the
    company's currency, whatever that of the row is."""

    column: Column
    lookups: tuple[str, ...]
    make: Callable[[Any], Any] | None = None
    is_in_base: bool = False

    @property
    def is_in_any_currency(self) -> bool:
        """Whether its amounts say nothing without the currency of the row."""
        return self.column.kind == Kind.MONEY and not self.is_in_base


def sheet(
    rows: QuerySet,
    plains: Sequence[Plain],
    *,
    condition: Sequence[str] = (),
    currency: Plain | None = None,
    sorted_by: Text = "",
    prepare: Prepare | None = None,
) -> Sheet:
    """The list of a queryset, in its order. Amounts are led by their ``currency``, whoever named the columns, and added
    up by it alone. ``prepare`` turns some rows at a time (with ``pk``) into what ``make`` is given: so that what
    belongs to them is read for all at once."""
    plains = plains if currency is None else _led(plains, currency)
    paths = tallies.paths_of(rows)
    counts = tallies.empty(paths)

    def count(exactly: bool) -> tuple[int, bool]:
        bare = rows.order_by()
        return (bare.count(), False) if exactly else keyset.count(bare)

    return Sheet(
        columns=[plain.column for plain in plains],
        rows=lambda: stream(rows, plains, prepare, whom=[(path, counts[key]) for key, path in paths.items()]),
        count=count,
        condition=condition,
        sums_by="" if currency is None else currency.column.key,
        sorted_by=sorted_by,
        whom=lambda: counts,
    )


def _led(plains: Sequence[Plain], currency: Plain) -> Sequence[Plain]:
    """The columns, with that of the currency before the first amount where nobody put it anywhere."""
    first = next((place for place, plain in enumerate(plains) if plain.is_in_any_currency), None)
    if first is None or currency in plains:
        return plains
    return [*plains[:first], currency, *plains[first:]]


def pick(offered: Mapping[str, T], keys: Sequence[str]) -> list[T]:
    """The columns with these keys. Raises Invalid for one that the list does not have, or not for this person: the two
    are never told apart."""
    unknown = [key for key in keys if key not in offered]
    if unknown or not keys:
        words = _("The list has no column “%(key)s”.") % {"key": unknown[0]} if unknown else _("Choose a column.")
        raise errors.Invalid(fields={"columns": [words]})
    return [offered[key] for key in dict.fromkeys(keys)]


def stream(
    rows: QuerySet,
    plains: Sequence[Plain],
    prepare: Prepare | None = None,
    *,
    whom: Sequence[tuple[str, Counter[int]]] = (),
) -> Iterator[tuple[Any, ...]]:
    """A tuple of values for each row, in the queryset's order. Call it inside a transaction: the cursor lives there.
    ``whom``: lookups of those the rows are about, and where they are counted as the rows go by."""
    paths = [path for path, _counts in whom]
    lookups = list(dict.fromkeys([name for plain in plains for name in plain.lookups] + ["pk"] * bool(prepare) + paths))
    bare = rows.select_related(None).prefetch_related(None)
    read = bare.values_list(*lookups, named=True).iterator(chunk_size=BATCH)
    getters = [(plain.make or itemgetter(lookups.index(plain.lookups[0])), bool(plain.make)) for plain in plains]
    for _path, counts in whom:
        counts.clear()  # of a reading that was broken off
    for batch in batches(read):
        for path, counts in whom:
            place = lookups.index(path)
            counts.update(row[place] for row in batch if row[place] is not None)
        made = prepare(batch) if prepare else batch
        for row, given in zip(batch, made, strict=True):
            yield tuple([get(given if is_made else row) for get, is_made in getters])


def batches(rows: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    """The rows in lists of at most ``size``."""
    source = iter(rows)
    while batch := list(islice(source, size)):
        yield batch
