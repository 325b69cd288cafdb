"""Exceptions that nobody answers in time go up (R216): each in a transaction of its own under its lock; a run that was
missed catches up, one that runs twice tells nobody twice."""

from datetime import datetime

from django.utils.translation import gettext_noop

from accounts.people import queries as people
from accounts.people.models import User
from common import errors
from common.operation import operation
from orders.exceptions import locking, notices, rules
from orders.exceptions.models import ExceptionCase
from orders.exceptions.states import Status

LATE = gettext_noop("%(about)s: %(case)s is not answered in time; it waits for %(owner)s.")


def escalate_due(*, actor: User | None = None, at: datetime, limit: int = 500) -> int:
    """Tell of what was to be answered by now; returns how many. What is busy is found again by the next run."""
    due = ExceptionCase.objects.filter(status=Status.OPEN, next_escalation_at__lte=at)
    system, done = actor or people.system_user(), 0
    for case_id in list(due.order_by("next_escalation_at").values_list("pk", flat=True)[:limit]):
        try:
            done += escalate_case(actor=system, case_id=case_id, at=at)
        except (errors.Conflict, errors.NotFound, errors.Unavailable):
            continue
    return done


@operation
def escalate_case(*, actor: User, case_id: int, at: datetime) -> bool:
    """Tell the owner, and the head above him, a step further up each time; False where it was answered or told
    meanwhile."""
    row = ExceptionCase.objects.filter(pk=case_id).values_list("order_id").first()
    if row is None:
        return False
    order = locking.lock_order(row[0]) if row[0] is not None else None
    case = ExceptionCase.objects.select_for_update(no_key=True).get(pk=case_id)
    if case.status != Status.OPEN or case.next_escalation_at is None or case.next_escalation_at > at:
        return False
    case.order = order
    heads = [one.pk for one in people.heads_above(case.owner.department_id) if one.pk != case.owner_id]
    told = {case.owner_id, *heads[case.escalations : case.escalations + 1]}
    case.escalations += 1
    goes_on = case.escalations < min(rules.MOST_ESCALATIONS, max(1, len(heads)))
    case.next_escalation_at = rules.next_escalation(case.severity, at) if goes_on else None
    case.version += 1
    case.save(update_fields=["escalations", "next_escalation_at", "version"])
    owner, times = case.owner.name, case.escalations
    notices.tell("escalated", case, sorted(told), message=LATE, at=at, owner=owner, times=times)
    return True
