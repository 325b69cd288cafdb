"""Progress letters in the record of what was said with a customer."""

from django.urls import reverse
from django.utils.translation import pgettext

from orders.answers.communication import SHOWN, Asked, Entry, communication
from orders.service.letters import queries


def _letters(asked: Asked) -> list[Entry]:
    """Those that were sent."""
    rows = queries.list_letters(asked.reader).filter(customer=asked.customer_id, state=queries.State.SENT)
    if asked.order_id is not None:
        rows = rows.filter(orders=asked.order_id)
    return [
        Entry(
            at=row.sent_at,
            kind=pgettext("record", "Progress letter"),
            text=row.subject,
            who=str(row.sent_by or ""),
            url=reverse("orders:progress-letter", args=[row.pk]),
            icon="envelope",
        )
        for row in rows.order_by("-pk")[:SHOWN]
        if row.sent_at is not None
    ]


def register() -> None:
    """Called once from this room's wiring."""
    communication.register("progress", _letters)
