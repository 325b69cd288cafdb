"""What this room declares: its rules, settings, words of events, what follows from happenings of orders, what a change
would do to tasks, its place in the shell."""

from django.utils.translation import gettext_lazy as _

from accounts.trail.labels import event_labels
from common import settings
from common.navigation import NavEntry, navigation
from orders.changes.impact import rooms
from orders.order.followers import followers
from segments.uses import Use, uses
from tasks.decomposing import examples, following, impact, queries, reference, rulebook
from tasks.decomposing.operations import proposing_due
from tasks.task import policies

LABELS = {
    "tasks.proposed": _("Taken apart into proposed tasks"),
    "tasks.discarded": _("Proposed tasks discarded"),
    "tasks.released": _("Tasks released"),
    "tasks.rule_saved": _("Rule for tasks saved"),
    "tasks.template_saved": _("Task of a rule saved"),
    "tasks.word_saved": _("Word of production saved"),
    "tasks.learned": _("Durations of tasks learned"),
}


def register() -> None:
    """Called once from ``TasksConfig.ready``."""
    reference.register()
    examples.register()
    for kind, label in LABELS.items():
        event_labels.register(kind, label)
    _settings()
    followers.register("decomposing", following.follow)
    rooms.tasks.register("tasks", impact.moves)
    uses.register("tasks.rules", Use(_("Rules for tasks"), queries.rules_on, verb=queries.RULES))
    navigation.register(
        "task-rules",
        NavEntry("tasks", _("Rules for tasks"), "diagram-3", "tasks:rules", verb=policies.DECOMPOSE, order=80),
    )


def _settings() -> None:
    settings.definitions.register(
        proposing_due.SETTING,
        settings.Definition(True, _("Orders are taken apart into proposed tasks as soon as they take effect"), "tasks"),
    )
    settings.definitions.register(
        rulebook.LEARN_FROM,
        settings.Definition(
            5,
            _("So many finished tasks of a kind and their hours and days count in place of the template's"),
            "tasks",
            bounds=settings.Bounds(1, 1000),
        ),
    )
