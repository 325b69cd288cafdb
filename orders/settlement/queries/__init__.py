"""Every read of receipts, plans and accounts."""

from orders.settlement.queries.accounts import Account, Entry, statement
from orders.settlement.queries.ageing import Ageing, Bucket, ageing
from orders.settlement.queries.controls import Block, block_of, blocks
from orders.settlement.queries.paid import cut, money_on
from orders.settlement.queries.plans import (
    OpenRow,
    open_rows_for,
    open_rows_of_customer,
    orders_of_rows,
    orders_paid_by,
    plan_of,
    plan_rows_by_reference,
)
from orders.settlement.queries.receipts import (
    DEFAULT_SORT,
    SORTS,
    allocation_of,
    allocations_of,
    count_unallocated,
    get_receipt,
    get_receipt_by_id,
    get_receipt_for,
    list_receipts,
    lock_receipt,
    possible_verbs,
    receipts_of_order,
    refunds_of,
)

__all__ = [
    "DEFAULT_SORT",
    "SORTS",
    "Account",
    "Ageing",
    "Block",
    "Bucket",
    "Entry",
    "OpenRow",
    "ageing",
    "allocation_of",
    "allocations_of",
    "block_of",
    "blocks",
    "count_unallocated",
    "cut",
    "get_receipt",
    "get_receipt_by_id",
    "get_receipt_for",
    "list_receipts",
    "lock_receipt",
    "money_on",
    "open_rows_for",
    "open_rows_of_customer",
    "orders_of_rows",
    "orders_paid_by",
    "plan_of",
    "plan_rows_by_reference",
    "possible_verbs",
    "receipts_of_order",
    "refunds_of",
    "statement",
]
