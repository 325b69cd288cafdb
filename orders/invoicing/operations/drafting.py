"""Drafts of invoices: what is to be invoiced to whom, before it is issued."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from accounts.people.models import User
from common import editing, errors, events
from common.operation import operation
from customers.models import Customer
from orders.invoicing import billing, policies, queries
from orders.invoicing.billing import Worth
from orders.invoicing.models import KINDS, Invoice, InvoiceLine
from orders.invoicing.operations import issuing
from orders.invoicing.rights import DRAFT
from orders.invoicing.states import Status, not_in_state
from orders.order import choices
from orders.order import policies as order_policies
from orders.order.models import Order, OrderLine

ZERO, ONE = Decimal(0), Decimal(1)
HEADER = ("kind", "title", "tax_number", "address", "bank", "notes")
MOST_LINES = 500
Wanted = Iterable[tuple[int, Decimal]]


@operation
def draft_invoice(
    *,
    actor: User,
    lines: Wanted,
    freight_of: Iterable[int] = (),
    provider: str = "",
    external_id: str = "",
    at: datetime,
    **header: Any,
) -> Invoice:
    """Draft an invoice over (order line id, quantity) pairs and the freight of orders (ids): of one or several orders
    of one account in one currency. ``header``: any of ``HEADER``; what is not given is as the first order says, else
    its customer.

    With an ``external_id`` (unique per ``provider``) the same invoice comes back, once made. Raises NotFound,
    NotAllowed, Invalid per position, WrongState (an order that is not invoiced), Conflict (external number with
    another content).
    """
    wanted = _summed(lines)
    freight = set(freight_of)
    order_ids = _orders_of(actor, wanted) | _visible(actor, freight)
    if not order_ids:
        raise errors.Invalid(fields={"lines": [_("An invoice needs a line.")]})
    if external_id.strip() and (known := _known(provider, external_id.strip(), wanted)):
        return queries.get_invoice_by_id(actor, known.pk)
    orders, order_lines, _before = issuing.hold_orders(order_ids)
    account = _account(orders.values())
    policies.require(actor, DRAFT, account)
    parts = _parts(orders, order_lines, wanted, freight)
    invoice = Invoice(
        customer=account,
        currency_id=next(iter(orders.values())).currency_id,
        provider=provider,
        external_id=external_id.strip(),
        created_by=actor,
        created_at=at,
        **_header(orders, account, header),
    )
    issuing.sum_up(invoice, parts)
    editing.check(invoice, exclude=[field.name for field in invoice._meta.fields if field.name not in HEADER])
    invoice.save(force_insert=True)
    for place, part in enumerate(parts, start=1):
        part.invoice, part.position = invoice, place
    InvoiceLine.objects.bulk_create(parts)
    events.record("invoice.drafted", invoice, at=at, customer=account.code, amount=str(invoice.amount))
    return invoice


@operation
def update_invoice(
    *, actor: User, invoice_id: int, changes: Mapping[str, Any], at: datetime, version: int | None = None
) -> Invoice:
    """Change what a draft says of its buyer (``HEADER``). Raises NotFound, NotAllowed, Stale, Invalid, WrongState."""
    invoice = queries.lock_invoice(actor=actor, invoice_id=invoice_id, version=version)
    policies.require(actor, DRAFT, invoice.customer)
    if invoice.status != Status.DRAFT:
        raise not_in_state(invoice.status, [])
    for name, value in changes.items():
        if name not in HEADER:
            raise errors.Invalid(fields={name: [_("This is not changed here.")]})
        setattr(invoice, name, value)
    _require_kind(invoice.kind)
    editing.check(invoice, exclude=[field.name for field in invoice._meta.fields if field.name not in HEADER])
    invoice.version += 1
    invoice.save(update_fields=[*changes, "version"])
    events.record("invoice.changed", invoice, at=at, fields=sorted(changes))
    return invoice


def _summed(lines: Wanted) -> dict[int, Decimal]:
    """Order line id → quantity; a line named twice gets the sum. Raises Invalid for a quantity that is none."""
    sums: dict[int, Decimal] = {}
    for index, (line_id, quantity) in enumerate(lines, start=1):
        if quantity <= 0 or quantity != round(quantity, 4):
            raise errors.Invalid(fields={f"lines.{index}.quantity": [_("Enter more than zero.")]})
        sums[line_id] = sums.get(line_id, ZERO) + quantity
    if len(sums) > MOST_LINES:
        raise errors.Invalid(fields={"lines": [_("At most %(n)s lines.") % {"n": MOST_LINES}]})
    return sums


def _orders_of(actor: User, wanted: Mapping[int, Decimal]) -> set[int]:
    """The orders of these lines. Raises NotFound for a line that is not there or not the actor's."""
    rows = OrderLine.objects.filter(pk__in=wanted, order__in=order_policies.visible_to(actor).values("pk"))
    found = dict(rows.values_list("pk", "order_id"))
    if len(found) != len(wanted):
        raise errors.NotFound()
    return set(found.values())


def _visible(actor: User, order_ids: set[int]) -> set[int]:
    """These orders. Raises NotFound for one that the actor does not see."""
    if order_ids and order_policies.visible_to(actor).filter(pk__in=order_ids).count() != len(order_ids):
        raise errors.NotFound()
    return order_ids


def _account(orders: Iterable[Order]) -> Customer:
    """Whose account all these orders are. Raises Invalid where they are of several, WrongState for one that is not
    invoiced."""
    orders = list(orders)
    for order in orders:
        if not billing.is_billed(order):
            text = _("Order %(order)s is not invoiced: it is %(status)s, or its type is not.")
            words = {"order": str(order), "status": order.get_status_display()}
            raise errors.WrongState(text % words, code="not_invoiced", status=str(order.status), possible=[])
    if len({order.currency_id for order in orders}) > 1:
        raise errors.Invalid(fields={"lines": [_("An invoice is in one currency.")]}, code="several_currencies")
    accounts = {order.bill_to_id or order.customer_id for order in orders}
    if len(accounts) > 1:
        raise errors.Invalid(fields={"lines": [_("An invoice is for one customer.")]}, code="several_customers")
    return Customer.objects.get(pk=accounts.pop())


def _parts(
    orders: Mapping[int, Order],
    order_lines: Mapping[int, Sequence[OrderLine]],
    wanted: Mapping[int, Decimal],
    freight: Iterable[int],
) -> list[InvoiceLine]:
    """The lines of a new draft, priced. Raises Invalid per position where more is asked than may be invoiced."""
    lines = [line for found in order_lines.values() for line in found if line.pk in wanted]
    open_now = {one.line.pk: one for one in queries.parts_of(dict(orders), lines) if one.line is not None}
    billed, wrong, parts = queries.billed_of([line.pk for line in lines]), dict[str, list[errors.Text]](), []
    for place, line in enumerate(lines, start=1):
        asked, found = wanted[line.pk], open_now.get(line.pk)
        left = found.quantity if found else ZERO
        if asked > left:
            text = _("Line %(line)s of %(order)s: %(left)s may be invoiced, %(asked)s were asked.")
            words = {
                "line": line.line_no,
                "order": str(orders[line.order_id]),
                "left": _plain(left),
                "asked": _plain(asked),
            }
            wrong[f"lines.{place}.quantity"] = [text % words]
            continue
        worth = billing.next_part(line, line.invoiced, asked, billed.get(line.pk, Worth()))
        parts.append(line_of(orders[line.order_id], line, asked, worth))
    for order_id, worth in queries.freight_open({pk: orders[pk] for pk in freight if pk in orders}).items():
        parts.append(line_of(orders[order_id], None, ONE, worth))
    if wrong:
        raise errors.Invalid(fields=wrong, code="over_invoiced")
    if not parts:
        raise errors.Invalid(fields={"lines": [_("An invoice needs a line.")]})
    return parts


def line_of(order: Order, line: OrderLine | None, quantity: Decimal, worth: Worth) -> InvoiceLine:
    """A line of an invoice as it says goods; of an order's freight without a line."""
    part = InvoiceLine(order=order, order_line=line, quantity=quantity)
    if line is None:
        part.name, part.tax_rate = _("Freight"), round(worth.tax / worth.net, 2) if worth.net else ZERO
    else:
        part.name, part.specification, part.unit = line.product_name, line.specification, line.unit
        part.tax_rate = line.tax_rate
    part.amount, part.tax, part.net = worth.amount, worth.tax, worth.net
    return part


def _header(orders: Mapping[int, Order], account: Customer, given: Mapping[str, Any]) -> dict[str, Any]:
    """What stands of the buyer: as given, else as the first order says, else its account."""
    first = orders[min(orders)]
    kind = first.invoice_kind if first.invoice_kind not in ("", choices.InvoiceKind.NONE) else ""
    found = {
        "kind": kind or choices.InvoiceKind.SPECIAL,
        "title": first.invoice_title or account.invoice_title or account.name,
        "tax_number": first.invoice_tax_number or account.tax_number,
        "address": account.invoice_address,
        "bank": " ".join(filter(None, [account.bank_name, account.bank_account])),
    }
    found |= {name: value for name, value in given.items() if name in HEADER and value not in (None, "")}
    _require_kind(found["kind"])
    return found


def _require_kind(kind: str) -> None:
    if kind not in {code for code, _label in KINDS}:
        raise errors.Invalid(fields={"kind": [_("Choose one of the list.")]})


def _known(provider: str, external_id: str, wanted: Mapping[int, Decimal]) -> Invoice | None:
    """The invoice made under this external number, one caller at a time until commit. Raises Conflict when it says
    something else."""
    digest = hashlib.sha256(f"invoice\0{provider}\0{external_id}".encode()).digest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(digest[:8], "big", signed=True)])
    known = Invoice.objects.filter(provider=provider, external_id=external_id).exclude(status=Status.VOID).first()
    if known is None:
        return None
    said = {line.order_line_id: line.quantity for line in known.lines.all() if line.order_line_id}
    if said != dict(wanted):
        text = _("Invoice %(id)s was recorded already as %(number)s, with another content.")
        words = {"id": external_id, "number": known.display_number}
        raise errors.Conflict(text % words, code="external_id_used", invoice=known.display_number)
    return known


def _plain(quantity: Decimal) -> str:
    return f"{quantity.normalize():f}"
