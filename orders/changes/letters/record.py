"""Letters about changes in the record of what was said with a customer."""

from django.urls import reverse
from django.utils.translation import pgettext

from orders.answers.communication import SHOWN, Asked, Entry, communication
from orders.changes.letters import queries
from orders.changes.letters.models import ChangeLetter
from orders.order import policies as orders


def _letters(asked: Asked) -> list[Entry]:
    """None for who does not see amounts: they are what a letter is about."""
    if "total_amount" in orders.hidden_columns(asked.reader):
        return []
    rows = ChangeLetter.objects.filter(request__order__customer=asked.customer_id)
    rows = rows.filter(request__order__in=orders.visible_to(asked.reader).values("pk"))
    if asked.order_id is not None:
        rows = rows.filter(request__order=asked.order_id)
    named = rows.select_related("request__order", "asked_by").order_by("-pk")[:SHOWN]
    return [
        Entry(
            at=row.asked_at,
            kind=pgettext("record", "Letter about a change"),
            text=f"{row.subject} · {row.get_state_display()}",
            who=str(row.asked_by or ""),
            note=" · ".join(part for part in (row.answered_by, row.words) if part),
            url=reverse("orders:order-requests", args=[row.request.order.reference]),
            icon="envelope",
        )
        for row in (queries.told(asked.reader, one) for one in named)
    ]


def register() -> None:
    """Called once from this room's wiring."""
    communication.register("changes", _letters)
