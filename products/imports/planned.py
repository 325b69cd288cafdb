"""Planned receipts as a target of imports: what purchasing and production say is to come, and when."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from common import citations, errors
from common.imports import known
from common.imports.batch import Batch
from common.imports.targets import Field, Target, importers
from products.catalogue import units
from products.stock.supply import operations
from products.stock.supply.models import PlannedReceipt
from products.stock.supply.operations import Planned

FIELDS = (
    Field("product", _("Product"), kind="key", required=True, refers_to="products", hints=("产品代码", "product_code")),
    Field(
        "quantity", _("Quantity"), kind="decimal", required=True, positive=True, decimals=4, hints=("数量", "quantity")
    ),
    Field(
        "expected_date",
        _("Expected"),
        kind="date",
        required=True,
        hints=("预计到货", "到货日期", "交货日期", "expected_date"),
    ),
    Field("kind", _("Kind"), strict=True, choices=dict(PlannedReceipt.Kind.choices), hints=("类型", "kind")),
    Field("warehouse", _("Warehouse"), max_length=80, hints=("仓库", "warehouse")),
    Field("from_warehouse", _("From warehouse"), max_length=80, hints=("调出仓库",)),
    Field("supplier", _("Supplier"), max_length=120, hints=("供应商", "supplier")),
    Field(
        "reference",
        _("Purchase or production order"),
        max_length=80,
        hints=("采购单号", "生产单号", "采购订单", "reference"),
    ),
    Field("external_id", _("External number"), max_length=120, hints=("外部编号", "external_id")),
    Field("provider", _("Provider"), max_length=40, hints=("来源系统", "provider")),
    Field("notes", _("Notes"), max_length=300, hints=("备注", "notes")),
)
WAREHOUSES = (
    "SELECT lower(code), id FROM products_warehouse WHERE is_active"
    " UNION SELECT lower(name), min(id) FROM products_warehouse WHERE is_active GROUP BY 1 HAVING count(*) = 1"
)
LOOKUPS = {
    "warehouse": WAREHOUSES,
    "from_warehouse": WAREHOUSES,
    "supplier": "SELECT lower(code), id FROM products_supplier WHERE is_active"
    " UNION SELECT lower(name), min(id) FROM products_supplier WHERE is_active GROUP BY 1 HAVING count(*) = 1",
}
_NAMES = ("quantity", "expected_date", "kind", "reference", "external_id", "provider", "notes")


def check(batch: Batch) -> None:
    """Refuse rows of unknown products and warehouses, parts of what is counted, transfers from nowhere, and an external
    number that comes twice."""
    known.refer(batch, "planned", "product")
    known.report_orphans(batch, "planned", "product")
    known.find_named(batch, "planned", LOOKUPS)
    for name in ("warehouse", "from_warehouse"):
        if batch.maps("planned", name):
            lost = f"r.{name} IS NOT NULL AND r.{name}_id IS NULL"
            batch.report_where("planned", "unknown_warehouse", lost, field=name)
    known.report_unnamed(batch, "planned", {"supplier": LOOKUPS["supplier"]})
    batch.report_where(
        "planned",
        "not_whole_pieces",
        "r.quantity <> trunc(r.quantity) AND EXISTS (SELECT 1 FROM products_product p WHERE p.id = r.product_id"
        " AND lower(trim(normalize(p.unit, NFKC))) <> ALL(%(measured)s))",
        field="quantity",
        value="r.quantity::text",
        measured=units.measured(),
    )
    twice = (
        "SELECT row_id, row_number() OVER w AS place, first_value(line) OVER w AS first FROM import_planned"
        " WHERE coalesce(external_id, '') <> ''"
        " WINDOW w AS (PARTITION BY coalesce(provider, ''), external_id ORDER BY file, line)"
    )
    batch.report_where(
        "planned",
        "repeated",
        "t.place > 1",
        field="external_id",
        joins=f"JOIN ({twice}) t ON t.row_id = r.row_id",
        words="'line', t.first",
    )


def commit(batch: Batch) -> None:
    """Plan the receipts through ``plan_receipts``; a known external number is the same receipt. Raises ChangedSince."""
    known.require_resolved(batch, "planned", "product")
    known.find_named(batch, "planned", LOOKUPS)
    ids = ", ".join(f"{name}_id" for name in ("product", *LOOKUPS))
    rows = batch.rows(f"SELECT {ids}, {', '.join(_NAMES)} FROM import_planned ORDER BY file, line")
    entries = [_entry(row) for row in rows]
    try:
        operations.plan_receipts(actor=batch.actor, entries=entries, at=batch.at)
    except errors.Conflict as error:
        raise known.ChangedSince(citations.told(error)) from error
    batch.notes.setdefault("written", {})["planned"] = len(rows)


def _entry(row: tuple[Any, ...]) -> Planned:
    product_id, warehouse_id, from_warehouse_id, supplier_id, *values = row
    given = {name: value for name, value in zip(_NAMES, values, strict=True) if value is not None}
    return Planned(
        product_id=product_id,
        warehouse_id=warehouse_id,
        from_warehouse_id=from_warehouse_id,
        supplier_id=supplier_id,
        **given,
    )


def register() -> None:
    """Called once from this room's ``register``."""
    importers.register(
        "planned",
        Target(
            label=_("Planned receipts"),
            fields=FIELDS,
            order=31,
            verb="supply.plan",
            check=check,
            commit=commit,
            needs_words=True,
        ),
    )
