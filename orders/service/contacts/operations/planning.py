"""Planning contacts with customers: for a day, by somebody; changed, moved to another, dropped (R185)."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import dates, editing, errors
from common.operation import operation
from customers.models import Customer
from orders.order.models import Order
from orders.service.contacts.choices import Purpose, State, Way
from orders.service.contacts.models import FollowUp
from orders.service.contacts.operations import locking

FIELDS = ("subject", "purpose", "way", "plan", "due_date", "contact", "contact_name")
REASON = 500


@operation
def plan_contact(
    *,
    actor: User,
    subject: str,
    due_date: date | None,
    at: datetime,
    customer_id: int | None = None,
    order_id: int | None = None,
    purpose: str = Purpose.CARE,
    way: str = Way.PHONE,
    contact_id: int | None = None,
    contact_name: str = "",
    plan: str = "",
    owner_id: int | None = None,
) -> FollowUp:
    """Plan a contact with a customer, perhaps about an order of his, by ``due_date``; it waits for ``owner_id`` (the
    actor where nobody is named), who is told.

    Raises NotFound, NotAllowed, WrongState (the customer was merged), Invalid.
    """
    customer, order = locking.about(actor, customer_id, order_id)
    locking.require_day(due_date, dates.business_day(at))
    owner = locking.taker(owner_id, customer, order, actor)
    person = locking.person_at(customer, contact_id, contact_name)
    entries = {"subject": subject, "due_date": due_date, "purpose": purpose, "way": way, "plan": plan, **person}
    return add(actor, customer, order, owner, at, **entries)


def add(actor: User, customer: Customer, order: Order | None, owner: User, at: datetime, **entries: Any) -> FollowUp:
    """Keep a planned contact, inside the operation that holds its customer or order. Raises Invalid."""
    row = FollowUp(
        customer=customer, order=order, owner=owner, state=State.PLANNED, created_by=actor, created_at=at, **entries
    )
    row.subject, row.plan = row.subject.strip(), row.plan.strip()
    locking.check(row)
    row.save(force_insert=True)
    locking.record("planned", row, at, day=str(row.due_date))
    locking.tell_owner(row, actor, at)
    return row


@operation
def change_contact(
    *, actor: User, follow_up_id: int, at: datetime, version: int | None = None, **changes: Any
) -> FollowUp:
    """Change what a planned contact is about, its day, how it is held and with whom (``FIELDS``).

    Raises NotFound, NotAllowed, Stale, WrongState (held or dropped), Invalid.
    """
    row = locking.locked(actor, follow_up_id, None)
    columns = editing.as_columns(FollowUp, changes, FIELDS)
    if version is not None:
        editing.require_version(row, version, columns)
    if "contact_id" in columns or "contact_name" in columns:
        name = columns.get("contact_name", "" if "contact_id" in columns else row.contact_name)
        columns |= locking.person_at(row.customer, columns.get("contact_id", row.contact_id), name)
    if "due_date" in columns and columns["due_date"] != row.due_date:
        locking.require_day(columns["due_date"], dates.business_day(at))
    for name in ("subject", "plan"):
        if name in columns:
            columns[name] = columns[name].strip()
    changed = editing.assign(row, columns)
    locking.check(row)
    if changed:
        row.version += 1
        row.save()
        locking.record("changed", row, at, fields=changed)
    return row


@operation
def move_contact(
    *, actor: User, follow_up_id: int, owner_id: int, at: datetime, version: int | None = None
) -> FollowUp:
    """Give a planned contact to somebody else, who is told. Raises NotFound, NotAllowed, Stale, WrongState, Invalid
    (nobody who works here and sees the customer)."""
    row = locking.locked(actor, follow_up_id, version)
    owner = locking.taker(owner_id, row.customer, row.order, actor)
    if owner.pk == row.owner_id:
        return row
    was, row.owner, row.version = row.owner.username, owner, row.version + 1
    row.save(update_fields=["owner", "version"])
    locking.record("moved", row, at, was=was, now=owner.username)
    locking.tell_owner(row, actor, at)
    return row


@operation
def drop_contact(*, actor: User, follow_up_id: int, reason: str, at: datetime, version: int | None = None) -> FollowUp:
    """A planned contact is not needed any more: the reason stays with it. Raises NotFound, NotAllowed, Stale,
    WrongState, Invalid."""
    row = locking.locked(actor, follow_up_id, version)
    said = reason.strip()
    if not said:
        raise errors.Invalid(fields={"reason": [_("Give a reason.")]})
    if len(said) > REASON:
        raise errors.Invalid(fields={"reason": [_("At most %(n)s characters.") % {"n": REASON}]})
    row.state, row.words, row.done_by, row.version = State.DROPPED, said, actor, row.version + 1
    row.save(update_fields=["state", "words", "done_by", "version"])
    locking.record("dropped", row, at, reason=said)
    return row
