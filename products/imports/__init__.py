"""The catalogue and stock as targets of imports: products, substitutes, opening stock."""

from products.imports import catalogue, opening, substitutes


def register() -> None:
    """Called once from ``ProductsConfig.ready``."""
    catalogue.register()
    substitutes.register()
    opening.register()
