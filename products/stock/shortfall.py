"""When less is there than was reserved: who holds reservations lets some go (SEMANTICS 10).

The holders live on upper floors (orders); they register here. Their rows are locked before the stock
row, as everywhere, so the row is looked at first and locked after they have let go.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common import errors
from common.registry import Registry
from products.stock import ledger
from products.stock.models import StockRow

ZERO = Decimal(0)


class LetGo(Protocol):
    """Releases at least ``excess`` of what is held on a stock row, lowest priority first, and raises the
    shortages; calls ``stock.operations.release``."""

    def __call__(self, *, actor: User, stock_row_id: int, excess: Decimal, at: datetime) -> None: ...


shortfall: Registry[LetGo] = Registry("products.stock.shortfall")

# who keeps reservation rows: SQL that selects (stock_row_id, quantity) of the live ones, for invariant 2
holders: Registry[str] = Registry("products.stock.holders")


Keep = Callable[[StockRow], Decimal]


def to(quantity: Decimal) -> Keep:
    """So much is left, whatever is there."""
    return lambda row: quantity


def by(change: Decimal) -> Keep:
    """What is there is left with a change."""
    return lambda row: row.on_hand + change


def lock_down_to(keeps: Mapping[int, Keep], *, actor: User, at: datetime) -> dict[int, StockRow]:
    """Lock stock rows after the reservations of each were brought down to its ``keep(row)``. What was reserved between
    the look and the lock is let go as well: for once orders are locked after the row, and where two wait for each other
    the operation is repeated.

    Raises Conflict with the figures when more stays reserved than will be there.
    """
    rows: dict[int, StockRow] = {row.pk: row for row in StockRow.objects.filter(pk__in=keeps).order_by("pk")}
    is_locked, asked = False, dict.fromkeys(keeps, ZERO)
    while True:
        excess = {pk: max(ZERO, row.reserved - max(keeps[pk](row), ZERO)) for pk, row in rows.items()}
        if is_locked and all(one in (ZERO, asked[pk]) for pk, one in excess.items()):  # enough, or nobody lets go
            break
        moved = False
        for pk, one in excess.items():
            if one and moved:  # who let go of another row may have let go of this one with it (kits)
                rows[pk].refresh_from_db(fields=["on_hand", "reserved"])
                one = max(ZERO, rows[pk].reserved - max(keeps[pk](rows[pk]), ZERO))
            if one:
                asked[pk], moved = one if is_locked else ZERO, True
                for let_go in shortfall.values():
                    let_go(actor=actor, stock_row_id=pk, excess=one, at=at)
        rows, is_locked = ledger.lock_rows(keeps.keys()), True
    for pk, row in rows.items():
        _require_covered(row, keeps[pk](row))
    return rows


def _require_covered(row: StockRow, wanted: Decimal) -> None:
    if wanted >= 0 and row.reserved > wanted:
        raise errors.Conflict(
            _("%(reserved)s of %(product)s are reserved, more than the %(wanted)s that would be left.")
            % {"reserved": ledger.plain(row.reserved), "product": row.product.code, "wanted": ledger.plain(wanted)},
            code="reserved_above_count",
            product=row.product.code,
            asked=ledger.plain(row.reserved),
            available=ledger.plain(wanted),
        )
