"""Orders of goods that are made for them: what production reviews, assembles, calibrates and inspects."""

from collections.abc import Iterator
from copy import copy
from datetime import timedelta
from random import Random
from typing import Any

from orders_site.demo import scenes
from orders_site.demo.agenda import Life
from orders_site.demo.baskets import line
from orders_site.demo.company import Company
from products.catalogue.choices import SupplyMode

Goods = tuple[tuple[str, int, dict[str, Any]], ...]
# customer, in effect since so many days, wanted in so many, (product, pieces, what is different)
ORDERS: tuple[tuple[str, int, int, Goods], ...] = (
    ("33.079", 20, 5, (("00.1.06.203", 6, {"logo": "客户标识"}), ("02.1.03.003", 24, {}))),
    ("41.018", 15, 8, (("00.1.06.206", 4, {}),)),
    ("44.029", 13, 9, (("00.1.06.209", 5, {"colour": "RAL 7035 浅灰"}), ("00.1.05.118", 8, {}))),
    ("32.055", 12, 12, (("00.1.07.011", 3, {}),)),
    ("42.012", 11, 14, (("00.1.06.201", 12, {"customisation": "面板加装 RS485 与模拟量双输出"}),)),
    ("43.015", 10, 15, (("00.1.06.206", 6, {}), ("02.1.03.003", 16, {}))),
    ("44.035", 9, 11, (("00.1.05.118", 10, {"logo": "客户标识"}),)),
    ("32.037", 8, 18, (("00.1.07.014", 2, {}), ("00.1.06.201", 8, {}))),
    ("34.019", 7, 16, (("00.1.06.203", 5, {}),)),
    ("33.091", 6, 20, (("00.1.06.203", 4, {"packaging": "出口熏蒸木箱"}), ("02.1.03.003", 20, {}))),
    ("42.023", 4, 22, (("00.1.06.209", 3, {}),)),
    ("32.063", 2, 26, (("00.1.07.018", 3, {"customisation": "台面按客户图纸开孔"}),)),
)


def lives(company: Company) -> Iterator[Life]:
    """All of them, with chance of their own, so that nobody else's changes."""
    apart = copy(company)
    apart.rng = Random(73)
    yield from (_made(apart, *one) for one in ORDERS)


def _made(company: Company, code: str, days: int, wanted: int, goods: Goods) -> Life:
    """In force, its advance paid; what becomes of its tasks is their own story."""
    lines = [
        line(company.products[product], pieces, line_no=number, supply_mode=SupplyMode.MAKE, **more)
        for number, (product, pieces, more) in enumerate(goods, start=1)
    ]
    day = company.today + timedelta(days=wanted)
    yield from scenes.running(company, code, days, lines=lines, requested_date=day)
