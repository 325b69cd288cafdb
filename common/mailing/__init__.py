"""Mail through the outbox: SMTP by EMAIL_URL, else the local mailbox of development.

A letter is written once (``letter``), queued under a topic of the outbox (``carry``) and handed over (``hand_over``).
What comes back from a mail server is read by ``reports`` and kept by ``bounces``.
"""

from common.mailing.composing import Grid, Item, Letter, Link, letter
from common.mailing.handing import TOPIC, Attachment, carry, deliver, hand_over, message_id, register, send

__all__ = [
    "TOPIC",
    "Attachment",
    "Grid",
    "Item",
    "Letter",
    "Link",
    "carry",
    "deliver",
    "hand_over",
    "letter",
    "message_id",
    "register",
    "send",
]
