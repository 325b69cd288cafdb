"""Products, warehouses and stock for tests, made by the real operations."""

import itertools
from decimal import Decimal
from typing import Any

from accounts.people import queries as people
from accounts.people.models import User
from common import clock
from products.catalogue import operations as catalogue
from products.catalogue.models import Product, ProductCategory, Supplier
from products.stock import operations as stock
from products.stock.models import StockRow, Warehouse

_numbers = itertools.count(1)


def make_product(
    *, stock: int | str | Decimal = 0, warehouse: Warehouse | None = None, actor: User | None = None, **fields: Any
) -> Product:
    """A product with so many pieces on hand in ``warehouse`` (the default one); price 100, cost 60."""
    number = next(_numbers)
    values = {
        "code": f"00.1.{number:04d}",
        "name": f"称重仪表 {number}",
        "list_price": Decimal(100),
        "unit_cost": Decimal(60),
        **fields,
    }
    actor = actor or people.system_user()
    product = catalogue.create_product(actor=actor, at=clock.now(), **values)
    if stock:
        receive(product, stock, warehouse=warehouse, actor=actor)
    return product


def receive(
    product: Product, quantity: int | str | Decimal, *, warehouse: Warehouse | None = None, actor: User | None = None
) -> StockRow:
    """A goods arrival."""
    return stock.receive_goods(
        actor=actor or people.system_user(),
        product_id=product.pk,
        warehouse_id=warehouse.pk if warehouse else None,
        quantity=Decimal(quantity),
        at=clock.now(),
    )


def make_service(**fields: Any) -> Product:
    """A service: no stock, no outbound document."""
    return make_product(is_service=True, unit="次", **{"name": "安装调试", **fields})


def make_warehouse(**fields: Any) -> Warehouse:
    """Another warehouse beside the default one."""
    number = next(_numbers)
    values = {"code": f"W{number}", "name": f"仓库 {number}", **fields}
    return stock.save_warehouse(actor=people.system_user(), at=clock.now(), **values)


def make_category(**fields: Any) -> ProductCategory:
    """A category at the root of the tree."""
    number = next(_numbers)
    values = {"code": f"C{number}", "name": f"类别 {number}", **fields}
    return catalogue.save_category(actor=people.system_user(), at=clock.now(), **values)


def make_supplier(**fields: Any) -> Supplier:
    """A supplier."""
    number = next(_numbers)
    values = {"code": f"S{number}", "name": f"供应商 {number}", **fields}
    return catalogue.save_supplier(actor=people.system_user(), at=clock.now(), **values)


def stock_row(product: Product, warehouse: Warehouse | None = None) -> StockRow:
    """The present stock row of a product, read anew."""
    rows = StockRow.objects.filter(product=product)
    return rows.get(warehouse=warehouse) if warehouse else rows.get(warehouse__is_default=True)
