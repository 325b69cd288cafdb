"""Every read of carriers' bills, and of shipments that are on none. Whoever may see them sees them all."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people.models import User
from common import errors
from common.dates import month_end
from common.keyset import Sort
from customers.models import Carrier
from orders.fulfilment.freight import LEFT
from orders.fulfilment.freight_bills import states, tolerance
from orders.fulfilment.freight_bills.models import FreightBill, FreightBillLine
from orders.fulfilment.freight_bills.rights import APPROVE, RECORD, VIEW
from orders.fulfilment.freight_bills.states import Status
from orders.fulfilment.models import OutboundDocument

SORTS = {"bill_date": Sort("bill_date"), "amount": Sort("amount"), "difference": Sort("over")}
DEFAULT_SORT = "bill_date"
OPEN_SORTS = {"ship_date": Sort("ship_date", descending=False), "freight": Sort("freight")}
OPEN_SORT = "ship_date"
COUNTED = 999


def list_bills(actor: User) -> QuerySet[FreightBill]:
    """Every bill, with what a list shows of it (``over``: billed beyond the own freight). Raises NotAllowed."""
    rights.require(actor, VIEW)
    rows = FreightBill.objects.select_related("carrier", "entered_by", "approved_by")
    return rows.annotate(over=F("amount") - F("expected"))


def get_bill(actor: User, number: str) -> FreightBill:
    """One by its number. Raises NotAllowed, NotFound."""
    return _one(list_bills(actor).filter(number=number.upper()))


def get_bill_by_id(actor: User, bill_id: int) -> FreightBill:
    """The same by key."""
    return _one(list_bills(actor).filter(pk=bill_id))


def lock_bill(*, bill_id: int, version: int | None = None) -> FreightBill:
    """One, locked after its shipments (DESIGN 3). Raises NotFound, Stale."""
    bill = _one(FreightBill.objects.select_for_update(no_key=True).filter(pk=bill_id))
    if version is not None and bill.version != version:
        raise errors.Stale(fields={}, version=bill.version)
    return bill


def _one(rows: QuerySet[FreightBill]) -> FreightBill:
    bill = rows.first()
    if bill is None:
        raise errors.NotFound()
    return bill


def visible_to(actor: User) -> QuerySet[FreightBill]:
    """All of them, or none: for comments and files."""
    return FreightBill.objects.all() if rights.can(actor, VIEW) else FreightBill.objects.none()


def lines_of(bill: FreightBill) -> list[FreightBillLine]:
    """The lines of a bill the caller may see, with their shipments; ``beyond``: asks for more than the tolerance."""
    percent = tolerance.percent()
    found = list(bill.lines.select_related("document__customer").order_by("position"))
    for one in found:
        one.beyond = states.is_beyond(one.billed, one.expected, percent)
    return found


def list_unbilled(actor: User) -> QuerySet[OutboundDocument]:
    """Shipments that left with a carrier and stand on no live bill, oldest first. Raises NotAllowed."""
    rights.require(actor, VIEW)
    return _unbilled().select_related("carrier", "customer")


def _unbilled() -> QuerySet[OutboundDocument]:
    billed = FreightBillLine.objects.filter(document=OuterRef("pk"), is_live=True)
    rows = OutboundDocument.objects.filter(
        status__in=LEFT, carrier__isnull=False, ship_date__isnull=False, moves_stock=True
    )
    return rows.filter(~Exists(billed)).order_by("ship_date", "pk")


def months_unbilled(actor: User) -> list[dict[str, Any]]:
    """What is on no bill yet, by carrier and month, the oldest first."""
    rows = list_unbilled(actor).order_by().annotate(month=TruncMonth("ship_date"))
    found = rows.values("month", "carrier_id", "carrier__name", "carrier__code").annotate(
        shipments=Count("pk"), freight_sum=Sum("freight")
    )
    return [{**row, "last": month_end(row["month"])} for row in found.order_by("month", "carrier__code")]


def unbilled_with(carrier_id: int, first: date, last: date, also: Iterable[int] = ()) -> QuerySet[OutboundDocument]:
    """What a bill of this carrier and period may be about: shipments on no live bill, and ``also`` those of a bill
    that is changed."""
    mine = OutboundDocument.objects.filter(pk__in=list(also))
    open_ones = _unbilled().filter(carrier=carrier_id, ship_date__range=(first, last))
    return (open_ones.order_by() | mine).select_related("customer").order_by("ship_date", "pk")


def shipments_named(carrier_id: int, words: Sequence[str]) -> dict[str, list[int]]:
    """Number or waybill in capitals → the carrier's shipments that bear it and left; one statement."""
    wanted = {word.upper() for word in words}
    rows = OutboundDocument.objects.filter(status__in=LEFT, carrier=carrier_id)
    rows = rows.filter(Q(number__in=wanted) | Q(waybill__in=wanted))
    found: dict[str, list[int]] = {}
    for pk, number, waybill in rows.order_by("pk").values_list("pk", "number", "waybill"):
        for word in {number, waybill} & wanted:
            found.setdefault(word, []).append(pk)
    return found


def keyed(actor: User, carrier_id: int, pairs: Sequence[tuple[str, Decimal]]) -> list[tuple[int, Decimal]]:
    """(outbound number, billed) → (shipment id, billed). Raises NotAllowed, Invalid for a number that is no shipment
    with this carrier."""
    rights.require(actor, RECORD)
    found = shipments_named(carrier_id, [number for number, _billed in pairs])
    unknown = [number for number, _billed in pairs if number.upper() not in found]
    if unknown:
        text = _("These did not leave with this carrier: %(numbers)s.") % {"numbers": ", ".join(unknown[:10])}
        raise errors.Invalid(fields={"lines": [text]})
    return [(found[number.upper()][0], billed) for number, billed in pairs]


def bills_of(document_ids: Iterable[int]) -> dict[int, str]:
    """Shipment → the number of the live bill that it stands on: a rule, over all rows."""
    rows = FreightBillLine.objects.filter(document__in=list(document_ids), is_live=True)
    return dict(rows.values_list("document_id", "bill__number"))


def bill_on(actor: User, document: OutboundDocument) -> FreightBill | None:
    """The live bill that a shipment stands on, for who may see bills."""
    if not rights.can(actor, VIEW):
        return None
    return FreightBill.objects.filter(lines__document=document, lines__is_live=True).first()


def live_with_number(carrier_id: int, carrier_number: str, other_than: int | None) -> str | None:
    """Our number of the live bill that bears this number of the carrier; a rule."""
    rows = FreightBill.objects.filter(carrier=carrier_id, carrier_number=carrier_number).exclude(status=Status.VOID)
    rows = rows if other_than is None else rows.exclude(pk=other_than)
    return rows.values_list("number", flat=True).first()


def count_to_approve(actor: User) -> int | None:
    """How many wait for approval by ``actor``; None for who approves none."""
    if not rights.can(actor, APPROVE):
        return None
    rows = FreightBill.objects.filter(status=Status.DRAFT).exclude(entered_by=actor)
    return rows[: COUNTED + 1].count()


def get_carrier(actor: User, carrier_id: int) -> Carrier:
    """A carrier by key. Raises NotAllowed, NotFound."""
    rights.require(actor, VIEW)
    carrier = Carrier.objects.filter(pk=carrier_id).first()
    if carrier is None:
        raise errors.NotFound()
    return carrier


def summed(lines: Iterable[FreightBillLine]) -> tuple[Decimal, Decimal]:
    """(billed, own freight) of lines."""
    rows = [(one.billed, one.expected) for one in lines]
    return sum((one for one, _two in rows), Decimal(0)), sum((two for _one, two in rows), Decimal(0))


def carrier_name(carrier_id: int) -> str:
    """What a file says of a carrier among its conditions."""
    return Carrier.objects.filter(pk=carrier_id).values_list("name", flat=True).first() or f"#{carrier_id}"
