"""Who decides an approval step: the person asked, or who stands in for him; never who is barred."""

from collections.abc import Collection

from accounts import access
from accounts.people.models import User
from orders.approval.models import ApprovalRequest, ApprovalStep


def is_asked(actor: User, step: ApprovalStep) -> bool:
    """Whether ``actor`` is the person asked, or the substitute of one who left."""
    return step.approver_id in access.of(actor).own_ids


def decider_id(approver: User) -> int | None:
    """Who can decide for the person asked: he himself, or his substitute where he left."""
    return approver.pk if approver.is_active else approver.substitute_id


def may_decide(actor: User, request: ApprovalRequest, step: ApprovalStep) -> bool:
    """Whether ``actor`` may decide this step now; the right (verb) is asked by the caller."""
    return is_asked(actor, step) and not is_barred(actor, request.requested_by_id, request.barred)


def is_barred(actor: User, requester_id: int, barred: Collection[int]) -> bool:
    """The requester never approves his own business (SEMANTICS 7)."""
    return actor.pk == requester_id or actor.pk in barred
