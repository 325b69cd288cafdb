"""Asking for an approval: whom, and telling them; asking others, and nobody any more."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext_noop

from accounts.collaboration import inbox
from accounts.people.models import User
from common import dates, prepared
from orders.approval import choosing, policies, queries, reasons, seats
from orders.approval.delegation.sql import TO_TELL, TOLD
from orders.approval.measures import Figures
from orders.approval.models import ApprovalRequest, ApprovalStep
from orders.approval.routing import Business
from orders.approval.subjects import Content, customer_asked, subjects

ASKED = "approval.asked"  # the kind of line in an approver's inbox
Kind = ApprovalStep.Kind


@dataclass(frozen=True)
class Asked:
    """Who is asked now, to be told with ``tell``: people (and who decides for them these days), the customer."""

    subject_type: str
    subject_id: int
    people: tuple[int, ...] = ()
    customer_step: int | None = None
    due_at: datetime | None = None


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
    signs: Collection[str] = (),
    measures: Figures | None = None,
) -> Asked:
    """Open a request over a subject's content: the first row of the matrix that fits says who decides, else the
    settings. Returns who is asked first; tell them with ``tell``.

    ``barred``: people whose own business it is, beside the requester; ``signs`` and ``measures`` (code → figure): what
    rows of the matrix may ask for beside their condition. Raises Conflict when nobody in the company may decide, or a
    request is open already (IntegrityError).
    """
    kept_out = sorted({requested_by.pk, *barred})
    today = dates.business_day(at)
    business = Business(department_id, subjects[subject_type].verb, kept_out)
    row, steps = choosing.choose(subject_type, subject_id, business, signs=signs, measures=measures or {}, today=today)
    with connection.cursor() as cursor:
        prepared.execute(
            cursor,
            _ASK,
            {
                "type": subject_type,
                "id": subject_id,
                "hash": content_hash,
                "content": json.dumps(dict(content)),
                "kept_out": json.dumps(kept_out),
                "row": row.name if row else "",
                "by": requested_by.pk,
                "at": at,
                "today": today,
                "barred": kept_out,
                **_columns(steps),
            },
        )
        return _asked(subject_type, subject_id, cursor.fetchall())


_ASK = f"""
WITH asked AS (
    INSERT INTO orders_approvalrequest
        (subject_type, subject_id, content_hash, content, barred, matrix_row, state, requested_by_id, requested_at)
    VALUES (%(type)s, %(id)s, %(hash)s, %(content)s, %(kept_out)s, %(row)s, 'OPEN', %(by)s, %(at)s) RETURNING id
), steps AS (
    INSERT INTO orders_approvalstep (request_id, sequence, seat, kind, approver_id, why, hours, escalation,
        escalate_to_id, due_at, decision, reason)
    SELECT asked.id, v.sequence, v.seat, v.kind, v.approver, v.why, v.hours, v.escalation, v.escalate_to,
        CASE WHEN v.sequence = 1 THEN %(at)s + v.hours * interval '1 hour' END, '', ''
    FROM asked, unnest(%(sequences)s::smallint[], %(seats)s::smallint[], %(kinds)s::text[], %(approvers)s::bigint[],
        %(whys)s::text[], %(hours)s::numeric[], %(escalations)s::text[], %(escalate_to)s::bigint[])
        AS v(sequence, seat, kind, approver, why, hours, escalation, escalate_to)
    RETURNING id, kind, approver_id, due_at
)
{TO_TELL}
"""


def _columns(steps: seats.Seats) -> dict[str, list[Any]]:
    """The rows of a new request, column by column."""
    rows = [
        (sequence, place, seat, route)
        for sequence, step in enumerate(steps, 1)
        for place, seat in enumerate(step, 1)
        for route in seat.routes or (None,)
    ]
    return {
        "sequences": [sequence for sequence, _place, _seat, _route in rows],
        "seats": [place for _sequence, place, _seat, _route in rows],
        "kinds": [str(Kind.PERSON if route else Kind.CUSTOMER) for *_, route in rows],
        "approvers": [route.person_id if route else None for *_, route in rows],
        "whys": [route.why if route else reasons.of("customer") for *_, route in rows],
        "hours": [seat.step.within for _sequence, _place, seat, _route in rows],
        "escalations": [str(seat.step.escalation) for _sequence, _place, seat, _route in rows],
        "escalate_to": [seat.step.escalate_to for _sequence, _place, seat, _route in rows],
    }


def ask_next(request_id: int, subject_type: str, subject_id: int, sequence: int, *, at: datetime) -> Asked:
    """Let it be the turn of the next step: those who decide it are asked from now on."""
    barred = ApprovalRequest.objects.values_list("barred", flat=True).get(pk=request_id)
    with connection.cursor() as cursor:
        cursor.execute(
            _ASK_NEXT,
            {
                "request": request_id,
                "sequence": sequence,
                "at": at,
                "today": dates.business_day(at),
                "barred": barred,
            },
        )
        return _asked(subject_type, subject_id, cursor.fetchall())


_ASK_NEXT = f"""
WITH steps AS (
    UPDATE orders_approvalstep SET due_at = %(at)s + hours * interval '1 hour', late_at = NULL
    WHERE request_id = %(request)s AND sequence = %(sequence)s AND decision = ''
    RETURNING id, kind, approver_id, due_at
)
{TO_TELL}
"""


def _asked(subject_type: str, subject_id: int, told: Iterable[Sequence[Any]]) -> Asked:
    people, customer, due = [], None, None
    for step_id, kind, person_id, due_at in told:
        due = due_at
        if kind == Kind.CUSTOMER:
            customer = step_id
        else:
            people.append(person_id)
    return Asked(subject_type, subject_id, tuple(dict.fromkeys(people)), customer, due)


def tell(asked: Asked, row: Any, *, at: datetime) -> None:
    """Put the question into the inboxes of those who are asked, by mail too where they want it; the customer is asked
    by who registered for it. ``row``: the subject, which the lines lead to."""
    inbox.notify(
        asked.people,
        kind=ASKED,
        message=gettext_noop("%(subject)s waits for your approval."),
        parameters={"subject": str(row)},
        subject=row,
        mail=True,
        at=at,
    )
    if asked.customer_step is not None and asked.due_at is not None:
        for ask_customer in customer_asked.values():
            ask_customer(
                subject_type=asked.subject_type,
                subject_id=asked.subject_id,
                step_id=asked.customer_step,
                due_at=asked.due_at,
                at=at,
            )


def reroute(
    *, subject_type: str, subject_id: int, department_id: int | None, barred: Collection[int], at: datetime
) -> Asked:
    """A subject that waits became the business of other people, ``barred`` beside the requester: where somebody asked,
    or who stands in for him, is one of them, the next who may decide is asked in his place (SEMANTICS 7), unless
    others may take the same decision.

    Returns who is asked now that was not; tell them with ``tell``. The caller holds the subject's lock. Raises Conflict
    when nobody may decide.
    """
    found = queries.open_request(subject_type, subject_id)
    if found is None:
        return Asked(subject_type, subject_id)
    request, steps = found
    request.barred = sorted({request.requested_by_id, *barred})
    request.save(update_fields=["barred"])
    asked = []
    open_steps = [step for step in steps if not step.decision and not step.is_customers]
    for step in open_steps:
        if policies.decider_id(step.approver) not in request.barred:
            continue
        _settle(step, request, at)
        if _has_others(step, open_steps, request.barred):
            close(step, at)
            continue
        route = seats.instead(Business(department_id, subjects[subject_type].verb, request.barred))
        step.approver_id, step.why = route.person_id, route.why
        step.due_at = at + queries.within(step) if step.due_at else None
        step.late_at = None  # his time begins now
        step.save(update_fields=["approver", "why", "due_at", "late_at"])
        asked += [route.person_id] if step.due_at else []
    return Asked(subject_type, subject_id, tuple(asked))


def _has_others(step: ApprovalStep, steps: Iterable[ApprovalStep], barred: Collection[int]) -> bool:
    """Whether somebody else may take the same decision."""
    return any(
        other.pk != step.pk
        and (other.sequence, other.seat) == (step.sequence, step.seat)
        and not other.decision
        and policies.decider_id(other.approver) not in {None, *barred}
        for other in steps
    )


def _settle(step: ApprovalStep, request: ApprovalRequest, at: datetime) -> None:
    """Take the question out of the inbox of who was asked."""
    people = [step.approver_id] if step.approver_id is not None else []
    inbox.settle(people, kind=ASKED, subject_type=request.subject_type, subject_id=request.subject_id, at=at)


def close(step: ApprovalStep, at: datetime) -> None:
    """Ask this person no more: others decide."""
    step.decision, step.decided_at = ApprovalStep.Decision.NOT_NEEDED, at
    step.save(update_fields=["decision", "decided_at"])


def pass_on(step: ApprovalStep, approver_id: int, *, at: datetime) -> Asked:
    """Ask somebody else to take a decision: the question leaves the inbox of who was asked. Tell the other with
    ``tell``. The caller holds the subject's lock."""
    request = step.request
    _settle(step, request, at)
    if ApprovalStep.objects.filter(
        request=request, sequence=step.sequence, seat=step.seat, approver_id=approver_id, decision=""
    ).exists():
        close(step, at)  # the other is asked for this decision already
        return Asked(request.subject_type, request.subject_id)
    step.approver_id = approver_id
    step.save(update_fields=["approver"])
    people = (approver_id,) if step.due_at else ()
    return Asked(request.subject_type, request.subject_id, people)


def rebind(*, subject_type: str, subject_id: int, content: Content, content_hash: str) -> None:
    """Bind the open request of a subject to how it stands now: for a change that is none of its content, as when
    two records of one customer become one. The caller holds the subject's lock."""
    ApprovalRequest.objects.filter(
        subject_type=subject_type, subject_id=subject_id, state=ApprovalRequest.State.OPEN
    ).update(content=dict(content), content_hash=content_hash)


def withdraw(subject_type: str, subject_id: int, *, at: datetime) -> None:
    """End the open request of a subject that was taken back, and take the question out of the inboxes of those who
    were asked, in one statement; nothing happens where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(_WITHDRAW, {"type": subject_type, "id": subject_id, "kind": ASKED, "at": at})


_WITHDRAW = f"""
WITH ended AS (
    UPDATE orders_approvalrequest SET state = 'WITHDRAWN', ended_at = %(at)s
    WHERE subject_type = %(type)s AND subject_id = %(id)s AND state = 'OPEN' RETURNING id
), asked AS (SELECT s.approver_id FROM orders_approvalstep s JOIN ended ON ended.id = s.request_id)
{inbox.SETTLE} (ARRAY({TOLD.format(people="asked")}))
"""
