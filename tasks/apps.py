from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# each has a register() that declares what lower floors and rooms ask for: verbs, settings, answers
WIRING = (
    "tasks.rights",
    "tasks.rulebook",
    "tasks.task.reference",
    "tasks.task.wiring",
    "tasks.duties.wiring",
    "tasks.doing.wiring",
    "tasks.assigning.wiring",
    "tasks.scheduling.wiring",
    "tasks.requirements.wiring",
    "tasks.decomposing.wiring",
    "tasks.planning.wiring",
    "tasks.evaluation.wiring",
    "tasks.checks.wiring",
    "tasks.board.wiring",
    "tasks.evaluation.exporting",
    "tasks.evaluation.examples",
    "tasks.reporting.wiring",
    "tasks.reporting.examples",
    "tasks.personal_data",
)


class TasksConfig(AppConfig):
    """Work for people: orders taken apart, scheduled, given out, checked, evaluated."""

    name = "tasks"
    verbose_name = _("Tasks")

    def ready(self):
        for name in WIRING:
            import_module(name).register()
