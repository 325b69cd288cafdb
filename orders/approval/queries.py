"""Reads of approvals: what waits for whom, and how a subject was decided."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet

from accounts import access
from accounts.people.models import User
from common import clock, dates
from common.keyset import Sort
from orders.approval import policies
from orders.approval.delegation import queries as delegation
from orders.approval.models import ApprovalRequest, ApprovalStep
from orders.approval.subjects import subjects

State = ApprovalRequest.State
SORTS = {"due_at": Sort("due_at", descending=False)}


def open_request(
    subject_type: str, subject_id: int, *, at: datetime | None = None
) -> tuple[ApprovalRequest, list[ApprovalStep]] | None:
    """The open request of a subject with its steps in order, in one statement; None when there is none. Each step
    carries ``delegates``, the keys of those who decide for the person asked on the day of ``at`` (now)."""
    decided_by = (
        delegation.running(dates.business_day(at or clock.now()))
        .filter(delegator=OuterRef("approver"))
        .values("delegate_id")
    )
    steps: list[ApprovalStep] = list(
        ApprovalStep.objects.filter(
            request__subject_type=subject_type, request__subject_id=subject_id, request__state=State.OPEN
        )
        .select_related("request", "approver", "decided_by", "added_by")
        .annotate(delegates=ArraySubquery(decided_by))
        .order_by("sequence", "seat", "pk")
    )
    return (steps[0].request, steps) if steps else None


def current_step(steps: Iterable[ApprovalStep]) -> ApprovalStep | None:
    """The first of the rows whose turn it is."""
    return next(iter(policies.waiting(steps)), None)


def waiting_steps(steps: Iterable[ApprovalStep]) -> list[ApprovalStep]:
    """The rows whose turn it is: several people may be asked at once."""
    return policies.waiting(steps)


def within(step: ApprovalStep) -> timedelta:
    """In which time a step should be decided from when it is its turn."""
    return timedelta(hours=float(step.hours))


def waiting_for(user: User) -> QuerySet[ApprovalStep]:
    """The steps that wait for ``user``, or for one he stands in for or decides for today, most urgent first."""
    own = access.of(user).own_ids
    lent = delegation.delegators_of(user, clock.now())
    return (
        ApprovalStep.objects.filter(
            Q(approver_id__in=own) | Q(approver_id__in=lent),
            decision="",
            due_at__isnull=False,
            request__state=State.OPEN,
        )
        .select_related("request", "request__requested_by", "approver")
        .order_by("due_at", "id")
    )


def waiting_subject_ids(user: User, subject_type: str) -> QuerySet:
    """Keys of the subjects of a kind that wait for ``user``: as a subquery."""
    return waiting_for(user).filter(request__subject_type=subject_type).order_by().values("request__subject_id")


def waiting_order_ids(user: User) -> QuerySet:
    """Keys of the orders that wait for ``user``."""
    return waiting_subject_ids(user, "orders.order")


def count_waiting(user: User) -> int:
    """How many decisions wait for ``user``."""
    return waiting_for(user).count()


def was_asked(user: User, subject_type: str, subject_id: int) -> bool:
    """Whether ``user`` is or was asked about a subject, or decides today for somebody who is: who decides must see
    what he decides."""
    own = access.of(user).own_ids
    lent = delegation.delegators_of(user, clock.now())
    return ApprovalStep.objects.filter(
        Q(approver_id__in=own) | Q(decided_by=user) | Q(approver_id__in=lent),
        request__subject_type=subject_type,
        request__subject_id=subject_id,
    ).exists()


def history(subject_type: str, subject_id: int) -> list[ApprovalStep]:
    """Every step of every request of a subject, oldest first, with request and people."""
    return list(
        ApprovalStep.objects.filter(request__subject_type=subject_type, request__subject_id=subject_id)
        .select_related("request", "request__requested_by", "approver", "decided_by", "added_by")
        .order_by("request_id", "sequence", "seat", "id")
    )


def titles(steps: Iterable[ApprovalStep]) -> dict[tuple[str, int], str]:
    """How the subjects of these steps are called, by type and key."""
    wanted: dict[str, list[int]] = {}
    for step in steps:
        wanted.setdefault(step.request.subject_type, []).append(step.request.subject_id)
    return {
        (subject_type, key): title
        for subject_type, keys in wanted.items()
        for key, title in subjects[subject_type].titles(keys).items()
    }
