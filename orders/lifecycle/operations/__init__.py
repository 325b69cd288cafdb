"""The verbs that move an order along its ladder and the freeze beside it (SEMANTICS 2)."""

from orders.lifecycle.operations.archiving import archive_due_orders, archive_order, restore_order
from orders.lifecycle.operations.freezing import freeze_order, lift_expired_freezes, unfreeze_order
from orders.lifecycle.operations.ladder import (
    approve_order,
    reject_order,
    submit_order,
    unapprove_order,
    void_order,
    withdraw_order,
)
from orders.lifecycle.operations.verifying import verify_order

__all__ = [
    "approve_order",
    "archive_due_orders",
    "archive_order",
    "freeze_order",
    "lift_expired_freezes",
    "reject_order",
    "restore_order",
    "submit_order",
    "unapprove_order",
    "unfreeze_order",
    "verify_order",
    "void_order",
    "withdraw_order",
]
