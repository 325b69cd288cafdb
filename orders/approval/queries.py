"""Reads of approvals: what waits for whom, and how a subject was decided."""

from collections.abc import Iterable

from django.db.models import QuerySet

from accounts import access
from accounts.people.models import User
from orders.approval.models import ApprovalRequest, ApprovalStep

State = ApprovalRequest.State


def open_request(subject_type: str, subject_id: int) -> tuple[ApprovalRequest, list[ApprovalStep]] | None:
    """The open request of a subject with its steps in order, in one statement; None when there is none."""
    steps = list(
        ApprovalStep.objects.filter(
            request__subject_type=subject_type, request__subject_id=subject_id, request__state=State.OPEN
        )
        .select_related("request", "approver")
        .order_by("sequence")
    )
    return (steps[0].request, steps) if steps else None


def current_step(steps: Iterable[ApprovalStep]) -> ApprovalStep | None:
    """The step that is to be decided now."""
    return next((step for step in steps if not step.decision), None)


def waiting_for(user: User) -> QuerySet[ApprovalStep]:
    """The steps that wait for ``user`` (or for one he stands in for), most urgent first."""
    return (
        ApprovalStep.objects.filter(approver_id__in=access.of(user).own_ids, decision="", request__state=State.OPEN)
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
    """Whether ``user`` is or was asked about a subject: who decides must see what he decides."""
    return ApprovalStep.objects.filter(
        request__subject_type=subject_type, request__subject_id=subject_id, approver_id__in=access.of(user).own_ids
    ).exists()


def history(subject_type: str, subject_id: int) -> list[ApprovalStep]:
    """Every step of every request of a subject, oldest first, with request and people."""
    return list(
        ApprovalStep.objects.filter(request__subject_type=subject_type, request__subject_id=subject_id)
        .select_related("request", "request__requested_by", "approver", "decided_by")
        .order_by("request_id", "sequence")
    )
