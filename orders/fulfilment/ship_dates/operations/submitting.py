"""Taking in what the company's own software says: once per external number, a thousand rows at a time."""

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people.models import User
from accounts.periods import queries as periods
from common import errors, events, locks
from common.dates import business_day
from common.locks import Lock
from common.operation import operation
from common.rows import insert_rows
from orders.closure import aftermath
from orders.fulfilment.models import OutboundDocument
from orders.fulfilment.ship_dates import applying, matching, queries
from orders.fulfilment.ship_dates.models import ReceivedShipDate
from orders.order import together
from orders.order.states import Origin, Status

State = ReceivedShipDate.State
SUBMIT = "ship_date.submit"
EARLIEST = timedelta(days=3 * 366)  # how far back a day lies that names no order; as for receipts
_CONTENT = ("outbound_number", "waybill", "order_id", "line_no", "quantity", "carrier", "ship_date")


@dataclass(frozen=True)
class Said:
    """One row as it came: a day, and at least one of document number, order line with quantity, waybill."""

    provider: str
    external_id: str
    ship_date: date
    outbound: str = ""
    order: str = ""
    line_no: int | None = None
    quantity: Decimal | None = None
    waybill: str = ""
    carrier: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Under which it is accepted once."""
        return self.provider, self.external_id


@dataclass
class Answer:
    """What became of a row: ``received`` when it was taken in (now or before); else ``result`` says why not:
    ``unknown``, ``conflict`` or ``refused``, with the ``field`` and the message."""

    said: Said
    received: ReceivedShipDate | None = None
    result: str = ""
    field: str = ""
    message: str = ""
    candidates: list[str] = dataclasses.field(default_factory=list)
    is_new: bool = False


@operation
def submit_ship_dates(*, actor: User, rows: Sequence[Said], at: datetime) -> list[Answer]:
    """Take in what the company's software says of days on which goods left (R028, R303); an answer a row.

    A row is accepted once per (provider, external number): the same again answers how it stands, another content is
    a conflict and changes nothing. It fills the actual ship date of the audited document that it names or fits; with
    none, or several, it waits, and applies by itself when such a document is audited. One that would move goods into
    or out of a closed month is kept as a conflict and moves nothing. Quantities and closures are never touched. All
    accepted rows in one transaction; the number of statements does not grow with them.
    Raises NotAllowed.
    """
    rights.require(actor, SUBMIT)
    locks.wait_for(Lock.SHIP_DATES)  # before orders; audits share it, so that none passes us by
    asked = [_plain(row) for row in rows]
    known = _known(asked)
    names = queries.look_up(
        {row.outbound for row in asked} - {""},
        {row.order for row in asked} - {""},
        {row.line_no for row in asked if row.line_no},
    )
    fresh: dict[tuple[str, str], ReceivedShipDate] = {}
    answers = []
    for said in asked:
        answer = _read(said, names, actor, at)
        before = known.get(said.key) or fresh.get(said.key)
        if before is not None:
            answer = _again(said, before, names)
        elif answer.received is not None:
            fresh[said.key], answer.is_new = answer.received, True
        answers.append(answer)
    _place(actor, answers, fresh, at)
    return answers


def _plain(row: Said) -> Said:
    return replace(
        row,
        provider=row.provider.strip(),
        external_id=row.external_id.strip(),
        outbound=row.outbound.strip().upper(),
        order=row.order.strip().upper(),
        waybill=row.waybill.strip().upper(),  # as documents keep them
        carrier=row.carrier.strip(),
    )


def _known(asked: Iterable[Said]) -> dict[tuple[str, str], ReceivedShipDate]:
    keys = {row.key for row in asked}
    rows = ReceivedShipDate.objects.filter(
        provider__in={provider for provider, _id in keys}, external_id__in={number for _provider, number in keys}
    ).select_related("document")
    return {(row.provider, row.external_id): row for row in rows}


def _again(said: Said, before: ReceivedShipDate, names: queries.Names) -> Answer:
    """The row came before: the same content answers how it stands, another one is a conflict."""
    order = names.orders.get(said.order)
    sent = {
        "outbound_number": said.outbound,
        "waybill": said.waybill,
        "order_id": order.pk if order else None,
        "line_no": said.line_no,
        "quantity": said.quantity,
        "carrier": said.carrier,
        "ship_date": said.ship_date,
    }
    if all(getattr(before, name) == sent[name] for name in _CONTENT):
        return Answer(said, before)
    text = _("%(id)s was taken in already, with another content; that one stays.") % {"id": said.external_id}
    return Answer(said, result="conflict", field="external_id", message=text)


def _read(said: Said, names: queries.Names, actor: User, at: datetime) -> Answer:
    """The row as a message, or what is wrong with it."""
    today = business_day(at)
    if not said.provider or not said.external_id:
        field = "external_id" if said.provider else "provider"
        return Answer(said, result="refused", field=field, message=_("This cannot be empty."))
    if not (said.outbound or said.waybill or said.order):
        text = _("Name an outbound document, a waybill or an order line.")
        return Answer(said, result="refused", field="outbound", message=text)
    if said.ship_date > today:
        text = _("Goods cannot have left on a day to come.")
        return Answer(said, result="refused", field="ship_date", message=text)
    if said.ship_date < today - EARLIEST:
        text = _("Enter a day since %(day)s; older shipments are taken over with an import.")
        day = (today - EARLIEST).isoformat()
        return Answer(said, result="refused", field="ship_date", message=text % {"day": day})
    if said.outbound and (wrong := _document_fault(said, names)):
        return wrong
    if (said.order or said.line_no is not None or said.quantity is not None) and (wrong := _line_fault(said, names)):
        return wrong
    order = names.orders.get(said.order)
    received = ReceivedShipDate(
        provider=said.provider,
        external_id=said.external_id,
        outbound_number=said.outbound,
        waybill=said.waybill,
        order=order,
        line_no=said.line_no,
        quantity=said.quantity,
        carrier=said.carrier,
        ship_date=said.ship_date,
        received_by=actor,
        received_at=at,
    )
    return Answer(said, received)


def _document_fault(said: Said, names: queries.Names) -> Answer | None:
    status = names.documents.get(said.outbound)
    if status is None:
        text = _("No outbound document has the number “%(number)s”.") % {"number": said.outbound}
        return Answer(said, result="unknown", field="outbound", message=text)
    if status == OutboundDocument.Status.VOID:
        text = _("Outbound document %(number)s is void.") % {"number": said.outbound}
        return Answer(said, result="refused", field="outbound", message=text)
    return None


def _line_fault(said: Said, names: queries.Names) -> Answer | None:
    order = names.orders.get(said.order)
    words = {"order": said.order, "line": said.line_no}
    if not said.order or said.line_no is None or said.quantity is None:
        text = _("An order line is named by order, line number and quantity.")
        return Answer(said, result="refused", field="line_no", message=text)
    if said.quantity <= 0:
        return Answer(said, result="refused", field="quantity", message=_("Enter more than zero."))
    if order is None:
        text = _("No order has the number “%(order)s”.") % words
        return Answer(said, result="unknown", field="order", message=text)
    is_service = names.lines.get((order.pk, said.line_no))
    if is_service is None:
        text = _("Order %(order)s has no line %(line)s.") % words
        return Answer(said, result="unknown", field="line_no", message=text)
    if is_service:
        text = _("Line %(line)s of order %(order)s is a service; nothing of it is shipped.") % words
        return Answer(said, result="refused", field="line_no", message=text)
    if order.status in (Status.ARCHIVED, Status.VOID) or order.origin == Origin.HISTORY:
        text = _("Order %(order)s is void, in the archive or of history; its deliveries stay as they are.") % words
        return Answer(said, result="refused", field="order", message=text)
    if said.ship_date < order.order_date:
        text = _("Order %(order)s was placed on %(day)s; nothing of it left before.")
        words["day"] = order.order_date.isoformat()
        return Answer(said, result="refused", field="ship_date", message=text % words)
    return None


def _place(
    actor: User, answers: Sequence[Answer], fresh: dict[tuple[str, str], ReceivedShipDate], at: datetime
) -> None:
    """Find each new message its document, let those take the days, and keep all messages."""
    pool = queries.pool_of([one.received for one in answers if one.received and one.received.state == State.PENDING])
    targets: dict[int, list[ReceivedShipDate]] = {}
    refused: dict[tuple[str, str], tuple[str, str]] = {}
    days = [one.ship_date for one in fresh.values()] + [one.left_on for one in pool.by_pk.values()]
    closed_until = periods.frontier(*days, at=at)
    # who says more is heard first: what is left may be plain then
    for key, said in sorted(fresh.items(), key=lambda one: (not one[1].outbound_number, not one[1].waybill)):
        found = pool.fit(said)
        said.why = found.why
        if said.outbound_number and (refusal := _refusal(said, pool.named(said.outbound_number))):
            refused[key] = refusal
            del fresh[key]
        elif found.shipment is not None:
            _aim(said, found.shipment, targets, closed_until)
    _apply(targets, at)
    several: list[tuple[Answer, Sequence[matching.Shipment]]] = []
    for answer in answers:
        if answer.said.key in refused and answer.result == "":
            answer.received, answer.result = None, "refused"
            answer.field, answer.message = refused[answer.said.key]
        elif answer.received is not None and answer.received.why == ReceivedShipDate.Why.SEVERAL:
            several.append((answer, pool.fit(answer.received).candidates))
    told = queries.numbers_seen(actor, [one for _answer, found in several for one in found])
    for answer, could_be in several:
        answer.candidates = [one.number for one in could_be if one.number in told]
    insert_rows(list(fresh.values()))
    if fresh:
        events.record("ship_date.received", at=at, rows=len(fresh))


def _refusal(said: ReceivedShipDate, shipment: matching.Shipment | None) -> tuple[str, str] | None:
    """(field, message) where the document that is named cannot have left then, or has nothing of the line."""
    assert shipment is not None  # it was looked up before
    words = {"number": shipment.number, "day": shipment.earliest.isoformat()}
    if shipment.is_closed_book:
        text = _("An order of %(number)s is in the archive or of history; its deliveries stay as they are.")
        return "outbound", text % words
    if said.ship_date < shipment.earliest:
        text = _("An order of %(number)s was placed on %(day)s; nothing of it left before.")
        return "ship_date", text % words
    if said.line is not None and said.line not in shipment.lines:
        return "line_no", _("Nothing of this line is on %(number)s.") % words
    return None


def _aim(
    said: ReceivedShipDate,
    shipment: matching.Shipment,
    targets: dict[int, list[ReceivedShipDate]],
    closed_until: date | None,
) -> None:
    if conflict := matching.obstacle(said, shipment, closed_until):
        said.state, said.why, said.document_id = State.CONFLICT, conflict, shipment.pk
    else:
        shipment.take(said)
        targets.setdefault(shipment.pk, []).append(said)


def _apply(targets: dict[int, list[ReceivedShipDate]], at: datetime) -> None:
    """Lock what the days are of, in the house's order, and let them take effect. Raises Stale."""
    if not targets:
        return
    order_ids = queries.orders_on(targets)
    orders = together.lock_orders(order_ids)
    rows = OutboundDocument.objects.select_for_update(no_key=True).filter(pk__in=targets).order_by("pk")
    documents = {row.pk: row for row in rows}
    if any(row.status not in matching.LEFT for row in documents.values()) or queries.orders_on(targets) != order_ids:
        raise errors.Stale(_("A document was changed meanwhile; send it again."), fields={})
    affected = aftermath.read(orders)
    taken = [(said, documents[pk]) for pk, several in targets.items() for said in several]
    for said, document in taken:
        applying.take(said, document, at)
    applying.fill_carriers(taken)
    applying.save_documents(documents.values())
    applying.follow(list(documents.values()), list(affected.values()), at)
