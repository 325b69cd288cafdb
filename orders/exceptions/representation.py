"""Exceptions, claims and plans as plain dictionaries for API answers."""

from typing import Any

from common.money import plain
from orders.exceptions import policies, queries
from orders.exceptions.models import CarrierClaim, ContingencyPlan, ExceptionCase

_ROW = (
    *("number", "kind", "severity", "status", "line_no", "description", "disputed_document", "answer"),
    *("answer_due_at", "answered_at", "escalations", "cause", "cause_text", "responsible", "remedy", "remedy_text"),
    *("told_date", "told_how", "told_text", "raised_at", "closed_at", "version"),
)


def case_row(actor: Any, case: ExceptionCase) -> dict[str, Any]:
    """An exception in a list (``ExceptionRowSerializer``); amounts are None for who may not see them."""
    people = ("owner", "executing_owner", "raised_by")
    disputed = plain(case.disputed_amount, 2) if policies.sees_amounts(actor) else None
    cost = plain(case.cost, 2) if case.cost is not None and policies.sees_amounts(actor) else None
    return {
        **{name: getattr(case, name) for name in _ROW},
        "customer": {"code": case.customer.code, "name": case.customer.name},
        "order": case.order.reference if case.order else None,
        "shipment": case.document.number if case.document else None,
        "returned": case.returned.number if case.returned else None,
        "plan": case.plan.name if case.plan else None,
        "disputed_amount": disputed,
        "cost": cost,
        **{name: person.username if (person := getattr(case, name)) else None for name in people},
    }


def case_document(actor: Any, case: ExceptionCase) -> dict[str, Any]:
    """A whole exception (``ExceptionSerializer``)."""
    return {
        **case_row(actor, case),
        "steps": [
            {
                "move": step.move,
                "to_status": step.to_status,
                "by": step.actor.username,
                "at": step.at,
                "text": step.text,
            }
            for step in queries.steps_of(case)
        ],
        "decisions": [
            {
                "participants": one.participants,
                "text": one.text,
                "responsible": one.responsible.username,
                "due_date": one.due_date,
                "recorded_at": one.recorded_at,
            }
            for one in queries.decisions_of(case)
        ],
        "claims": [claim_row(one) for one in queries.claims_of(case)],
    }


def claim_row(claim: CarrierClaim) -> dict[str, Any]:
    """A claim (``ClaimSerializer``)."""
    names = ("status", "reference", "papers", "answer", "filed_date", "settled_date", "version")
    return {
        "id": claim.pk,
        "exception": claim.case.number,
        "carrier": claim.carrier.code,
        **{name: getattr(claim, name) for name in names},
        **{name: plain(getattr(claim, name), 2) for name in ("amount", "accepted", "recovered")},
        "filed_by": claim.filed_by.username,
    }


def plan_row(plan: ContingencyPlan) -> dict[str, Any]:
    """A contingency plan (``PlanSerializer``)."""
    return {
        "id": plan.pk,
        **{name: getattr(plan, name) for name in ("name", "kind", "product_prefix", "notes", "is_active", "version")},
        "supplier": plan.supplier.code if plan.supplier else None,
        "times_used": getattr(plan, "times_used", 0),
        "steps": [
            {"text": step.text, "owner": step.owner.username if step.owner else None} for step in plan.steps.all()
        ],
    }


def figures(actor: Any, found: queries.Figures) -> dict[str, Any]:
    """Counts (``FiguresSerializer``)."""
    with_costs = policies.sees_amounts(actor)

    def row(one: queries.Counted) -> dict[str, Any]:
        cost = plain(one.cost, 2) if with_costs else None
        return {"label": str(one.label), "count": one.count, "open": one.open, "late": one.late, "cost": cost}

    groups = ("by_kind", "by_cause", "by_responsible", "by_month")
    return {"total": found.total, **{name: [row(one) for one in getattr(found, name)] for name in groups}}
