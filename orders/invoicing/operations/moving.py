"""Issuing invoices, taking them back, and what the tax platform says of them."""

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors, events
from common.dates import business_day
from common.numbering import Series, draw
from common.operation import operation
from orders.completeness import papers as completeness
from orders.completeness.rules import Step
from orders.invoicing import billing, policies, queries
from orders.invoicing.billing import Worth
from orders.invoicing.models import Invoice, InvoiceLine
from orders.invoicing.operations import issuing
from orders.invoicing.operations.issuing import Held
from orders.invoicing.rights import ISSUE
from orders.invoicing.states import Status, TaxState, not_in_state
from orders.order import advance as ahead
from orders.order.choices import InvoiceKind

ZERO = Decimal(0)
LONGEST = 300


@operation
def issue_invoice(
    *,
    actor: User,
    invoice_id: int,
    at: datetime,
    invoice_date: date | None = None,
    tax_code: str = "",
    tax_serial: str = "",
    version: int | None = None,
) -> Invoice:
    """Issue a draft on a day (today where none is given): it gets its number, its pieces count as invoiced, and parts
    of payment plans that count from the invoice get their day. Amounts are worked out anew from what stands now.

    Raises NotFound, NotAllowed, Stale, WrongState (no draft, an order that is not invoiced any more, or what invoices
    wait for: ``gates``), Incomplete (an order lacks what is asked before invoices), Invalid (the day), Conflict with
    the figures where more would be invoiced than may be.
    """
    held = issuing.hold(actor, invoice_id, version)
    invoice = held.invoice
    policies.require(actor, ISSUE, invoice.customer)
    if invoice.status != Status.DRAFT:
        raise not_in_state(invoice.status, issuing.possible(invoice))
    day = issuing.day_of(invoice_date, at)
    on_it = [(one, held.order_lines[pk]) for pk, one in held.orders.items()]
    completeness.require_for(on_it, Step.INVOICE, said=_said(invoice))
    _require_room(held)
    issuing.require_no_gate(held)
    issuing.sum_up(invoice, held.lines)
    invoice.status, invoice.invoice_date = Status.ISSUED, day
    invoice.issued_by, invoice.issued_at = actor, at
    _note_tax(invoice, tax_code, tax_serial)
    invoice.version += 1
    InvoiceLine.objects.bulk_update(held.lines, ["amount", "tax", "net"])
    issuing.count(held, held.lines, 1)
    invoice.number = draw(Series.INVOICE, business_day(at))
    invoice.save()
    issuing.conclude(held, at)
    issuing.tell("invoice.issued", "order.invoiced", held, at)
    return invoice


@operation
def note_tax_state(
    *,
    actor: User,
    invoice_id: int,
    tax_state: str,
    at: datetime,
    tax_code: str = "",
    tax_serial: str = "",
    message: str = "",
    version: int | None = None,
) -> Invoice:
    """Keep what the tax platform says of an issued invoice: its state, and its number once there is one. Raises
    NotFound, NotAllowed, Stale, Invalid, WrongState (a draft, void)."""
    invoice = queries.lock_invoice(actor=actor, invoice_id=invoice_id, version=version)
    policies.require(actor, ISSUE, invoice.customer)
    if invoice.status not in (Status.ISSUED, Status.RED):
        raise not_in_state(invoice.status, issuing.possible(invoice))
    if tax_state not in TaxState.values:
        raise errors.Invalid(fields={"tax_state": [_("Choose one of the list.")]})
    if tax_state in (TaxState.MADE, TaxState.SENT) and not (tax_serial or invoice.tax_serial):
        raise errors.Invalid(fields={"tax_serial": [_("Enter the number of the tax invoice.")]})
    if tax_serial and invoice.tax_serial and tax_serial.strip() != invoice.tax_serial:
        raise errors.Invalid(
            fields={"tax_serial": [_("It has the number %(number)s already.") % {"number": invoice.tax_serial}]}
        )
    _note_tax(invoice, tax_code, tax_serial)
    invoice.tax_state, invoice.tax_message = tax_state, message.strip()[:200]
    invoice.version += 1
    invoice.save(update_fields=["tax_state", "tax_code", "tax_serial", "tax_message", "version"])
    events.record("invoice.tax_state", invoice, at=at, state=str(tax_state), serial=invoice.tax_serial)
    return invoice


def _said(invoice: Invoice) -> set[str]:
    """Fields of orders that the invoice says in their place; a tax number only special ones need."""
    found = {"invoice_kind", "invoice_title"}
    return found | ({"invoice_tax_number"} if invoice.tax_number or invoice.kind != InvoiceKind.SPECIAL else set())


def _note_tax(invoice: Invoice, tax_code: str, tax_serial: str) -> None:
    """Raises Conflict where another invoice has this number."""
    serial, code = "".join(tax_serial.split()), "".join(tax_code.split())
    if not serial:
        return
    if len(serial) > 30 or len(code) > 20:
        raise errors.Invalid(fields={"tax_serial": [_("This number is too long.")]})
    same = Invoice.objects.filter(tax_code=code, tax_serial=serial).exclude(status=Status.VOID).exclude(pk=invoice.pk)
    if other := same.first():
        text = _("Tax invoice %(serial)s is that of %(number)s.") % {"serial": serial, "number": other.display_number}
        raise errors.Conflict(text, code="tax_serial_used", invoice=other.display_number)
    invoice.tax_code, invoice.tax_serial = code, serial
    if invoice.tax_state == TaxState.NONE:
        invoice.tax_state = TaxState.MADE


def _require_room(held: Held) -> None:
    """Raise WrongState for an order that is not invoiced any more, Conflict where a line would be invoiced beyond what
    may be; work the amounts out anew."""
    for order in held.orders.values():
        if not billing.is_billed(order):
            text = _("Order %(order)s is not invoiced any more.") % {"order": str(order)}
            raise errors.WrongState(text, code="not_invoiced", status=str(order.status), possible=["void"])
    ids = [part.order_line_id for part in held.lines if part.order_line_id]
    refunded, billed, advance = queries.refunded_of(ids), queries.billed_of(ids), ahead.may_be_invoiced()
    figures = []
    for part in held.lines:
        line = held.line(part)
        if line is None:
            continue
        left = billing.limit(line, refunded.get(line.pk, ZERO), in_advance=advance) - line.invoiced
        if part.quantity > left:
            figures.append(
                {
                    "order": held.orders[part.order_id].reference,
                    "line": line.line_no,
                    "left": issuing.plain(max(ZERO, left)),
                    "asked": issuing.plain(part.quantity),
                }
            )
            continue
        worth = billing.next_part(line, line.invoiced, part.quantity, billed.get(line.pk, Worth()))
        part.amount, part.tax, part.net = worth.amount, worth.tax, worth.net
    if figures:
        text = _("Line %(line)s of %(order)s: %(left)s may be invoiced, %(asked)s were asked.")
        raise errors.Conflict(" ".join(text % one for one in figures), code="over_invoiced", lines=figures)
