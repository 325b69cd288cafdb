"""The verbs of change requests."""

from orders.changes.operations.drafting import change_head, create_request, edit_items, replace_items
from orders.changes.operations.leaving import withdraw_request

__all__ = [
    "change_head",
    "create_request",
    "edit_items",
    "replace_items",
    "withdraw_request",
]
