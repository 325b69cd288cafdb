"""What a customer's page says of his orders, in plain words; nothing of costs, and amounts only where the access shows
them. Everything is read through ``queries.orders_of``."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from common.dates import business_day
from orders.fulfilment.models import OutboundDocument, OutboundLine
from orders.fulfilment.transit import mailing as transit
from orders.invoicing.models import Invoice, InvoiceLine
from orders.invoicing.states import Status as InvoiceStatus
from orders.order.models import Order, OrderLine
from orders.order.states import Closure, Fulfilment, Stage, Status
from orders.service.portal import papers, queries
from orders.service.portal.models import PageAccess, PageWord
from orders.service.satisfaction import queries as satisfaction
from orders.service.satisfaction.models import SatisfactionRequest
from orders.settlement import queries as settlement
from orders.settlement.allotting import BINDING

LEFT = (OutboundDocument.Status.AUDITED, OutboundDocument.Status.SIGNED)
_MOST = 100  # rows of a kind on one page


@dataclass(frozen=True)
class LineSeen:
    """A line as its customer follows it; ``day`` is when it is to arrive."""

    line: OrderLine
    day: date | None
    is_promised: bool
    is_cancelled: bool


@dataclass(frozen=True)
class Shipment:
    """Goods on their way or delivered; ``paper``: the delivery note, where it names nothing beyond the access."""

    document: OutboundDocument
    lines: list[OutboundLine]
    tracking_url: str
    paper: str


@dataclass(frozen=True)
class Due:
    """One payment of the plan, and what of it is open."""

    row: Any
    open: Decimal


@dataclass(frozen=True)
class Seen:
    """One order as its customer sees it."""

    order: Order
    words: str | Promise
    tone: str
    lines: list[LineSeen]
    shipments: list[Shipment]
    papers: list[papers.Offer]
    invoices: list[Invoice]
    plan: list[Due]
    words_written: list[PageWord]
    rating: SatisfactionRequest | None
    may_rate: bool


def state_of(order: Order) -> tuple[str | Promise, str]:
    """How an order stands, in words for its customer, and the tone of them. Holds of ours are none of his business."""
    status, signing, shipped = order.status, order.signing, order.fulfilment
    if status == Status.VOID:
        return pgettext_lazy("customer's page", "Cancelled"), "bad"
    if status == Status.SUBMITTED:
        return pgettext_lazy("customer's page", "Received, being checked"), "line"
    if signing == Fulfilment.FULL:
        return pgettext_lazy("customer's page", "Delivered"), "ok"
    if status in (Status.CLOSED, Status.ARCHIVED):
        return pgettext_lazy("customer's page", "Finished"), "ok"
    if shipped == Fulfilment.FULL:
        return pgettext_lazy("customer's page", "On its way"), "info"
    if signing == Fulfilment.PARTIAL:
        return pgettext_lazy("customer's page", "Delivered in part"), "info"
    if shipped == Fulfilment.PARTIAL:
        return pgettext_lazy("customer's page", "Shipped in part"), "info"
    if order.stage == Stage.PREPARING:
        return pgettext_lazy("customer's page", "Being prepared"), "line"
    return pgettext_lazy("customer's page", "Confirmed"), "line"


def listed(order: Order) -> dict[str, Any]:
    """An order in the page's list."""
    words, tone = state_of(order)
    return {"order": order, "words": words, "tone": tone, "day": order.promised_date or order.requested_date}


def of(access: PageAccess, order: Order) -> Seen:
    """Everything that the page of one order shows; the same number of statements however many rows."""
    words, tone = state_of(order)
    rated = satisfaction.of_order(order)
    return Seen(
        order=order,
        words=words,
        tone=tone,
        lines=lines_of(order),
        shipments=_shipments(access, order),
        papers=papers.of_order(access, order),
        invoices=_invoices(order),
        plan=_plan(access, order),
        words_written=queries.words_of(access, order),
        rating=rated,
        may_rate=order.signing != Fulfilment.NONE
        and order.status != Status.VOID
        and (rated is None or rated.is_waiting),
    )


def lines_of(order: Order) -> list[LineSeen]:
    """The lines of an order as its customer follows them."""
    rows = OrderLine.objects.filter(order=order).order_by("line_no")
    return [
        LineSeen(
            line=line,
            day=line.promised_date or line.requested_date or order.requested_date,
            is_promised=line.promised_date is not None,
            is_cancelled=line.closure == Closure.CANCELLED,
        )
        for line in rows
    ]


def _shipments(access: PageAccess, order: Order) -> list[Shipment]:
    """What left of the order, the latest first. A document may carry goods of other orders: the paper is offered only
    where the access reaches all of them."""
    beyond = OutboundLine.objects.filter(document=OuterRef("pk")).exclude(order__in=queries.orders_of(access))
    found = list(
        OutboundDocument.objects.filter(status__in=LEFT, pk__in=_documents_with(order))
        .annotate(is_beyond=Exists(beyond))
        .select_related("carrier")
        .order_by("-ship_date", "-pk")[:_MOST]
    )
    lines: dict[int, list[OutboundLine]] = {one.pk: [] for one in found}
    rows = OutboundLine.objects.filter(document__in=lines, order=order).select_related("order_line").order_by("pk")
    for line in rows:
        lines[line.document_id].append(line)
    return [
        Shipment(
            document=one,
            lines=lines[one.pk],
            tracking_url=_safe(transit.tracking_url(one)),
            paper="" if one.is_beyond or one.customer_id != access.customer_id else papers.NOTE,  # type: ignore[attr-defined]
        )
        for one in found
    ]


def _documents_with(order: Order) -> Any:
    return OutboundLine.objects.filter(order=order).values("document_id")


def _safe(url: str) -> str:
    """An address that a browser may follow; "" for another."""
    return url if url.startswith(("https://", "http://")) else ""


def _invoices(order: Order) -> list[Invoice]:
    """The invoices over goods of the order that were issued."""
    on_it = InvoiceLine.objects.filter(order=order).values("invoice_id")
    rows = Invoice.objects.filter(pk__in=on_it, status__in=(InvoiceStatus.ISSUED, InvoiceStatus.RED))
    return list(rows.order_by("-invoice_date", "-pk")[:_MOST])


def _plan(access: PageAccess, order: Order) -> list[Due]:
    if not access.shows_prices or order.status not in BINDING:
        return []
    return [Due(row, max(row.amount - row.received, Decimal(0))) for row in settlement.plan_of(order)]


def said_of(words: Iterable[PageWord]) -> list[dict[str, Any]]:
    """What he wrote and what we said: the answer to a question; of a complaint how it stands and what he was told."""
    return [_said(word) for word in words]


def _said(word: PageWord) -> dict[str, Any]:
    if word.note is not None:
        note = word.note
        is_over = note.done_at is not None  # a suggestion that was read, a question answered by phone
        waits = pgettext("customer's page", "settled") if is_over else pgettext("customer's page", "waits")
        return {
            "word": word,
            "text": note.text,
            "state": pgettext("customer's page", "answered") if note.answer else waits,
            "answer": note.answer,
            "answered_at": note.answered_at,
            "answered_on": None,
            "due": None if note.answer or is_over else note.due_date,
        }
    case: Any = word.case
    state = _("we are looking into it") if case.answered_at is None else _("we are working on it")
    return {
        "word": word,
        "text": case.description,
        "state": pgettext("customer's page", "settled") if case.closed_at else state,
        "answer": case.told_text,
        "answered_at": None,
        "answered_on": case.told_date,
        "due": business_day(case.answer_due_at) if case.answered_at is None and not case.closed_at else None,
    }
