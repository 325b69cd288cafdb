"""Who still wants goods that nothing is held for, so that what is short is bought before it is missing: upper floors
(orders) register SQL that selects (product_id, quantity) of it (docs/adr/0040)."""

from common.registry import Registry

demand: Registry[str] = Registry("products.stock.demand")
NOTHING = "SELECT NULL::bigint AS product_id, NULL::numeric AS quantity WHERE false"


def sql() -> str:
    """All of it."""
    return " UNION ALL ".join(demand.values()) or NOTHING
