"""Holding contacts with customers: what was said, what came of it, and what comes next (R185, R188)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import dates, errors
from common.errors import Text
from common.operation import operation
from orders.service.contacts import policies
from orders.service.contacts.choices import Outcome, Purpose, Side, State, Way
from orders.service.contacts.models import FollowUp
from orders.service.contacts.operations import locking, planning


@dataclass(frozen=True)
class Next:
    """The contact that is agreed in another: by when, about what (as before where nothing is said), by whom (the same
    person where nobody is named)."""

    due_date: date | None
    subject: str = ""
    purpose: str = ""
    way: str = ""
    plan: str = ""
    owner_id: int | None = None


@operation
def hold_contact(
    *,
    actor: User,
    follow_up_id: int,
    outcome: str,
    words: str,
    at: datetime,
    way: str = "",
    contact_id: int | None = None,
    contact_name: str = "",
    held_at: datetime | None = None,
    next_contact: Next | None = None,
    version: int | None = None,
) -> FollowUp:
    """Write down that a planned contact was held, now or at ``held_at``, and plan the next one in the same go. Of two
    who hold it at once the second is told that it was held.

    Raises NotFound, NotAllowed, Stale, WrongState (held or dropped), Invalid.
    """
    row = locking.locked(actor, follow_up_id, version, with_customer=True)
    if way:
        row.way = way
    if contact_id is not None or contact_name.strip():
        person = locking.person_at(row.customer, contact_id, contact_name)
        row.contact_id, row.contact_name = person["contact_id"], person["contact_name"]
    _hold(row, actor, outcome, words, held_at, at, next_contact)
    row.version += 1
    row.save()
    locking.record("held", row, at, outcome=row.outcome)
    _plan_next(row, next_contact, actor, at)
    return row


@operation
def write_down_contact(
    *,
    actor: User,
    subject: str,
    outcome: str,
    words: str,
    at: datetime,
    customer_id: int | None = None,
    order_id: int | None = None,
    purpose: str = Purpose.CARE,
    way: str = Way.PHONE,
    side: str = Side.OUT,
    contact_id: int | None = None,
    contact_name: str = "",
    held_at: datetime | None = None,
    next_contact: Next | None = None,
) -> FollowUp:
    """Write down a contact that nobody planned: we called, or the customer did.

    Raises NotFound, NotAllowed, WrongState (the customer was merged), Invalid.
    """
    customer, order = locking.about(actor, customer_id, order_id)
    row = FollowUp(
        customer=customer,
        order=order,
        subject=subject.strip(),
        purpose=purpose,
        way=way,
        side=side,
        owner=actor,
        created_by=actor,
        created_at=at,
        **locking.person_at(customer, contact_id, contact_name),
    )
    _hold(row, actor, outcome, words, held_at, at, next_contact)
    row.save(force_insert=True)
    locking.record("held", row, at, outcome=row.outcome)
    _plan_next(row, next_contact, actor, at)
    return row


def _hold(
    row: FollowUp,
    actor: User,
    outcome: str,
    words: str,
    held_at: datetime | None,
    at: datetime,
    next_contact: Next | None,
) -> None:
    wrong: dict[str, list[Text]] = {}
    if outcome not in Outcome:
        wrong["outcome"] = [_("Say what came of it.")]
    if not words.strip() and outcome != Outcome.NOT_REACHED:
        wrong["words"] = [_("Write what was said.")]
    if held_at is not None and held_at > at:
        wrong["held_at"] = [_("This is still to come.")]
    if outcome == Outcome.AGAIN and next_contact is None:
        wrong["next_date"] = [_("Say when he is contacted again.")]
    if wrong:
        raise errors.Invalid(fields=wrong)
    if next_contact is not None:
        locking.require_day(next_contact.due_date, dates.business_day(at), "next_date")
    row.state, row.outcome, row.words = State.DONE, outcome, words.strip()
    row.held_at, row.done_by = held_at or at, actor
    locking.check(row)


def _plan_next(row: FollowUp, wanted: Next | None, actor: User, at: datetime) -> FollowUp | None:
    if wanted is None:
        return None
    holder = row.owner if _still_there(row) else actor
    owner = locking.taker(wanted.owner_id or holder.pk, row.customer, row.order, actor)
    entries: dict[str, Any] = {
        "subject": wanted.subject or row.subject,
        "purpose": wanted.purpose or row.purpose,
        "way": wanted.way or row.way,
        "plan": wanted.plan,
        "due_date": wanted.due_date,
        "contact_id": row.contact_id,
        "contact_name": row.contact_name,
        "follows": row,
    }
    return planning.add(actor, row.customer, row.order, owner, at, **entries)


def _still_there(row: FollowUp) -> bool:
    """Whether whose contact it was may hold the next one too."""
    return policies.can_take(row.owner, row.customer, row.order)
