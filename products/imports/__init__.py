"""The catalogue and stock as targets of imports: products, substitutes, prices, opening stock, planned
receipts."""

from products.imports import catalogue, opening, planned, prices, substitutes


def register() -> None:
    """Called once from ``ProductsConfig.ready``."""
    catalogue.register()
    substitutes.register()
    prices.register()
    opening.register()
    planned.register()
