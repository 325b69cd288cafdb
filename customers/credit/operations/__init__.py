"""Every write of a customer's credit: limits, grades, guarantees, reports."""

from customers.credit.operations.grading import decide_grade, load_grade, propose_grade
from customers.credit.operations.limits import decide_limit, propose_limit, start_due_limits, withdraw_limit
from customers.credit.operations.papers import (
    add_guarantee,
    add_report,
    decide_guarantee,
    release_guarantee,
    void_report,
)
from customers.credit.operations.terms import save_terms

__all__ = [
    "add_guarantee",
    "add_report",
    "decide_grade",
    "decide_guarantee",
    "decide_limit",
    "load_grade",
    "propose_grade",
    "propose_limit",
    "release_guarantee",
    "save_terms",
    "start_due_limits",
    "void_report",
    "withdraw_limit",
]
