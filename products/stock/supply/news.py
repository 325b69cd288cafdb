"""When planned supply changes: who promised goods by it hears of it. They live on upper floors (orders) and register
here (docs/adr/0037)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from accounts.people.models import User
from common.registry import Registry


@dataclass(frozen=True)
class Change:
    """A planned receipt before and after: the day it is expected on and what is still to come by it. ``before`` is
    None for a new one, ``after`` for one that is cancelled or done with; a receipt in parts is no change of plan."""

    receipt_id: int
    product_id: int
    before: date | None
    after: date | None
    open_before: Decimal
    open_after: Decimal

    @property
    def is_worse(self) -> bool:
        """Whether promises that counted on it may fail: it comes later, less of it, or not at all."""
        if self.before is None:
            return False
        return self.after is None or self.after > self.before or self.open_after < self.open_before


class Replan(Protocol):
    """Called once an operation with all its changes, inside its transaction, after planned receipts were locked and
    before any stock row is: may lock orders."""

    def __call__(self, *, actor: User, changes: Sequence[Change], at: datetime) -> None: ...


replanned: Registry[Replan] = Registry("products.stock.replanned")


def tell(*, actor: User, changes: Sequence[Change], at: datetime) -> None:
    """Tell everybody who is registered, where anything changed."""
    if changes:
        for replan in replanned.values():
            replan(actor=actor, changes=changes, at=at)
