"""The verbs of change requests."""

from orders.changes.operations.asking import ask_departments, submit_request
from orders.changes.operations.by_link import decide_by_link
from orders.changes.operations.deciding import approve_request, reject_request, return_request
from orders.changes.operations.drafting import (
    change_head,
    change_request,
    create_request,
    edit_items,
    replace_items,
)
from orders.changes.operations.leaving import supersede_request, withdraw_request
from orders.changes.operations.rebasing import rebase_request
from orders.changes.operations.wishing import MOST_WISH, note_wish

__all__ = [
    "MOST_WISH",
    "approve_request",
    "ask_departments",
    "change_head",
    "change_request",
    "create_request",
    "decide_by_link",
    "edit_items",
    "note_wish",
    "rebase_request",
    "reject_request",
    "replace_items",
    "return_request",
    "submit_request",
    "supersede_request",
    "withdraw_request",
]
