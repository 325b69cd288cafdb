"""Holding a customer's data: while a lawsuit or an inspection lasts nothing of it is anonymised or forgotten (R309)."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors, events
from common.operation import operation
from customers import queries as customers
from customers.privacy import policies
from customers.privacy.models import DataHold


@operation
def hold_data(*, actor: User, customer_id: int, reason: str, at: datetime) -> DataHold:
    """Hold a customer's data until the hold is lifted. Raises NotFound, NotAllowed, Invalid (no reason), Conflict (held
    already)."""
    policies.rights.require(actor, policies.HOLD)
    customer = customers.lock_any(actor=actor, customer_id=customer_id)
    words = _words(reason)
    try:
        with transaction.atomic():
            hold = DataHold.objects.create(customer=customer, reason=words, set_by=actor, set_at=at)
    except IntegrityError as error:
        raise errors.Conflict(_("The data of this customer is on hold already."), code="held_already") from error
    events.record("customer.data_held", customer, at=at, number=customer.code, reason=words)
    return hold


@operation
def release_data(*, actor: User, customer_id: int, reason: str, at: datetime) -> DataHold:
    """Lift the hold on a customer's data. Raises NotFound, NotAllowed, Invalid (no reason), WrongState (not held)."""
    policies.rights.require(actor, policies.HOLD)
    customer = customers.lock_any(actor=actor, customer_id=customer_id)
    words = _words(reason)
    hold = DataHold.objects.select_for_update(no_key=True).filter(customer=customer, lifted_at=None).first()
    if hold is None:
        raise errors.WrongState(_("The data of this customer is not on hold."), possible=["hold"])
    hold.lifted_by, hold.lifted_at, hold.lift_reason = actor, at, words
    hold.save(update_fields=["lifted_by", "lifted_at", "lift_reason"])
    events.record("customer.data_released", customer, at=at, number=customer.code, reason=words)
    return hold


def _words(reason: str) -> str:
    words = " ".join(reason.split())
    if not words:
        raise errors.Invalid(fields={"reason": [_("Say why.")]})
    return words[:300]
