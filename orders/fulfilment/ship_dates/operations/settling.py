"""What a person decides about received ship dates that do not settle themselves."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts import policies as rights
from accounts.people.models import User
from accounts.periods import queries as periods
from common import editing, errors, events, locks
from common.locks import Lock
from common.operation import operation
from common.rows import update_rows
from orders.closure import aftermath
from orders.closure.aftermath import Affected
from orders.fulfilment import policies
from orders.fulfilment.models import OutboundDocument
from orders.fulfilment.ship_dates import applying, matching, queries
from orders.fulfilment.ship_dates.models import ReceivedShipDate
from orders.order import together

State = ReceivedShipDate.State
RESOLVE = "ship_date.resolve"
ANOTHER_CHOSEN = gettext_noop("Another received date was chosen for this document.")
_SETTLED = (*applying.SETTLED, "note", "settled_by", "settled_at")


@operation
def assign_ship_date(
    *, actor: User, received_id: int, number: str, at: datetime, version: int | None = None
) -> ReceivedShipDate:
    """Say which outbound document a message that waits, or collides, means: that document takes the day. Messages
    that gave it another day are dismissed by it.

    Raises NotFound, NotAllowed, Stale, WrongState (settled already; the document has not left, or belongs to an order
    in the archive or of history; the goods would move into or out of a closed month), Invalid (unknown document, a
    day before one of its orders was placed).
    """
    said = _open(actor, received_id)
    seen = policies.visible_to(actor).filter(number=number.strip().upper())
    document_id = seen.values_list("pk", flat=True).first()
    if document_id is None:
        text = _("No outbound document has the number “%(number)s”.") % {"number": number}
        raise errors.Invalid(fields={"document": [text]})
    document, affected = _lock(document_id)
    said = _locked(said.pk, version, State.PENDING, State.CONFLICT)
    shipment = queries.pool_of([], also=[document.pk]).by_pk[document.pk]
    _require_taking(said, shipment)
    periods.require_open(*matching.moved(said, shipment), at=at)
    others = list(document.received_ship_dates.filter(state=State.APPLIED).order_by("pk"))
    for other in others:
        if other.ship_date != said.ship_date:
            _settle(other, actor, at, ANOTHER_CHOSEN)
            other.state, other.differs = State.DISMISSED, False
    applying.take(said, document, at)
    applying.fill_carriers([(said, document)])
    said.is_assigned = True
    _settle(said, actor, at)
    update_rows([*(other for other in others if other.state == State.DISMISSED), said], _SETTLED)
    applying.save_documents([document])
    applying.follow([document], list(affected.values()), at)
    events.record("ship_date.assigned", said, at=at, number=str(said), document=document.number)
    return said


@operation
def dismiss_ship_date(
    *, actor: User, received_id: int, reason: str, at: datetime, version: int | None = None
) -> ReceivedShipDate:
    """Put a message aside, with a reason. One that was applied gives the document back the date that was entered at
    its audit, unless another message says the same day.

    Raises NotFound, NotAllowed, Stale, Invalid without a reason, WrongState when it was dismissed before, or was
    applied to a document with an order in the archive or of history, or to goods that would move into or out of a
    closed month.
    """
    if not reason.strip():
        raise errors.Invalid(fields={"reason": [_("Say why.")]})
    said = _open(actor, received_id)
    if said.state != State.APPLIED or said.document_id is None:
        said = _locked(said.pk, version, State.PENDING, State.CONFLICT)
    else:
        document, affected = _lock(said.document_id)
        said = _locked(said.pk, version, State.APPLIED)
        _require_open_book(queries.pool_of([], also=[document.pk]).by_pk[document.pk])
        if not document.received_ship_dates.filter(state=State.APPLIED).exclude(pk=said.pk).exists():
            if document.ship_date != document.entered_ship_date:
                periods.require_open(document.ship_date, document.entered_ship_date, at=at)
            document.ship_date, document.entered_ship_date = document.entered_ship_date, None
            applying.save_documents([document])
            applying.follow([document], list(affected.values()), at)
    said.state, said.differs = State.DISMISSED, False
    _settle(said, actor, at, reason.strip())
    update_rows([said], _SETTLED)
    events.record("ship_date.dismissed", said, at=at, number=str(said), reason=reason.strip())
    return said


@operation
def confirm_ship_date(*, actor: User, received_id: int, at: datetime, version: int | None = None) -> ReceivedShipDate:
    """The received date is right and the one entered at the audit was not: the flag goes, both stay on record.
    Raises NotFound, NotAllowed, Stale, WrongState where nothing differs."""
    said = _open(actor, received_id)
    said = _locked(said.pk, version, State.APPLIED)
    if not said.differs:
        raise errors.WrongState(_("It does not differ from what was entered."), possible=["dismiss"])
    said.differs = False
    _settle(said, actor, at)
    update_rows([said], _SETTLED)
    events.record("ship_date.confirmed", said, at=at, number=str(said))
    return said


def _open(actor: User, received_id: int) -> ReceivedShipDate:
    """The message, for who may settle it, with ship dates to ourselves: nobody audits or receives meanwhile."""
    rights.require(actor, RESOLVE)
    locks.wait_for(Lock.SHIP_DATES)
    return queries.get_received(actor, received_id)


def _lock(document_id: int) -> tuple[OutboundDocument, dict[int, Affected]]:
    """The document behind its orders, locked. Raises Stale when it got others meanwhile."""
    order_ids = queries.orders_on([document_id])
    orders = together.lock_orders(order_ids)
    document = OutboundDocument.objects.select_for_update(no_key=True).get(pk=document_id)
    if queries.orders_on([document_id]) != order_ids:
        raise errors.Stale(_("The document was changed meanwhile; look at it again."), fields={})
    return document, aftermath.read(orders)


def _locked(received_id: int, version: int | None, *allowed: State) -> ReceivedShipDate:
    said = ReceivedShipDate.objects.select_for_update(no_key=True).get(pk=received_id)
    editing.require_seen(said, version)
    if said.state not in allowed:
        text = _("This ship date is %(state)s.") % {"state": said.get_state_display()}
        possible = {State.APPLIED: ["dismiss"], State.DISMISSED: []}.get(State(said.state), ["assign", "dismiss"])
        raise errors.WrongState(text, status=str(said.state), possible=possible)
    return said


def _require_taking(said: ReceivedShipDate, shipment: matching.Shipment) -> None:
    words = {"number": shipment.number, "day": shipment.earliest.isoformat()}
    if not shipment.has_left:
        text = _("%(number)s is not audited; the date applies by itself when it is.")
        raise errors.WrongState(text % words, status=shipment.status, possible=["audit"])
    _require_open_book(shipment)
    if said.ship_date < shipment.earliest:
        text = _("An order of %(number)s was placed on %(day)s; nothing of it left before.")
        raise errors.Invalid(fields={"document": [text % words]})


def _require_open_book(shipment: matching.Shipment) -> None:
    if shipment.is_closed_book:
        text = _("An order of %(number)s is in the archive or of history; its deliveries stay as they are.")
        raise errors.WrongState(text % {"number": shipment.number}, status=shipment.status, possible=[])


def _settle(said: ReceivedShipDate, actor: User, at: datetime, note: str = "") -> None:
    said.settled_by, said.settled_at, said.note = actor, at, note
    said.version += 1
