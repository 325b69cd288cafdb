"""Invoices that were made out in the tax system, as its files tell them: kept here once, with the pieces and amounts
that they say (R224)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors
from common.operation import operation
from orders.invoicing import queries
from orders.invoicing.models import Invoice
from orders.invoicing.operations.drafting import draft_invoice
from orders.invoicing.operations.moving import issue_invoice, note_tax_state
from orders.invoicing.states import Status, TaxState
from orders.order import policies as order_policies
from orders.order.models import Order, OrderLine


@dataclass(frozen=True)
class Told:
    """A part of a tax invoice: pieces of an order's line, or (without ``line_no``) all of an order that may be
    invoiced."""

    order: str
    line_no: int | None = None
    quantity: Decimal | None = None


@dataclass(frozen=True)
class TaxInvoice:
    """What a file tells of an invoice: ``number`` is ours where the tax system kept it, ``amount`` tax included."""

    tax_serial: str
    invoice_date: date
    amount: Decimal
    tax_code: str = ""
    number: str = ""
    tax_number: str = ""
    title: str = ""
    kind: str = ""
    tax_state: str = TaxState.MADE
    parts: Sequence[Told] = ()


@operation
def bring_invoice(*, actor: User, told: TaxInvoice, at: datetime) -> Invoice:
    """Keep a tax invoice: its number goes to the issued invoice of ours that it names, else to the only one without a
    number that has its buyer and amount; where it names orders it is made out of them, on its day. One that is here
    already is left as it is.

    Raises NotFound, NotAllowed, Invalid, WrongState, Conflict: another amount, another buyer, more than may be
    invoiced, or nothing that it fits.
    """
    serial, code = "".join(told.tax_serial.split()), "".join(told.tax_code.split())
    known = Invoice.objects.filter(tax_serial=serial, tax_code=code).exclude(status=Status.VOID).first()
    if known is not None:
        _require_amount(known, told)
        return queries.get_invoice_by_id(actor, known.pk)
    if told.number or not told.parts:
        found = queries.get_invoice(actor, told.number) if told.number else _only_one(actor, told)
        _require_amount(found, told)
        _require_buyer(found, told)
    else:
        found = _make(actor, told, at)
    if found.tax_serial and told.tax_state in (TaxState.NONE, TaxState.MADE):
        return found
    return note_tax_state(
        actor=actor,
        invoice_id=found.pk,
        tax_state=told.tax_state if told.tax_state != TaxState.NONE else TaxState.MADE,
        tax_code=code,
        tax_serial=serial,
        at=at,
    )


def _make(actor: User, told: TaxInvoice, at: datetime) -> Invoice:
    """Drafted and issued out of the orders that it names."""
    lines, freight = _wanted(actor, told)
    header = {"kind": told.kind, "title": told.title, "tax_number": told.tax_number}
    made = draft_invoice(actor=actor, lines=lines, freight_of=freight, at=at, **header)
    if made.customer.tax_number:
        _require_buyer(made, told, made.customer.tax_number)
    _require_amount(made, told)
    return issue_invoice(
        actor=actor,
        invoice_id=made.pk,
        invoice_date=told.invoice_date,
        tax_code=told.tax_code,
        tax_serial=told.tax_serial,
        at=at,
    )


def _wanted(actor: User, told: TaxInvoice) -> tuple[list[tuple[int, Decimal]], list[int]]:
    """(line, quantity) pairs, and the orders whose freight is on it. Raises NotFound, Invalid."""
    named = queries.line_ids(actor, [(one.order, one.line_no) for one in told.parts if one.line_no is not None])
    pairs = []
    for one in told.parts:
        if one.line_no is not None:
            if one.quantity is None:
                raise errors.Invalid(fields={"quantity": [_("Say how many pieces of the line.")]})
            pairs.append((named[one.order.upper(), one.line_no], one.quantity))
    whole = {one.order.upper() for one in told.parts if one.line_no is None}
    orders = {row.pk: row for row in order_policies.visible_to(actor).filter(number__in=whole)}
    if len(orders) != len(whole):
        raise errors.NotFound()
    open_now = queries.parts_of(orders, _lines_of(orders))
    pairs += [(one.line.pk, one.quantity) for one in open_now if one.line is not None]
    return pairs, [one.order.pk for one in open_now if one.line is None]


def _lines_of(orders: dict[int, Order]) -> list[OrderLine]:
    return list(OrderLine.objects.filter(order__in=orders).order_by("order_id", "line_no"))


def _only_one(actor: User, told: TaxInvoice) -> Invoice:
    """The issued invoice without a tax number that has this buyer and amount. Raises Invalid unless there is one."""
    rows = queries.list_invoices(actor).filter(status=Status.ISSUED, red_of=None, tax_serial="", amount=told.amount)
    found = list(rows.filter(tax_number=told.tax_number)[:2]) if told.tax_number else []
    if len(found) != 1:
        text = (
            _("Several invoices fit its buyer and amount: name the order, or our number.")
            if found
            else _("No invoice fits its buyer and amount: name the order, or our number.")
        )
        raise errors.Invalid(fields={"order": [text]})
    return found[0]


def _require_amount(invoice: Invoice, told: TaxInvoice) -> None:
    if invoice.amount != told.amount:
        text = _("%(number)s is %(ours)s here, the tax system says %(theirs)s.")
        words = {"number": invoice.display_number, "ours": invoice.amount, "theirs": told.amount}
        raise errors.Conflict(text % words, code="amount_differs")


def _require_buyer(invoice: Invoice, told: TaxInvoice, ours: str = "") -> None:
    ours = ours or invoice.tax_number
    if told.tax_number and ours and told.tax_number.strip().upper() != ours.strip().upper():
        text = _("The buyer's tax number is %(ours)s here, the tax system says %(theirs)s.")
        raise errors.Conflict(text % {"ours": ours, "theirs": told.tax_number}, code="buyer_differs")
