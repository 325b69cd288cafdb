"""What customers say and what comes back, told to whoever counts it: rooms that know of it stand on the order, those
that count stand above them (docs/adr/0090)."""

from datetime import datetime
from typing import Protocol

from common.registry import Registry


class Hears(Protocol):
    """Something that counts for a customer, or for the products of an order, changed: a complaint, a return, an answer
    how content he is. Called inside the operation that changed it, its last locks taken by who hears it."""

    def __call__(self, *, customer_id: int, order_id: int | None, at: datetime) -> None: ...


hearers: Registry[Hears] = Registry("orders.said")


def tell(*, customer_id: int, order_id: int | None, at: datetime) -> None:
    """Let them count anew."""
    for hear in hearers.values():
        hear(customer_id=customer_id, order_id=order_id, at=at)
