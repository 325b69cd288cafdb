"""The record of what was said with a customer: contacts, and what the rooms below know of it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common import reference
from common.templatetags import fmt
from customers.voice import queries as voice
from orders.answers import kinds
from orders.answers.communication import SHOWN, Asked, Entry, communication
from orders.collecting.dunning import queries as dunning
from orders.service import queries as confirmations
from orders.service.contacts import queries
from orders.service.contacts.choices import Outcome, State, Way
from orders.service.satisfaction import queries as satisfaction

_ICONS = {
    Way.PHONE: "telephone",
    Way.VISIT: "geo-alt",
    Way.MAIL: "envelope",
    Way.WECHAT: "chat-left-text",
    Way.MEETING: "people",
    Way.FAIR: "people",
    Way.OTHER: "chat-left-text",
}
_GOOD = (Outcome.CONTENT, Outcome.ORDER_COMING, Outcome.PAYMENT_PROMISED)
_BAD = (Outcome.DISCONTENT, Outcome.LOST)


def _contacts(asked: Asked) -> list[Entry]:
    """Contacts that were held."""
    rows = queries.list_contacts(asked.reader).filter(customer=asked.customer_id, state=State.DONE)
    if asked.order_id is not None:
        rows = rows.filter(order=asked.order_id)
    return [
        Entry(
            at=row.held_at,
            kind=f"{row.get_way_display()} · {row.get_purpose_display()}",
            text="\n".join(part for part in (row.subject, row.words) if part),
            who=str(row.done_by),
            note=" · ".join(part for part in (row.get_outcome_display(), row.contact_name) if part),
            url=reverse("orders:follow-up-detail", args=[row.pk]),
            icon=_ICONS[Way(row.way)],
            tone="ok" if row.outcome in _GOOD else "bad" if row.outcome in _BAD else "",
        )
        for row in (queries.told(asked.reader, one) for one in rows.order_by("-held_at")[:SHOWN])
        if row.held_at is not None
    ]


def _words(asked: Asked) -> list[Entry]:
    """What the customer said, with what he was answered."""
    rows = voice.list_notes(asked.reader).filter(customer=asked.customer_id)
    if asked.order_id is not None:
        if not asked.order_number:
            return []
        rows = rows.filter(order_number=asked.order_number)
    url = f"{reverse('customers:customer-detail', args=[asked.customer_id])}?tab=voice"
    return [
        Entry(
            at=row.created_at,
            kind=row.get_kind_display() + (f" {row.score} / 5" if row.score else ""),
            text=row.text,
            who="" if row.created_by.is_system else str(row.created_by),  # the customer wrote it himself
            note=_taken_back(row) or (_("Answered: %(words)s") % {"words": row.answer} if row.answer else ""),
            url=url,
            icon="chat-left-text",
        )
        for row in rows.order_by("-pk")[:SHOWN]
    ]


def _taken_back(row: Any) -> str:
    return _("Taken back: %(why)s") % {"why": row.withdrawn_reason} if row.withdrawn_at else ""


def _confirmations(asked: Asked) -> list[Entry]:
    """What the customer was asked to confirm, and his answer."""
    rows = confirmations.list_confirmations(asked.reader).filter(order__customer=asked.customer_id)
    if asked.order_id is not None:
        rows = rows.filter(order=asked.order_id)
    return [
        Entry(
            at=row.asked_at,
            kind=pgettext("record", "Order sent for confirmation"),
            text=f"{row.order} · {row.get_state_display()}",
            who=str(row.asked_by or ""),
            note=" · ".join(part for part in (row.answered_by, row.reason) if part),
            url=reverse("orders:order-review", args=[row.order.reference]),
            icon="envelope",
        )
        for row in (confirmations.told(asked.reader, one) for one in rows.order_by("-pk")[:SHOWN])
    ]


def _satisfaction(asked: Asked) -> list[Entry]:
    """When he was asked how content he is; the answer is a word of his."""
    rows = satisfaction.list_requests(asked.reader).filter(order__customer=asked.customer_id)
    if asked.order_id is not None:
        rows = rows.filter(order=asked.order_id)
    return [
        Entry(
            at=row.asked_at,
            kind=pgettext("record", "Asked how content he is"),
            text=f"{row.order} · {row.get_state_display()}",
            who=str(row.asked_by or ""),
            note=row.recipient,
            url=reverse("orders:order-detail", args=[row.order.reference]),
            icon="envelope",
        )
        for row in (kinds.told(asked.reader, one) for one in rows.order_by("-pk")[:SHOWN])
    ]


def _reminders(asked: Asked) -> list[Entry]:
    """Letters that asked for payment; none for who sees no amounts."""
    rows = dunning.list_letters(asked.reader).filter(customer=asked.customer_id)
    if asked.order_id is not None:
        rows = rows.filter(rows__order=asked.order_id).distinct()
    return [
        Entry(
            at=row.sent_at,
            kind=pgettext("record", "Payment reminder"),
            text=f"{row.number} · {reference.shown(row.level_name)} · {fmt.money(row.total, row.currency_id)}",
            who=str(row.sent_by),
            url=reverse("orders:dunning-letter", args=[row.number]),
            icon="bell",
        )
        for row in rows.order_by("-pk")[:SHOWN]
    ]


def register() -> None:
    """Called once from this room's wiring."""
    communication.register("contacts", _contacts)
    communication.register("words", _words)
    communication.register("confirmations", _confirmations)
    communication.register("satisfaction", _satisfaction)
    communication.register("reminders", _reminders)
