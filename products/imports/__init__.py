"""The catalogue and stock as targets of imports: products, substitutes, prices, purchase prices, promotions,
opening stock, planned receipts, warning levels."""

from products.imports import buying, catalogue, levels, opening, planned, prices, promotions, substitutes


def register() -> None:
    """Called once from ``ProductsConfig.ready``."""
    catalogue.register()
    substitutes.register()
    prices.register()
    buying.register()
    promotions.register()
    opening.register()
    planned.register()
    levels.register()
