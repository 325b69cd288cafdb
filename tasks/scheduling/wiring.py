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
    for key, label, icon, verb, order, under in (
        ("conflicts", _("Conflicts"), "exclamation-triangle", tasks.SCHEDULE, 62, ("task-plans", "tasks")),
        ("ledger", _("Delay ledger"), "calendar-event", tasks.VIEW, 45, ("checks", "tasks")),
        ("capacity", _("Working hours"), "person", policies.CAPACITY, 64, ("task-plans", "tasks")),
        ("absences", _("Absences"), "person-x", tasks.VIEW, 42, ("tasks",)),
    ):
        shown = None if verb == tasks.VIEW else tasks.leads(verb)
        entry = NavEntry("tasks", label, icon, f"tasks:{key}", verb, order=order, under=under, shown=shown)
        navigation.register(key, entry)
