"""The verbs of exceptions, claims and contingency plans."""

from orders.exceptions.operations.claiming import answer_claim, drop_claim, file_claim, record_recovery
from orders.exceptions.operations.escalating import escalate_case, escalate_due
from orders.exceptions.operations.planning import save_plan, use_plan
from orders.exceptions.operations.raising import raise_case
from orders.exceptions.operations.solving import (
    answer_case,
    change_case,
    close_case,
    record_decision,
    reopen_case,
    tell_customer,
)

__all__ = [
    "answer_case",
    "answer_claim",
    "change_case",
    "close_case",
    "drop_claim",
    "escalate_case",
    "escalate_due",
    "file_claim",
    "raise_case",
    "record_decision",
    "record_recovery",
    "reopen_case",
    "save_plan",
    "tell_customer",
    "use_plan",
]
