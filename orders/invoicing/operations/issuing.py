"""What an issued invoice changes on its orders: quantities, due dates, states, exposure. All under their locks."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.people.models import User
from accounts.periods import queries as periods
from common import errors, events
from common.dates import business_day
from common.rows import update_rows
from customers.models import PaymentTermRow
from orders.credit import exposure
from orders.credit.exposure import Terms
from orders.invoicing import gates, queries
from orders.invoicing.models import Invoice, InvoiceLine
from orders.invoicing.states import Status
from orders.order import derive, together
from orders.order.models import Order, OrderLine
from orders.settlement import planning

ZERO = Decimal(0)


@dataclass
class Held:
    """A locked invoice, its lines, and its locked orders with their lines as they stood."""

    invoice: Invoice
    lines: list[InvoiceLine]
    orders: dict[int, Order]
    order_lines: dict[int, list[OrderLine]]
    before: dict[int, Terms]

    def line(self, part: InvoiceLine) -> OrderLine | None:
        """The order's line that a line of the invoice is about, None of its freight."""
        return next((one for one in self.order_lines[part.order_id] if one.pk == part.order_line_id), None)


def hold_orders(order_ids: Collection[int]) -> tuple[dict[int, Order], dict[int, list[OrderLine]], dict[int, Terms]]:
    """Orders locked with their holders, their lines, and their part of the exposure as it stands."""
    orders = together.lock_orders(order_ids)
    lines = together.lines_by_order(order_ids)
    return orders, lines, {pk: exposure.terms_of(order, lines[pk]) for pk, order in orders.items()}


def hold(actor: User, invoice_id: int, version: int | None) -> Held:
    """An invoice with everything it touches, locked in the order of DESIGN 3. Raises NotFound, Stale."""
    queries.get_invoice_by_id(actor, invoice_id)
    order_ids = queries.orders_on(invoice_id)
    orders, lines, before = hold_orders(order_ids)
    invoice = queries.lock_invoice(actor=actor, invoice_id=invoice_id, version=version)
    parts = list(invoice.lines.order_by("position"))
    if {part.order_id for part in parts} != order_ids:
        raise errors.Stale(fields={}, version=invoice.version)
    return Held(invoice, parts, orders, lines, before)


def count(held: Held, parts: Iterable[InvoiceLine], sign: int) -> None:
    """Add what lines of an invoice say (or take it back, ``sign`` −1) to the lines of their orders, and let the plan's
    days, the states and the exposure follow. Call after the invoice and its lines are saved as they now stand."""
    changed: dict[int, OrderLine] = {}
    for part in parts:
        line = held.line(part)
        if line is not None:
            line.invoiced += sign * part.quantity
            changed[line.pk] = line
    update_rows([*changed.values()], ["invoiced"])


def credit(held: Held, parts: Iterable[InvoiceLine], sign: int) -> None:
    """Let the lines of orders owe less by what lines of a red invoice credit without pieces (or as before, ``sign``
    −1)."""
    changed: dict[int, OrderLine] = {}
    for part in parts:
        line = held.line(part)
        if line is not None and not part.quantity:
            line.credited -= sign * part.amount
            changed[line.pk] = line
    update_rows([*changed.values()], ["credited"])


def conclude(held: Held, at: datetime) -> None:
    """The orders as they follow from their lines and invoices, saved with their next version."""
    ids = list(held.orders)
    days, plans = queries.last_invoice_day(ids), planning.rows_of(ids)
    for pk, order in held.orders.items():
        lines = held.order_lines[pk]
        planning.set_due_dates(order, PaymentTermRow.Basis.INVOICE, days.get(pk), plans[pk])
        planning.follow(order, lines, plans[pk])
        derive.derive(order, lines)
        holder = order.customer.credit_holder_id
        exposure.follow(holder, held.before[pk], exposure.terms_of(order, lines))
    together.save_orders(held.orders.values(), at)


def sum_up(invoice: Invoice, lines: Iterable[InvoiceLine]) -> None:
    """The invoice's amounts are those of its lines."""
    lines = list(lines)
    invoice.amount = sum((one.amount for one in lines), ZERO)
    invoice.tax = sum((one.tax for one in lines), ZERO)
    invoice.net = sum((one.net for one in lines), ZERO)


def require_no_gate(held: Held) -> None:
    """Raise WrongState, with the lines, where something else is to happen before this is invoiced (``gates``)."""
    account = held.invoice.customer_id
    pieces = []
    for part in held.lines:
        line = held.line(part)
        until = (line.invoiced if line else ZERO) + part.quantity
        pieces.append(gates.Piece(account, held.orders[part.order_id], line, until))
    waiting = gates.waits(pieces, hold=True)
    if waiting:
        reasons = ", ".join(dict.fromkeys(str(gate.label) for _piece, gate in waiting))
        named = [{"order": one.order.reference, "line": one.line_no} for one, _gate in waiting]
        said = ", ".join(f"{one['order']}/{one['line'] or _('Freight')}" for one in named[:10])
        text = _("%(reason)s: %(lines)s. These cannot be invoiced yet.") % {"reason": reasons, "lines": said}
        raise errors.WrongState(text, code=waiting[0][1].code, lines=named, possible=["void"])


def by_order(parts: Iterable[InvoiceLine]) -> Mapping[int, Decimal]:
    """What an invoice asks for each order."""
    found: dict[int, Decimal] = {}
    for part in parts:
        found[part.order_id] = found.get(part.order_id, ZERO) + part.amount
    return found


def possible(invoice: Invoice) -> list[str]:
    """The verbs that the invoice's state knows."""
    if invoice.status == Status.DRAFT:
        return ["issue", "void"]
    return ["reverse", "void"] if invoice.status == Status.ISSUED and not invoice.is_red else []


def day_of(day: date | None, at: datetime) -> date:
    """The day of an invoice, today where none is given. Raises Invalid for a day to come, WrongState for one in a
    closed month."""
    periods.require_open(day, at=at)
    today = business_day(at)
    if day is not None and day > today:
        raise errors.Invalid(fields={"invoice_date": [_("An invoice is not dated ahead.")]})
    return day or today


def tell(kind: str, order_kind: str, held: Held, at: datetime, reason: str = "") -> None:
    """Say on the invoice and on each order what happened."""
    invoice = held.invoice
    events.record(
        kind,
        invoice,
        at=at,
        reason=reason,
        number=invoice.display_number,
        customer=invoice.customer.code,
        amount=str(invoice.amount),
    )
    for order_id, amount in by_order(held.lines).items():
        number, order = invoice.display_number, held.orders[order_id]
        events.record(order_kind, order, at=at, reason=reason, invoice=number, amount=str(amount))


def plain(quantity: Decimal) -> str:
    """A quantity without idle zeros."""
    return f"{quantity.normalize():f}"
