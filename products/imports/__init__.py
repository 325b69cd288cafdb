"""The catalogue and stock as targets of imports: products, substitutes, prices, opening stock."""

from products.imports import catalogue, opening, prices, substitutes


def register() -> None:
    """Called once from ``ProductsConfig.ready``."""
    catalogue.register()
    substitutes.register()
    prices.register()
    opening.register()
