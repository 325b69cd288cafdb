"""A hundred and fifty products that follow the company method: codes, marks, kits, specifications (R006–R022)."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from products.catalogue import operations as catalogue
from products.catalogue.models import Product, Supplier
from products.stock import operations as stock
from products.stock.models import Warehouse
from orders_site.demo.people import Staff

SUPPLIERS = (("S01", "杭州本原传感器厂", 12), ("S02", "宁波恒力弹性体", 20), ("S03", "深圳芯测电子", 15), ("S04", "温州线缆厂", 7))
CATEGORIES = (
    ("00", "非数字仪表"), ("01", "数字仪表"), ("01-T", "数字套件"), ("02", "数字传感器"),
    ("03", "模拟传感器"), ("04", "配件"), ("05", "服务"),
)  # fmt: skip
_BRANDS, _TONNES, _SHAPES = ("本原", "恒力", "衡信"), (10, 15, 20, 25, 30, 40, 50), ("桥式", "柱式", "轮辐式", "悬臂式")
_CASES = ("铝合金", "不锈钢", "ABS", "防爆")
_PARTS = (
    ("四线接线盒", "只", 85), ("十线接线盒", "只", 168), ("微型打印机", "台", 320), ("3 寸大屏幕", "台", 460),
    ("5 寸大屏幕", "台", 780), ("8 寸大屏幕", "台", 1450), ("屏蔽电缆 4 芯", "米", 6), ("屏蔽电缆 6 芯", "米", 9),
    ("20 kg 砝码", "只", 260), ("1 t 砝码", "只", 6800), ("仪表支架", "套", 120), ("防雷器", "只", 210),
    ("无线模块", "只", 390), ("RS485 转换器", "只", 95), ("不间断电源", "台", 560), ("视频抓拍套件", "套", 2350),
)  # fmt: skip
_SERVICES = (("安装调试", 1200), ("检定服务", 800), ("现场标定", 950), ("操作培训", 600), ("远程技术支持", 300), ("延保一年", 400))


@dataclass(frozen=True)
class Catalogue:
    """What orders choose from."""

    goods: list[Product]
    kits: list[Product]
    services: list[Product]
    warehouse: Warehouse


def build(staff: Staff, rng: random.Random, at: datetime) -> Catalogue:
    """Make suppliers, categories, products and warehouses with opening stock."""
    buyer = staff["fengjuan"]
    suppliers = [
        catalogue.save_supplier(actor=buyer, code=code, name=name, lead_time_days=days, at=at)
        for code, name, days in SUPPLIERS
    ]
    categories = {
        code: catalogue.save_category(actor=buyer, code=code, name=name, at=at) for code, name in CATEGORIES
    }
    drafts = []
    for code, fields in _all(rng):
        category = categories[fields.pop("category")]
        drafts.append({"code": code, "category": category, **_terms(fields, suppliers, rng), **fields})
    ids = catalogue.create_products(actor=staff["zhoumin"], drafts=drafts, at=at)
    products = list(Product.objects.filter(pk__in=ids.values()).order_by("code"))
    catalogue_ = Catalogue(
        goods=[p for p in products if not p.is_service and "-" not in p.code],
        kits=[p for p in products if "-" in p.code],
        services=[p for p in products if p.is_service],
        warehouse=Warehouse.objects.get(is_default=True),
    )
    _substitutes(staff, catalogue_.goods, at)
    _opening_stock(staff, products, rng, at)
    return catalogue_


def _all(rng: random.Random) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from _instruments()
    yield from _digital()
    yield from _sensors(rng)
    for number, (name, unit, price) in enumerate(_PARTS, start=1):
        pack = 50 if unit == "米" else 1
        yield f"04.1.{number:03d}", {"name": name, "unit": unit, "category": "04", "list_price": price, "pack_multiple": pack}
    for number, (name, price) in enumerate(_SERVICES, start=1):
        yield f"05.1.{number:03d}", {"name": name, "unit": "次", "category": "05", "list_price": price, "is_service": True,
                                     "tax_rate": Decimal("0.06")}  # fmt: skip


def _instruments() -> Iterator[tuple[str, dict[str, Any]]]:
    for number in range(1, 29):
        series, case = 100 + number // 4 * 20, _CASES[number % 4]
        yield f"00.1.{1 + number % 3:02d}.{number:03d}", {"name": f"HX{series}({case})", "category": "00", "list_price": 380 + number * 22}
    marks = ("*", "**", "#")
    for number in range(1, 10):
        mark = marks[number % 3]
        yield f"00.2.15.{number:03d}", {"name": f"{mark}HX{100 + number * 20}({_CASES[number % 4]})", "category": "00", "list_price": 420 + number * 30}


def _digital() -> Iterator[tuple[str, dict[str, Any]]]:
    for number in range(1, 21):
        code, model = f"01.2.02.{300 + number:03d}", f"DS{1 + number % 8}({_CASES[number % 4]})"
        yield code, {"name": model, "category": "01", "list_price": 1150 + number * 65}
        if number <= 16:
            sensors = (4, 6, 8, 10)[number % 4]
            attribute = f"{_BRANDS[number % 3]}-{_TONNES[number % 7]}T-{_SHAPES[number % 4]}"
            if number == 13:
                attribute = "本原-30T"  # one of the old ones that break the format and stay (R022)
            yield f"{code}-{100 + number}", {
                "name": f"{model}-{sensors}",
                "category": "01-T",
                "auxiliary_attribute": attribute,
                "list_price": 1150 + number * 65 + sensors * 920,
                "unit": "套",
            }
    for number in range(1, 9):
        mark = ("**", "#", "*")[number % 3]
        yield f"01.2.15.{number:03d}", {"name": f"{mark}DS{number}(铝合金)", "category": "01", "list_price": 1280 + number * 70}


def _sensors(rng: random.Random) -> Iterator[tuple[str, dict[str, Any]]]:
    for prefix, category, label, base in (("02.1", "02", "数字传感器", 980), ("03.1", "03", "模拟传感器", 540)):
        combinations = [(b, t, s) for b in _BRANDS for t in _TONNES for s in _SHAPES]
        for number, (brand, tonnes, shape) in enumerate(rng.sample(combinations, 24), start=1):
            yield f"{prefix}.{number:03d}", {
                "name": f"{label} {tonnes}T",
                "specification": f"{brand}-{tonnes}T-{shape}",
                "category": category,
                "list_price": base + tonnes * 11,
                "unit": "只",
            }


def _terms(fields: dict[str, Any], suppliers: list[Supplier], rng: random.Random) -> dict[str, Any]:
    price = Decimal(fields["list_price"])
    share = Decimal(rng.randint(52, 70)) / 100
    is_service = fields.get("is_service", False)
    return {
        "floor_price": (price * (share + Decimal("0.12"))).quantize(Decimal("0.01")),
        "unit_cost": (price / Decimal("1.13") * share).quantize(Decimal("0.01")),
        "lead_time_days": 0 if is_service else rng.choice([5, 7, 10, 15]),
        "warning_level": None if is_service else Decimal(20),
        "supplier": None if is_service or fields["list_price"] > 1500 else rng.choice(suppliers),
        "unit": fields.pop("unit", "台"),
    }


def _substitutes(staff: Staff, goods: list[Product], at: datetime) -> None:
    sensors = [p for p in goods if p.code.startswith("02.")]
    for product, other in zip(sensors[:6], sensors[6:12], strict=True):
        catalogue.save_substitute(
            actor=staff["fengjuan"], product_id=product.pk, substitute_id=other.pk, priority=1, ratio=Decimal(1), at=at
        )


def _opening_stock(staff: Staff, products: list[Product], rng: random.Random, at: datetime) -> None:
    admin = staff["zhoumin"]
    main = Warehouse.objects.get(is_default=True)
    second = stock.save_warehouse(actor=admin, code="WH02", name="华南分仓", at=at)
    rows: list[tuple[int, int | None, Decimal]] = []
    for product in products:
        if product.is_service:
            continue
        many = 1500 if product.unit == "米" else 140
        rows.append((product.pk, main.pk, Decimal(rng.randint(many // 2, many))))
        if rng.random() < 0.3:
            rows.append((product.pk, second.pk, Decimal(rng.randint(5, 40))))
    stock.load_opening_stock(actor=admin, rows=rows, at=at, reason="期初库存")
