"""Opening stock as a target of imports."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from accounts import policies as rights
from common.imports import known
from common.imports.batch import Batch
from common.imports.targets import Field, Target, importers
from products.catalogue import units
from products.stock import operations as stock

FIELDS = (
    Field(
        "product",
        _("Product"),
        kind="key",
        required=True,
        refers_to="products",
        hints=("产品代码", "productid", "product_code"),
    ),
    Field("warehouse", _("Warehouse"), max_length=20, hints=("仓库", "warehouse", "locationid")),
    Field(
        "quantity", _("Quantity"), kind="decimal", required=True, positive=True, decimals=4, hints=("数量", "quantity")
    ),
)


_HAS_STOCK = (
    "EXISTS (SELECT 1 FROM products_stockmovement m JOIN products_stockrow s ON s.id = m.stock_row_id"
    " WHERE s.product_id = r.product_id AND s.warehouse_id = coalesce(r.warehouse_id,"
    " (SELECT id FROM products_warehouse WHERE is_default)))"
)


def check(batch: Batch) -> None:
    """Opening stock is for products and warehouses that have none yet; warehouses are found by code or name, or made
    where the profile says so and the actor may."""
    known.refer(batch, "stock", "product")
    known.report_orphans(batch, "stock", "product")
    _find_warehouses(batch)
    if not (batch.profile.options.get("new_warehouses") and rights.can(batch.actor, "warehouse.edit")):
        unknown = "r.warehouse IS NOT NULL AND r.warehouse_id IS NULL"
        batch.report_where("stock", "unknown_warehouse", unknown, field="warehouse")
    batch.report_where(
        "stock",
        "not_whole_pieces",
        "r.quantity <> trunc(r.quantity) AND EXISTS (SELECT 1 FROM products_product p WHERE p.id = r.product_id"
        " AND lower(trim(normalize(p.unit, NFKC))) <> ALL(%(measured)s))",
        field="quantity",
        value="r.quantity::text",
        measured=units.measured(),
    )
    batch.report_where(
        "stock",
        "has_stock",
        _HAS_STOCK,
        field="quantity",
    )


def _find_warehouses(batch: Batch) -> None:
    batch.execute("ALTER TABLE import_stock ADD COLUMN IF NOT EXISTS warehouse_id bigint")
    batch.execute(
        "UPDATE import_stock r SET warehouse_id = w.id FROM products_warehouse w"
        " WHERE w.is_active AND (w.code = r.warehouse OR w.name = r.warehouse)"
    )


def commit(batch: Batch) -> None:
    """Put the opening stock on hand through ``load_opening_stock``. Raises ChangedSince where there is some now."""
    known.require_resolved(batch, "stock", "product")
    _find_warehouses(batch)
    if batch.value(f"SELECT EXISTS (SELECT 1 FROM import_stock r WHERE {_HAS_STOCK})"):
        raise known.ChangedSince()
    for (code,) in batch.rows(
        "SELECT DISTINCT warehouse FROM import_stock WHERE warehouse IS NOT NULL AND warehouse_id IS NULL ORDER BY 1"
    ):
        stock.save_warehouse(actor=batch.actor, at=batch.at, code=code, name=code)
    _find_warehouses(batch)
    rows: list[tuple[int, int | None, Decimal]] = [
        (product, warehouse, quantity)
        for product, warehouse, quantity in batch.rows(
            "SELECT product_id, warehouse_id, quantity FROM import_stock ORDER BY file, line"
        )
    ]
    stock.load_opening_stock(actor=batch.actor, rows=rows, at=batch.at, reason=f"import #{batch.run_id}")
    batch.notes.setdefault("written", {})["stock"] = len(rows)


def register() -> None:
    """Called once from this room's ``register``."""
    importers.register(
        "stock",
        Target(
            label=_("Opening stock"),
            fields=FIELDS,
            order=30,
            verb="stock.adjust",
            check=check,
            commit=commit,
        ),
    )
