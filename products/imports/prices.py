"""Prices of lists as a target of imports: each row is a price that is to hold, and takes its days from what stands."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from common.imports import known
from common.imports.batch import Batch
from common.imports.targets import Field, Target, importers
from products.pricing import operations
from products.pricing.writing import PriceEntry

ROW_FIELDS = (
    Field("product", _("Product"), kind="key", required=True, refers_to="products", hints=("产品代码", "product_code")),
    Field(
        "price",
        _("Price"),
        kind="decimal",
        required=True,
        minimum="0",
        hints=("单价", "价格", "price"),
        sensitive="order.amount",
    ),
    Field(
        "min_quantity",
        _("From quantity"),
        kind="decimal",
        minimum="0",
        decimals=4,
        hints=("起订数量", "数量从", "from_quantity"),
    ),
    Field("valid_from", _("Valid from"), kind="date", required=True, hints=("生效日期", "valid_from")),
    Field("valid_until", _("Valid until"), kind="date", hints=("失效日期", "valid_until")),
)
FIELDS = (
    Field("price_list", _("Code of the price list"), required=True, max_length=20, hints=("价目表", "price_list")),
    *ROW_FIELDS,
)
ROW = ("product_id", "price", "min_quantity", "valid_from", "valid_until")


def check_rows(batch: Batch, entity: str, *same: str) -> None:
    """Refuse rows of unknown products, days in the wrong order, and rows that hold for the same as an earlier one
    (product, quantity and ``same``) on the same days."""
    known.refer(batch, entity, "product")
    known.report_orphans(batch, entity, "product")
    batch.report_where(entity, "ends_first", "r.valid_until < r.valid_from", field="valid_until")
    alike = " AND ".join(f'o."{name}" IS NOT DISTINCT FROM r."{name}"' for name in ("product", *same))
    earlier = (
        f"JOIN LATERAL (SELECT min(o.line) AS line FROM import_{entity} o WHERE {alike}"
        " AND coalesce(o.min_quantity, 0) = coalesce(r.min_quantity, 0) AND (o.file, o.line) < (r.file, r.line)"
        " AND o.valid_from <= coalesce(r.valid_until, 'infinity')"
        " AND r.valid_from <= coalesce(o.valid_until, 'infinity')"
        ") e ON e.line IS NOT NULL"
    )
    batch.report_where(entity, "same_days", "true", field="valid_from", joins=earlier, words="'line', e.line")


def entry(row: tuple[Any, ...], **more: Any) -> PriceEntry:
    """A staged row (``ROW``) as the operations take it."""
    product_id, price, quantity, valid_from, valid_until = row
    return PriceEntry(product_id, price, valid_from, valid_until, quantity or Decimal(0), more)


def check(batch: Batch) -> None:
    """The same, and lists that there are."""
    _find_lists(batch)
    batch.report_where("prices", "unknown_price_list", "r.list_id IS NULL", field="price_list")
    check_rows(batch, "prices", "price_list")


def _find_lists(batch: Batch) -> None:
    batch.execute("ALTER TABLE import_prices ADD COLUMN IF NOT EXISTS list_id bigint")
    batch.execute("UPDATE import_prices r SET list_id = l.id FROM products_pricelist l WHERE l.code = r.price_list")


def commit(batch: Batch) -> None:
    """Set the prices, list by list. Raises ChangedSince."""
    known.require_resolved(batch, "prices", "product")
    _find_lists(batch)
    rows = batch.rows(f"SELECT list_id, {', '.join(ROW)} FROM import_prices ORDER BY list_id, file, line")
    if any(list_id is None for list_id, *_row in rows):
        raise known.ChangedSince()
    by_list: dict[int, list[PriceEntry]] = {}
    for list_id, *row in rows:
        by_list.setdefault(list_id, []).append(entry(tuple(row)))
    for list_id, entries in by_list.items():
        operations.set_prices(actor=batch.actor, list_id=list_id, entries=entries, at=batch.at)
    batch.notes.setdefault("written", {})["prices"] = len(rows)


def register() -> None:
    """Called once from this room's ``register``."""
    importers.register(
        "prices",
        Target(
            label=_("Prices of lists"),
            fields=FIELDS,
            order=26,
            verb="price.edit",
            check=check,
            commit=commit,
            needs_words=True,
        ),
    )
