"""Warning levels as a target of imports: below which quantity more is to come, up to how much, in which lots."""

from django.utils.translation import gettext_lazy as _

from common import citations, errors
from common.imports import known
from common.imports.batch import Batch
from common.imports.targets import Field, Target, importers
from products.imports.planned import WAREHOUSES
from products.stock.levels import loading

FIELDS = (
    Field("product", _("Product"), kind="key", required=True, refers_to="products", hints=("产品代码", "product_code")),
    Field("warehouse", _("Warehouse"), max_length=80, hints=("仓库", "warehouse")),
    Field(
        "minimum",
        _("Minimum"),
        kind="decimal",
        required=True,
        minimum="0",
        decimals=4,
        hints=("警戒值", "最低库存", "安全库存", "minimum"),
    ),
    Field("target", _("Fill up to"), kind="decimal", minimum="0", decimals=4, hints=("补到", "最高库存", "target")),
    Field("lot", _("Lot"), kind="decimal", positive=True, decimals=4, hints=("批量", "补货批量", "lot")),
)
_LOOKUPS = {"warehouse": WAREHOUSES}


def check(batch: Batch) -> None:
    """Refuse rows of unknown products and warehouses, of services, a target below its minimum, and what is said
    twice."""
    known.refer(batch, "stock_levels", "product")
    known.report_orphans(batch, "stock_levels", "product")
    known.find_named(batch, "stock_levels", _LOOKUPS)
    if batch.maps("stock_levels", "warehouse"):
        lost = "r.warehouse IS NOT NULL AND r.warehouse_id IS NULL"
        batch.report_where("stock_levels", "unknown_warehouse", lost, field="warehouse")
    service = "EXISTS (SELECT 1 FROM products_product p WHERE p.id = r.product_id AND p.is_service)"
    batch.report_where("stock_levels", "no_stock_of_services", service, field="product")
    batch.report_where("stock_levels", "target_below", "r.target < r.minimum", field="target", value="r.target::text")
    twice = (
        "SELECT row_id, row_number() OVER w AS place, first_value(line) OVER w AS first FROM import_stock_levels"
        " WHERE product_id IS NOT NULL WINDOW w AS (PARTITION BY product_id, warehouse_id ORDER BY file, line)"
    )
    batch.report_where(
        "stock_levels",
        "repeated",
        "t.place > 1",
        field="product",
        joins=f"JOIN ({twice}) t ON t.row_id = r.row_id",
        words="'line', t.first",
    )


def commit(batch: Batch) -> None:
    """Set the levels through ``load_levels``. Raises ChangedSince."""
    known.require_resolved(batch, "stock_levels", "product")
    known.find_named(batch, "stock_levels", _LOOKUPS)
    rows = batch.rows(
        "SELECT product_id, minimum, warehouse_id, target, lot FROM import_stock_levels ORDER BY file, line"
    )
    try:
        loading.load_levels(actor=batch.actor, levels=[loading.Level(*row) for row in rows], at=batch.at)
    except errors.Conflict as error:
        raise known.ChangedSince(citations.told(error)) from error
    batch.notes.setdefault("written", {})["stock_levels"] = len(rows)


def register() -> None:
    """Called once from this room's ``register``."""
    importers.register(
        "stock_levels",
        Target(
            label=_("Stock levels"),
            fields=FIELDS,
            order=32,
            verb="product.edit",
            check=check,
            commit=commit,
            needs_words=True,
        ),
    )
