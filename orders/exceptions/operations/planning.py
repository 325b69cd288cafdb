"""Contingency plans (R115): prepared beforehand, taken up on an exception of their kind, noted there."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people.models import User
from common import editing, errors, events
from common.errors import Text
from common.operation import operation
from orders.exceptions import locking, policies, states
from orders.exceptions.models import ContingencyPlan, ExceptionCase, PlanStep
from orders.exceptions.states import Move, Status
from products.catalogue.models import Supplier

MOST_STEPS = 30
Step = tuple[str, int | None]  # what is done, by whom


@operation
def save_plan(
    *,
    actor: User,
    at: datetime,
    name: str,
    kind: str,
    steps: Sequence[Step],
    plan_id: int | None = None,
    product_prefix: str = "",
    supplier_id: int | None = None,
    notes: str = "",
    is_active: bool = True,
    version: int | None = None,
) -> ContingencyPlan:
    """Write a plan, or change one (read at ``version``): its steps are given whole, in order, each with who does it
    where somebody is named. Raises NotFound, NotAllowed, Stale, Invalid with paths like ``steps.2.text``."""
    rights.require(actor, policies.PLAN)
    plan = editing.locked_or_new(ContingencyPlan, plan_id)
    editing.require_seen(plan, version)
    plan.name, plan.kind, plan.notes = name.strip(), kind, notes.strip()
    plan.product_prefix, plan.supplier_id, plan.is_active = product_prefix.strip().upper(), supplier_id, is_active
    plan.changed_by, plan.changed_at = actor, at
    _check(plan, steps)
    editing.check(plan, exclude=("changed_by", "supplier"))
    if plan.pk is not None:
        plan.version += 1
    plan.save()
    plan.steps.all().delete()
    PlanStep.objects.bulk_create(
        PlanStep(plan=plan, position=place, text=text.strip(), owner_id=owner)
        for place, (text, owner) in enumerate(steps, start=1)
    )
    events.record("contingency.saved", plan, at=at, number=plan.name)
    return plan


@operation
def use_plan(*, actor: User, case_id: int, plan_id: int, at: datetime, version: int | None = None) -> ExceptionCase:
    """Take a plan up for an exception of its kind; the exception says so, and the plan counts its uses.

    Raises NotFound, NotAllowed, Stale, WrongState (closed), Invalid (a plan for something else, out of use)."""
    case = locking.lock_case(actor, case_id, policies.WORK, version)
    if case.status == Status.CLOSED:
        states.after(case.status, Move.ANSWER)  # raises
    plan = ContingencyPlan.objects.filter(pk=plan_id, is_active=True, kind=case.kind).first()
    if plan is None:
        raise errors.Invalid(fields={"plan": [_("Choose a plan for exceptions of this kind.")]})
    case.plan, case.plan_used_at = plan, at
    locking.save(case)
    events.record("exception.plan_used", case, at=at, plan=plan.name)
    return case


def _check(plan: ContingencyPlan, steps: Sequence[Step]) -> None:
    wrong: dict[str, list[Text]] = {}
    if not steps:
        wrong["steps"] = [_("Write at least one step.")]
    elif len(steps) > MOST_STEPS:
        wrong["steps"] = [_("At most %(count)s steps.") % {"count": MOST_STEPS}]
    owners = {owner for _text, owner in steps if owner is not None}
    known = set(User.objects.filter(pk__in=owners, is_active=True).values_list("pk", flat=True))
    for place, (text, owner) in enumerate(steps, start=1):
        if not 0 < len(text.strip()) <= 300:
            wrong[f"steps.{place}.text"] = [_("Write what is done, in at most 300 characters.")]
        if owner is not None and owner not in known:
            wrong[f"steps.{place}.owner"] = [_("Choose somebody who works here.")]
    if plan.supplier_id is not None and not Supplier.objects.filter(pk=plan.supplier_id).exists():
        wrong["supplier"] = [_("Choose a supplier from the list.")]
    if wrong:
        raise errors.Invalid(fields=wrong)
