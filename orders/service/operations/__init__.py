"""The verbs of customers' confirmations."""

from orders.service.operations.answering import (
    answer,
    ask_back,
    ask_for_change,
    carry_over,
    record_answer,
    waits_for_customer,
)
from orders.service.operations.asking import ask_customer, ask_for_step, resend, revoke

__all__ = [
    "answer",
    "ask_back",
    "ask_customer",
    "ask_for_change",
    "ask_for_step",
    "carry_over",
    "record_answer",
    "resend",
    "revoke",
    "waits_for_customer",
]
