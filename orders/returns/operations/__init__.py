"""The verbs of returns."""

from orders.returns.operations.drafting import approve_return, draft_return, void_return
from orders.returns.operations.exchanging import write_exchange_order
from orders.returns.operations.losses import reship_loss
from orders.returns.operations.receiving import receive_return
from orders.returns.operations.refunding import settle_refund
from orders.returns.operations.reversing import reverse_refund, unreceive_return, unsettle_return
from orders.returns.operations.settling import settle_return

__all__ = [
    "approve_return",
    "draft_return",
    "receive_return",
    "reship_loss",
    "reverse_refund",
    "settle_refund",
    "settle_return",
    "unreceive_return",
    "unsettle_return",
    "void_return",
    "write_exchange_order",
]
