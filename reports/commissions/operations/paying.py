"""Confirmed statements are paid; from then on they stay."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.people.models import User
from common import citations, editing, errors
from common.operation import attempt, operation
from reports.commissions import policies, queries, sheets
from reports.commissions.models import CommissionStatement
from reports.commissions.operations.settling import Outcome, notify, tell, wait_for_person

_PAID = gettext_noop("Your commission of %(month)s was paid")
State = CommissionStatement.State


@operation
def pay(*, actor: User, person_id: int, month: date, at: datetime, version: int | None = None) -> CommissionStatement:
    """Note that a confirmed statement was paid. Raises NotFound, NotAllowed (also his own), WrongState, Stale."""
    person = queries.get_person(actor, person_id)
    policies.require(actor, policies.PAY, person)
    wait_for_person(person_id)
    row = queries.lock_statement(person_id=person_id, month=month)
    if row is None:
        raise errors.WrongState(_("It is a draft. Confirm it first."), status="DRAFT", possible=["confirm"])
    editing.require_seen(row, version)
    if row.state == State.PAID:
        raise errors.WrongState(_("It was paid already."), status=row.state, possible=[])
    row.state, row.paid_by, row.paid_at, row.version = State.PAID, actor, at, row.version + 1
    row.save(update_fields=["state", "paid_by", "paid_at", "version"])
    tell(row, "commission.paid", at=at, amount=sheets.read(row).total)
    notify(row, "commission.paid", _PAID, at=at)
    return row


@operation
def pay_several(*, actor: User, month: date, people: Sequence[int], at: datetime) -> list[Outcome]:
    """Note that the statements of several people were paid. What is refused does not hold the others up. Raises
    NotAllowed."""
    found, several = [], citations.Several()
    for person_id in sorted(set(people)):
        given = {"actor": actor, "person_id": person_id, "month": month, "at": at}
        try:
            found.append(Outcome(person_id, attempt(lambda given=given: pay(**given))))  # type: ignore[misc]
        except errors.DomainError as error:
            found.append(Outcome(person_id, None, several.told(error)))
    return found
