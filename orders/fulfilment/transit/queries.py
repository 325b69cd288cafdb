"""Every read of goods on their way: carriers' news, who was told, what needs to be seen to."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from accounts import policies as rights
from accounts.people.models import User
from common.keyset import Sort
from customers.models import Contact
from orders.fulfilment import policies
from orders.fulfilment import queries as documents
from orders.fulfilment.models import OutboundDocument
from orders.fulfilment.transit import attention
from orders.fulfilment.transit.attention import Attention
from orders.fulfilment.transit.models import ArrivalNotice, TrackingEvent

TOPIC = "orders.arrival"
CONTACT = "customer.contact"
SORTS = {"received_at": Sort("pk")}
DEFAULT_SORT = "received_at"


@dataclass(frozen=True)
class Journey:
    """A document on its way: what carriers said (oldest first), who was told, what it needs, and until when the
    signing is to be reported."""

    events: Sequence[TrackingEvent]
    notices: Sequence[ArrivalNotice]
    needs: Sequence[Attention]
    report_due: date | None

    @property
    def delivered(self) -> TrackingEvent | None:
        """The last news of a delivery: proposes the signing."""
        return next((one for one in reversed(self.events) if one.kind == TrackingEvent.Kind.DELIVERED), None)


def journey(actor: User, document: OutboundDocument, today: date) -> Journey:
    """How the goods of a document that ``actor`` may see travel; three statements. Showing only: people of the
    customer stand there as his roles let him see them."""
    about = Q(document=document)
    if document.waybill:
        about |= Q(waybill=document.waybill)
    news = TrackingEvent.objects.filter(about).select_related("received_by").order_by("happened_at", "pk")
    told = document.arrival_notices.select_related("told_by").order_by("pk")
    needs = attention.flags([document], today).get(document.pk, [])
    return Journey(shown(actor, list(news)), _told(actor, list(told)), needs, attention.report_due(document))


def shown(actor: User, news: Sequence[TrackingEvent]) -> list[TrackingEvent]:
    """Copies of news for showing, with who took the goods as ``actor`` may see him. Never save them."""
    if policies.ships(actor):
        return list(news)
    found = [copy(one) for one in news]
    for one in found:
        one.person = str(rights.shown(actor, CONTACT, one.person) or "")
    return found


def _told(actor: User, notices: Sequence[ArrivalNotice]) -> list[ArrivalNotice]:
    for one in notices:
        one.recipient = str(rights.shown(actor, CONTACT, one.recipient) or "")
    return list(notices)


def list_news(actor: User) -> QuerySet[TrackingEvent]:
    """What carriers said of documents that ``actor`` may see; who sends it sees all of it."""
    rows = TrackingEvent.objects.select_related("document", "received_by")
    if actor.can("tracking.submit"):
        return rows
    theirs = policies.visible_to(actor)
    waybills = theirs.exclude(waybill="").values("waybill")
    return rows.filter(Q(document__in=theirs.values("pk")) | Q(waybill__in=waybills))


def to_see_to(actor: User, need: Attention, today: date) -> QuerySet[OutboundDocument]:
    """The documents that need this attention, as far as ``actor`` may see them, the earliest arrival first."""
    rows = documents.list_documents(actor).filter(attention.matching(need, today))
    return rows.order_by(F("arrival_date").asc(nulls_last=True), "pk")


def contacts(document: OutboundDocument) -> list[Contact]:
    """The customer's people whom one may tell, those with a mail address first."""
    rows = list(document.customer.contacts.filter(is_active=True))
    return sorted(rows, key=lambda one: (not one.email, not one.is_default, one.pk))
