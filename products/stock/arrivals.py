"""When goods came in: who waits for them is told. The waiting live on upper floors (orders) and register here.

Nothing is given out by itself: whoever is told, or who looks at the product, decides who gets what (R125).
"""

from datetime import datetime
from typing import Protocol

from accounts.people.models import User
from common.registry import Registry
from products.catalogue.models import Product


class Offer(Protocol):
    """Called inside the arrival's transaction, after its rows were locked: reads and tells, locks nothing."""

    def __call__(self, *, actor: User, product: Product, at: datetime) -> None: ...


arrivals: Registry[Offer] = Registry("products.stock.arrivals")
