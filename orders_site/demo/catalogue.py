"""Products of the demo company: their codes, names, marks, kits and specifications follow the company method."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from accounts.people.models import User
from orders_site.demo import own_fields, tables
from products.catalogue import operations as catalogue
from products.catalogue.models import ProductCategory, Supplier
from products.stock import operations as stock
from products.stock.models import Warehouse

CATEGORIES = (
    *(("00", "非数字仪表"), ("01", "数字仪表"), ("02", "数字传感器"), ("03", "模拟传感器")),
    *(("05", "附件与配件"), ("09", "服务")),
)
SUPPLIERS = (
    ("S01", "江苏宏缆线缆有限公司", "许经理 0510-8200 1177", 5),
    ("S02", "厦门汇显电子有限公司", "郑小姐 0592-6100 2244", 10),
    ("S03", "蓬莱海锚精密铸造有限公司", "于工 0535-5900 3366", 20),
    ("S04", "本原传感技术（常州）有限公司", "顾经理 0519-8100 5588", 12),
    ("S05", "衡远传感器有限公司", "毛经理 029-8800 6699", 15),
)
_COLUMNS = (
    *("code", "name", "specification", "unit", "list_price", "unit_cost"),
    *("lead_time_days", "category", "supplier"),
)
BRANDS = (("本原", "S04", Decimal(1)), ("衡远", "S05", Decimal("0.92")))
# kind, first number of the brands, name, price of the lightest without its weight
SENSORS = (("02", 3, "DBS 数字传感器", 860), ("03", 1, "ZSF 模拟传感器", 430))
TONNAGES = (10, 20, 30, 40)
STRUCTURES = (("桥式", Decimal(1)), ("柱式", Decimal("1.08")), ("悬臂式", Decimal("0.82")))
# base instrument, name, housing, price, sensors that it is sold with: count and specification
KITS = (
    ("01.2.02.318", "DS1(铝合金)", 2180, ((4, 30), (6, 30), (8, 30), (4, 20), (6, 20), (8, 40), (10, 40))),
    ("01.2.02.320", "DS1(不锈钢)", 2460, ((4, 30), (6, 30), (8, 30), (4, 20), (8, 40))),
    ("01.2.03.105", "DS3", 2360, ((4, 20), (6, 20), (6, 30), (8, 30))),
    ("01.2.04.210", "DS5", 4680, ((6, 30), (8, 30), (8, 40), (10, 40), (12, 40))),
)
# an old attribute that does not follow the format, and one that was forgotten: kept and flagged (R022)
ODD_KITS = (
    ("01.2.02.318-090", "DS1(铝合金)-4", "本原30吨桥式", 7200),
    ("01.2.03.105-091", "DS3-6", "", 9800),
)
# what may stand in for what: product, its substitute
SUBSTITUTES = (
    *(("02.1.03.001", "02.1.04.001"), ("02.1.03.004", "02.1.04.004"), ("02.1.03.007", "02.1.04.007")),
    *(("03.1.01.001", "03.1.02.001"), ("03.1.01.007", "03.1.02.007"), ("00.1.05.110", "00.1.05.112")),
    *(("05.3.01.004", "05.3.01.006"), ("05.2.01.002", "05.2.01.005")),
)
RETIRED = {"001.2.1": "00.1.08.021", "00.2.15.001": "00.2.15.003", "01.2.02.099": "01.2.02.318"}


def load(staff: dict[str, User], at: datetime) -> None:
    """Categories, suppliers, products, successors and substitutes."""
    buyer = staff["qian.fang"]
    categories = {code: catalogue.save_category(actor=buyer, code=code, name=name, at=at) for code, name in CATEGORIES}
    suppliers = {
        code: catalogue.save_supplier(actor=buyer, code=code, name=name, contact=contact, lead_time_days=days, at=at)
        for code, name, contact, days in SUPPLIERS
    }
    drafts = [_resolved(row, categories, suppliers) for row in (*_listed(), *_sensors(), *_kits())]
    ids = catalogue.create_products(actor=buyer, drafts=drafts, at=at)
    for code, successor in RETIRED.items():
        changes = {"is_active": False, "successor": ids[successor]}
        catalogue.update_product(actor=buyer, product_id=ids[code], version=1, changes=changes, at=at)
    for code, other in SUBSTITUTES:
        catalogue.save_substitute(actor=buyer, product_id=ids[code], substitute_id=ids[other], at=at)


def load_warehouses(staff: dict[str, User], at: datetime) -> None:
    """The main warehouse, which the software brings, and one near the southern customers."""
    main = Warehouse.objects.get(is_default=True)
    admin = staff["admin"]
    stock.save_warehouse(actor=admin, warehouse_id=main.pk, name="杭州主仓", at=at)
    stock.save_warehouse(actor=admin, code="WH02", name="佛山中转仓", at=at)


def _resolved(
    row: dict[str, Any], categories: dict[str, ProductCategory], suppliers: dict[str, Supplier]
) -> dict[str, Any]:
    price = Decimal(row["list_price"])
    return {
        **row,
        "category": categories[row["category"]],
        "supplier": suppliers.get(row["supplier"]),
        "list_price": price,
        "unit_cost": (price * Decimal(row["unit_cost"]) / 113).quantize(Decimal("0.01")),
        "floor_price": (price * Decimal("0.82")).quantize(Decimal("0.01")),
        "custom": own_fields.of_product(row["category"]),
    }


def _listed() -> Iterator[dict[str, Any]]:
    for cells in tables.read("products.txt"):
        row: dict[str, Any] = dict(zip(_COLUMNS, cells, strict=True))
        row["lead_time_days"] = int(row["lead_time_days"])
        row["is_service"] = row["category"] == "09"
        if row["is_service"]:
            row["tax_rate"] = Decimal("0.06")
        if row["unit"] == "米":
            row |= {"pack_multiple": Decimal(10), "minimum_quantity": Decimal(50)}
        yield row


def _sensors() -> Iterator[dict[str, Any]]:
    """Digital ones 02.1.03/04, analog ones 03.1.01/02: brand × tonnage × structure."""
    for kind, first, name, base in SENSORS:
        for place, (brand, supplier, level) in enumerate(BRANDS, start=first):
            number = 0
            for structure, factor in STRUCTURES:
                for tonnage in TONNAGES:
                    number += 1
                    price = (base + 14 * tonnage) * factor * level
                    yield {
                        "code": f"{kind}.1.{place:02d}.{number:03d}",
                        "name": name,
                        "specification": f"{brand}-{tonnage}T-{structure}",
                        "unit": "只",
                        "list_price": price.quantize(Decimal(1)),
                        "unit_cost": 57,
                        "lead_time_days": 12 if brand == "本原" else 15,
                        "category": kind,
                        "supplier": supplier,
                        "warning_level": Decimal(20),
                    }


def _kits() -> Iterator[dict[str, Any]]:
    """An instrument with its sensors: code before the hyphen is the instrument, the name ends in their count."""
    for base, name, price, sets in KITS:
        for number, (count, tonnage) in enumerate(sets, start=101):
            whole = price + count * (860 + 14 * tonnage)
            yield _kit(f"{base}-{number}", f"{name}-{count}", f"本原-{tonnage}T-桥式", whole)
    for code, name, attribute, price in ODD_KITS:
        yield _kit(code, name, attribute, price)


def _kit(code: str, name: str, attribute: str, price: int) -> dict[str, Any]:
    return {
        "code": code,
        "name": name,
        "specification": "台式" if code.startswith("01.2.02") else "壁挂式",
        "auxiliary_attribute": attribute,
        "unit": "套",
        "list_price": price,
        "unit_cost": 54,
        "lead_time_days": 10,
        "category": "01",
        "supplier": "",
    }
