"""What becomes of carriers' bills: entered, approved by another person, paid, taken back, dropped (R225)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people.models import User
from accounts.periods import queries as periods
from common import errors, events
from common.dates import business_day
from common.money import round2
from common.numbering import Series, draw
from common.operation import operation
from orders.fulfilment.freight import LEFT
from orders.fulfilment.freight_bills import queries, states, tolerance
from orders.fulfilment.freight_bills.models import FreightBill, FreightBillLine
from orders.fulfilment.freight_bills.rights import APPROVE, PAY, RECORD
from orders.fulfilment.freight_bills.states import Status, not_in_state
from orders.fulfilment.models import OutboundDocument

MOST = 2000  # lines
LONGEST = 300


@dataclass(frozen=True)
class Head:
    """What a carrier's bill says of itself."""

    carrier_id: int
    carrier_number: str
    bill_date: date
    period_from: date
    period_to: date
    notes: str = ""


@operation
def record_bill(*, actor: User, head: Head, lines: Sequence[tuple[int, Decimal]], at: datetime) -> FreightBill:
    """Enter a carrier's bill: (shipment id, billed amount) pairs, compared with the shipments' own freight.

    Raises NotAllowed, Invalid (days, amounts, a shipment twice or that did not leave with this carrier), Conflict
    where a shipment stands on another live bill or the carrier's number does, WrongState for a day in a closed month.
    """
    rights.require(actor, RECORD)
    _check(head, lines, at)
    periods.require_open(head.bill_date, at=at)
    documents = _hold([pk for pk, _billed in lines], head.carrier_id)
    _require_free(documents, head, None)
    bill = FreightBill(number=draw(Series.FREIGHT_BILL, business_day(at)))
    _write(bill, head, lines, documents, actor, at)
    events.record("freight_bill.recorded", bill, at=at, carrier_number=bill.carrier_number, amount=str(bill.amount))
    return bill


@operation
def update_bill(
    *,
    actor: User,
    bill_id: int,
    head: Head,
    lines: Sequence[tuple[int, Decimal]],
    at: datetime,
    version: int | None = None,
) -> FreightBill:
    """Enter a bill that is not approved yet anew, in all it says; its carrier stays. Raises as ``record_bill``,
    NotFound, Stale, WrongState."""
    rights.require(actor, RECORD)
    _check(head, lines, at)
    periods.require_open(head.bill_date, at=at)
    documents = _hold([pk for pk, _billed in lines], head.carrier_id)
    bill = queries.lock_bill(bill_id=bill_id, version=version)
    _require(bill, Status.DRAFT)
    if bill.carrier_id != head.carrier_id:
        raise errors.Invalid(fields={"carrier": [_("A bill stays that of its carrier.")]})
    _require_free(documents, head, bill)
    bill.lines.all().delete()
    bill.version += 1
    _write(bill, head, lines, documents, actor, at)
    events.record("freight_bill.changed", bill, at=at, carrier_number=bill.carrier_number, amount=str(bill.amount))
    return bill


@operation
def approve_bill(
    *, actor: User, bill_id: int, at: datetime, reason: str = "", version: int | None = None
) -> FreightBill:
    """Agree to pay a bill: another person than who entered it, against the shipments' freight as it stands now. Lines
    that ask for more than the tolerance need a reason.

    Raises NotFound, NotAllowed (the same person), Stale, WrongState (also for a bill dated in a closed month), Invalid
    (no reason), Conflict where a shipment came back from its carrier meanwhile.
    """
    rights.require(actor, APPROVE)
    seen = queries.get_bill_by_id(actor, bill_id)
    documents = _lock(FreightBillLine.objects.filter(bill=bill_id).values_list("document_id", flat=True))
    bill = queries.lock_bill(bill_id=bill_id, version=version)
    _require(bill, Status.DRAFT)
    if bill.entered_by_id == actor.pk:
        raise errors.NotAllowed(_("Somebody else than who entered a bill approves it."))
    periods.require_open(bill.bill_date, at=at)
    lines = list(bill.lines.order_by("position"))
    if {one.document_id for one in lines} != documents.keys():
        raise errors.Stale(fields={}, version=bill.version)
    _require_left(documents, seen.carrier_id)
    for one in lines:
        one.expected = documents[one.document_id].freight
    percent = tolerance.percent()
    if not reason.strip() and any(states.is_beyond(one.billed, one.expected, percent) for one in lines):
        text = _("Some lines ask for more than the tolerance of %(percent)s %%: say why this is right.")
        raise errors.Invalid(fields={"reason": [text % {"percent": f"{percent.normalize():f}"}]})
    FreightBillLine.objects.bulk_update(lines, ["expected"])
    bill.amount, bill.expected = queries.summed(lines)
    bill.status, bill.approved_by, bill.approved_at = Status.APPROVED, actor, at
    bill.reason = " ".join(reason.split())[:LONGEST]
    _save(bill)
    events.record("freight_bill.approved", bill, at=at, amount=str(bill.amount), reason=bill.reason)
    return bill


@operation
def pay_bill(
    *, actor: User, bill_id: int, paid_date: date, at: datetime, reference: str = "", version: int | None = None
) -> FreightBill:
    """Note that an approved bill was paid, and with what. Raises NotFound, NotAllowed, Stale, WrongState (also for
    a day in a closed month), Invalid for a day to come."""
    rights.require(actor, PAY)
    bill = queries.lock_bill(bill_id=bill_id, version=version)
    _require(bill, Status.APPROVED)
    if paid_date > business_day(at):
        raise errors.Invalid(fields={"paid_date": [_("Money cannot have left on a day to come.")]})
    periods.require_open(paid_date, at=at)
    bill.status, bill.paid_date, bill.payment_reference = Status.PAID, paid_date, reference.strip()[:60]
    _save(bill)
    events.record("freight_bill.paid", bill, at=at, amount=str(bill.amount), reference=bill.payment_reference)
    return bill


@operation
def take_back_bill(*, actor: User, bill_id: int, reason: str, at: datetime, version: int | None = None) -> FreightBill:
    """One step back, with a reason: a payment that was none (PAID → APPROVED), an approval (APPROVED → DRAFT). Raises
    NotFound, NotAllowed, Stale, WrongState (also where that lies in a closed month), Invalid without a reason."""
    words = _required(reason)
    bill = queries.lock_bill(bill_id=bill_id, version=version)
    rights.require(actor, PAY if bill.status == Status.PAID else APPROVE)
    _require(bill, Status.PAID, Status.APPROVED)
    if bill.status == Status.PAID:
        assert bill.paid_date is not None  # it is paid
        periods.require_open(bill.paid_date, at=at)
        bill.status, bill.paid_date, bill.payment_reference = Status.APPROVED, None, ""
    else:
        periods.require_open(bill.bill_date, at=at)
        bill.status, bill.approved_by, bill.approved_at = Status.DRAFT, None, None
    bill.reason = words
    _save(bill)
    events.record("freight_bill.taken_back", bill, at=at, reason=words, status=str(bill.status))
    return bill


@operation
def void_bill(*, actor: User, bill_id: int, reason: str, at: datetime, version: int | None = None) -> FreightBill:
    """Drop a bill that is not approved, with a reason: its shipments may be billed anew. Raises NotFound, NotAllowed,
    Stale, WrongState, Invalid."""
    rights.require(actor, RECORD)
    words = _required(reason)
    bill = queries.lock_bill(bill_id=bill_id, version=version)
    _require(bill, Status.DRAFT)
    bill.lines.update(is_live=False)
    bill.status, bill.reason = Status.VOID, words
    _save(bill)
    events.record("freight_bill.voided", bill, at=at, reason=words)
    return bill


def possible(status: str) -> list[str]:
    """The verbs that a state knows, for the refusal of others."""
    verbs = {Status.DRAFT: ["approve", "void"], Status.APPROVED: ["pay", "take-back"], Status.PAID: ["take-back"]}
    return verbs.get(Status(status), [])


def _require(bill: FreightBill, *wanted: str) -> None:
    if bill.status not in wanted:
        raise not_in_state(bill.status, possible(bill.status))


def _required(reason: str) -> str:
    words = " ".join(reason.split())[:LONGEST]
    if not words:
        raise errors.Invalid(fields={"reason": [_("Give a reason.")]})
    return words


def _check(head: Head, lines: Sequence[tuple[int, Decimal]], at: datetime) -> None:
    """Raise Invalid for days, numbers and amounts that cannot be."""
    wrong: dict[str, list[str]] = {}
    if not head.carrier_number.strip():
        wrong["carrier_number"] = [_("Enter the number that the carrier's bill bears.")]
    if head.bill_date > business_day(at):
        wrong["bill_date"] = [_("A bill cannot be of a day to come.")]
    if head.period_from > head.period_to:
        wrong["period_to"] = [_("The period ends before it begins.")]
    ids = [pk for pk, _billed in lines]
    if not ids:
        wrong["lines"] = [_("Enter an amount for at least one shipment.")]
    elif len(ids) > MOST:
        wrong["lines"] = [_("A bill has at most %(most)s lines.") % {"most": MOST}]
    elif len(set(ids)) < len(ids):
        wrong["lines"] = [_("A shipment stands on a bill once.")]
    elif any(billed <= 0 or billed != round2(billed) for _pk, billed in lines):
        wrong["lines"] = [_("Enter amounts above zero, to the cent.")]
    if wrong:
        raise errors.Invalid(fields=wrong)  # type: ignore[arg-type]


def _lock(document_ids: Iterable[int]) -> dict[int, OutboundDocument]:
    """Shipments by key, locked by pk (DESIGN 3): two bills of one shipment wait for each other here."""
    rows = OutboundDocument.objects.select_for_update(no_key=True).filter(pk__in=list(document_ids)).order_by("pk")
    return {row.pk: row for row in rows}


def _hold(document_ids: Sequence[int], carrier_id: int) -> dict[int, OutboundDocument]:
    """Raises Invalid for a shipment that did not leave with this carrier."""
    documents = _lock(document_ids)
    strangers = [
        documents[pk].number if pk in documents else f"#{pk}"
        for pk in document_ids
        if pk not in documents or not _is_of(documents[pk], carrier_id)
    ]
    if strangers:
        text = _("These did not leave with this carrier: %(numbers)s.") % {"numbers": ", ".join(strangers[:10])}
        raise errors.Invalid(fields={"lines": [text]})
    return documents


def _is_of(document: OutboundDocument, carrier_id: int) -> bool:
    return document.status in LEFT and document.carrier_id == carrier_id


def _require_left(documents: dict[int, OutboundDocument], carrier_id: int) -> None:
    back = sorted(one.number for one in documents.values() if not _is_of(one, carrier_id))
    if back:
        text = _("These did not leave with this carrier: %(numbers)s.") % {"numbers": ", ".join(back[:10])}
        raise errors.Conflict(text, code="freight_not_left", documents=back)


def _require_free(documents: dict[int, OutboundDocument], head: Head, bill: FreightBill | None) -> None:
    """Raise Conflict where a shipment stands on another live bill, or the carrier's number does."""
    mine = bill.number if bill else None
    taken = {pk: number for pk, number in queries.bills_of(documents).items() if number != mine}
    if taken:
        rows = sorted(({"document": documents[pk].number, "bill": taken[pk]} for pk in taken), key=str)
        named = ", ".join(f"{row['document']} → {row['bill']}" for row in rows[:10])
        text = _("Billed already: %(shipments)s.") % {"shipments": named}
        raise errors.Conflict(text, code="freight_billed", documents=rows)
    same = queries.live_with_number(head.carrier_id, head.carrier_number.strip(), bill.pk if bill else None)
    if same:
        text = _("Bill %(number)s of this carrier is entered already, as %(bill)s.")
        words = {"number": head.carrier_number.strip(), "bill": same}
        raise errors.Conflict(text % words, code="freight_number_used", bill=same)


def _write(
    bill: FreightBill,
    head: Head,
    lines: Sequence[tuple[int, Decimal]],
    documents: dict[int, OutboundDocument],
    actor: User,
    at: datetime,
) -> None:
    rows = [
        FreightBillLine(bill=bill, position=place, document_id=pk, billed=billed, expected=documents[pk].freight)
        for place, (pk, billed) in enumerate(lines, start=1)
    ]
    bill.carrier_id, bill.carrier_number = head.carrier_id, head.carrier_number.strip()
    bill.bill_date, bill.period_from, bill.period_to = head.bill_date, head.period_from, head.period_to
    bill.notes = head.notes.strip()[:LONGEST]
    bill.amount, bill.expected = queries.summed(rows)
    bill.entered_by, bill.entered_at = actor, at
    bill.save()
    for row in rows:
        row.bill = bill
    FreightBillLine.objects.bulk_create(rows)


def _save(bill: FreightBill) -> None:
    bill.version += 1
    bill.save()
