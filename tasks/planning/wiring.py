"""What this room declares: words of events, navigation, examples."""

from django.utils.translation import gettext_lazy as _

from accounts.trail.labels import event_labels
from common.navigation import NavEntry, navigation
from tasks.planning import again, examples, policies
from tasks.task import policies as tasks

LABELS = {
    "plan.asked": _("Plan for all tasks asked for"),
    "plan.ready": _("Plan for all tasks worked out"),
    "plan.failed": _("Plan for all tasks came to nothing"),
    "plan.taken": _("Plan for all tasks taken"),
    "plan.discarded": _("Plan for all tasks thrown away"),
}


def register() -> None:
    """Called once from ``TasksConfig.ready``."""
    for kind, label in LABELS.items():
        event_labels.register(kind, label)
    examples.register()
    again.register()
    navigation.register(
        "task-plans",
        NavEntry(
            group="tasks",
            label=_("Plan all"),
            icon="magic",
            url_name="tasks:plan-list",
            verb=policies.PLAN,
            shown=tasks.leads(policies.PLAN),
            order=60,
        ),
    )
