"""Every change of money received: recording and voiding in ``receipts``, paying plan rows in ``allocating``."""

from orders.settlement.operations.allocating import (
    allocate_oldest_first,
    allocate_receipt,
    require_live,
    require_reason,
    revoke_allocation,
)
from orders.settlement.operations.paying_back import pay_back
from orders.settlement.operations.receipts import record_receipt, restore_receipt, void_receipt
from orders.settlement.operations.writing_off import write_off

__all__ = [
    "allocate_oldest_first",
    "allocate_receipt",
    "pay_back",
    "record_receipt",
    "require_live",
    "require_reason",
    "restore_receipt",
    "revoke_allocation",
    "void_receipt",
    "write_off",
]
