"""What rooms above keep about a draft, when it becomes part of another (docs/adr/0031)."""

from collections.abc import Callable
from datetime import datetime

from common.registry import Registry
from orders.order.models import Order

# called with the draft that goes, that which stays, both locked, and when; inside the merge's transaction
merged: Registry[Callable[[Order, Order, datetime], None]] = Registry("orders.lifecycle.merged")
