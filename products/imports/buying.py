"""Purchase prices as a target of imports: the same product, supplier, quantity and first day is the same price."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from common import errors
from common.imports import known
from common.imports.batch import Batch
from common.imports.targets import Field, Target, importers
from products.buying import operations, queries
from products.buying.operations import Asked
from products.imports.planned import LOOKUPS as PLANNED

ENTITY = "purchase_prices"
FIELDS = (
    Field("product", _("Product"), kind="key", required=True, refers_to="products", hints=("产品代码", "product_code")),
    Field("supplier", _("Supplier"), required=True, max_length=120, hints=("供应商", "supplier")),
    Field(
        "price",
        _("Purchase price, without tax"),
        kind="decimal",
        required=True,
        minimum="0",
        hints=("采购价", "不含税单价", "purchase_price"),
        sensitive=queries.COST,
    ),
    Field("currency", _("Currency"), max_length=3, hints=("币种", "currency")),
    Field(
        "min_quantity", _("From quantity"), kind="decimal", minimum="0", decimals=4, hints=("起订量", "from_quantity")
    ),
    Field(
        "lead_time_days",
        _("Lead time, days"),
        kind="integer",
        minimum="0",
        hints=("交期", "lead_time_days"),
    ),
    Field("valid_from", _("Valid from"), kind="date", required=True, hints=("生效日期", "valid_from")),
    Field("valid_until", _("Valid until"), kind="date", hints=("失效日期", "valid_until")),
    Field("item_code", _("Supplier's item code"), max_length=60, hints=("供应商料号", "item_code")),
    Field("notes", _("Notes"), max_length=200, hints=("备注", "notes")),
)
_LOOKUPS = {"supplier": PLANNED["supplier"]}
_NAMES = (
    *("price", "valid_from", "min_quantity", "currency", "valid_until", "lead_time_days"),
    *("item_code", "notes"),
)
_MOST_DAYS = 3650


def check(batch: Batch) -> None:
    """Refuse rows of unknown products and suppliers, of services, days in the wrong order, and a price told twice."""
    known.refer(batch, ENTITY, "product")
    known.report_orphans(batch, ENTITY, "product")
    known.find_named(batch, ENTITY, _LOOKUPS)
    batch.report_where(ENTITY, "unknown_supplier", "r.supplier_id IS NULL", field="supplier")
    service = "EXISTS (SELECT 1 FROM products_product p WHERE p.id = r.product_id AND p.is_service)"
    batch.report_where(ENTITY, "no_stock_of_services", service, field="product")
    batch.report_where(ENTITY, "ends_first", "r.valid_until < r.valid_from", field="valid_until")
    days = f"r.lead_time_days > {_MOST_DAYS}"
    batch.report_where(ENTITY, "too_large", days, field="lead_time_days", value="r.lead_time_days::text")
    known.report_unknown_currency(batch, ENTITY)
    twice = (
        f"SELECT row_id, row_number() OVER w AS place, first_value(line) OVER w AS first FROM import_{ENTITY}"
        " WINDOW w AS (PARTITION BY product, supplier_id, coalesce(min_quantity, 0), valid_from ORDER BY file, line)"
    )
    batch.report_where(
        ENTITY,
        "same_days",
        "t.place > 1",
        field="valid_from",
        joins=f"JOIN ({twice}) t ON t.row_id = r.row_id",
        words="'line', t.first",
    )


def commit(batch: Batch) -> None:
    """Write them through ``load_prices``. Raises ChangedSince."""
    known.require_resolved(batch, ENTITY, "product")
    known.find_named(batch, ENTITY, _LOOKUPS)
    known.settle_currency(batch, ENTITY)
    rows = batch.rows(
        f"SELECT product_id, supplier_id, {', '.join(_NAMES)} FROM import_{ENTITY} ORDER BY product_id, file, line"
    )
    if any(row[1] is None for row in rows):
        raise known.ChangedSince()
    try:
        operations.load_prices(actor=batch.actor, entries=[_entry(row) for row in rows], at=batch.at)
    except errors.Invalid as error:
        raise known.ChangedSince() from error
    batch.notes.setdefault("written", {})[ENTITY] = len(rows)


def _entry(row: tuple[Any, ...]) -> Asked:
    product_id, supplier_id, *values = row
    return Asked(product_id=product_id, supplier_id=supplier_id, **dict(zip(_NAMES, values, strict=True)))


def register() -> None:
    """Called once from this room's ``register``."""
    importers.register(
        ENTITY,
        Target(
            label=_("Purchase prices"),
            fields=FIELDS,
            order=27,
            verb=queries.EDIT,
            check=check,
            commit=commit,
            needs_words=True,
        ),
    )
