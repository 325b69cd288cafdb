"""What must be right before goods leave or a service counts: state, quantity, advance, credit."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts import policies
from accounts.people.models import User
from common import errors, settings
from common.errors import Text
from customers.models import PaymentTermRow
from orders.closure import tolerances
from orders.closure.aftermath import Affected
from orders.completeness import papers as completeness
from orders.completeness.rules import Step
from orders.credit import operations as credit
from orders.credit.rules import Moment
from orders.fulfilment import rules
from orders.fulfilment.models import OutboundDocument
from orders.order.models import OrderLine
from orders.settlement import amounts

ZERO = Decimal(0)


def require_shippable(affected: Collection[Affected], lines: Iterable[OrderLine]) -> None:
    """Raise WrongState unless these lines of goods and their orders may ship now."""
    orders = {one.order.pk: one.order for one in affected}
    for order in orders.values():
        rules.require_order_ships(order)
    for line in lines:
        rules.require_goods(orders[line.order_id], line)
        rules.require_line_open(orders[line.order_id], line)


_SAID_BY_DOCUMENT = ("ship_address", "ship_recipient", "ship_phone", "transport_mode")


def require_complete(affected: Iterable[Affected], document: OutboundDocument) -> None:
    """Raise Incomplete where an order lacks what the company's table asks of it before shipment (R105, SEMANTICS 6).
    What the document itself says of place, recipient and transport is not missed."""
    said = {name for name in _SAID_BY_DOCUMENT if getattr(document, name)}
    completeness.require_for([(one.order, one.lines) for one in affected], Step.SHIP, said)


def check_notice(wanted: Sequence[tuple[OrderLine, Decimal]], own: Mapping[int, Decimal]) -> None:
    """Raise Invalid, per position in ``wanted``, where a delivery notice would pass the open quantity and the
    over-delivery tolerance; ``own`` is what the notice itself held before (order line id → quantity)."""
    over, wrong, figures = tolerances.over(), dict[str, list[Text]](), []
    for row, (line, quantity) in enumerate(wanted, start=1):
        text = rules.quantity_error(quantity) or rules.part_error(line.unit, quantity, of=line.ordered)
        if not text:
            left = rules.room(line, over, line.drafted - own.get(line.pk, ZERO))
            found = rules.overrun(line, quantity, left)
            if found:
                figures.append(found)
                text = rules.overrun_text(found)
        if text:
            wrong[f"lines.{row}.quantity"] = [text]
    if wrong:
        raise errors.Invalid(fields=wrong, code="over_delivery" if figures else None, lines=figures)


def check_issue(going: Iterable[tuple[OrderLine, Decimal]]) -> None:
    """Raise Conflict with the figures where goods about to leave pass what may go. Other notices do not
    count here: they are plans, this is the fact."""
    over = tolerances.over()
    found = [rules.overrun(line, quantity, rules.room(line, over, ZERO)) for line, quantity in going]
    figures = [one for one in found if one]
    if figures:
        raise errors.Conflict(" ".join(map(rules.overrun_text, figures)), code="over_delivery", lines=figures)


CHECK = "outbound.check"  # setting
REQUIRED, OPTIONAL = "required", "optional"


def require_checked(document: OutboundDocument) -> None:
    """Raise WrongState where goods leave only after they were held against their orders (R105, R106), and nobody did
    so, or found something wrong, as the notice reads now."""
    if settings.get(CHECK) != REQUIRED:
        return
    last = document.checks.order_by("-id").first()
    if last is None or last.document_version != document.version:
        text = _("The goods are to be held against the order before they leave; check them first.")
        raise errors.WrongState(text, code="not_checked", status=document.status)
    if not last.is_ok:
        text = _("The goods were not what the order says; put it right and check them again.")
        raise errors.WrongState(text, code="not_checked", status=document.status)


def require_paid_up(actor: User, affected: Iterable[Affected]) -> None:
    """Raise Conflict where a plan row that must be received before shipment is short by more than its allowed
    shortfall (SEMANTICS 12); with the figures, for who may see amounts."""
    missing = [
        {
            "order": one.order.reference,
            "row": row.sequence,
            "amount": str(row.amount),
            "received": str(row.received),
            "missing": str(amounts.shortfall(row)),
            "currency": one.order.currency_id,
        }
        for one in affected
        for row in one.plan
        if row.control == PaymentTermRow.Control.SHIP and amounts.shortfall(row) > 0
    ]
    if not missing:
        return
    if policies.effect(actor, "order.amount"):
        text = _("Order %(order)s must be paid before it ships; finance has not seen the money yet.")
        missing = [{"order": one["order"]} for one in missing]
    else:
        text = _("Order %(order)s must be paid before it ships: %(received)s of %(amount)s %(currency)s came in.")
    raise errors.Conflict(" ".join(text % one for one in missing), code="payment_missing", rows=missing)


def require_credit(actor: User, affected: Iterable[Affected], at: datetime) -> None:
    """Raise CreditExceeded where the holder's credit no longer bears an order (SEMANTICS 9)."""
    for one in affected:
        credit.check(one.order, at, Moment.OUTBOUND, actor=actor)
