"""The finance feed: what happened to the company's money, in the order of commits, each fact once (R230, RELIABILITY
2.13). A position is given after commit and never changes, so a reader who keeps the last one misses nothing and reads
nothing twice. Amounts are those of documents that never change once they count."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Max, Sum

from accounts.people.models import User
from common import currencies
from common.models import Event
from common.money import round2
from orders.finance import policies
from orders.finance.choices import ALLOCATIONS, FREIGHT, INVOICES, KINDS, PERIODS, RECEIPTS, Fact
from orders.fulfilment.freight_bills.models import FreightBill
from orders.invoicing.models import Invoice, InvoiceLine
from orders.order.models import Order
from orders.settlement.models import WRITE_OFFS, Allocation, Receipt

ZERO, ONE = Decimal(0), Decimal(1)
WINDOW = 100_000  # positions of the event log that one call looks through
_LET_GO = {code for code, _label in WRITE_OFFS}


@dataclass(frozen=True)
class Entry:
    """A fact. ``amount`` in ``currency`` and ``base_amount`` in the company's have the sign of its effect; ``day`` is
    the day that it is dated on; ``more`` has what only this fact tells (``FinanceDetailsSerializer``)."""

    id: int
    fact: Fact
    at: datetime
    reason: str
    document: str
    day: date | None
    customer: str | None = None
    order: str | None = None
    currency: str = ""
    amount: Decimal | None = None
    base_amount: Decimal | None = None
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """Some facts after a position; the next call goes on ``after``. ``has_more``: there is more by now."""

    entries: list[Entry]
    after: int
    has_more: bool


def read_feed(actor: User, after: int, limit: int) -> Page:
    """What happened after a position, the oldest first. Raises NotAllowed."""
    policies.require(actor)
    newest = Event.objects.aggregate(top=Max("position"))["top"] or 0
    until = min(newest, after + WINDOW)
    rows = list(
        Event.objects.filter(position__gt=after, position__lte=until, kind__in=KINDS).order_by("position")[:limit]
    )
    reached = rows[-1].position or after if len(rows) == limit else max(after, until)
    return Page(_entries(rows), reached, reached < newest)


def _entries(rows: Sequence[Event]) -> list[Entry]:
    readers: list[tuple[Iterable[str], Callable[[list[Event]], list[Entry]]]] = [
        (RECEIPTS, _of_receipts),
        (ALLOCATIONS, _of_allocations),
        (INVOICES, _of_invoices),
        (FREIGHT, _of_freight),
        (PERIODS, _of_periods),
    ]
    found: list[Entry] = []
    for kinds, read in readers:
        mine = [row for row in rows if row.kind in kinds]
        found += read(mine) if mine else []
    return sorted(found, key=lambda entry: entry.id)


def _entry(row: Event, fact: Fact, **more: Any) -> Entry:
    assert row.position is not None  # only placed ones are read
    return Entry(id=row.position, fact=fact, at=row.at, reason=row.reason, **more)


def _of_receipts(rows: list[Event]) -> list[Entry]:
    known = Receipt.objects.select_related("customer", "refund_of").in_bulk([row.subject_id for row in rows])
    return [_receipt(row, known[row.subject_id]) for row in rows if row.subject_id in known]


def _receipt(row: Event, receipt: Receipt) -> Entry:
    fact = RECEIPTS[row.kind]
    if fact == Fact.RECEIPT and receipt.kind in _LET_GO:
        fact = Fact.WRITE_OFF
    elif fact == Fact.RECEIPT and receipt.kind in (Fact.DISHONOUR, "REFUND"):
        fact = Fact.DISHONOUR if receipt.kind == Fact.DISHONOUR else Fact.PAYBACK
    sign = -ONE if fact == Fact.RECEIPT_VOIDED else ONE
    return _entry(
        row,
        fact,
        document=receipt.number,
        day=receipt.received_date,
        customer=receipt.customer.code,
        currency=str(receipt.currency_id),
        amount=sign * receipt.amount,
        base_amount=sign * round2(receipt.amount * receipt.exchange_rate),
        more={
            "receipt_kind": receipt.kind,
            "method": receipt.method,
            "payer": receipt.payer,
            "provider": receipt.provider,
            "external_id": receipt.external_id,
            "takes_from": receipt.refund_of.number if receipt.refund_of else "",
            "exchange_rate": receipt.exchange_rate,
        },
    )


def _of_allocations(rows: list[Event]) -> list[Entry]:
    numbers = {str(row.data.get("receipt", "")) for row in rows}
    receipts = {one.number: one for one in Receipt.objects.filter(number__in=numbers).select_related("customer")}
    orders = Order.objects.in_bulk([row.subject_id for row in rows])
    revoked = _revoked(receipts.values())
    found = []
    for row in rows:
        receipt, order = receipts.get(str(row.data.get("receipt", ""))), orders.get(row.subject_id or 0)
        if receipt is None or order is None:
            continue
        said = row.data.get("amount")
        amount = Decimal(said) if said else revoked.get((receipt.pk, order.pk, row.at), ZERO)
        if amount:
            found.append(_allocation(row, receipt, order, amount))
    return found


def _revoked(receipts: Iterable[Receipt]) -> dict[tuple[int, int, datetime], Decimal]:
    """(receipt, order, moment) → what was taken back then: of a receipt made void, whose events name no amount."""
    rows = Allocation.objects.filter(receipt__in=list(receipts), revoked_at__isnull=False)
    sums = rows.values_list("receipt_id", "plan_row__order_id", "revoked_at").annotate(sum=Sum("amount")).order_by()
    return {(receipt, order, at): amount for receipt, order, at, amount in sums if at is not None}


def _allocation(row: Event, receipt: Receipt, order: Order, amount: Decimal) -> Entry:
    """At the rate of the money; ``order_base_amount`` at that of the order: the difference is a gain or a loss."""
    signed = amount if row.kind == "order.paid" else -amount
    base, owed = round2(signed * receipt.exchange_rate), round2(signed * order.exchange_rate)
    return _entry(
        row,
        ALLOCATIONS[row.kind],
        document=receipt.number,
        day=None,
        customer=receipt.customer.code,
        order=order.number,
        currency=str(receipt.currency_id),
        amount=signed,
        base_amount=base,
        more={"receipt_kind": receipt.kind, "order_base_amount": owed, "exchange_gain": base - owed},
    )


def _of_invoices(rows: list[Event]) -> list[Entry]:
    invoices = Invoice.objects.select_related("customer", "red_of").in_bulk([row.subject_id for row in rows])
    lines: dict[int, list[InvoiceLine]] = defaultdict(list)
    parts = InvoiceLine.objects.filter(invoice__in=invoices).select_related("order", "order_line")
    for part in parts.order_by("invoice_id", "position"):
        lines[part.invoice_id].append(part)
    found = [(row, invoices[row.subject_id]) for row in rows if row.subject_id in invoices]
    return [_invoice(row, one, lines[one.pk]) for row, one in found if one.number]  # drafts that were dropped count not


def _invoice(row: Event, invoice: Invoice, lines: Iterable[InvoiceLine]) -> Entry:
    fact = INVOICES[row.kind]
    if fact == Fact.INVOICE and invoice.is_red:
        fact = Fact.RED_INVOICE
    sign = {Fact.INVOICE_VOIDED: -ONE, Fact.TAX_STATE: ZERO}.get(fact, ONE)
    parts = list(lines)
    base = sum((round2(one.amount * one.order.exchange_rate) for one in parts), ZERO)
    is_tax = fact == Fact.TAX_STATE
    more: dict[str, Any] = {
        "invoice_kind": invoice.kind,
        "net": sign * invoice.net,
        "tax": sign * invoice.tax,
        "title": invoice.title,
        "tax_number": invoice.tax_number,
        "tax_serial": str(row.data.get("serial", "")) if is_tax else invoice.tax_serial,
        "tax_state": str(row.data.get("state", "")) if is_tax else "",
        "takes_from": invoice.red_of.number if invoice.red_of else "",
    }
    if not is_tax:
        more["lines"] = [_invoice_line(one, sign) for one in parts]
    return _entry(
        row,
        fact,
        document=str(invoice.number),
        day=invoice.invoice_date,
        customer=invoice.customer.code,
        currency=str(invoice.currency_id),
        amount=sign * invoice.amount,
        base_amount=sign * base,
        more=more,
    )


def _invoice_line(line: InvoiceLine, sign: Decimal) -> dict[str, Any]:
    return {
        "order": line.order.number or "",
        "line_no": line.order_line.line_no if line.order_line else None,
        "amount": sign * line.amount,
        "net": sign * line.net,
        "tax": sign * line.tax,
        "exchange_rate": line.order.exchange_rate,
    }


def _of_freight(rows: list[Event]) -> list[Entry]:
    bills = FreightBill.objects.select_related("carrier").in_bulk([row.subject_id for row in rows])
    return [_freight(row, bills[row.subject_id]) for row in rows if row.subject_id in bills]


def _freight(row: Event, bill: FreightBill) -> Entry:
    fact = FREIGHT[row.kind]
    amount = Decimal(row.data.get("amount", bill.amount)) * (-ONE if fact == Fact.FREIGHT_TAKEN_BACK else ONE)
    return _entry(
        row,
        fact,
        document=bill.number,
        day=bill.paid_date if fact == Fact.FREIGHT_PAID else bill.bill_date,
        currency=currencies.base(),
        amount=amount,
        base_amount=amount,
        more={
            "carrier": bill.carrier.code,
            "carrier_number": bill.carrier_number,
            "status": str(row.data.get("status", "")),
            "payment_reference": str(row.data.get("reference", "")),
        },
    )


def _of_periods(rows: list[Event]) -> list[Entry]:
    return [
        _entry(
            row,
            PERIODS[row.kind],
            document=row.subject_number,
            day=None,
            more={"closed_until": row.data.get("closed_until", "")},
        )
        for row in rows
    ]
