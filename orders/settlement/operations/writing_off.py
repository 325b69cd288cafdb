"""What is let go of what a customer owes: small differences, charges of banks, discounts for early payment."""

from datetime import datetime
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors, events
from common.dates import business_day
from common.operation import operation
from customers.models import Customer
from orders.order.models import Order
from orders.settlement import allotting, limits, policies, queries
from orders.settlement.models import WRITE_OFFS, Allocation, Receipt
from orders.settlement.operations import allocating, receipts

VERB = "receipt.write_off"
LONGEST = 300
ZERO = Decimal(0)


@operation
def write_off(*, actor: User, plan_row_id: int, amount: Decimal, kind: str, reason: str, at: datetime) -> Receipt:
    """Let ``amount`` of a part of an order's plan go, for a reason: it stands on the account like a receipt of this
    kind (CHARGE, DISCOUNT, DIFFERENCE), and is taken back by voiding it. Never more of an order than the setting of the
    kind allows, in all.

    Raises NotFound, NotAllowed, Invalid, WrongState (an order that does not bind), Conflict with the figures (beyond
    the limit, more than is open).
    """
    allotting.require_amount(amount, "amount")
    allocating.require_reason(reason)
    if kind not in {code for code, _label in WRITE_OFFS}:
        raise errors.Invalid(fields={"kind": [_("Choose one of the list.")]})
    account_id = _account_of(actor, plan_row_id)
    orders = allocating.lock_payable_orders(actor, {plan_row_id: amount}, account_id)
    order = next(iter(orders.values()))
    account = Customer.objects.get(pk=account_id)
    policies.require(actor, VERB, account)
    _require_within(order, amount, kind)
    receipt = Receipt(
        kind=kind,
        customer=account,
        currency_id=order.currency_id,
        exchange_rate=order.exchange_rate,
        amount=amount,
        received_date=business_day(at),
        notes=" ".join(reason.split())[:LONGEST],
        created_by=actor,
        created_at=at,
    )
    receipts.enter(receipt, orders, {plan_row_id: amount}, actor=actor, at=at)
    events.record("order.written_off", order, at=at, reason=reason, what=kind, amount=str(amount))
    return receipt


def _account_of(actor: User, plan_row_id: int) -> int:
    """Whose account the order of a plan row is. Raises NotFound."""
    order_id = next(iter(queries.orders_of_rows(actor, [plan_row_id])))
    customer_id, bill_to_id = Order.objects.values_list("customer_id", "bill_to_id").get(pk=order_id)
    return int(bill_to_id or customer_id)


def _require_within(order: Order, amount: Decimal, kind: str) -> None:
    """Raise Conflict where an order's write-offs of this kind would pass what the company allows."""
    standing = Allocation.objects.filter(plan_row__order=order, revoked_at=None, receipt__kind=kind)
    done = standing.aggregate(total=Sum("amount"))["total"] or ZERO
    most = limits.most(kind, order)
    if done + amount > most:
        text = _("Of order %(order)s at most %(most)s may be let go in this way; %(done)s are, %(asked)s were asked.")
        figures = {"most": allotting.plain(most), "done": allotting.plain(done), "asked": allotting.plain(amount)}
        raise errors.Conflict(text % {**figures, "order": str(order)}, code="write_off_over", **figures)
