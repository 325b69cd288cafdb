"""Setting prices that hold for ranges of days: a new one takes its days from those that stand (SEMANTICS 4)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from common import errors
from common.errors import Text
from common.rows import insert_rows, update_rows
from common.validity import Days, Held, Wanted, clash, make_room

_CHECKED = ("min_quantity", "price", "valid_from", "valid_until")
_FOR = ("product_id", "min_quantity")  # what every price is for


@dataclass(frozen=True)
class PriceEntry:
    """The price of a product per unit, from a quantity on, for some days (both included, no last: until further
    notice). ``more``: further columns of the row."""

    product_id: int
    price: Decimal
    valid_from: date
    valid_until: date | None = None
    min_quantity: Decimal = Decimal(0)
    more: Mapping[str, Any] = field(default_factory=dict)


def set_prices(
    model: type[Model], owner: Mapping[str, Any], entries: Sequence[PriceEntry], same: Sequence[str] = ()
) -> int:
    """Let ``entries`` hold among the rows of ``owner`` (column → value), whose lock the caller has. Rows are for the
    same when product, quantity and the columns ``same`` agree. What stood before an entry and goes on after it comes
    back. Returns how many rows are new; one that stands as it is said is left alone.

    Statements do not grow with the number of entries. Raises Invalid with paths like ``prices.3.valid_until``.
    """
    keys = (*_FOR, *same)
    fresh = [_row(model, owner, entry) for entry in entries]
    _check(fresh, keys)
    products = {entry.product_id for entry in entries}
    stand = list(model._default_manager.filter(**owner, product_id__in=products).order_by("pk"))
    known = {_place(row, keys): row for row in stand}
    fresh = [row for row in fresh if not _says_the_same(row, known.get(_place(row, keys)))]
    _make_room(model, stand, [Wanted(*_place(row, keys)) for row in fresh], keys)
    insert_rows(fresh)
    return len(fresh)


def hold_products(ids: Collection[int]) -> set[int]:
    """Those of ``ids`` that are products which stand; held, so that none is merged before its price is there."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [list(ids)])
        return {row[0] for row in cursor.fetchall()}


_HOLD = "SELECT id FROM products_product WHERE id = ANY(%s) AND merged_into_id IS NULL ORDER BY id FOR KEY SHARE"


def end_price(row: Any, last_day: date) -> None:
    """Let a price hold until ``last_day`` at the latest; one that would begin later goes."""
    if row.valid_from > last_day:
        row.delete()
    elif row.valid_until is None or row.valid_until > last_day:
        row.valid_until = last_day
        row.save(update_fields=["valid_until"])


def hand_over(model: type[Model], column: str, source_id: int, target_id: int, same: Sequence[str]) -> None:
    """Let the prices of one row become another's (``column`` names which, ``same`` what else a price is for), on the
    days on which that has none of its own. For merges: the caller holds both rows."""
    keys = [name for name in (*_FOR, *same) if name != column]
    given = list(model._default_manager.filter(**{column: source_id}))
    standing = model._default_manager.filter(**{column: target_id})
    _make_room(model, given, [Wanted(*_place(row, keys)) for row in standing], keys)
    model._default_manager.filter(**{column: source_id}).update(**{column: target_id})


def _row(model: type[Model], owner: Mapping[str, Any], entry: PriceEntry) -> Any:
    return model(
        **owner,
        product_id=entry.product_id,
        price=entry.price,
        min_quantity=entry.min_quantity,
        valid_from=entry.valid_from,
        valid_until=entry.valid_until,
        **entry.more,
    )


def _place(row: Any, keys: Iterable[str]) -> tuple[tuple[Any, ...], Days]:
    """What a row is for, and when."""
    return tuple(getattr(row, column) for column in keys), Days(row.valid_from, row.valid_until)


def _make_room(model: type[Model], stand: Sequence[Any], wanted: Sequence[Wanted], keys: Sequence[str]) -> None:
    """Take the days of ``wanted`` from the rows that stand, and keep what is left of these."""
    changes = make_room([Held(row.pk, *_place(row, keys)) for row in stand], wanted)
    by_pk: dict[int, Any] = {row.pk: row for row in stand}
    copies = [_copy(model, by_pk[pk], days) for pk, days in changes.copies]
    if changes.gone:
        model._default_manager.filter(pk__in=changes.gone).delete()
    for pk, days in changes.shorter.items():
        by_pk[pk].valid_from, by_pk[pk].valid_until = days.first, days.last
    update_rows([by_pk[pk] for pk in changes.shorter], ["valid_from", "valid_until"])
    insert_rows(copies)


def _says_the_same(row: Any, standing: Any | None) -> bool:
    return standing is not None and all(
        getattr(row, one.attname) == getattr(standing, one.attname)
        for one in row._meta.concrete_fields
        if not one.primary_key
    )


def _copy(model: type[Model], row: Any, days: Days) -> Any:
    columns = {one.attname: getattr(row, one.attname) for one in model._meta.concrete_fields if not one.primary_key}
    return model(**{**columns, "valid_from": days.first, "valid_until": days.last})


def _check(rows: Sequence[Any], keys: Sequence[str]) -> None:
    """Raise Invalid for what no row can hold, products that there are not, and rows that meet each other."""
    faults: dict[str, list[Text]] = {}
    there = hold_products({row.product_id for row in rows})
    for place, row in enumerate(rows, start=1):
        path = f"prices.{place}"
        if row.product_id not in there:
            faults[f"{path}.product"] = [_("There is no such product.")]
        try:
            row.clean_fields(exclude=[one.name for one in row._meta.concrete_fields if one.name not in _CHECKED])
        except ValidationError as error:
            faults |= {f"{path}.{name}": list(texts) for name, texts in error.message_dict.items()}
            continue
        for name in ("price", "min_quantity"):
            if getattr(row, name) < 0:
                faults[f"{path}.{name}"] = [_("Enter zero or more.")]
        if row.valid_until is not None and row.valid_until < row.valid_from:
            faults[f"{path}.valid_until"] = [_("Enter a day on or after the first day.")]
    if not faults and (met := clash(Wanted(*_place(row, keys)) for row in rows)):
        faults[f"prices.{met[1] + 1}.valid_from"] = [_("Row %(one)s holds for the same days.") % {"one": met[0] + 1}]
    if faults:
        raise errors.Invalid(fields=faults)
