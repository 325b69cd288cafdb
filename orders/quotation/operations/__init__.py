"""The verbs of inquiries and quotations."""

from orders.quotation.operations.converting import Pick, convert_quotation
from orders.quotation.operations.inquiries import change_inquiry, close_inquiry, record_inquiry
from orders.quotation.operations.mailing import mail_quotation
from orders.quotation.operations.outcomes import (
    expire_due_quotations,
    lose_quotation,
    send_quotation,
    win_quotation,
    withdraw_quotation,
)
from orders.quotation.operations.writing import (
    add_alternative,
    change_quotation,
    create_quotation,
    drop_version,
    revise_quotation,
)

__all__ = [
    "Pick",
    "add_alternative",
    "change_inquiry",
    "change_quotation",
    "close_inquiry",
    "convert_quotation",
    "create_quotation",
    "drop_version",
    "expire_due_quotations",
    "lose_quotation",
    "mail_quotation",
    "record_inquiry",
    "revise_quotation",
    "send_quotation",
    "win_quotation",
    "withdraw_quotation",
]
