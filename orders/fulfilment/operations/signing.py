"""The customer signs for the goods: quantities accepted and lost, who signed, when. A record typed wrong is
taken back."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.people.models import User
from accounts.periods import queries as periods
from common import errors, events
from common.dates import business_day
from common.errors import Text
from common.operation import operation
from common.rows import update_rows
from orders.closure import aftermath, tolerances
from orders.fulfilment import calendar, locking, notices, proof, rules
from orders.fulfilment.models import OutboundDocument, OutboundLine
from orders.fulfilment.proof import NOTHING, Evidence
from orders.order.followers import Happening
from orders.order.models import OrderLine
from orders.order.states import Closure, Origin
from orders.order.states import Status as OrderStatus
from orders.promise import reserving

ZERO = Decimal(0)
Status = OutboundDocument.Status
_SIGNING = [
    *("status", "signed_at", "signer", "signed_date", "arrived_at", "condition", "proof_hash", "version"),
]


@operation
def sign_outbound(
    *,
    actor: User,
    document_id: int,
    signer: str,
    signed_date: date,
    at: datetime,
    lines: Mapping[int, tuple[Decimal, Decimal]] | None = None,
    reship: Collection[int] = (),
    arrived_at: datetime | None = None,
    condition: str = "",
    evidence: Evidence = NOTHING,
    version: int | None = None,
) -> OutboundDocument:
    """Record that the goods of an audited document arrived. ``lines``: outbound line id → (signed, lost in
    transit), together all that went out; a line not named, or all without ``lines``, was signed for in full.

    What was lost on the lines named in ``reship`` (outbound line ids) is to be shipped again: it raises
    ``reship``, and lines and orders that had closed by themselves open. ``arrived_at`` and ``condition`` (of
    ``OutboundDocument.Condition``) are what the executor saw (R233); ``evidence`` is kept with the document's files.
    Raises NotFound, NotAllowed, Invalid, WrongState (not audited, order in the archive, re-ship on a line closed by
    hand, a day in a closed month).
    """
    shipment = locking.lock_shipment(actor, document_id, "outbound.sign")
    document, pairs, affected = shipment.document, shipment.pairs(), list(shipment.affected.values())
    locking.require_version(document, version)
    locking.require_status(document, Status.AUDITED)
    _require_living(affected)
    signed = {mine.pk: (mine.quantity, ZERO) for mine in shipment.lines}
    given = dict(lines or {})
    sent = {mine.pk: rules.Sent(line.order.reference, line.line_no, line.unit, mine.quantity) for mine, line in pairs}
    _check(document, signer, signed_date, sent, given, reship, at)
    periods.require_open(signed_date, at=at)
    _check_facts(document, arrived_at, condition, at)
    signed.update(given)
    for mine, line in pairs:
        mine.signed_quantity, mine.transit_loss = signed[mine.pk]
        line.signed += mine.signed_quantity
        line.transit_loss += mine.transit_loss
        if mine.pk in reship and mine.transit_loss:
            _require_reshippable(line)
            mine.reship = mine.transit_loss
            line.reship += mine.reship
    update_rows([mine for mine, _line in pairs], ["signed_quantity", "transit_loss", "reship"])
    document.status, document.signed_at = Status.SIGNED, at
    document.signer, document.signed_date = signer.strip(), signed_date
    document.arrived_at, document.condition = arrived_at, condition
    document.proof_hash = proof.hash_of(document, pairs, evidence, at)
    document.version += 1
    document.save(update_fields=_SIGNING)
    calendar.date_signings(affected)
    aftermath.conclude(affected, actor=actor, at=at, happened={Happening.SIGNED: [line for _mine, line in pairs]})
    proof.keep(document, pairs, evidence, actor=actor, at=at)
    _tell(document, pairs, affected, actor, at)
    return document


@operation
def unsign_outbound(
    *, actor: User, document_id: int, reason: str, at: datetime, version: int | None = None
) -> OutboundDocument:
    """Take the record of a signing back, with a reason: the goods are on their way again, what was to be shipped
    once more is not, and the signing can be recorded rightly.

    Raises NotFound, NotAllowed, Stale, Invalid without a reason, WrongState (not signed; an order in the archive
    or of history; what was lost went out again or its line was closed by hand; signed in a closed month).
    """
    if not reason.strip():
        raise errors.Invalid(fields={"reason": [_("Say why.")]})
    shipment = locking.lock_shipment(actor, document_id, "outbound.unsign")
    document, pairs, affected = shipment.document, shipment.pairs(), list(shipment.affected.values())
    locking.require_version(document, version)
    locking.require_status(document, Status.SIGNED)
    periods.require_open(document.signed_date, at=at)
    if refused := rules.not_unsigned(document, pairs, tolerances.over()):
        raise refused
    held = reserving.release_lines([line for mine, line in pairs if mine.reship], at)  # there is less to hold now
    for mine, line in pairs:
        line.signed -= mine.signed_quantity or ZERO
        line.transit_loss -= mine.transit_loss
        line.reship -= mine.reship
        mine.signed_quantity, mine.transit_loss, mine.reship = None, ZERO, ZERO
    update_rows([mine for mine, _line in pairs], ["signed_quantity", "transit_loss", "reship"])
    events.record(
        "outbound.unsigned", document, at=at, reason=reason, signer=document.signer, signed_date=_day(document)
    )
    document.status, document.signed_at, document.signed_date, document.signer = Status.AUDITED, None, None, ""
    document.arrived_at, document.condition, document.proof_hash = None, "", ""
    document.version += 1
    document.save(update_fields=_SIGNING)
    calendar.date_signings(affected)
    undone = {Happening.UNSIGNED: [line for _mine, line in pairs]}
    aftermath.conclude(affected, actor=actor, at=at, reason=reason, happened=undone)
    if reserving.reserve_in_turn(held, at):
        aftermath.note(affected, at)
    message = gettext_noop("%(orders)s: the signing of %(document)s was taken back.")
    notices.tell("unsigned", document, affected, message=message, actor=actor, at=at, reason=reason)
    return document


def _check(
    document: OutboundDocument,
    signer: str,
    signed_date: date,
    sent: Mapping[int, rules.Sent],
    given: Mapping[int, tuple[Decimal, Decimal]],
    reship: Collection[int],
    at: datetime,
) -> None:
    """Raise Invalid, field by field."""
    wrong: dict[str, list[Text]] = rules.signing_errors(sent, given)
    longest = OutboundDocument._meta.get_field("signer").max_length or 0
    if not signer.strip():
        wrong["signer"] = [_("Say who signed.")]
    elif len(signer.strip()) > longest:
        wrong["signer"] = [_("At most %(count)s characters.") % {"count": longest}]
    if signed_date > business_day(at):
        wrong["signed_date"] = [_("Goods cannot have been signed for on a day to come.")]
    elif document.ship_date and signed_date < document.ship_date:
        wrong["signed_date"] = [_("The goods left on %(day)s only.") % {"day": document.ship_date.isoformat()}]
    if set(reship) - sent.keys():
        wrong["reship"] = [_("This line is not on the document.")]
    if wrong:
        raise errors.Invalid(fields=wrong)


def _check_facts(document: OutboundDocument, arrived_at: datetime | None, condition: str, at: datetime) -> None:
    """Raise Invalid, field by field."""
    wrong: dict[str, list[Text]] = {}
    if condition and condition not in OutboundDocument.Condition.values:
        wrong["condition"] = [_("Choose one of the list.")]
    if arrived_at is not None and arrived_at > at:
        wrong["arrived_at"] = [_("Goods cannot have arrived in time to come.")]
    elif arrived_at is not None and document.ship_date and business_day(arrived_at) < document.ship_date:
        wrong["arrived_at"] = [_("The goods left on %(day)s only.") % {"day": document.ship_date.isoformat()}]
    if wrong:
        raise errors.Invalid(fields=wrong)


def _require_living(affected: Collection[aftermath.Affected]) -> None:
    for one in affected:
        order = one.order
        if order.status not in (OrderStatus.EFFECTIVE, OrderStatus.CLOSED) or order.origin == Origin.HISTORY:
            text = _("Order %(order)s is %(status)s; its deliveries stay as they are.")
            words = {"order": str(order), "status": OrderStatus(order.status).label}
            raise errors.WrongState(text % words, status=str(order.status), possible=[])


def _require_reshippable(line: OrderLine) -> None:
    """A line closed by hand opens by hand only (SEMANTICS 3)."""
    if line.closure in (Closure.SHORT, Closure.CANCELLED):
        text = _("Line %(line)s of order %(order)s was closed by hand; reopen it before its loss is shipped again.")
        words = {"line": line.line_no, "order": str(line.order)}
        raise errors.WrongState(text % words, status=str(line.closure), possible=["line_reopen"])


def _day(document: OutboundDocument) -> str:
    return document.signed_date.isoformat() if document.signed_date else ""


def _tell(
    document: OutboundDocument,
    pairs: list[tuple[OutboundLine, OrderLine]],
    affected: list[aftermath.Affected],
    actor: User,
    at: datetime,
) -> None:
    lost = [
        {"order": line.order.reference, "line_no": line.line_no, "lost": rules.plain(mine.transit_loss)}
        for mine, line in pairs
        if mine.transit_loss
    ]
    day = _day(document)
    events.record("outbound.signed", document, at=at, signer=document.signer, signed_date=day, lost=lost)
    message = gettext_noop("%(orders)s: %(document)s was signed for by %(signer)s on %(day)s.")
    if lost:
        message = gettext_noop("%(orders)s: %(document)s was signed for by %(signer)s on %(day)s, with losses.")
    notices.tell("signed", document, affected, message=message, actor=actor, at=at, signer=document.signer, day=day)
