"""A received ship date becomes the actual one of an outbound document, or is taken off it again.

**Who wins** (SEMANTICS 11, R028): the date of record is the one that the company's own software says; what was entered
at the audit stands in for it until then. So a received date takes its place; the entered one is kept beside it
(``entered_ship_date``), and where a person had chosen it, not merely left the day of the audit, the difference is
flagged until a person looks at it. Of two received dates the first stays and the other is a conflict.

Callers hold the lock of ship dates (shared by audits, alone by who receives or settles), then orders, then documents.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.db.models import F, Q, QuerySet

from accounts.periods import queries as periods
from common import events
from common.dates import business_day
from common.rows import update_rows
from customers.models import Carrier
from orders.closure import aftermath
from orders.closure.aftermath import Affected
from orders.fulfilment import calendar
from orders.fulfilment.models import OutboundDocument, OutboundLine
from orders.fulfilment.ship_dates import matching, queries
from orders.fulfilment.ship_dates.models import ReceivedShipDate
from orders.order.models import OrderLine

State, Why = ReceivedShipDate.State, ReceivedShipDate.Why
SETTLED = ("state", "why", "document", "is_assigned", "differs", "version")
_OF_DOCUMENT = ("ship_date", "entered_ship_date", "waybill", "carrier", "version")
Pairs = Sequence[tuple[OutboundLine, OrderLine]]


def take(said: ReceivedShipDate, document: OutboundDocument, at: datetime) -> None:
    """Let a document that has left take the day, and a waybill where it has none (saves neither)."""
    if document.entered_ship_date is None:
        document.entered_ship_date = document.ship_date
    document.ship_date = said.ship_date
    document.waybill = document.waybill or said.waybill
    entered, audited_at = document.entered_ship_date, document.audited_at
    was_chosen = audited_at is None or entered != business_day(audited_at)
    said.state, said.why, said.document = State.APPLIED, "", document
    said.differs = was_chosen and entered != said.ship_date
    data = {"provider": said.provider, "external_id": said.external_id, "ship_date": said.ship_date.isoformat()}
    events.record("outbound.ship_date_received", document, at=at, entered=str(entered or ""), **data)


def fill_carriers(taken: Iterable[tuple[ReceivedShipDate, OutboundDocument]]) -> None:
    """Name the carrier that messages tell, by code or name, on documents without one (saves none)."""
    wanted = [(said.carrier, document) for said, document in taken if said.carrier and document.carrier_id is None]
    words = {word for word, _document in wanted}
    if not words:
        return
    rows = Carrier.objects.filter(Q(code__in=words) | Q(name__in=words), is_active=True).order_by("pk")
    found = {word: carrier for carrier in rows for word in (carrier.name, carrier.code)}
    for word, document in wanted:
        if word in found:
            document.carrier = found[word]


def save_documents(documents: Iterable[OutboundDocument]) -> None:
    """Save what ``take`` changed."""
    changed = list(documents)
    for document in changed:
        document.version += 1
    update_rows(changed, _OF_DOCUMENT)


def follow(documents: Collection[OutboundDocument], affected: Collection[Affected], at: datetime) -> None:
    """Let lines, plans and orders follow documents whose day changed; these are saved."""
    pks = {document.pk for document in documents}
    held = OutboundLine.objects.filter(document__in=pks).values_list("order_line_id", flat=True)
    touched = set(held)
    calendar.recount_ship_dates([line for one in affected for line in one.lines if line.pk in touched])
    calendar.date_shipments(affected)
    aftermath.redate(affected, "SHIP", at)


# --- with a document's audit ------------------------------------------------------------------------


def lock_waiting(document: OutboundDocument, pairs: Pairs) -> list[ReceivedShipDate]:
    """The messages that wait for this document, locked by key: those it had before its audit was taken back, those
    that name it, its waybill or a line on it."""
    lines = {(line.order_id, line.line_no): mine.quantity for mine, line in pairs}
    about = Q(outbound_number=document.number)
    about |= Q(outbound_number="", order__in={order for order, _line_no in lines})
    if document.waybill:
        about |= Q(outbound_number="", order=None, waybill=document.waybill)
    rows = ReceivedShipDate.objects.filter(Q(document=document) | Q(document=None) & about, state=State.PENDING)
    found = list(rows.select_for_update(no_key=True).order_by("pk"))
    lost = [said.pk for said in found if _is_lost(said, lines)]  # the notice was changed meanwhile
    _release(ReceivedShipDate.objects.filter(pk__in=lost))
    stays = [said for said in found if said.pk not in lost]
    return [said for said in stays if said.document_id or said.line is None or lines.get(said.line) == said.quantity]


def _is_lost(said: ReceivedShipDate, lines: Mapping[matching.Line, Decimal]) -> bool:
    """Whether it was applied to a document by a line that is no longer on it."""
    return said.document_id is not None and not said.is_assigned and said.line is not None and said.line not in lines


def _release(held: QuerySet[ReceivedShipDate]) -> None:
    """Let messages wait for another document."""
    held.update(document=None, is_assigned=False, why=Why.NO_DOCUMENT, version=F("version") + 1)


def apply_waiting(document: OutboundDocument, waiting: Sequence[ReceivedShipDate], at: datetime) -> bool:
    """Give a document that was just saved as audited the day that was said of it; returns whether its day changed.
    Saves the document and the messages."""
    if not waiting:
        return False
    before = document.ship_date
    pool = queries.pool_of([said for said in waiting if said.document_id is None], also=[document.pk])
    mine = pool.by_pk[document.pk]
    closed_until = periods.frontier(before, *(said.ship_date for said in waiting), at=at)
    taken = []
    for said in waiting:
        said.version += 1
        target, why, _candidates = (mine, "", ()) if said.document_id else pool.fit(said)
        if target is not mine:
            said.why = why or said.why
            continue
        said.document = document
        if conflict := matching.obstacle(said, mine, closed_until):
            said.state, said.why = State.CONFLICT, conflict
            continue
        take(said, document, at)
        mine.take(said)
        taken.append((said, document))
    fill_carriers(taken)
    update_rows(waiting, SETTLED)
    if taken:
        save_documents([document])
    return document.ship_date != before


def catch_up(document: OutboundDocument, pairs: Pairs, affected: Collection[Affected], at: datetime) -> None:
    """The same for goods on their way whose waybill was only learnt now."""
    if apply_waiting(document, lock_waiting(document, pairs), at):
        follow([document], affected, at)


def release(document: OutboundDocument) -> None:
    """The audit is taken back: what was said stays with the document, flagged, until it is audited again."""
    document.entered_ship_date = None
    held = ReceivedShipDate.objects.filter(document=document, state__in=(State.APPLIED, State.CONFLICT))
    held.update(state=State.PENDING, why=Why.NOT_AUDITED, differs=False, version=F("version") + 1)


def let_go(document: OutboundDocument) -> None:
    """The notice is void: what waited for it waits for another."""
    _release(ReceivedShipDate.objects.filter(document=document, state=State.PENDING))
