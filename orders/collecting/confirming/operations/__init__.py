"""The verbs of confirmations of statements."""

from orders.collecting.confirming.operations.answering import answer, orders_on, record_answer
from orders.collecting.confirming.operations.asking import ask_customer, resend, revoke

__all__ = ["answer", "ask_customer", "orders_on", "record_answer", "resend", "revoke"]
