"""When less is there than was reserved: who holds reservations lets some go (SEMANTICS 10).

The holders live on upper floors (orders); they register here. Their rows are locked before the stock
row, as everywhere, so the row is looked at first and locked after they have let go.
"""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common import errors
from common.registry import Registry
from products.stock import ledger
from products.stock.models import StockRow


class LetGo(Protocol):
    """Releases at least ``excess`` of what is held on a stock row, lowest priority first, and raises the
    shortages; calls ``stock.operations.release``."""

    def __call__(self, *, actor: User, stock_row_id: int, excess: Decimal, at: datetime) -> None: ...


shortfall: Registry[LetGo] = Registry("products.stock.shortfall")

# who keeps reservation rows: SQL that selects (stock_row_id, quantity) of the live ones, for invariant 2
holders: Registry[str] = Registry("products.stock.holders")


def lock_down_to(row_id: int, *, actor: User, at: datetime, keep: Callable[[StockRow], Decimal]) -> StockRow:
    """Lock a stock row after its reservations were brought down to ``keep(row)``. What was reserved between the
    look and the lock is let go as well: for once orders are locked after the row, and where two wait for each
    other the operation is repeated.

    Raises Conflict with the figures when more stays reserved than will be there.
    """
    row, is_locked, asked = StockRow.objects.get(pk=row_id), False, Decimal(0)
    while True:
        excess = max(Decimal(0), row.reserved - max(keep(row), Decimal(0)))
        if is_locked and excess in (Decimal(0), asked):  # enough, or nobody lets any more go
            break
        if excess:
            asked = excess if is_locked else Decimal(0)
            for let_go in shortfall.values():
                let_go(actor=actor, stock_row_id=row_id, excess=excess, at=at)
        row, is_locked = ledger.lock_rows([row_id])[row_id], True
    wanted = keep(row)
    if wanted >= 0 and row.reserved > wanted:
        raise errors.Conflict(
            _("%(reserved)s of %(product)s are reserved, more than the %(wanted)s that would be left.")
            % {"reserved": ledger.plain(row.reserved), "product": row.product.code, "wanted": ledger.plain(wanted)},
            code="reserved_above_count",
            product=row.product.code,
            asked=ledger.plain(row.reserved),
            available=ledger.plain(wanted),
        )
    return row
