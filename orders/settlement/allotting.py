"""Whether money of a receipt may pay a plan row, and how much of it (SEMANTICS 12). Rules over rows already read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from common import errors
from common.money import round2
from orders.order.states import Status

ZERO = Decimal(0)
BINDING = (Status.EFFECTIVE, Status.CLOSED, Status.ARCHIVED)  # closing is about goods only: money goes on


@dataclass(frozen=True)
class Money:
    """What can be allocated: from whom it came, its currency, and how much of it is left."""

    customer_id: int
    holder_id: int
    currency_id: str
    left: Decimal


def require_amount(amount: Decimal, field: str) -> None:
    """Raise Invalid unless ``amount`` is above zero and money that can be paid: whole cents."""
    if amount <= 0:
        raise errors.Invalid(fields={field: [_("Enter more than zero.")]})
    if amount != round2(amount):
        raise errors.Invalid(fields={field: [_("At most two decimals.")]})


def summed(wanted: Iterable[tuple[int, Decimal]]) -> dict[int, Decimal]:
    """Plan row id → amount; a row named twice gets the sum. Raises Invalid for an amount that is none."""
    sums: dict[int, Decimal] = {}
    for index, (row_id, amount) in enumerate(wanted, start=1):
        require_amount(amount, f"allocations.{index}.amount")
        sums[row_id] = sums.get(row_id, ZERO) + amount
    return sums


def require_payable(money: Money, order: Any) -> None:
    """Raise WrongState or Conflict unless money of this customer may pay this order: the order binds, the
    currency is the same, and the payer is its customer, its bill-to or of the customer's group."""
    if order.status not in BINDING:
        text = _("Order %(order)s takes no money: it is %(status)s.")
        words = {"order": str(order), "status": Status(order.status).label}
        raise errors.WrongState(text % words, order=order.reference, status=str(order.status), possible=[])
    if order.currency_id != money.currency_id:
        text = _("Order %(order)s is in %(theirs)s, the receipt in %(ours)s.")
        words = {"order": str(order), "theirs": order.currency_id, "ours": money.currency_id}
        raise errors.Conflict(text % words, code="currency_differs", order=order.reference)
    payers = (order.customer_id, order.bill_to_id)
    if money.customer_id not in payers and money.holder_id != order.customer.credit_holder_id:
        text = _("The payer is neither the customer of order %(order)s nor its bill-to nor of the same group.")
        raise errors.Conflict(text % {"order": str(order)}, code="payer_differs", order=order.reference)


def require_room(money: Money, rows: Sequence[Any], wanted: Mapping[int, Decimal]) -> None:
    """Raise Conflict with the figures when a plan row or the receipt itself would be over-allocated."""
    for row in rows:
        open_amount = row.amount - row.received
        if wanted[row.pk] > open_amount:
            text = _("Only %(open)s of row %(row)s of order %(order)s are still to be paid; %(asked)s were asked.")
            figures = {"open": plain(open_amount), "asked": plain(wanted[row.pk]), "row": row.sequence}
            raise errors.Conflict(
                text % {**figures, "order": str(row.order)}, code="over_allocated", plan_row=row.pk, **figures
            )
    asked = sum(wanted.values(), ZERO)
    if asked > money.left:
        text = _("Only %(left)s of the receipt are left; %(asked)s were asked.")
        figures = {"left": plain(money.left), "asked": plain(asked)}
        raise errors.Conflict(text % figures, code="over_allocated", **figures)


def plain(amount: Decimal) -> str:
    """An amount with two decimals at least: 12.50, 0.123456."""
    shown = f"{amount.normalize():f}"
    whole, _dot, digits = shown.partition(".")
    return f"{whole}.{digits.ljust(2, '0')}"
