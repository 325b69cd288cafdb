"""Inquiries: recorded as they come, changed while they are open, closed with a reason (R083, R089)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import policies as rights
from accounts.people.models import User
from common import dates, editing, errors, events, numbering
from common.operation import operation
from customers import policies as customer_policies
from customers.models import Customer
from orders.quotation import policies, queries
from orders.quotation.drafts import INQUIRY
from orders.quotation.models import Inquiry
from orders.quotation.operations import saving
from orders.quotation.states import InquiryStatus


@operation
def record_inquiry(*, actor: User, values: Mapping[str, Any], at: datetime) -> Inquiry:
    """Record what somebody asked: ``values`` by column of ``drafts.INQUIRY``; received now unless told otherwise. It
    belongs to whom its customer belongs, one of a stranger to whoever records it.

    Raises NotAllowed, NotFound (no such customer for this actor), Invalid.
    """
    rights.require(actor, "quotation.create")
    inquiry = Inquiry(received_at=at, received_by=actor, created_by=actor, created_at=at, updated_at=at)
    _take(inquiry, actor, values, at)
    inquiry.number = numbering.draw(numbering.Series.INQUIRY, dates.business_day(at))
    inquiry.save(force_insert=True)
    events.record("inquiry.recorded", inquiry, at=at, who=inquiry.asked_by, channel=inquiry.channel)
    return inquiry


@operation
def change_inquiry(
    *, actor: User, inquiry_id: int, version: int | None, values: Mapping[str, Any], at: datetime
) -> Inquiry:
    """Change an open inquiry. Raises NotFound, NotAllowed, WrongState, Stale, Invalid."""
    inquiry = _lock_open(actor, inquiry_id, version)
    changed = _take(inquiry, actor, values, at)
    if changed:
        _save(inquiry, at)
        events.record("inquiry.changed", inquiry, at=at, fields=saving.named(changed))
    return inquiry


@operation
def close_inquiry(*, actor: User, inquiry_id: int, reason: str, version: int | None, at: datetime) -> Inquiry:
    """Say that nothing will come of it, and why. Raises NotFound, NotAllowed, WrongState, Stale, Invalid."""
    inquiry = _lock_open(actor, inquiry_id, version)
    inquiry.closed_reason = reason.strip()
    if not inquiry.closed_reason:
        raise errors.Invalid(fields={"reason": [_("Say why.")]})
    inquiry.status = InquiryStatus.CLOSED
    saving.check(inquiry, ["closed_reason"])
    _save(inquiry, at)
    events.record("inquiry.closed", inquiry, at=at, reason=inquiry.closed_reason)
    return inquiry


def _lock_open(actor: User, inquiry_id: int, version: int | None) -> Inquiry:
    inquiry = queries.lock_inquiry(actor=actor, inquiry_id=inquiry_id, version=version)
    policies.require(actor, "quotation.edit", inquiry)
    if inquiry.status != InquiryStatus.OPEN:
        raise errors.WrongState(
            _("The inquiry is %(status)s.") % {"status": InquiryStatus(inquiry.status).label},
            status=str(inquiry.status),
            possible=[],
        )
    return inquiry


def _take(inquiry: Inquiry, actor: User, values: Mapping[str, Any], at: datetime) -> list[str]:
    given = {name: value for name, value in values.items() if name in INQUIRY}
    changed = editing.assign(inquiry, given)
    if "customer" in changed or (inquiry.pk is None and inquiry.salesperson_id is None):
        _belong(inquiry, actor)
    if not inquiry.customer_id and not inquiry.company.strip():
        raise errors.Invalid(fields={"customer": [_("Choose a customer, or write who asked.")]})
    if inquiry.received_at > at:
        raise errors.Invalid(fields={"received_at": [_("It cannot have come in at a time to come.")]})
    saving.check(inquiry, [name for name in given if not name.endswith("_id")])
    return changed


def _belong(inquiry: Inquiry, actor: User) -> None:
    """Salesperson and department: those of the customer, else of whoever records it."""
    customer = None
    if inquiry.customer_id:
        customer = customer_policies.visible_to(actor).filter(pk=inquiry.customer_id).select_related("owner").first()
        if customer is None:
            raise errors.Invalid(fields={"customer": [_("Choose a customer that is in use.")]})
    owner = _owner(customer) or actor
    inquiry.customer, inquiry.salesperson = customer, owner
    inquiry.department_id = (customer.department_id if customer else None) or owner.department_id


def _owner(customer: Customer | None) -> User | None:
    return customer.owner if customer and customer.owner and customer.owner.is_active else None


def _save(inquiry: Inquiry, at: datetime) -> None:
    inquiry.version += 1
    inquiry.updated_at = at
    inquiry.save()
