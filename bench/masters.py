"""Customers and products of the bench: their codes, names, marks, kits and specifications follow the company's method
(R001–R022), with some deviations in it, and are classified as the application does. The same every time."""

from typing import Any

from bench.generate import CUSTOMERS, PRODUCTS
from common import text
from customers import classes
from customers.models import Customer
from products.catalogue import classes as product_classes
from products.catalogue import texts
from products.catalogue.models import Product, Supplier
from segments.classification import computing

SURNAMES = [
    "杭州",
    "宁波",
    "武汉",
    "长沙",
    "合肥",
    "苏州",
    "广州",
    "青岛",
    "成都",
    "郑州",
    "上海",
    "唐山",
    "温州",
    "南京",
    "福州",
    "西安",
    "重庆",
    "沈阳",
    "天津",
    "济南",
]
TRADES = ["衡器", "称重设备", "计量仪器", "自动化", "电子秤", "工业控制", "港务", "钢铁物流", "水泥", "化工"]
FORMS = ["有限公司", "股份有限公司", "科技有限公司", "贸易行"]
GOODS = ["DS1", "DS3", "数字仪表", "模拟传感器", "数字传感器", "接线盒", "称重显示器", "台秤", "汽车衡", "地磅"]
AREAS = {
    "华中地区": ("浙江1", "浙江2", "湖北1", "湖南1"),
    "华东地区": ("上海", "江苏1", "江苏2"),
    "华南地区": ("广东1", "广东2", "福建"),
    "西北地区": ("陕西", "甘肃"),
}
TERRITORIES = [f"{region}-{province}" for region, provinces in AREAS.items() for province in provinces]
MARKS = ("*", "**", "#")
BRANDS, TONNAGES, STRUCTURES = ("本原", "柯力", "衡远"), (10, 20, 30, 40), ("桥式", "柱式", "悬臂式")
AT_ONCE = 1000
SUPPLIERS = 60


def make(owner_ids: list[int], department_id: int, term_id: int, now: Any) -> None:
    """All of them, with their search columns, tags and facets; inside an operation."""
    _customers(owner_ids, department_id, term_id, now)
    _products(now)


def _customers(owner_ids: list[int], department_id: int, term_id: int, now: Any) -> None:
    """Four fifths domestic, one fifth foreign; one in a hundred has a department that is not region-province."""
    rows = []
    for n in range(CUSTOMERS):
        name = f"{SURNAMES[n % 20]}{TRADES[n // 20 % 10]}{n:04d}{FORMS[n // 200 % 4]}"
        code = f"02.{n // 5:03d}" if n % 5 == 4 else f"{11 + n // 125}.{n % 125 + 1:03d}"
        row = Customer(code=code, name=name, owner_id=owner_ids[n % len(owner_ids)])
        row.department_id, row.created_at, row.updated_at = department_id, now, now
        row.territory = "华中地区" if n % 100 == 99 else TERRITORIES[n * 7 % len(TERRITORIES)]
        row.currency_id, row.payment_term_id = "CNY", term_id
        row.set_search(row.code, row.name)
        row.name_key = text.pinyin(row.name)
        rows.append(row)
    computing.assign(classes.THING, rows)
    Customer.objects.bulk_create(rows, batch_size=AT_ONCE)
    computing.keep(classes.THING, rows, now)


def _products(now: Any) -> None:
    """Instruments, each with its kit, sensors and non-digital instruments in equal parts; one in fifty is nobody's."""
    rows, suppliers = [], [Supplier(code=f"S{n}", name=f"Supplier {n}") for n in range(SUPPLIERS)]
    Supplier.objects.bulk_create(suppliers)
    for n in range(PRODUCTS):
        row = Product(unit="台", created_at=now, updated_at=now, **_wording(n))
        row.list_price, row.unit_cost = 100 + n % 900, 60 + n % 500
        row.supplier = suppliers[n * 7919 % SUPPLIERS] if n % 50 != 3 else None
        row.set_search(row.code, row.name, row.specification, row.auxiliary_attribute)
        rows.append(row)
    Product.objects.bulk_create(rows, batch_size=AT_ONCE)
    texts.link_products(rows)
    product_classes.relink_bases([row.code for row in rows])


def _wording(n: int) -> dict[str, str]:
    """What product ``n`` shows. One kit in fifty has no sensor, one sensor in fifty no structure; one promotion in
    thirty lacks its mark."""
    goods = GOODS[n % 10]
    base = n - n % 4
    sensor = f"{BRANDS[n // 4 % 3]}-{TONNAGES[n // 12 % 4]}T-{STRUCTURES[n // 48 % 3]}"
    instrument = f"01.2.{base // 100:02d}.{base % 100:03d}"
    if n % 4 == 0:
        return {"code": instrument, "name": f"{goods}-{n:04d}"}
    if n % 4 == 1:
        name = f"{goods}{base:04d}(铝合金)-{4 + n // 4 % 4 * 2}"
        return {
            "code": f"{instrument}-1{n % 100:02d}",
            "name": name,
            "auxiliary_attribute": sensor if n % 200 > 1 else "",
        }
    if n % 4 == 2:
        family = "02" if n % 8 == 2 else "03"
        fits = n % 200 != 2
        return {
            "code": f"{family}.1.{n // 100:02d}.{n % 100:03d}",
            "name": f"{goods}-{n:04d}",
            "specification": sensor if fits else sensor.rpartition("-")[0],
        }
    if n % 8 == 3:
        return {"code": f"00.1.{n // 100:02d}.{n % 100:03d}", "name": f"{goods}-{n:04d}"}
    mark = "" if n % 240 == 7 else MARKS[n // 8 % 3]
    return {"code": f"00.2.15.{n:04d}", "name": f"{mark}{goods}-{n:04d}"}
