"""Money that came in: recorded once, allocated now or later, void when it was none."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.collaboration import inbox
from accounts.people.models import User
from accounts.periods import queries as periods
from common import currencies, editing, errors, events
from common.dates import business_day
from common.money import round2
from common.numbering import Series, draw
from common.operation import operation
from customers import queries as customer_queries
from customers.models import Customer
from orders.credit import exposure
from orders.order import together
from orders.order.models import Order
from orders.settlement import allotting, policies, queries
from orders.settlement.drafts import holding
from orders.settlement.models import Receipt
from orders.settlement.operations import allocating, refunds

ZERO = Decimal(0)
_TYPED = ("currency", "amount", "received_date", "method", "provider", "external_id", "payer", "notes")
EARLIEST = timedelta(days=3 * 366)  # how far back a receipt is entered by hand or by an outside system
_CONTENT = ("customer_id", "currency_id", "amount", "received_date")


@operation
def record_receipt(
    *,
    actor: User,
    customer_id: int,
    amount: Decimal,
    received_date: date,
    currency: str | None = None,
    method: str = "",
    provider: str = "",
    external_id: str = "",
    payer: str = "",
    notes: str = "",
    draft: holding.DraftDetails | None = None,
    allocations: Iterable[tuple[int, Decimal]] = (),
    at: datetime,
) -> Receipt:
    """Record money received from a customer, in its currency unless another is named, and pay plan rows with
    it: (plan row id, amount) pairs. What is not allocated stays visible on the receipt. ``draft``: what it came as, of
    method ACCEPTANCE.

    An empty ``external_id`` is none. With one (unique per ``provider``) the same content comes back as the same
    receipt, once recorded; other content, or a receipt that is void, is a Conflict. Raises NotFound, NotAllowed,
    Invalid, WrongState, Conflict with the figures (over-allocation, other currency, other payer, no exchange rate).
    """
    customer = customer_queries.get_bare(actor=actor, customer_id=customer_id)
    policies.require(actor, "receipt.record", customer)
    receipt = Receipt(
        customer=customer,
        currency_id=currencies.require_code(currency) if currency else str(customer.currency_id),
        amount=amount,
        received_date=received_date,
        method=method,
        provider=provider,
        external_id=external_id.strip(),
        payer=payer,
        notes=notes,
        created_by=actor,
        created_at=at,
    )
    _check_content(receipt, at)
    if receipt.external_id and (known := _find_recorded(receipt)) is not None:
        return known
    _check_columns(receipt)
    holding.check(receipt, draft)
    wanted = allotting.summed(allocations)
    if wanted:
        policies.require(actor, "receipt.allocate", customer)
    orders = allocating.lock_payable_orders(actor, wanted, customer_id)
    receipt.customer.refresh_from_db(fields=["merged_into", "group"])
    _require_not_merged(receipt.customer)
    enter(receipt, orders, wanted, draft=draft, actor=actor, at=at)
    return receipt


@operation
def void_receipt(*, actor: User, receipt_id: int, reason: str, at: datetime, version: int | None = None) -> Receipt:
    """Say that the money never was (bounced, typed twice), with a reason: its allocations are taken back, the
    customer owes again. The number stays. Raises NotFound, NotAllowed, Stale, Invalid, WrongState when void
    already.
    """
    allocating.require_reason(reason)
    seen = queries.get_receipt_by_id(actor, receipt_id)
    orders = together.lock_orders(queries.orders_paid_by(receipt_id), also_holders_of=[seen.customer_id])
    receipt = queries.lock_receipt(actor=actor, receipt_id=receipt_id, version=version)
    policies.require(actor, "receipt.void", receipt.customer)
    allocating.require_live(receipt)
    periods.require_open(receipt.received_date, at=at)
    if receipt.amount < 0:
        refunds.require_own(receipt)
        return refunds.take_back(receipt, refunds.source_of(receipt), reason=reason, at=at)
    holding.void(receipt)
    refunds.require_none(receipt)
    live = allocating.live_allocations(receipt)
    if {row.plan_row.order_id for row in live} - orders.keys():
        raise errors.Stale(_("The receipt was allocated meanwhile; look at it again."), fields={})
    if live:
        allocating.take_back(receipt, live, orders, actor=actor, at=at)
    receipt.is_void = True
    receipt.version += 1
    receipt.save(update_fields=["is_void", "allocated", "version"])
    exposure.move(receipt.customer.credit_holder_id, received=-_in_base(receipt))
    events.record("receipt.voided", receipt, at=at, reason=reason, amount=str(receipt.amount))
    for order in orders.values():
        events.record("order.payment_revoked", order, at=at, reason=reason, receipt=receipt.number)
    _notify(
        receipt,
        orders.values(),
        kind="receipt.voided",
        message=gettext_noop("Receipt %(number)s of %(customer)s was made void."),
        actor=actor,
        at=at,
    )
    return receipt


@operation
def restore_receipt(*, actor: User, receipt_id: int, reason: str, at: datetime, version: int | None = None) -> Receipt:
    """Take the voiding of a receipt back, with a reason: the money did come. It is unallocated; what it paid
    before is allocated anew. Raises NotFound, NotAllowed, Stale, Invalid, WrongState when it is not void,
    Conflict when its external number was recorded anew meanwhile."""
    allocating.require_reason(reason)
    seen = queries.get_receipt_by_id(actor, receipt_id)
    together.lock_holders([seen.customer_id])
    receipt = queries.lock_receipt(actor=actor, receipt_id=receipt_id, version=version)
    policies.require(actor, "receipt.restore", receipt.customer)
    if not receipt.is_void:
        raise errors.WrongState(_("The receipt is not void."), possible=["void"])
    if receipt.amount < 0:
        raise errors.WrongState(_("What was paid back after all is entered anew."), possible=[])
    require_number_free(receipt)
    periods.require_open(receipt.received_date, at=at)
    receipt.is_void = False
    receipt.version += 1
    receipt.save(update_fields=["is_void", "version"])
    exposure.move(receipt.customer.credit_holder_id, received=_in_base(receipt))
    holding.restore(receipt)
    events.record("receipt.restored", receipt, at=at, reason=reason, amount=str(receipt.amount))
    message = gettext_noop("Receipt %(number)s of %(customer)s counts again.")
    _notify(receipt, (), kind="receipt.restored", message=message, actor=actor, at=at)
    return receipt


def _check_content(receipt: Receipt, at: datetime) -> None:
    """Raise Invalid for a customer, amount or day that cannot be; Conflict without an exchange rate."""
    _require_not_merged(receipt.customer)
    allotting.require_amount(receipt.amount, "amount")
    periods.require_open(receipt.received_date, at=at)
    if receipt.received_date > business_day(at):
        raise errors.Invalid(fields={"received_date": [_("Money cannot have come in on a day to come.")]})
    earliest = business_day(at) - EARLIEST
    if receipt.received_date < earliest:
        text = _("Enter a day since %(day)s; older money is taken over with an import.")
        raise errors.Invalid(fields={"received_date": [text % {"day": earliest.isoformat()}]})
    receipt.exchange_rate = currencies.rate_on(receipt.currency_id, receipt.received_date)


def _require_not_merged(customer: Customer) -> None:
    if customer.merged_into_id:
        raise errors.Invalid(fields={"customer": [_("This customer was merged into another one.")]})


def _check_columns(receipt: Receipt) -> None:
    """Raise Invalid, field by field, for the rest."""
    editing.check(receipt, exclude=[field.name for field in receipt._meta.fields if field.name not in _TYPED])


def require_number_free(receipt: Receipt) -> None:
    """Raise Conflict when another receipt stands under the external number of a void one."""
    if not receipt.external_id:
        return
    _hold_number(receipt)
    same = Receipt.objects.filter(provider=receipt.provider, external_id=receipt.external_id, is_void=False)
    if other := same.first():
        text = _("Payment %(id)s stands as %(number)s; make that one void first.")
        words = {"id": receipt.external_id, "number": other.number}
        raise errors.Conflict(text % words, code="external_id_used", receipt=other.number)


def _hold_number(receipt: Receipt) -> None:
    """One caller at a time for an external number, until commit."""
    digest = hashlib.sha256(f"receipt\0{receipt.provider}\0{receipt.external_id}".encode()).digest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(digest[:8], "big", signed=True)])


def _find_recorded(receipt: Receipt) -> Receipt | None:
    """The receipt already recorded under this external number, one caller at a time until commit; none where all
    under it are void and said something else: they were typed wrong. Raises Conflict when it says something else,
    and when it was made void as it comes: a payment that bounced is not recorded once more because its message
    comes again; a person restores it if it did come."""
    _hold_number(receipt)
    under = Receipt.objects.filter(provider=receipt.provider, external_id=receipt.external_id)
    known = under.order_by("is_void").first()  # at most one stands
    if known is None:
        return None
    if known.is_void:
        content = {name: getattr(receipt, name) for name in _CONTENT}
        known = under.filter(**content).first()
        if known is None:
            return None
        text = _("Payment %(id)s was recorded as %(number)s, which is void. Restore it if the money did come.")
        words = {"id": receipt.external_id, "number": known.number}
        raise errors.Conflict(text % words, code="receipt_void", receipt=known.number, possible=["restore"])
    differing = [name for name in _CONTENT if getattr(known, name) != getattr(receipt, name)]
    if differing:
        text = _("Payment %(id)s was recorded already as %(number)s, with another content.")
        words = {"id": receipt.external_id, "number": known.number}
        raise errors.Conflict(text % words, code="external_id_used", receipt=known.number, differing=differing)
    return known


def enter(
    receipt: Receipt,
    orders: dict[int, Order],
    wanted: dict[int, Decimal],
    *,
    draft: holding.DraftDetails | None = None,
    actor: User,
    at: datetime,
) -> None:
    """Everything under lock; the number is drawn after all that can fail or wait."""
    rows = []
    if wanted:
        rows = allocating.pour(allocating.money_of(receipt), wanted, orders)
        receipt.allocated = sum(wanted.values(), ZERO)
        allocating.conclude(orders.values(), at)
    exposure.move(receipt.customer.credit_holder_id, received=_in_base(receipt))
    receipt.number = draw(Series.RECEIPT, business_day(at))
    receipt.save(force_insert=True)
    holding.add(receipt, draft)
    if wanted:
        holding.require_paying(receipt)
    allocating.write_allocations(receipt, rows, wanted, actor=actor, at=at)
    events.record("receipt.recorded", receipt, at=at, customer=receipt.customer.code, amount=str(receipt.amount))
    if rows:
        allocating.tell(receipt, rows, wanted, at)
    _notify(
        receipt,
        orders.values(),
        kind="receipt.recorded",
        message=gettext_noop("%(customer)s paid %(amount)s %(currency)s (%(number)s)."),
        actor=actor,
        at=at,
    )


def _in_base(receipt: Receipt) -> Decimal:
    """The receipt in the company's currency, at the rate of the day it came."""
    return round2(receipt.amount * receipt.exchange_rate)


def _notify(receipt: Receipt, orders: Iterable[Order], *, kind: str, message: str, actor: User, at: datetime) -> None:
    """Tell the salespeople whose orders or customer it is about, but not the one who did it."""
    customer: Customer = receipt.customer
    people = {order.salesperson_id for order in orders} or {customer.owner_id}
    words: dict[str, Any] = {
        "number": receipt.number,
        "customer": customer.name,
        "amount": allotting.plain(receipt.amount),
        "currency": receipt.currency_id,
    }
    readers = sorted(person for person in people if person and person != actor.pk)
    inbox.notify(readers, kind=kind, message=message, parameters=words, at=at, subject=receipt)
