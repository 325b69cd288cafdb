"""The verbs of confirmations of statements."""

from orders.collecting.confirming.operations.answering import answer, orders_on, record_answer
from orders.collecting.confirming.operations.asking import LANGUAGES, ask_customer, language_of, resend, revoke

__all__ = ["LANGUAGES", "answer", "ask_customer", "language_of", "orders_on", "record_answer", "resend", "revoke"]
