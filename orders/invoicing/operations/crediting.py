"""Crediting an amount of an invoice: a price reduction without goods, by a red invoice of an amount alone. What the
order owes goes down with it (R224, SEMANTICS 12)."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors, events
from common.dates import business_day
from common.money import round2
from common.numbering import Series, draw
from common.operation import operation
from orders.invoicing import billing, policies, queries
from orders.invoicing.billing import Worth
from orders.invoicing.models import Invoice, InvoiceLine
from orders.invoicing.operations import issuing, reversing
from orders.invoicing.operations.issuing import Held
from orders.invoicing.rights import CREDIT
from orders.invoicing.states import Status, not_in_state
from orders.order import due

ZERO = Decimal(0)


@operation
def credit_invoice(
    *,
    actor: User,
    invoice_id: int,
    reason: str,
    at: datetime,
    amount: Decimal | None = None,
    lines: Iterable[tuple[int, Decimal]] | None = None,
    invoice_date: date | None = None,
    version: int | None = None,
) -> Invoice:
    """Credit an ``amount`` (tax included) of an issued invoice, in proportion to what is left of its lines, or amounts
    of single lines: (position, amount) pairs. No pieces are taken back, so nothing is invoiced anew; the lines of the
    orders owe that much less, and plan, states and exposure follow. Money beyond what is owed then stays on the order.
    Taken back by voiding it. Returns the red invoice.

    Raises NotFound, NotAllowed, Stale, WrongState, Invalid (no reason, no amount, freight), Conflict with the figures
    (more than is left of the invoice, or owed for the line). All that is left is taken back by reversing.
    """
    reversing.require_reason(reason)
    held = issuing.hold(actor, invoice_id, version)
    blue = held.invoice
    policies.require(actor, CREDIT, blue.customer)
    if blue.status != Status.ISSUED or blue.is_red:
        raise not_in_state(blue.status, issuing.possible(blue))
    day = issuing.day_of(invoice_date, at)
    left = queries.left_worth_of(held.lines)
    wanted = _spread(held, left, amount) if lines is None else _named(held, lines)
    _require_room(held, left, wanted)
    parts = [reversing.part_of(one, ZERO, _worth(one, wanted[one.pk])) for one in held.lines if one.pk in wanted]
    red = reversing.red_of(blue, day, reason, actor, at)
    issuing.sum_up(red, parts)
    red.number = draw(Series.INVOICE, business_day(at))
    red.save(force_insert=True)
    for place, part in enumerate(parts, start=1):
        part.invoice, part.position = red, place
    InvoiceLine.objects.bulk_create(parts)
    blue.version += 1
    blue.save(update_fields=["version"])
    issuing.credit(held, parts, 1)
    issuing.conclude(held, at)
    _tell(held, red, parts, reason, at)
    return red


def _worth(line: InvoiceLine, amount: Decimal) -> Worth:
    return Worth(amount, billing.tax_in(amount, line.tax_rate))


def _spread(held: Held, left: Mapping[int, Worth], amount: Decimal | None) -> dict[int, Decimal]:
    """Invoice line → its part of an amount, to the cent. Raises Invalid, Conflict."""
    _require_amount(amount, "amount")
    assert amount is not None
    goods = [one for one in held.lines if one.order_line_id]
    whole = sum((left[one.pk].amount for one in goods), ZERO)
    if amount >= whole:
        raise _over(amount, whole)
    found, rest, base = {}, amount, whole
    for one in goods:  # what is left of the amount, over what is left of the lines: nothing is lost to rounding
        part = min(rest, round2(rest * left[one.pk].amount / base)) if base else ZERO
        base, rest = base - left[one.pk].amount, rest - part
        if part:
            found[one.pk] = part
    return found


def _named(held: Held, lines: Iterable[tuple[int, Decimal]]) -> dict[int, Decimal]:
    by_position = {one.position: one for one in held.lines}
    found: dict[int, Decimal] = {}
    for place, (position, amount) in enumerate(lines, start=1):
        one = by_position.get(position)
        if one is None:
            raise errors.Invalid(fields={f"lines.{place}": [_("This line is not on the invoice.")]})
        if one.order_line_id is None:
            raise errors.Invalid(fields={f"lines.{place}": [_("Freight is not credited in part: reverse it.")]})
        _require_amount(amount, f"lines.{place}.amount")
        found[one.pk] = found.get(one.pk, ZERO) + amount
    if not found:
        raise errors.Invalid(fields={"lines": [_("Enter an amount for at least one line.")]})
    return found


def _require_amount(amount: Decimal | None, name: str) -> None:
    if amount is None or amount <= 0 or amount != round2(amount):
        raise errors.Invalid(fields={name: [_("Enter an amount above zero, to the cent.")]})


def _require_room(held: Held, left: Mapping[int, Worth], wanted: Mapping[int, Decimal]) -> None:
    """Raise Conflict where more is credited than the invoice still says, or than is owed for a line."""
    whole, asked = sum((worth.amount for worth in left.values()), ZERO), sum(wanted.values(), ZERO)
    if asked >= whole:
        raise _over(asked, whole)
    for part in held.lines:
        line = held.line(part)
        if part.pk not in wanted or line is None:
            continue
        room = min(left[part.pk].amount, due.line_due(line))
        if wanted[part.pk] > room:
            raise _over(wanted[part.pk], room, part.position)


def _over(asked: Decimal, left: Decimal, position: int | None = None) -> errors.Conflict:
    words = {"asked": f"{asked:.2f}", "left": f"{left:.2f}", "position": position}
    text = (
        _("Position %(position)s: at most %(left)s can be credited, %(asked)s were asked.")
        if position
        else _("Less than %(left)s can be credited, %(asked)s were asked; all of it is reversed.")
    )
    return errors.Conflict(text % words, code="over_credited", asked=words["asked"], left=words["left"])


def _tell(held: Held, red: Invoice, parts: Iterable[InvoiceLine], reason: str, at: datetime) -> None:
    blue, told = held.invoice, {"amount": str(red.amount)}
    events.record("invoice.credited", blue, at=at, reason=reason, red=red.number, **told)
    events.record("invoice.issued", red, at=at, customer=red.customer.code, red_of=blue.number, **told)
    for order_id, amount in issuing.by_order(parts).items():
        order = held.orders[order_id]
        events.record("order.invoice_credited", order, at=at, reason=reason, invoice=red.number, amount=str(amount))
