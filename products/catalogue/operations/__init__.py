"""Every write of the catalogue."""

from products.catalogue.operations.masters import save_category, save_supplier
from products.catalogue.operations.products import (
    create_product,
    create_products,
    link_successors,
    update_product,
)
from products.catalogue.operations.risking import Troubles, hold_risks, load_risks
from products.catalogue.operations.substitutes import remove_substitute, save_substitute

__all__ = [
    "Troubles",
    "create_product",
    "create_products",
    "hold_risks",
    "link_successors",
    "load_risks",
    "remove_substitute",
    "save_category",
    "save_substitute",
    "save_supplier",
    "update_product",
]
