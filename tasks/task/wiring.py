"""What the ground floor of tasks declares: tasks as a subject of comments, files and messages, words of events, who
sees an order because he has a task of it."""

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from accounts.collaboration.subjects import Subject, subjects
from accounts.people.models import User
from accounts.trail.labels import event_labels
from orders.order.policies import also_visible
from tasks.task import policies, queries

LABELS = {
    "task.added": _("Task added"),
}


def register() -> None:
    """Called once from ``TasksConfig.ready``."""
    subjects.register(
        policies.SUBJECT,
        Subject(
            get=_get,
            url=_url,
            verb=policies.VIEW,
            reach=lambda task: {
                "owners": [task.owner_id, task.department.head_id],
                "departments": [task.department_id],
            },
            visible=policies.visible_to,
        ),
    )
    for kind, label in LABELS.items():
        event_labels.register(kind, label)
    also_visible.register("tasks", policies.sees_order)


def _get(actor: User, task_id: int) -> Any:
    return queries.get_task(actor=actor, task_id=task_id)


def _url(task: Any) -> str:
    """The task's page, "" where no pages are installed."""
    try:
        return reverse("tasks:task-detail", args=[task.pk])
    except NoReverseMatch:
        return ""
