"""What of goods on their way somebody has to see to: to be told, late, delivered, not reported (R165, R166, R234)."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db import models
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from common import settings, workdays
from orders.fulfilment.models import OutboundDocument, OutboundLine
from orders.fulfilment.transit.models import ArrivalNotice, TrackingEvent

TELL_DAYS, REPORT_DAYS = "outbound.tell_days", "outbound.report_days"
ON_THE_WAY = Q(status=OutboundDocument.Status.AUDITED)


class Attention(models.TextChoices):
    """Why a document on its way is shown."""

    TELL = "TELL", _("Customer to be told")
    LATE = "LATE", _("Late")
    DELIVERED = "DELIVERED", _("Delivered, not signed")
    UNREPORTED = "UNREPORTED", _("Report overdue")


def register() -> None:
    """Declare the settings; called once when the app is ready."""
    for key, default, words in (
        (TELL_DAYS, "1", _("Customers are told so many days of work before their goods arrive")),
        (REPORT_DAYS, "3", _("The signing of goods is to be reported within so many days of work after they arrive")),
    ):
        bounds = settings.Bounds(0, 30)
        settings.definitions.register(key, settings.Definition(default, words, "orders", bounds=bounds))


def report_due(document: OutboundDocument) -> date | None:
    """The day until which the signing is to be reported; None for what is not on its way."""
    arrives = document.arrival_date or document.ship_date
    if document.status != OutboundDocument.Status.AUDITED or arrives is None:
        return None
    return workdays.calendar().moved(arrives, _days(REPORT_DAYS))


def matching(code: str, today: date) -> Q:
    """The documents that need this attention, over ``OutboundDocument``."""
    calls = {
        Attention.TELL: _to_tell,
        Attention.LATE: _late,
        Attention.DELIVERED: lambda _today: _is_delivered(),
        Attention.UNREPORTED: _unreported,
    }
    return ON_THE_WAY & calls[Attention(code)](today)


def flags(documents: Collection[OutboundDocument], today: date) -> dict[int, list[Attention]]:
    """Document key → what it needs; one statement for a page of documents."""
    going = [one.pk for one in documents if one.status == OutboundDocument.Status.AUDITED]
    if not going:
        return {}
    asked = {
        f"is_{code.lower()}": ExpressionWrapper(matching(code, today), BooleanField()) for code in Attention.values
    }
    rows = OutboundDocument.objects.filter(pk__in=going).annotate(**asked).values("pk", *asked)
    return {row["pk"]: [code for code in Attention if row[f"is_{code.lower()}"]] for row in rows}


def _days(key: str) -> int:
    return int(settings.get(key))


def _to_tell(today: date) -> Q:
    """Arriving soon, not there yet, and nobody told the customer that day."""
    told = ArrivalNotice.objects.filter(document=OuterRef("pk"), arrival_date=OuterRef("arrival_date"))
    until = workdays.calendar().moved(today, _days(TELL_DAYS))
    return Q(arrival_date__range=(today, until)) & ~Q(Exists(told)) & ~_is_delivered()


def _late(today: date) -> Q:
    """Expected after a promised day, or before today and not there yet."""
    promised = OutboundLine.objects.filter(
        document=OuterRef("pk"), order_line__promised_date__lt=OuterRef("arrival_date")
    )
    return (Q(arrival_date__lt=today) | Q(Exists(promised))) & ~_is_delivered()


def _is_delivered() -> Q:
    """The carrier says that the customer has the goods."""
    said = TrackingEvent.objects.filter(kind=TrackingEvent.Kind.DELIVERED)
    by_waybill = said.filter(waybill=OuterRef("waybill")).exclude(waybill="")
    return Q(Exists(said.filter(document=OuterRef("pk")))) | Q(Exists(by_waybill))


def _unreported(today: date) -> Q:
    """The days for reporting are over: counted back, so that one comparison finds them."""
    last = today
    while workdays.calendar().moved(last, _days(REPORT_DAYS)) >= today:
        last -= timedelta(1)
    return Q(arrival_date__lte=last) | Q(arrival_date=None, ship_date__lte=last)
