"""Products as a target of imports: their fields, what is checked, how they are written."""

import re
from collections.abc import Container
from typing import Any

from django.utils.translation import gettext_lazy as _

from common import text
from common.imports import fitting, known
from common.imports.batch import Batch
from common.imports.targets import Field, Target, importers
from products.catalogue import operations as catalogue
from products.catalogue.choices import Numbering, SupplyMode
from products.catalogue.models import ProductCategory
from products.imports import successors
from segments.custom_fields import importing
from segments.custom_fields.values import PRODUCT

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
    Field("pack_multiple", _("Pack multiple"), kind="decimal", positive=True, decimals=4, hints=("包装量", "包装倍数")),
    Field(
        "minimum_quantity", _("Minimum order"), kind="decimal", minimum="0", decimals=4, hints=("最小起订量", "起订量")
    ),
    Field(
        "list_price",
        _("List price"),
        kind="decimal",
        minimum="0",
        hints=("单价", "listprice", "价格"),
        sensitive="order.amount",
    ),
    Field(
        "floor_price",
        _("Floor price"),
        kind="decimal",
        minimum="0",
        hints=("底价", "floorprice"),
        sensitive="product.floor_price",
    ),
    Field(
        "unit_cost",
        _("Unit cost"),
        kind="decimal",
        minimum="0",
        hints=("成本", "standardcost"),
        sensitive="product.cost",
    ),
    Field("tax_rate", _("Tax rate"), kind="decimal", minimum="0", decimals=4, hints=("税率", "tax_rate")),
    Field("lead_time_days", _("Lead time, days"), kind="integer", minimum="0", hints=("交期", "daystomanufacture")),
    Field(
        "numbering",
        _("Numbers of pieces"),
        choices=dict(Numbering.choices),
        hints=("序列号管理", "批次管理", "numbering"),
    ),
    Field("supply_mode", _("Supply"), choices=dict(SupplyMode.choices), hints=("供货方式", "supply_mode")),
    Field(
        "warning_level",
        _("Stock warning level"),
        kind="decimal",
        minimum="0",
        decimals=4,
        hints=("安全库存", "reorderpoint"),
    ),
    Field("supplier", _("Supplier"), hints=("供应商", "supplier")),
    Field("successor", _("Successor"), kind="key", refers_to="products", hints=("替代型号", "后继产品", "successor")),
    Field("is_service", _("Service"), kind="boolean", hints=("服务",)),
    Field("is_active", _("Active"), kind="boolean", hints=("启用",)),
    Field("notes", _("Notes"), hints=("备注",)),
)
# names that stand for rows of ours: field -> SQL of (text, id); a text that fits several rows fits none
LOOKUPS = {
    "supplier": "SELECT word, min(id) FROM (SELECT lower(code) AS word, id FROM products_supplier UNION"
    " SELECT lower(name), id FROM products_supplier) s GROUP BY word HAVING count(*) = 1",
}


def check_products(batch: Batch) -> None:
    """Codes once, known products left alone, suppliers and successors found."""
    fitting.report_codes(batch, "products")
    fitting.report_names(batch, "products", "name", "english_name", "category")
    known.report_same_code(batch, "products")
    known.report_known(batch, "products", "products_product")
    known.find_named(batch, "products", LOOKUPS)
    known.report_unnamed(batch, "products", LOOKUPS)
    successors.check(batch)
    importing.check(batch, "products", PRODUCT)


def commit_products(batch: Batch) -> None:
    """Write the products through ``create_products``; categories that are new by name come first. Raises
    ChangedSince."""
    fitting.fold_codes(batch, "products")
    known.require_new(batch, "products")
    known.find_named(batch, "products", LOOKUPS)
    names = [field.name for field in PRODUCT_FIELDS if field.name != "successor"] + importing.names(PRODUCT)
    columns = ", ".join(f'"{name}_id"' if name in LOOKUPS else f'"{name}"' for name in names)
    rows = batch.rows(f"SELECT key, {columns} FROM import_products ORDER BY file, line")
    part = [(row[0], dict(zip(names, row[1:], strict=True))) for row in rows]
    categories = _categories(batch, {row["category"] for _key, row in part if row["category"]})
    ids = catalogue.create_products(
        actor=batch.actor, drafts=[_draft(row, categories) for _key, row in part], at=batch.at
    )
    known.remember(batch, "products", [(key, ids[row["code"]]) for key, row in part])
    successors.commit(batch)


def _categories(batch: Batch, names: set[str]) -> dict[str, int]:
    """Category ids by name or code; a new one gets a code of its own."""
    known_ids = {name: pk for pk, code, name in ProductCategory.objects.values_list("pk", "code", "name")}
    known_ids |= {code: pk for pk, code in ProductCategory.objects.values_list("pk", "code")}
    for name in sorted(names - known_ids.keys()):
        code = _code_of(name, known_ids)
        known_ids[name] = catalogue.save_category(actor=batch.actor, at=batch.at, code=code, name=name).pk
        known_ids[code] = known_ids[name]
    return known_ids


def _code_of(name: str, taken: Container[str]) -> str:
    """A code for a new category that nobody has: its name, as far as that can be one (“Meat/Poultry” cannot)."""
    base = text.fold_code(re.sub(r"[/\\]", "-", name))
    base = "category" if text.code_fault(base) else base
    code, number = base[:40].strip(), 1
    while code in taken:
        number += 1
        code = f"{base[: 38 - len(str(number))].strip()}-{number}"
    return code


def _draft(row: dict[str, Any], categories: dict[str, int]) -> dict[str, Any]:
    apart = ("category", *LOOKUPS, *importing.names(PRODUCT))
    draft = {name: value for name, value in row.items() if value is not None and name not in apart}
    if own := importing.given(row):
        draft["custom"] = own
    draft |= {f"{name}_id": row[name] for name in LOOKUPS if row[name] is not None}
    if row["category"]:
        draft["category_id"] = categories[row["category"]]
    return draft


def register() -> None:
    """Called once from this room's ``register``."""
    importers.register(
        "products",
        Target(
            label=_("Products"),
            fields=PRODUCT_FIELDS,
            defined=lambda: importing.fields(PRODUCT),
            order=20,
            verb="product.edit",
            existing="SELECT code, coalesce(merged_into_id, id) FROM products_product",
            check=check_products,
            commit=commit_products,
            is_header=True,
        ),
    )
