"""What this room declares: shipped weights, words of events, its places in the shell."""

from django.utils.translation import gettext_lazy as _

from accounts.trail.labels import event_labels
from common.navigation import NavEntry, navigation
from tasks.assigning import examples, queries, reference
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
    for kind, label in LABELS.items():
        event_labels.register(kind, label)
    navigation.register(
        "skills",
        NavEntry("tasks", _("Skills of people"), "award", "tasks:skills", verb=queries.CAPACITY, order=70),
    )
    navigation.register(
        "weights",
        NavEntry("tasks", _("Weights of candidates"), "sliders", "tasks:weights", verb=policies.ASSIGN, order=75),
    )
