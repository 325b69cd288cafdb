"""Every read of special approvals that a door or a rule makes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from django.db.models import QuerySet, Sum

from accounts.people.models import User
from common import errors
from common.keyset import Sort
from customers.grading import State
from orders.approval import policies as approval_policies
from orders.approval import queries as approval
from orders.approval.models import ApprovalStep
from orders.credit.models import SpecialApproval
from orders.credit.special import policies
from orders.order.models import Order

SORTS = {"id": Sort("pk")}
DEFAULT_SORT = "id"
_NAMED = ("order", "order__customer", "requested_by", "decided_by")


def granted(order_id: int, day: date) -> Decimal | None:
    """By how much special approvals that hold on ``day`` let the order pass its holder's limit; None without any."""
    rows = SpecialApproval.objects.filter(order_id=order_id, state=State.APPROVED, valid_until__gte=day)
    return rows.aggregate(sum=Sum("amount"))["sum"]


def list_special(actor: User) -> QuerySet[SpecialApproval]:
    """Those that ``actor`` may see, with what a list names."""
    return policies.visible_to(actor).select_related(*_NAMED)


def get_special(*, actor: User, special_id: int) -> SpecialApproval:
    """One of them. Raises NotFound, also for "not yours"."""
    found = SpecialApproval.objects.select_related(*_NAMED).filter(pk=special_id).first()
    if found is None or not (
        policies.visible_to(actor).filter(pk=special_id).exists()
        or approval.was_asked(actor, policies.SUBJECT, special_id)
    ):
        raise errors.NotFound()
    return found


@dataclass(frozen=True)
class Told:
    """A special approval as its order tells it: who was asked, whether its reader decides now or may take it back."""

    row: SpecialApproval
    steps: Sequence[ApprovalStep]
    may_decide: bool
    may_withdraw: bool
    is_over: bool  # its last day is past


def told(actor: User, order: Order, on: date) -> list[Told]:
    """The special approvals of an order that ``actor`` sees, the newest first."""
    rows = list(SpecialApproval.objects.filter(order=order).select_related("requested_by", "decided_by"))
    return [_told(actor, order, row, on) for row in sorted(rows, key=lambda one: -one.pk)]


def _told(actor: User, order: Order, row: SpecialApproval, on: date) -> Told:
    steps = approval.history(policies.SUBJECT, row.pk)
    may_request = policies.may_request(actor, order)
    may_end = row.state == State.PROPOSED and (may_request or row.requested_by_id == actor.pk)
    may_end = may_end or (row.state == State.APPROVED and actor.can(policies.DECIDE))
    return Told(row, steps, row.state == State.PROPOSED and decides(actor, row), may_end, row.valid_until < on)


def decides(actor: User, row: SpecialApproval) -> bool:
    """Whether the decision waits for ``actor``."""
    found = approval.open_request(policies.SUBJECT, row.pk)
    return found is not None and actor.can(policies.DECIDE) and approval_policies.refusal(actor, *found) is None


def waiting_for(actor: User, limit: int) -> list[SpecialApproval]:
    """Those that wait for the decision of ``actor``, most urgent first."""
    keys = [
        step.request.subject_id
        for step in approval.waiting_for(actor).filter(request__subject_type=policies.SUBJECT)[:limit]
    ]
    found = SpecialApproval.objects.select_related(*_NAMED).in_bulk(keys)
    return [found[key] for key, _group in groupby(keys) if key in found]


def titles(keys: list[int]) -> dict[int, str]:
    """How they are called, by key."""
    return {row.pk: str(row) for row in SpecialApproval.objects.filter(pk__in=keys).select_related("order")}
