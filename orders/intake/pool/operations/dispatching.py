"""Saying whose a piece of intake is, and who enters it (R060, R137)."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from accounts.collaboration import inbox
from accounts.people import queries as people
from accounts.people.models import User
from common import editing, errors, events
from common.operation import operation
from customers import policies as customer_policies
from orders.intake.pool import policies, proposing, queries, states
from orders.intake.pool.models import IntakeItem
from orders.intake.pool.operations import receiving
from orders.intake.pool.states import Move

NOBODY = gettext_lazy("Choose somebody who enters orders.")
DISPATCHED = "intake.dispatched"  # kind of the inbox line


@operation
def assign_customer(
    *, actor: User, item_id: int, customer_id: int, at: datetime, version: int | None = None
) -> IntakeItem:
    """Say whose a piece of intake is, in place of the guess.

    Raises NotFound, NotAllowed, Stale, WrongState (entered or discarded), Invalid (no such customer for this actor).
    """
    item = queries.lock_item(actor=actor, item_id=item_id)
    policies.require(actor, policies.ENTER, item)
    editing.require_seen(item, version)
    if item.order_id is not None or item.state == states.State.DISCARDED:
        raise states.wrong_state(item.state, Move.ENTER)
    seen = customer_policies.visible_to(actor).filter(pk=customer_id, merged_into__isnull=True)
    customer = seen.select_related("owner").first()
    if customer is None:
        raise errors.Invalid(fields={"customer": [_("Choose a customer from the list.")]})
    receiving.assign_customer(item, customer, str(IntakeItem.Guess.HAND))
    item.version += 1
    item.save(update_fields=["customer", "customer_by", "department", "version"])
    events.record("intake.customer_named", item, at=at, number=str(item.pk), customer=customer.code)
    return item


@operation
def dispatch_item(*, actor: User, item_id: int, person_id: int, at: datetime, version: int | None = None) -> IntakeItem:
    """Give a piece of intake to the salesperson who is to enter it; he is told. Given again it goes to another.

    Raises NotFound, NotAllowed, Stale, WrongState, Invalid (nobody who enters intake, or who may not see its
    customer).
    """
    item = _lock(actor, item_id, version)
    person = people.holders(policies.ENTER).filter(pk=person_id).first()
    if person is None:
        raise errors.Invalid(fields={"person": [NOBODY]})
    if not proposing.may_take(person, item.customer):
        words = _("%(person)s may not see the customer %(customer)s, and could not enter his order.")
        raise errors.Invalid(fields={"person": [words % {"person": person.name, "customer": item.customer}]})
    return _give(actor, item, person, _("by hand"), at)


@operation
def dispatch_proposed(*, actor: User, item_id: int, at: datetime, version: int | None = None) -> IntakeItem:
    """Give a piece of intake to the salesperson who is proposed at this moment, with the reasons on record.

    Raises NotFound, NotAllowed, Stale, WrongState, Conflict (``nobody_fits``).
    """
    item = _lock(actor, item_id, version)
    found = proposing.best(item, at)
    if found is None:
        raise errors.Conflict(_("Nobody fits: choose a salesperson by hand."), code="nobody_fits")
    person = people.get_active_person(found.person_id, "person")
    return _give(actor, item, person, found.words, at)


def _lock(actor: User, item_id: int, version: int | None) -> IntakeItem:
    item = queries.lock_item(actor=actor, item_id=item_id)
    policies.require(actor, policies.DISPATCH, item)
    editing.require_seen(item, version)
    return item


def _give(actor: User, item: IntakeItem, person: User, why: str, at: datetime) -> IntakeItem:
    before, item.state = item.salesperson_id, states.after(item.state, Move.DISPATCH)
    item.salesperson, item.department_id = person, person.department_id
    item.dispatched_by, item.dispatched_at, item.dispatch_reason = actor, at, str(why)[:500]
    item.version += 1
    item.save(
        update_fields=[
            *("state", "salesperson", "department", "dispatched_by", "dispatched_at", "dispatch_reason", "version")
        ]
    )
    events.record("intake.dispatched", item, at=at, number=str(item.pk), person=person.username, reason=str(why)[:500])
    if before is not None and before != person.pk:
        inbox.settle([before], kind=DISPATCHED, subject_type=receiving.SUBJECT, subject_id=item.pk, at=at)
    if person.pk not in (actor.pk, before):
        inbox.notify(
            [person.pk],
            kind=DISPATCHED,
            message=gettext_noop("Intake #%(id)s of %(sender)s was given to you to enter: %(title)s"),
            parameters={"id": item.pk, "sender": str(item.customer or item.sender_words), "title": item.title[:80]},
            subject=item,
            mail=True,
            at=at,
        )
    return item
