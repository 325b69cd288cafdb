"""Deciding what waits: by who is asked, and by the customer."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from accounts import access
from accounts.collaboration import inbox
from accounts.people.models import User
from common import dates, errors, prepared
from common.operation import operation
from orders.approval import policies, queries, subjects
from orders.approval.delegation.sql import DELEGATORS, TOLD
from orders.approval.models import ApprovalRequest, ApprovalStep
from orders.approval.operations import asking
from orders.approval.subjects import Content

Decision = ApprovalStep.Decision


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
    sequence: int | None = None,
) -> bool:
    """Take the decisions that wait for ``actor``; when nothing else is needed, or it is sent back, the request ends and
    the subject's ``decided`` carries on, else its ``went_on``. Returns whether the request ended. ``sequence``: the
    step that he means, where he said so.

    The caller holds the subject's lock and has asked for the right. Raises NotAllowed (not asked, or his own
    business), WrongState (nothing waits, or another step; a gate is shut), Stale naming the fields when an approval
    meets changed content.
    """
    if is_approved and (text := subjects.refusal(subject_type, subject_id, content_hash)):
        unfit = _refusal(actor, subject_type, subject_id, content, content_hash, sequence, at)
        raise unfit or errors.WrongState(text, code="not_approvable")
    asked = {"asked": sorted(access.of(actor).own_ids), "step": sequence, "today": dates.business_day(at)}
    written = _write(_DECIDE, actor, subject_type, subject_id, content_hash, is_approved, reason, at, asked)
    if written is None:
        unfit = _refusal(actor, subject_type, subject_id, content, content_hash, sequence, at)
        raise unfit or errors.Stale(fields={})
    return _carry_on(written, actor, subject_type, subject_id, case, is_approved, reason, at)


@operation
def answer_customer(
    *, actor: User, subject_type: str, subject_id: int, is_accepted: bool, reason: str = "", at: datetime
) -> bool:
    """The customer's answer to the step that waits for him (R102–R104): accepted, the approval goes on or ends;
    declined, the subject is sent back with the ``reason``. Returns whether the request ended. ``actor``: who recorded
    the answer, the machine for one that came by link; the proof is the caller's.

    Raises WrongState (nothing waits for the customer; a gate is shut), Stale naming the fields when it is
    not what he was asked about any more, and what the subject's ``decided`` raises.
    """
    held = subjects.subjects[subject_type].lock(subject_id)
    if held is None:
        raise _nothing_for_the_customer()
    if is_accepted and (text := subjects.refusal(subject_type, subject_id, held.content_hash)):
        raise errors.WrongState(text, code="not_approvable")
    written = _write(_ANSWER, actor, subject_type, subject_id, held.content_hash, is_accepted, reason, at, {})
    if written is None:
        found = queries.open_request(subject_type, subject_id)
        if found is None or not any(step.is_customers for step in queries.waiting_steps(found[1])):
            raise _nothing_for_the_customer()
        raise _changed(found[0], held.content)
    return _carry_on(written, actor, subject_type, subject_id, held.case, is_accepted, reason, at)


def _write(
    sql: str,
    actor: User,
    subject_type: str,
    subject_id: int,
    content_hash: str,
    is_approved: bool,
    reason: str,
    at: datetime,
    asked: Mapping[str, Any],
) -> tuple[bool, int | None, int] | None:
    """Decide what fits, in one statement: whether the request ended, the step whose turn it is now (None: the same
    still waits for others) and the request; None: refused.

    The conditions are those that ``_refusal`` puts into words; deciding under ``decision = ''`` makes it once.
    """
    with connection.cursor() as cursor:
        prepared.execute(
            cursor,
            sql,
            {
                "type": subject_type,
                "id": subject_id,
                "hash": content_hash,
                "is_approved": is_approved,
                "actor": actor.pk,
                "decision": Decision.APPROVED if is_approved else Decision.REJECTED,
                "end": ApprovalRequest.State.APPROVED if is_approved else ApprovalRequest.State.REJECTED,
                "reason": reason[:500],
                "at": at,
                "kind": asking.ASKED,
                **asked,
            },
        )
        return cursor.fetchone()


# {whose}: which of the waiting decisions; of each the row of the person himself before that of one he decides for
_WRITE = f"""
WITH mine AS (
    SELECT DISTINCT ON (s.seat) s.id, s.request_id, s.sequence, s.seat
    FROM orders_approvalstep s JOIN orders_approvalrequest r ON r.id = s.request_id
    WHERE r.subject_type = %(type)s AND r.subject_id = %(id)s AND r.state = 'OPEN'
        AND (r.content_hash = %(hash)s OR NOT %(is_approved)s) AND s.decision = '' AND {{whose}}
        AND NOT EXISTS (
            SELECT 1 FROM orders_approvalstep b
            WHERE b.request_id = r.id AND b.decision = '' AND b.sequence < s.sequence)
    ORDER BY s.seat, s.approver_id <> %(actor)s, s.id
), closed AS (
    UPDATE orders_approvalstep s SET decided_at = %(at)s,
        decision = CASE WHEN s.id = mine.id THEN %(decision)s ELSE 'NOT_NEEDED' END,
        decided_by_id = CASE WHEN s.id = mine.id THEN %(actor)s::bigint END,
        reason = CASE WHEN s.id = mine.id THEN %(reason)s ELSE '' END
    FROM mine WHERE s.request_id = mine.request_id AND s.sequence = mine.sequence AND s.seat = mine.seat
        AND s.decision = ''
    RETURNING s.id, s.request_id, s.sequence, s.approver_id
), open AS (
    SELECT n.sequence, n.approver_id, n.due_at FROM orders_approvalstep n
    WHERE n.request_id IN (SELECT request_id FROM mine) AND n.decision = '' AND n.id NOT IN (SELECT id FROM closed)
), ahead AS (
    SELECT NOT %(is_approved)s OR min(sequence) IS NULL AS ends, min(sequence) AS next FROM open
), ended AS (
    UPDATE orders_approvalrequest r SET state = %(end)s, ended_at = %(at)s
    FROM ahead WHERE r.id IN (SELECT request_id FROM closed) AND ahead.ends
), asked AS (
    SELECT approver_id FROM closed UNION SELECT approver_id FROM open WHERE NOT %(is_approved)s AND due_at IS NOT NULL
), settled AS ({inbox.SETTLE} (ARRAY({TOLD.format(people="asked")})))
SELECT ahead.ends, nullif(ahead.next, closed.sequence), closed.request_id FROM closed, ahead LIMIT 1
"""
_DECIDE = _WRITE.format(
    whose=f"""(%(step)s::int IS NULL OR s.sequence = %(step)s)
        AND r.requested_by_id <> %(actor)s AND NOT r.barred @> to_jsonb(%(actor)s::bigint)
        AND (s.approver_id = ANY(%(asked)s) OR s.approver_id IN ({DELEGATORS}))"""
)
_ANSWER = _WRITE.format(whose="s.kind = 'CUSTOMER'")


def _carry_on(
    written: tuple[bool, int | None, int],
    actor: User,
    subject_type: str,
    subject_id: int,
    case: Any,
    is_approved: bool,
    reason: str,
    at: datetime,
) -> bool:
    ends, following, request_id = written
    subject = subjects.subjects[subject_type]
    if ends:
        subject.decided(actor=actor, case=case, is_approved=is_approved, reason=reason, at=at)
        return True
    subject.went_on(actor=actor, case=case, at=at)
    if following is not None:
        asked = asking.ask_next(request_id, subject_type, subject_id, following, at=at)
        asking.tell(asked, subject.row(case), at=at)
    return False


def _refusal(
    actor: User,
    subject_type: str,
    subject_id: int,
    content: Content,
    content_hash: str,
    sequence: int | None,
    at: datetime,
) -> errors.DomainError | None:
    """Why the decision does not fit; None: it does."""
    found = queries.open_request(subject_type, subject_id, at=at)
    if found is None:
        return errors.WrongState(_("Nothing waits for a decision here."), code="nothing_to_decide")
    request, steps = found
    if refused := policies.refusal(actor, request, steps):
        return refused
    if sequence is not None and sequence not in {step.sequence for step in queries.waiting_steps(steps)}:
        return errors.WrongState(_("Another step waits now; look at it again."), code="another_step")
    return _changed(request, content) if request.content_hash != content_hash else None


def _nothing_for_the_customer() -> errors.WrongState:
    return errors.WrongState(_("Nothing waits for the customer here."), code="nothing_to_decide")


def _changed(request: ApprovalRequest, content: Content) -> errors.Stale:
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
