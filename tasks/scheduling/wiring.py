"""What the schedule declares: settings, words of events."""

from django.utils.translation import gettext_lazy as _

from accounts.trail.labels import event_labels
from common import settings
from common.navigation import NavEntry, navigation
from tasks.scheduling import examples, exporting, moving, policies, sheet
from tasks.task import policies as tasks

LABELS = {
    moving.MOVED: _("Days of a task moved"),
    "task.freed": _("Days of a task free again"),
    "task.move_told": _("Customer told of a moved day"),
    "order.scheduled": _("Tasks dated by the rules"),
    "order.phase_target_set": _("Target of a phase set"),
    "task.capacity_set": _("Working hours set"),
    "task.capacity_dropped": _("Working hours taken back"),
    "task.absence_entered": _("Absence entered"),
    "task.absence_changed": _("Absence changed"),
    "task.absence_dropped": _("Absence taken back"),
}


def register() -> None:
    """Called once from ``TasksConfig.ready``."""
    settings.definitions.register(
        sheet.HOURS_A_DAY,
        settings.Definition(
            "8",
            _("Hours a day that somebody works on tasks, where nothing else is said for him"),
            "tasks",
            bounds=settings.Bounds(1, 24, places=2),
        ),
    )
    settings.definitions.register(
        sheet.KEY_SLACK,
        settings.Definition(
            1,
            _("A task on the critical path is a key task when it has no more slack than so many days of work"),
            "tasks",
            bounds=settings.Bounds(0, 60),
        ),
    )
    for kind, label in LABELS.items():
        event_labels.register(kind, label)
    exporting.register()
    examples.register()
    for key, entry in (
        (
            "conflicts",
            NavEntry("tasks", _("Conflicts"), "exclamation-triangle", "tasks:conflicts", tasks.SCHEDULE, order=50),
        ),
        ("ledger", NavEntry("tasks", _("Delay ledger"), "calendar-event", "tasks:ledger", tasks.VIEW, order=55)),
        ("capacity", NavEntry("tasks", _("Working hours"), "person", "tasks:capacity", policies.CAPACITY, order=60)),
        ("absences", NavEntry("tasks", _("Absences"), "person-x", "tasks:absences", tasks.VIEW, order=62)),
    ):
        navigation.register(key, entry)
