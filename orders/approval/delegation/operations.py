"""Letting somebody else decide for some days (SEMANTICS 7): for oneself, or for people whom one manages."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from accounts import policies as rights
from accounts.collaboration import inbox
from accounts.people import queries as people
from accounts.people.models import User
from common import dates, errors, events
from common.operation import operation
from orders.approval.delegation import queries
from orders.approval.delegation.models import Delegation
from orders.approval.subjects import subjects

LONGEST_DAYS = 366
TOLD = "approval.delegated"


@operation
def delegate(
    *,
    actor: User,
    delegate_id: int,
    first_day: date,
    last_day: date,
    at: datetime,
    delegator_id: int | None = None,
    reason: str = "",
) -> Delegation:
    """Let ``delegate`` decide what ``delegator`` (oneself, unless somebody whom one manages is named) is asked, on
    these business days, both included. Both may decide; whoever comes first does. He is told.

    Raises NotAllowed, Invalid (days that are past or the wrong way round, over a year; a person who may not approve,
    is the delegator, or has this delegation on these days already).
    """
    delegator = _delegator(actor, delegator_id)
    person = people.get_active_person(delegate_id, "delegate")
    _check_person(person, delegator)
    _check_days(first_day, last_day, dates.business_day(at))
    people.lock_people([delegator.pk])
    same = Delegation.objects.filter(delegator=delegator, delegate=person, ended_at=None)
    if same.filter(first_day__lte=last_day, last_day__gte=first_day).exists():
        text = _("%(person)s decides for %(other)s on some of these days already.")
        raise errors.Invalid(fields={"first_day": [text % {"person": person.name, "other": delegator.name}]})
    row = Delegation.objects.create(
        delegator=delegator,
        delegate=person,
        first_day=first_day,
        last_day=last_day,
        reason=reason.strip()[:200],
        created_by=actor,
        created_at=at,
    )
    events.record(
        "approval.delegated",
        row,
        at=at,
        reason=row.reason,
        number=delegator.username,
        to=person.username,
        first_day=first_day.isoformat(),
        last_day=last_day.isoformat(),
    )
    inbox.notify(
        [key for key in (person.pk, delegator.pk) if key != actor.pk],
        kind=TOLD,
        message=gettext_noop("%(person)s decides approvals for %(other)s from %(first)s to %(last)s."),
        parameters={
            "person": person.name,
            "other": delegator.name,
            "first": first_day.isoformat(),
            "last": last_day.isoformat(),
        },
        subject=row,
        mail=True,
        at=at,
    )
    return row


@operation
def end_delegation(*, actor: User, delegation_id: int, at: datetime) -> Delegation:
    """Take a delegation back before its time: by the delegator, or who manages him.

    Raises NotFound, NotAllowed, WrongState (it ended already).
    """
    row = queries.lock(actor=actor, delegation_id=delegation_id)
    _delegator(actor, row.delegator_id)
    if row.ended_at is not None or row.last_day < dates.business_day(at):
        raise errors.WrongState(_("This delegation has ended already."), code="delegation_ended")
    row.ended_at, row.ended_by = at, actor
    row.save(update_fields=["ended_at", "ended_by"])
    events.record("approval.delegation_ended", row, at=at, number=row.delegator.username, to=row.delegate.username)
    return row


def may_end(actor: User, row: Delegation, on: date) -> bool:
    """Whether the button is there."""
    return row.ended_at is None and row.last_day >= on and can_delegate_for(actor, row.delegator_id)


def can_delegate_for(actor: User, delegator_id: int) -> bool:
    """Whether ``actor`` may let others decide for this person."""
    return actor.pk == delegator_id or people.managed_by(actor).filter(pk=delegator_id).exists()


def _delegator(actor: User, delegator_id: int | None) -> User:
    if delegator_id is None or delegator_id == actor.pk:
        return actor
    rights.require(actor, "user.manage")
    person = people.managed_by(actor).filter(pk=delegator_id, is_active=True).first()
    if person is None:
        raise errors.Invalid(fields={"delegator": [_("Choose somebody who works here.")]})
    return person


def _check_person(person: User, delegator: User) -> None:
    if person.pk == delegator.pk:
        raise errors.Invalid(fields={"delegate": [_("Choose somebody else.")]})
    if not any(people.holds(person, subject.verb) for subject in subjects.values()):
        text = _("%(person)s may not approve.") % {"person": person.name}
        raise errors.Invalid(fields={"delegate": [text]})


def _check_days(first_day: date, last_day: date, today: date) -> None:
    if last_day < first_day:
        raise errors.Invalid(fields={"last_day": [_("Enter a day on or after the first day.")]})
    if last_day < today:
        raise errors.Invalid(fields={"last_day": [_("Choose today or a later day.")]})
    if (last_day - first_day).days >= LONGEST_DAYS:
        raise errors.Invalid(fields={"last_day": [_("A delegation lasts a year at most.")]})
