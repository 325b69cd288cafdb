"""Evaluations, rewards and cases as the API answers them."""

from typing import Any

from common.api.fields import plain
from tasks.evaluation import performance, policies, queries
from tasks.evaluation.cases import TEXTS
from tasks.evaluation.models import CaseStudy, OrderEvaluation, Reward


def evaluation_row(one: OrderEvaluation) -> dict[str, Any]:
    """An evaluation in a list (``EvaluationRowSerializer``)."""
    return {
        "id": one.pk,
        "order": one.order.reference,
        "customer": one.order.customer.code,
        **{
            name: getattr(one, name) for name in ("state", "opened_at", "due_date", "conclusion", "ended_at", "version")
        },
        "ended_by": one.ended_by.username if one.ended_by else None,
    }


def evaluation_document(actor: Any, one: OrderEvaluation) -> dict[str, Any]:
    """A whole evaluation (``EvaluationSerializer``); who gave a score for who may know."""
    names = policies.sees_givers(actor, one.order)
    return {
        **evaluation_row(one),
        "figures": queries.figures_shown(actor, one),
        "scores": [
            {
                "person": row.person.username if row.person else None,
                "aspect": row.aspect,
                "value": row.value,
                "given_as": row.given_as,
                "by": row.by.username if names or row.by_id == actor.pk else None,
                "words": row.words,
                "at": row.at,
            }
            for scored in queries.scores_of(one)
            for row in scored.rows
        ],
        "reasons": one.reasons,
    }


def performance_row(one: performance.Performance) -> dict[str, Any]:
    """A person or a department (``PerformanceSerializer``)."""
    hours = one.work.actual_hours
    return {
        "key": getattr(one.whose, "username", None) or one.whose.code,
        "name": one.whose.name,
        **{name: getattr(one.work, name) for name in ("tasks", "on_time", "days_late")},
        "planned_hours": plain(one.work.planned_hours, 2),
        "actual_hours": None if hours is None else plain(hours, 2),
        "scores": {aspect: None if mean is None else plain(mean, 1) for aspect, mean in one.means.items()},
        "rewards": one.rewards,
        "penalties": one.penalties,
    }


def reward_row(one: Reward) -> dict[str, Any]:
    """A reward or penalty (``RewardSerializer``)."""
    names = ("kind", "month", "reason", "facts", "at", "undone_reason", "undone_at")
    return {
        "id": one.pk,
        "person": one.person.username,
        "order": one.order.reference if one.order else None,
        "amount": None if one.amount is None else plain(one.amount, 2),
        "by": one.by.username,
        **{name: getattr(one, name) for name in names},
    }


def case_row(one: CaseStudy) -> dict[str, Any]:
    """A case (``CaseSerializer``)."""
    names = ("title", "kind", "tags", "is_active", "created_at", "updated_at", "version", *TEXTS)
    return {
        "id": one.pk,
        "order": one.order.reference if one.order else "",
        "created_by": one.created_by.username,
        **{name: getattr(one, name) for name in names},
    }
