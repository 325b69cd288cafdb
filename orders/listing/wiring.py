"""What the order list answers to lower floors."""

from segments.doors import lists
from segments.fields import Level


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    lists.register(Level.ORDER, "orders:order-list")
