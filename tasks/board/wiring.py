"""What this room declares: the tab of an order's page, what calendar links are for, words of events, its place in the
shell."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.trail.labels import event_labels
from common.links.purposes import Purpose, purposes
from common.navigation import NavEntry, navigation
from orders.order.states import Status
from orders.workspace.tabs import Tab, more_tabs
from tasks.board import examples, ordered, queries, telling, views
from tasks.board.feeds import Part, feeds
from tasks.task import policies

LABELS = {
    "task.feed_made": _("Address of the task calendar made"),
    "task.feed_changed": _("What the task calendar shows changed"),
    "task.feed_revoked": _("Address of the task calendar taken back"),
}


def register() -> None:
    """Called once from ``TasksConfig.ready``."""
    examples.register()
    for kind, label in LABELS.items():
        event_labels.register(kind, label)
    more_tabs.register(
        "tasks",
        Tab(
            pgettext_lazy("tab", "Tasks"),
            "tasks:order-tasks",
            show=_has_tasks,
            count=lambda order: ordered.count_open(order) or None,
            before="shipments",
        ),
    )
    purposes.register(queries.PURPOSE, Purpose(_("Calendar of tasks"), views.answer_feed))
    _register_parts()
    navigation.register(
        "task-board",
        NavEntry(
            group="tasks",
            label=_("Board of tasks"),
            short=pgettext_lazy("tab", "Board"),
            icon="kanban",
            url_name="tasks:board",
            verb=policies.VIEW,
            order=30,
            under=("tasks",),
            tab=pgettext_lazy("tab", "Board"),
        ),
    )
    navigation.register(
        "task-calendar",
        NavEntry(
            group="tasks",
            label=_("Calendar of tasks"),
            tab=_("Calendar"),
            icon="calendar3",
            url_name="tasks:calendar",
            verb=policies.VIEW,
            order=35,
            under=("tasks",),
        ),
    )
    navigation.register(
        "task-load",
        NavEntry(
            group="tasks",
            label=_("Load"),
            icon="bar-chart",
            url_name="tasks:load",
            verb=policies.VIEW,
            order=40,
            under=("tasks",),
        ),
    )


def _register_parts() -> None:
    feeds.register(
        queries.TASKS,
        Part(_("Tasks"), _("Your tasks from their first to their last day"), telling.tasks, 10),
    )
    feeds.register(
        "contacts",
        Part(
            _("Contacts with customers"),
            _("What you planned with customers, on the day for which it is planned"),
            telling.planned_contacts,
            20,
            is_offered=lambda user: user.can("customer.view"),
        ),
    )


def _has_tasks(user: Any, order: Any) -> bool:
    return user.can(policies.VIEW) and order.status in (Status.EFFECTIVE, Status.CLOSED, Status.ARCHIVED)
