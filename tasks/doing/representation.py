"""Tasks as plain dictionaries for API answers."""

from datetime import date
from typing import Any

from common.money import plain
from tasks.doing import queries
from tasks.task.models import Task

_ROW = (
    *("line_no", "state", "title", "goal", "requirements", "source", "department_due_date", "is_picked", "work_days"),
    *("planned_start", "planned_end", "baseline_end", "due_date", "is_milestone", "is_special", "key_reasons"),
    *("is_critical", "slack_days", "open_predecessors", "progress", "block_reason", "block_words", "result"),
    *("drop_reason", "ready_at", "released_at", "started_at", "done_at", "version"),
)


def row(task: Task, today: date) -> dict[str, Any]:
    """A task in a list (``TaskRowSerializer``)."""
    customer = task.order.customer
    return {
        "id": task.pk,
        "order": task.order.reference,
        "customer": {"code": customer.code, "name": customer.name},
        **{name: getattr(task, name) for name in _ROW},
        "phase": task.phase.code,
        "template": task.template.code if task.template else None,
        "quantity": plain(task.quantity) if task.quantity is not None else None,
        "department": task.department.code,
        "owner": task.owner.username if task.owner else None,
        "planned_hours": plain(task.planned_hours),
        "actual_hours": plain(task.actual_hours),
        "is_late": is_late(task, today),
    }


def is_late(task: Task, today: date) -> bool:
    """Whether it is still to be done after the day by which it had to be."""
    return task.is_live and task.due_date is not None and task.due_date < today


def document(task: Task, today: date) -> dict[str, Any]:
    """A whole task (``TaskSerializer``)."""
    before, after = queries.neighbours(task)
    return {
        **row(task, today),
        "skills": [{"skill": one.skill.code, "level": one.level} for one in queries.skills_of(task)],
        "predecessors": [_neighbour(one) for one in before],
        "successors": [_neighbour(one) for one in after],
        "steps": [
            {
                "move": one.move,
                "to_state": one.to_state,
                "by": one.actor.username,
                "at": one.at,
                "reason": one.reason,
            }
            for one in queries.steps_of(task)
        ],
        "assignments": [_assignment(one) for one in queries.assignments_of(task)],
        "work_logs": [
            {"user": one.user.username, "day": one.day, "hours": plain(one.hours), "note": one.note}
            for one in queries.hours_of(task)
        ],
        "date_moves": [
            {
                **{name: getattr(one, name) for name in ("what", "before", "after", "days", "cause", "words", "at")},
                "by": one.actor.username,
            }
            for one in queries.moves_of(task)
        ],
    }


def mine(found: queries.Mine, today: date) -> dict[str, Any]:
    """One's tasks (``MyTasksSerializer``)."""
    parts = ("running", "late", "today", "week", "waiting", "later", "done")
    lists = {name: [row(one, today) for one in getattr(found, name)] for name in parts}
    return {**lists, "hours_today": plain(found.hours_today)}


def _neighbour(one: queries.Neighbour) -> dict[str, Any]:
    task = one.task
    return {
        "id": task.pk,
        **{name: getattr(task, name) for name in ("title", "state", "planned_start", "planned_end")},
        "kind": one.kind,
        "lag_days": one.lag_days,
        "owner": task.owner.username if task.owner else None,
    }


def _assignment(one: Any) -> dict[str, Any]:
    return {
        "how": one.how,
        "department": one.department.code,
        "user": one.user.username if one.user else None,
        "former": one.former.username if one.former else None,
        "reason": one.reason,
        "by": one.actor.username,
        "at": one.at,
    }
