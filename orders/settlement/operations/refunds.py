"""Refunds as voiding meets them: taken back themselves, or standing in the way of their receipt (issue 5)."""

from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from common import errors, events
from common.money import round2
from orders.credit import exposure
from orders.settlement.models import Receipt


def source_of(refund: Receipt) -> Receipt:
    """The receipt of which it was paid back, locked after it."""
    assert refund.refund_of_id is not None  # it is a refund
    return Receipt.objects.select_for_update(no_key=True).get(pk=refund.refund_of_id)


def take_back(refund: Receipt, source: Receipt, *, reason: str, at: datetime) -> Receipt:
    """Void a refund: the money is left on its ``source`` again. Their holder and rows are locked; the caller checked
    the right."""
    source.allocated += refund.amount
    save(source)
    refund.is_void, refund.allocated = True, Decimal(0)
    save(refund)
    exposure.move(refund.customer.credit_holder_id, received=-in_base(refund))
    events.record("receipt.voided", refund, at=at, reason=reason, amount=str(refund.amount))
    return refund


def require_own(refund: Receipt) -> None:
    """Raise WrongState for what another record made: what a return was paid back with, or a draft that was dishonoured.
    That record is taken back, and this with it."""
    if refund.kind == Receipt.Kind.DISHONOUR:
        raise errors.WrongState(_("It follows from a draft: take that move of the draft back."), possible=["take_back"])
    if refund.refund_for:
        text = _("Return %(number)s was paid back with it; take the record of the refund back on the return.")
        words = {"number": refund.refund_for}
        raise errors.WrongState(text % words, code="refund_of_return", possible=["return_refund_reverse"], **words)


def require_none(receipt: Receipt) -> None:
    """Raise WrongState for a receipt of which something was paid back: that goes first."""
    standing = receipt.refunds.filter(is_void=False).order_by("pk").values_list("number", flat=True)
    if standing:
        text = _("Some of it was paid back (%(numbers)s); make that void first.")
        raise errors.WrongState(text % {"numbers": ", ".join(standing)}, possible=[])


def in_base(receipt: Receipt) -> Decimal:
    """At the rate of the day it came in: what came and what went back then cancel out."""
    return round2(receipt.amount * receipt.exchange_rate)


def save(receipt: Receipt) -> None:
    """Keep what changed of a locked receipt."""
    receipt.version += 1
    receipt.save(update_fields=["allocated", "is_void", "version"])
