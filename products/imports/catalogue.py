"""Products and opening stock as targets of imports."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from common.imports import known
from common.imports.batch import Batch
from common.imports.targets import Field, Target, importers
from products.catalogue import operations as catalogue
from products.catalogue.models import ProductCategory
from products.stock import operations as stock

PRODUCT_FIELDS = (
    Field(
        "code",
        _("Product code"),
        required=True,
        max_length=60,
        hints=("product_code", "productnumber", "产品代码", "物料编码", "产品 ID"),
    ),
    Field(
        "name", _("Product name"), required=True, max_length=160, hints=("product_name", "产品名称", "物料名称", "名称")
    ),
    Field("english_name", _("English name"), max_length=160, hints=("英文名",)),
    Field("category", _("Category"), max_length=80, hints=("类别", "category", "产品类别")),
    Field("specification", _("Specification"), max_length=120, hints=("规格", "规格型号", "specification", "size")),
    Field("auxiliary_attribute", _("Auxiliary attribute"), max_length=120, hints=("辅助属性",)),
    Field("unit", _("Unit"), max_length=12, hints=("单位", "unit")),
    Field("list_price", _("List price"), kind="decimal", minimum="0", hints=("单价", "listprice", "价格")),
    Field("unit_cost", _("Unit cost"), kind="decimal", minimum="0", hints=("成本", "standardcost")),
    Field("tax_rate", _("Tax rate"), kind="decimal", minimum="0", decimals=4, hints=("税率", "tax_rate")),
    Field("lead_time_days", _("Lead time, days"), kind="integer", minimum="0", hints=("交期", "daystomanufacture")),
    Field(
        "warning_level",
        _("Stock warning level"),
        kind="decimal",
        minimum="0",
        decimals=4,
        hints=("安全库存", "reorderpoint"),
    ),
    Field("is_service", _("Service"), kind="boolean", hints=("服务",)),
    Field("is_active", _("Active"), kind="boolean", hints=("启用",)),
    Field("notes", _("Notes"), hints=("备注",)),
)
STOCK_FIELDS = (
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


def check_products(batch: Batch) -> None:
    """Codes once, known products left alone."""
    known.report_same_code(batch, "products")
    known.report_known(batch, "products", "products_product")


def commit_products(batch: Batch) -> None:
    """Write the products through ``create_products``; categories that are new by name come first."""
    names = [field.name for field in PRODUCT_FIELDS]
    columns = ", ".join(f'"{name}"' for name in names)
    rows = batch.rows(f"SELECT key, {columns} FROM import_products ORDER BY file, line")
    part = [(row[0], dict(zip(names, row[1:], strict=True))) for row in rows]
    categories = _categories(batch, {row["category"] for _key, row in part if row["category"]})
    ids = catalogue.create_products(
        actor=batch.actor, drafts=[_draft(row, categories) for _key, row in part], at=batch.at
    )
    known.remember(batch, "products", [(key, ids[row["code"]]) for key, row in part])


def _categories(batch: Batch, names: set[str]) -> dict[str, int]:
    """Category ids by name or code; a new one gets a code of its own."""
    known_ids = {name: pk for pk, code, name in ProductCategory.objects.values_list("pk", "code", "name")}
    known_ids |= {code: pk for pk, code in ProductCategory.objects.values_list("pk", "code")}
    for name in sorted(names - known_ids.keys()):
        known_ids[name] = catalogue.save_category(actor=batch.actor, at=batch.at, code=name[:40], name=name).pk
    return known_ids


def _draft(row: dict[str, Any], categories: dict[str, int]) -> dict[str, Any]:
    draft = {name: value for name, value in row.items() if value is not None and name != "category"}
    if row["category"]:
        draft["category_id"] = categories[row["category"]]
    return draft


def check_stock(batch: Batch) -> None:
    """Opening stock is for products and warehouses that have none yet; warehouses are found by code or name."""
    known.refer(batch, "stock", "product")
    known.report_orphans(batch, "stock", "product")
    _find_warehouses(batch)
    if not batch.profile.options.get("new_warehouses"):
        unknown = "r.warehouse IS NOT NULL AND r.warehouse_id IS NULL"
        batch.report_where("stock", "unknown_warehouse", unknown, field="warehouse")
    batch.report_where(
        "stock",
        "has_stock",
        "EXISTS (SELECT 1 FROM products_stockmovement m JOIN products_stockrow s ON s.id = m.stock_row_id"
        " WHERE s.product_id = r.product_id AND s.warehouse_id = coalesce(r.warehouse_id,"
        " (SELECT id FROM products_warehouse WHERE is_default)))",
        field="quantity",
    )


def _find_warehouses(batch: Batch) -> None:
    batch.execute("ALTER TABLE import_stock ADD COLUMN IF NOT EXISTS warehouse_id bigint")
    batch.execute(
        "UPDATE import_stock r SET warehouse_id = w.id FROM products_warehouse w"
        " WHERE w.is_active AND (w.code = r.warehouse OR w.name = r.warehouse)"
    )


def commit_stock(batch: Batch) -> None:
    """Put the opening stock on hand through ``load_opening_stock``."""
    known.require_resolved(batch, "stock", "product")
    _find_warehouses(batch)
    for (code,) in batch.rows(
        "SELECT DISTINCT warehouse FROM import_stock WHERE warehouse IS NOT NULL AND warehouse_id IS NULL"
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
    """Called once from ``ProductsConfig.ready``."""
    importers.register(
        "products",
        Target(
            label=_("Products"),
            fields=PRODUCT_FIELDS,
            order=20,
            verb="product.edit",
            existing="SELECT code, id FROM products_product",
            check=check_products,
            commit=commit_products,
            is_header=True,
        ),
    )
    importers.register(
        "stock",
        Target(
            label=_("Opening stock"),
            fields=STOCK_FIELDS,
            order=30,
            verb="stock.adjust",
            check=check_stock,
            commit=commit_stock,
        ),
    )
