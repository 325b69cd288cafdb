"""Who decides an approval step: the person asked, who stands in for him or decides for him on these days; never who is
barred."""

from collections.abc import Collection, Iterable

from django.utils.translation import gettext_lazy as _

from accounts import access
from accounts.people.models import User
from common import errors
from orders.approval.models import ApprovalRequest, ApprovalStep


def is_asked(actor: User, step: ApprovalStep) -> bool:
    """Whether ``actor`` is the person asked, the substitute of one who left, or who decides for him today (as the
    query that read the step found out)."""
    own = access.of(actor).own_ids
    return step.approver_id in own or not own.isdisjoint(getattr(step, "delegates", None) or ())


def decider_id(approver: User | None) -> int | None:
    """Who can decide for the person asked: he himself, or his substitute where he left."""
    if approver is None:
        return None
    return approver.pk if approver.is_active else approver.substitute_id


def may_decide(actor: User, request: ApprovalRequest, step: ApprovalStep) -> bool:
    """Whether ``actor`` may decide this step now; the right (verb) is asked by the caller."""
    return is_asked(actor, step) and not is_barred(actor, request.requested_by_id, request.barred)


def is_barred(actor: User, requester_id: int, barred: Collection[int]) -> bool:
    """The requester never approves his own business (SEMANTICS 7)."""
    return actor.pk == requester_id or actor.pk in barred


def waiting(steps: Iterable[ApprovalStep]) -> list[ApprovalStep]:
    """The rows whose turn it is, those of one step."""
    still = [step for step in steps if not step.decision]
    first = min((step.sequence for step in still), default=0)
    return [step for step in still if step.sequence == first]


def returnable(steps: Iterable[ApprovalStep]) -> list[ApprovalStep]:
    """The decisions that stand of the steps before the present one, in order: it may be returned to them."""
    steps = list(steps)
    now = min((step.sequence for step in steps if not step.decision), default=0)
    standing = [step for step in steps if step.decision == ApprovalStep.Decision.APPROVED and not step.is_void]
    return [step for step in standing if step.sequence < now]


def refusal(
    actor: User, request: ApprovalRequest, steps: Iterable[ApprovalStep]
) -> errors.WrongState | errors.NotAllowed | None:
    """Why ``actor`` takes no decision of a request now; None where one waits for him."""
    now = waiting(steps)
    if not now:
        return errors.WrongState(_("Nothing waits for a decision here."), code="nothing_to_decide")
    if is_barred(actor, request.requested_by_id, request.barred):
        return errors.NotAllowed(_("Nobody decides his own order."), code="own_business")
    if any(is_asked(actor, step) for step in now):
        return None
    if all(step.is_customers for step in now):
        return errors.NotAllowed(_("The customer is asked to confirm this."), code="not_asked")
    names = ", ".join(dict.fromkeys(step.who for step in now))
    return errors.NotAllowed(_("%(person)s is asked to decide this.") % {"person": names}, code="not_asked")
