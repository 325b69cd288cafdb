"""The verbs of intake: take in, say whose it is, dispatch, enter as an order, set aside, discard, take up again."""

from orders.intake.pool.operations.dispatching import NOBODY, assign_customer, dispatch_item, dispatch_proposed
from orders.intake.pool.operations.entering import enter_item, link_order, request_change
from orders.intake.pool.operations.receiving import SLA_HOURS, Received, receive
from orders.intake.pool.operations.settling import discard_item, release_item, set_aside_item

__all__ = [
    "NOBODY",
    "SLA_HOURS",
    "Received",
    "assign_customer",
    "discard_item",
    "dispatch_item",
    "dispatch_proposed",
    "enter_item",
    "link_order",
    "receive",
    "release_item",
    "request_change",
    "set_aside_item",
]
