"""What rooms above bind to the content of an order, when the same content is called otherwise: two records of a
customer or a product became one (docs/adr/0023)."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from common.registry import Registry
from orders.order.content import Content
from orders.order.models import Order


@dataclass(frozen=True)
class Binder:
    """A room that binds something to content. ``bound``: on which of these orders it does; ``rebind(order, was hash,
    content)`` binds it to how the order, locked, stands now. No decision is taken by it."""

    bound: Callable[[Collection[int]], set[int]]
    rebind: Callable[[Order, str, Content], None]


binders: Registry[Binder] = Registry("orders.order.rebinding")
