"""Money paid back to a customer: out of what is left of a receipt, never more, once (issue 5)."""

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.people.models import User
from accounts.periods import queries as periods
from common import errors, events
from common.dates import business_day
from common.numbering import Series, draw
from common.operation import operation
from orders.credit import exposure
from orders.order import together
from orders.settlement import allotting, policies, queries
from orders.settlement.models import Receipt
from orders.settlement.operations import allocating, receipts, refunds

VERB = "receipt.pay_back"
PROVIDER = "payout"  # the bank's number of a payment of ours counts once
LONGEST = 300


@operation
def pay_back(
    *,
    actor: User,
    receipt_id: int,
    amount: Decimal,
    paid_date: date,
    reason: str,
    at: datetime,
    reference: str = "",
    version: int | None = None,
) -> Receipt:
    """Pay ``amount`` of what is left of a receipt back to its customer, for a reason: it stands on the account as a
    receipt of kind REFUND below zero, with a number of its own (RF), and is taken back by voiding it. ``reference`` is
    the number of the payment at the bank.

    Raises NotFound, NotAllowed, Stale, Invalid (amount, day, closed month, no reason), WrongState (void, no money),
    Conflict with the figures (more than is left, the reference is that of another payment).
    """
    allocating.require_reason(reason)
    allotting.require_amount(amount, "amount")
    require_day(paid_date, at)
    seen = queries.get_receipt_by_id(actor, receipt_id)
    together.lock_holders([seen.customer_id])
    source = queries.lock_receipt(actor=actor, receipt_id=receipt_id, version=version)
    return give(source, amount, paid_date=paid_date, reason=reason, reference=reference, actor=actor, at=at)


def require_day(paid_date: date, at: datetime) -> None:
    """Raise Invalid for a day to come, WrongState for one in a closed month."""
    if paid_date > business_day(at):
        raise errors.Invalid(fields={"paid_date": [_("Money cannot have left on a day to come.")]})
    periods.require_open(paid_date, at=at)


def give(
    source: Receipt,
    amount: Decimal,
    *,
    paid_date: date,
    reason: str,
    reference: str = "",
    refund_for: str = "",
    actor: User,
    at: datetime,
) -> Receipt:
    """Pay back out of a receipt whose holder and row are locked, on a day that was checked; ``refund_for`` names the
    return it is for. Raises like ``pay_back``."""
    policies.require(actor, VERB, source.customer)
    _require_money(source, paid_date)
    left = source.amount - source.allocated
    if amount > left:
        text = _("Of %(number)s %(left)s are left, %(asked)s were asked.")
        figures = {"left": allotting.plain(left), "asked": allotting.plain(amount)}
        raise errors.Conflict(text % {**figures, "number": source.number}, code="over_paid_back", **figures)
    refund = Receipt(
        kind=Receipt.Kind.REFUND,
        refund_of=source,
        customer=source.customer,
        currency_id=source.currency_id,
        exchange_rate=source.exchange_rate,
        amount=-amount,
        allocated=-amount,
        received_date=paid_date,
        method=source.method,
        provider=PROVIDER if reference.strip() else "",
        external_id=reference.strip()[:120],
        payer=source.payer or source.customer.name[:120],
        notes=" ".join(reason.split())[:LONGEST],
        refund_for=refund_for,
        created_by=actor,
        created_at=at,
    )
    receipts.require_number_free(refund)
    source.allocated += amount
    refunds.save(source)
    exposure.move(source.customer.credit_holder_id, received=refunds.in_base(refund))
    refund.number = draw(Series.REFUND, business_day(at))
    refund.save(force_insert=True)
    words = {"amount": str(amount), "reason": reason}
    events.record("receipt.paid_back", source, at=at, refund=refund.number, **words)
    events.record("receipt.refunded", refund, at=at, receipt=source.number, **words)
    return refund


def _require_money(source: Receipt, paid_date: date) -> None:
    """Raise WrongState for a receipt that is void or was no money, Invalid for a day before it came."""
    allocating.require_live(source)
    if source.kind != Receipt.Kind.MONEY:
        raise errors.WrongState(_("Only money that came in is paid back."), possible=[])
    if paid_date < source.received_date:
        raise errors.Invalid(fields={"paid_date": [_("The money came in later than this.")]})
