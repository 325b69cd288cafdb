"""The verbs of letters about changes."""

from orders.changes.letters.operations.answering import answer, ask_back, record_answer
from orders.changes.letters.operations.sending import draft, resend_letter, revoke_letter, send_letter

__all__ = ["answer", "ask_back", "draft", "record_answer", "resend_letter", "revoke_letter", "send_letter"]
