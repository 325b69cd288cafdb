"""Every change of stock. People's verbs in ``movements``; what orders call in ``holding``."""

from products.stock.operations.holding import issue, release, reserve, take_back
from products.stock.operations.movements import (
    adjust_stock,
    count_stock,
    load_opening_stock,
    receive_goods,
    transfer_stock,
)
from products.stock.operations.places import place_goods
from products.stock.operations.warehouses import save_warehouse

__all__ = [
    "adjust_stock",
    "count_stock",
    "issue",
    "load_opening_stock",
    "place_goods",
    "receive_goods",
    "release",
    "reserve",
    "save_warehouse",
    "take_back",
    "transfer_stock",
]
