"""Asking for approval and deciding it, inside the operations of the subject and under its lock.

Each step is decided once; an approval is bound to the content it was asked for (SEMANTICS 7).
"""

import json
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from accounts import access
from accounts.collaboration import inbox
from accounts.people.models import User
from common import errors, prepared, settings
from orders.approval import policies, queries, routing
from orders.approval.models import ApprovalRequest, ApprovalStep
from orders.approval.subjects import subjects

ASKED = "approval.asked"  # the kind of line in an approver's inbox
SLA_HOURS = "approval.sla_hours"
Content = Mapping[str, str | None]


def ask(
    *,
    subject_type: str,
    subject_id: int,
    department_id: int | None,
    content: Content,
    content_hash: str,
    requested_by: User,
    barred: Collection[int],
    at: datetime,
) -> int:
    """Open a request over a subject's content; returns the id of the person asked. Tell him with ``tell``.

    ``barred``: people whose own business it is, beside the requester. Raises Conflict when nobody in the
    company may decide, or a request is open already (IntegrityError).
    """
    kept_out = sorted({requested_by.pk, *barred})
    route = _find(subject_type, department_id, kept_out)
    with connection.cursor() as cursor:
        prepared.execute(
            cursor,
            _ASK,
            [
                *(subject_type, subject_id, content_hash, json.dumps(dict(content)), json.dumps(kept_out)),
                *(requested_by.pk, at, route.person_id, route.why[:200], at + sla()),
            ],
        )
    return route.person_id


_ASK = """
WITH asked AS (
    INSERT INTO orders_approvalrequest
        (subject_type, subject_id, content_hash, content, barred, state, requested_by_id, requested_at)
    VALUES (%s, %s, %s, %s, %s, 'OPEN', %s, %s) RETURNING id
)
INSERT INTO orders_approvalstep (request_id, sequence, approver_id, why, due_at, decision, reason)
SELECT id, 1, %s::bigint, %s::text, %s::timestamptz, '', '' FROM asked
"""


def _find(subject_type: str, department_id: int | None, barred: Collection[int]) -> routing.Route:
    route = routing.find(department_id=department_id, verb=subjects[subject_type].verb, barred=barred)
    if route is None:
        raise errors.Conflict(
            _("Nobody may approve this: give the department a head with the right to approve."), code="no_approver"
        )
    return route


def reroute(
    *, subject_type: str, subject_id: int, department_id: int | None, barred: Collection[int], at: datetime
) -> int | None:
    """A subject that waits became the business of other people, ``barred`` beside the requester: where the person
    asked, or who stands in for him, is one of them, the next who may decide is asked in his place (SEMANTICS 7).

    Returns the id of who is asked instead, None where nobody else need be; tell him with ``tell``. The caller
    holds the subject's lock. Raises Conflict when nobody may decide.
    """
    found = queries.open_request(subject_type, subject_id)
    if found is None:
        return None
    request, steps = found
    request.barred = sorted({request.requested_by_id, *barred})
    request.save(update_fields=["barred"])
    step = queries.current_step(steps)
    if step is None or policies.decider_id(step.approver) not in request.barred:
        return None
    route = _find(subject_type, department_id, request.barred)
    inbox.settle([step.approver_id], kind=ASKED, subject_type=subject_type, subject_id=subject_id, at=at)
    step.approver_id, step.why, step.due_at = route.person_id, route.why[:200], at + sla()
    step.save(update_fields=["approver", "why", "due_at"])
    return route.person_id


def pass_on(step: ApprovalStep, approver_id: int, *, at: datetime) -> None:
    """Ask somebody else to decide a waiting step: the question leaves the inbox of who was asked. Tell the other
    with ``tell``. The caller holds the subject's lock."""
    request = step.request
    inbox.settle(
        [step.approver_id], kind=ASKED, subject_type=request.subject_type, subject_id=request.subject_id, at=at
    )
    step.approver_id = approver_id
    step.save(update_fields=["approver"])


def rebind(*, subject_type: str, subject_id: int, content: Content, content_hash: str) -> None:
    """Bind the open request of a subject to how it stands now: for a change that is none of its content, as when
    two records of one customer become one. The caller holds the subject's lock."""
    ApprovalRequest.objects.filter(
        subject_type=subject_type, subject_id=subject_id, state=ApprovalRequest.State.OPEN
    ).update(content=dict(content), content_hash=content_hash)


def sla() -> timedelta:
    """Within which time a step should be decided (R098)."""
    return timedelta(hours=float(settings.get(SLA_HOURS)))


def tell(approver_id: int, subject: Any, *, at: datetime) -> None:
    """Put the request into the approver's inbox."""
    inbox.notify(
        [approver_id],
        kind=ASKED,
        message=gettext_noop("%(subject)s waits for your approval."),
        parameters={"subject": str(subject)},
        subject=subject,
        mail=True,
        at=at,
    )


def decide(
    *,
    actor: User,
    subject_type: str,
    subject_id: int,
    case: Any,
    content: Content,
    content_hash: str,
    is_approved: bool,
    reason: str = "",
    at: datetime,
) -> bool:
    """Decide the step that waits; with the last one, or when it is sent back, the request ends and the
    subject's ``decided`` carries on. Returns whether the request ended.

    The caller holds the subject's lock and has asked for the right. Raises NotAllowed (not asked, or his own
    business), Conflict (nothing waits), Stale naming the fields when an approval meets changed content.
    """
    ends = _write(actor, subject_type, subject_id, content_hash, is_approved, reason, at)
    if ends is None:
        raise _refusal(actor, subject_type, subject_id, content)
    if ends:
        subjects[subject_type].decided(actor=actor, case=case, is_approved=is_approved, reason=reason, at=at)
    return ends


def _write(
    actor: User, subject_type: str, subject_id: int, content_hash: str, is_approved: bool, reason: str, at: datetime
) -> bool | None:
    """Decide the waiting step if everything fits, in one statement: whether the request ended, None: refused.

    The conditions are those that ``_refusal`` puts into words; deciding under ``decision = ''`` makes it once.
    """
    decision = ApprovalStep.Decision.APPROVED if is_approved else ApprovalStep.Decision.REJECTED
    end = ApprovalRequest.State.APPROVED if is_approved else ApprovalRequest.State.REJECTED
    with connection.cursor() as cursor:
        prepared.execute(
            cursor,
            _DECIDE,
            {
                "type": subject_type,
                "id": subject_id,
                "hash": content_hash,
                "is_approved": is_approved,
                "actor": actor.pk,
                "asked": sorted(access.of(actor).own_ids),
                "decision": decision,
                "end": end,
                "reason": reason[:500],
                "at": at,
                "kind": ASKED,
            },
        )
        row = cursor.fetchone()
    return row[0] if row else None


_DECIDE = f"""
WITH waiting AS (
    SELECT s.id, s.request_id, NOT %(is_approved)s OR NOT EXISTS (
        SELECT 1 FROM orders_approvalstep n WHERE n.request_id = r.id AND n.decision = '' AND n.id <> s.id) AS ends
    FROM orders_approvalstep s JOIN orders_approvalrequest r ON r.id = s.request_id
    WHERE r.subject_type = %(type)s AND r.subject_id = %(id)s AND r.state = 'OPEN'
        AND (r.content_hash = %(hash)s OR NOT %(is_approved)s)
        AND r.requested_by_id <> %(actor)s AND NOT r.barred @> to_jsonb(%(actor)s::bigint)
        AND s.approver_id = ANY(%(asked)s) AND s.decision = '' AND NOT EXISTS (
            SELECT 1 FROM orders_approvalstep b
            WHERE b.request_id = r.id AND b.decision = '' AND b.sequence < s.sequence)
), done AS (
    UPDATE orders_approvalstep s
    SET decision = %(decision)s, decided_by_id = %(actor)s, decided_at = %(at)s, reason = %(reason)s
    FROM waiting WHERE s.id = waiting.id AND s.decision = '' RETURNING waiting.request_id, waiting.ends, s.approver_id
), ended AS (
    UPDATE orders_approvalrequest r SET state = %(end)s, ended_at = %(at)s
    FROM done WHERE r.id = done.request_id AND done.ends
), settled AS ({inbox.SETTLE} (ARRAY(SELECT approver_id FROM done)))
SELECT ends FROM done
"""


def _refusal(actor: User, subject_type: str, subject_id: int, content: Content) -> errors.DomainError:
    """Why the decision did not fit."""
    found = queries.open_request(subject_type, subject_id)
    step = queries.current_step(found[1]) if found else None
    if found is None or step is None:
        return errors.WrongState(_("Nothing waits for a decision here."), code="nothing_to_decide")
    request = found[0]
    if policies.is_barred(actor, request.requested_by_id, request.barred):
        return errors.NotAllowed(_("Nobody decides his own order."), code="own_business")
    if not policies.is_asked(actor, step):
        return errors.NotAllowed(
            _("%(person)s is asked to decide this.") % {"person": step.approver.name}, code="not_asked"
        )
    changed = {
        path: [request.content.get(path) or "", content.get(path) or ""]
        for path in {**request.content, **content}
        if request.content.get(path) != content.get(path)
    }
    return errors.Stale(
        _("This is not what was submitted any more: %(fields)s.") % {"fields": ", ".join(sorted(changed))},
        code="content_changed",
        fields=changed,
    )


def withdraw(subject_type: str, subject_id: int, *, at: datetime) -> None:
    """End the open request of a subject that was taken back, and take the question out of the inboxes of those who
    were asked, in one statement; nothing happens where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(_WITHDRAW, {"type": subject_type, "id": subject_id, "kind": ASKED, "at": at})


_WITHDRAW = f"""
WITH ended AS (
    UPDATE orders_approvalrequest SET state = 'WITHDRAWN', ended_at = %(at)s
    WHERE subject_type = %(type)s AND subject_id = %(id)s AND state = 'OPEN' RETURNING id
)
{inbox.SETTLE} (ARRAY(SELECT s.approver_id FROM orders_approvalstep s JOIN ended ON ended.id = s.request_id))
"""
