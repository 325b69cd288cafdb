"""What orders do with stock, inside their own operations and after their own locks (DESIGN 3).

Each function takes all rows of one step at once and locks them by pk, so the number of statements
is constant and no two orders can wait for each other. Rights are those of the calling verb.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common import errors
from products.stock import ledger
from products.stock.models import StockMovement, StockRow

ZERO = Decimal(0)


def reserve(
    *, wanted: Iterable[tuple[int, Decimal]], warehouse_id: int | None = None
) -> list[tuple[int, int, Decimal]]:
    """Hold as much of each (product id, quantity) as is available: [(product id, stock row id, quantity)].

    A product that is wanted twice is held once, for the sum. Without a warehouse the default one gives
    first, then the others by pk; less than asked is no error: the caller sees what it got (R125).
    """
    left: dict[int, Decimal] = defaultdict(Decimal)
    for product_id, quantity in wanted:
        left[product_id] += quantity
    return ledger.hold(left, warehouse_id) if left else []


def release(*, rows: Iterable[tuple[int, Decimal]]) -> None:
    """Give back what was held: (stock row id, quantity) pairs; a row may come several times."""
    sums: dict[int, Decimal] = defaultdict(Decimal)
    for row_id, quantity in rows:
        sums[row_id] += quantity
    if sums:
        ledger.lock_rows(sums.keys())
        ledger.apply({row_id: ledger.Change(reserved=-quantity) for row_id, quantity in sums.items()})


def issue(
    *,
    actor: User,
    items: Iterable[tuple[int, Decimal, Decimal]],
    document: Any,
    at: datetime,
    kind: str = StockMovement.Kind.ISSUE,
    reason: str = "",
) -> None:
    """Take goods out for an audited document, or with ``kind`` RETURN_UNDONE what a return had brought in:
    (stock row id, quantity, part of it that was reserved).

    Raises OutOfStock with product, asked and available when a row has too little that is free.
    One movement a row, naming the document.
    """
    sums = _sum_items(items)
    if not sums:
        return
    rows = ledger.lock_rows(sums.keys())
    for row_id, (quantity, reserved) in sums.items():
        _require_available(rows[row_id], quantity, reserved)
    changes = {row_id: ledger.Change(-quantity, -reserved) for row_id, (quantity, reserved) in sums.items()}
    ledger.move(changes, ledger.Cause(kind, actor, at, reason=reason[:200], document=document))


def take_back(
    *,
    actor: User,
    items: Iterable[tuple[int, Decimal, Decimal]],
    document: Any,
    at: datetime,
    kind: str = StockMovement.Kind.ISSUE_REVERSED,
    reason: str = "",
) -> None:
    """Put goods back: (stock row id, quantity, part of it to hold again), for un-audit, or with
    ``kind`` RETURN for what a customer sent back."""
    sums = _sum_items(items)
    if not sums:
        return
    ledger.lock_rows(sums.keys())
    changes = {row_id: ledger.Change(quantity, reserved) for row_id, (quantity, reserved) in sums.items()}
    ledger.move(changes, ledger.Cause(kind, actor, at, reason=reason, document=document))


def _sum_items(items: Iterable[tuple[int, Decimal, Decimal]]) -> dict[int, tuple[Decimal, Decimal]]:
    sums: dict[int, tuple[Decimal, Decimal]] = {}
    for row_id, quantity, reserved in items:
        if not ZERO <= reserved <= quantity:
            raise ValueError("the reserved part lies between nothing and the quantity")
        before = sums.get(row_id, (ZERO, ZERO))
        sums[row_id] = (before[0] + quantity, before[1] + reserved)
    return sums


def _require_available(row: StockRow, quantity: Decimal, reserved: Decimal) -> None:
    free = row.available + reserved
    if quantity > free or reserved > row.reserved:
        raise errors.OutOfStock(
            _("Only %(available)s of %(product)s are available; %(asked)s were asked.")
            % {"available": ledger.plain(free), "product": row.product.code, "asked": ledger.plain(quantity)},
            product=row.product.code,
            asked=ledger.plain(quantity),
            available=ledger.plain(free),
        )
