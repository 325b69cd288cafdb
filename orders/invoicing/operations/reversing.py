"""Taking invoices back: void while the tax platform knows nothing of them, else by red invoices."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.people.models import User
from accounts.periods import queries as periods
from common import errors, events
from common.dates import business_day
from common.numbering import Series, draw
from common.operation import operation
from orders.invoicing import billing, policies, queries
from orders.invoicing.models import Invoice, InvoiceLine
from orders.invoicing.operations import issuing
from orders.invoicing.rights import TAKE_BACK
from orders.invoicing.states import Status, not_in_state

ZERO = Decimal(0)
LONGEST = 300


@operation
def void_invoice(*, actor: User, invoice_id: int, reason: str, at: datetime, version: int | None = None) -> Invoice:
    """Drop a draft, or take an issued invoice, or the credit of an amount, back that the tax platform knows nothing of
    yet, with a reason; its number stays. One with a tax number is taken back by a red invoice. Raises NotFound,
    NotAllowed, Stale, Invalid, WrongState."""
    require_reason(reason)
    held = issuing.hold(actor, invoice_id, version)
    invoice = held.invoice
    policies.require(actor, TAKE_BACK, invoice.customer)
    is_credit = invoice.is_red and not any(one.quantity for one in held.lines)
    if invoice.status not in (Status.DRAFT, Status.ISSUED) or (invoice.is_red and not is_credit):
        raise not_in_state(invoice.status, issuing.possible(invoice))
    if invoice.tax_serial or invoice.reds.exclude(status=Status.VOID).exists():
        text = _("The invoice has a tax number, or part of it was taken back: reverse it by a red invoice.")
        raise errors.WrongState(text, code="invoice_is_taxed", status=str(invoice.status), possible=["reverse"])
    was = invoice.status
    periods.require_open(invoice.invoice_date if was == Status.ISSUED else None, at=at)
    invoice.status, invoice.reason = Status.VOID, reason.strip()[:LONGEST]
    invoice.version += 1
    invoice.save(update_fields=["status", "reason", "version"])
    if was == Status.DRAFT:
        invoice.lines.all().delete()  # it never counted, and holds no line of an order any more
    else:
        issuing.count(held, held.lines, -1)
        issuing.credit(held, held.lines, -1)
        issuing.conclude(held, at)
    issuing.tell("invoice.voided", "order.invoice_taken_back", held, at, reason)
    return invoice


@operation
def reverse_invoice(
    *,
    actor: User,
    invoice_id: int,
    reason: str,
    at: datetime,
    lines: Iterable[tuple[int, Decimal]] | None = None,
    invoice_date: date | None = None,
    version: int | None = None,
) -> Invoice:
    """Issue a red invoice that takes an issued one back: (position, quantity) pairs, all that is left without. Its
    amounts are the other's to the cent, its pieces may be invoiced again. Returns the red one.

    Raises NotFound, NotAllowed, Stale, Invalid, WrongState, Conflict with the figures where more would be taken back
    than is left.
    """
    require_reason(reason)
    held = issuing.hold(actor, invoice_id, version)
    blue = held.invoice
    policies.require(actor, TAKE_BACK, blue.customer)
    if blue.status != Status.ISSUED or blue.is_red:
        raise not_in_state(blue.status, issuing.possible(blue))
    day = issuing.day_of(invoice_date, at)
    taken = queries.taken_of(blue)
    left = {one.position: one.quantity - taken.get(one.pk, ZERO) for one in held.lines}
    wanted = _wanted(lines, left)
    red = red_of(blue, day, reason, actor, at)
    worth = queries.left_worth_of(held.lines)
    parts = [
        _red_part(one, wanted[one.position], left[one.position], worth[one.pk])
        for one in held.lines
        if one.position in wanted
    ]
    issuing.sum_up(red, parts)
    red.number = draw(Series.INVOICE, business_day(at))
    red.save(force_insert=True)
    for place, part in enumerate(parts, start=1):
        part.invoice, part.position = red, place
    InvoiceLine.objects.bulk_create(parts)
    if all(left[position] == wanted.get(position, ZERO) for position in left):
        blue.status = Status.RED
    blue.version += 1
    blue.save(update_fields=["status", "version"])
    issuing.count(held, parts, 1)
    issuing.conclude(held, at)
    events.record("invoice.reversed", blue, at=at, reason=reason, red=red.number, amount=str(red.amount))
    events.record("invoice.issued", red, at=at, customer=red.customer.code, amount=str(red.amount), red_of=blue.number)
    for order_id, amount in issuing.by_order(parts).items():
        events.record(
            "order.invoice_taken_back",
            held.orders[order_id],
            at=at,
            reason=reason,
            invoice=red.number,
            amount=str(amount),
        )
    return red


def _wanted(lines: Iterable[tuple[int, Decimal]] | None, left: dict[int, Decimal]) -> dict[int, Decimal]:
    """Position → quantity to take back. Raises Invalid, Conflict with the figures."""
    if lines is None:
        wanted = {position: quantity for position, quantity in left.items() if quantity > 0}
    else:
        wanted = {}
        for place, (position, quantity) in enumerate(lines, start=1):
            if position not in left or quantity <= 0:
                raise errors.Invalid(fields={f"lines.{place}": [_("This line is not on the invoice.")]})
            wanted[position] = wanted.get(position, ZERO) + quantity
    over = [position for position, quantity in wanted.items() if quantity > left[position]]
    if over:
        text = _("Position %(position)s: %(left)s are left to take back, %(asked)s were asked.")
        words = [
            {"position": one, "left": issuing.plain(left[one]), "asked": issuing.plain(wanted[one])} for one in over
        ]
        raise errors.Conflict(" ".join(text % one for one in words), code="over_reversed", lines=words)
    if not wanted:
        raise errors.Invalid(fields={"lines": [_("Nothing of it is left to take back.")]})
    return wanted


def red_of(blue: Invoice, day: date, reason: str, actor: User, at: datetime) -> Invoice:
    """A red invoice of another, without its number and lines; saves nothing."""
    same = ("customer_id", "currency_id", "kind", "title", "tax_number", "address", "bank")
    return Invoice(
        **{name: getattr(blue, name) for name in same},
        red_of=blue,
        status=Status.ISSUED,
        invoice_date=day,
        reason=reason.strip()[:LONGEST],
        created_by=actor,
        created_at=at,
        issued_by=actor,
        issued_at=at,
    )


def _red_part(blue: InvoiceLine, quantity: Decimal, left: Decimal, worth: billing.Worth) -> InvoiceLine:
    return part_of(blue, quantity, billing.red_part(worth, left, quantity))


def part_of(blue: InvoiceLine, quantity: Decimal, worth: billing.Worth) -> InvoiceLine:
    """The line of a red invoice that takes ``quantity`` pieces and ``worth`` of another's line back; saves nothing."""
    same = ("order_id", "order_line_id", "name", "specification", "unit", "tax_rate")
    part = InvoiceLine(**{name: getattr(blue, name) for name in same}, red_of=blue, quantity=-quantity)
    part.amount, part.tax, part.net = -worth.amount, -worth.tax, -worth.net
    return part


def require_reason(reason: str) -> None:
    """Raise Invalid without a reason in words."""
    if not reason.strip():
        raise errors.Invalid(fields={"reason": [_("Say why.")]})
