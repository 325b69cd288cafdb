"""What this room declares: shipped weights, words of events, its places in the shell."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.trail.labels import event_labels
from common.navigation import NavEntry, navigation
from tasks.assigning import examples, exporting, imports, queries, reference
from tasks.task import policies

LABELS = {
    "task.given_to_department": _("Task given to a department"),
    "task.picked": _("Executor picked"),
    "task.taken_back": _("Task taken back"),
    "task.weights_saved": _("Weights of candidates saved"),
    "task.weights_dropped": _("Weights of candidates as the department above"),
    "person.skills_set": _("Skills of a person set"),
}


def register() -> None:
    """Called once from ``TasksConfig.ready``."""
    reference.register()
    examples.register()
    imports.register()
    exporting.register()
    for kind, label in LABELS.items():
        event_labels.register(kind, label)
    navigation.register(
        "skills",
        NavEntry(
            group="tasks",
            label=_("Skills of people"),
            tab=pgettext_lazy("of people", "Skills"),
            icon="award",
            url_name="tasks:skills",
            verb=queries.CAPACITY,
            shown=policies.leads(queries.CAPACITY),
            order=85,
            under=("task-rules", "tasks"),
        ),
    )
    navigation.register(
        "weights",
        NavEntry(
            group="tasks",
            label=_("Weights of candidates"),
            tab=pgettext_lazy("of candidates", "Weights"),
            icon="sliders",
            url_name="tasks:weights",
            verb=policies.ASSIGN,
            shown=policies.leads(policies.ASSIGN),
            order=86,
            under=("task-rules", "tasks"),
        ),
    )
