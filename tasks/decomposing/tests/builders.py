"""What tests of taking orders apart share."""

import itertools

from orders.entry.drafts import LineDraft
from orders.order.models import Order
from orders.tests import builders as orders
from products.tests import builders as products
from tasks.decomposing import operations
from tasks.decomposing.models import Decomposition
from tasks.task.models import Task
from tasks.tests.builders import AT, Shop

_numbers = itertools.count(1)


def propose(order: Order, shop: Shop, **options) -> Decomposition:
    """Take it apart."""
    return operations.propose_order(actor=shop.planner, order_id=order.pk, at=AT, **options)


def release(order: Order, shop: Shop, **options) -> Decomposition:
    """Release what is proposed."""
    return operations.release(actor=shop.planner, order_id=order.pk, at=AT, **options)


def made_to_order(quantity: int = 10, **fields) -> LineDraft:
    """A line of something that is neither instrument nor load cell, made to order."""
    product = products.make_product(code=f"05.1.01.{next(_numbers):03d}", supply_mode="MAKE", lead_time_days=10)
    return orders.line(product, quantity, **fields)


def by_origin(order: Order) -> dict[str, Task]:
    """Its tasks by where they came from."""
    return {one.origin: one for one in Task.objects.filter(order=order).exclude(state="DROPPED")}
