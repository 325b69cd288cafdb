"""Accesses to customers' pages, and what customers do there."""

from orders.service.portal.operations.giving import give_access, note_opened, path_for, resend, revoke
from orders.service.portal.operations.writing import ask_question, complain, rate, suggest

__all__ = [
    "ask_question",
    "complain",
    "give_access",
    "note_opened",
    "path_for",
    "rate",
    "resend",
    "revoke",
    "suggest",
]
