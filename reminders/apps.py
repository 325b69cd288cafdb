from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# each has a register() that declares what lower floors and rooms ask for: verbs, settings, answers
WIRING = (
    "reminders.rights",
    "reminders.channels.wiring",
    "reminders.anchors.wiring",
    "reminders.rules.wiring",
    "reminders.scanning.settings",
    "reminders.sending.wiring",
    "reminders.answering.wiring",
    "reminders.desk.wiring",
    "reminders.personal_data",
)


class RemindersConfig(AppConfig):
    """Rules that remind: found by scanning, sent once, answered by their recipients."""

    name = "reminders"
    verbose_name = _("Reminders")

    def ready(self):
        for name in WIRING:
            import_module(name).register()
