"""Asking for approval and deciding it, inside the operations of the subject and under its lock.

Each decision is taken once; an approval is bound to the content it was asked for (SEMANTICS 7).
"""

from orders.approval.operations.asking import ASKED, Asked, ask, pass_on, rebind, reroute, tell, withdraw
from orders.approval.operations.deciding import answer_customer, decide
from orders.approval.operations.linking import decide_by_link, issue_link
from orders.approval.operations.steering import add_approver, return_to

__all__ = [
    "ASKED",
    "Asked",
    "add_approver",
    "answer_customer",
    "ask",
    "decide",
    "decide_by_link",
    "issue_link",
    "pass_on",
    "rebind",
    "reroute",
    "return_to",
    "tell",
    "withdraw",
]
