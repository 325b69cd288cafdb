"""What the engine declares: its letters, words of events, tables beside the trail, what must hold."""

from django.utils.translation import gettext_lazy as _

from accounts.trail.exempt import exempt_tables
from accounts.trail.labels import event_labels
from customers.cleaning.registry import Merger, mergers
from reminders.reminder import merging
from reminders.sending import invariants, links, mailing

_WORDS = {
    "rule_failed": _("Reminder rule could not be worked out"),
    "resent": _("Reminder letter sent again"),
    "closed": _("Reminder letter closed by hand"),
}
_KEPT = "written by the engine; each row says itself what it was, when it went and what its reader answered"


def register() -> None:
    """Called once from ``RemindersConfig.ready``."""
    for what, label in _WORDS.items():
        event_labels.register(f"reminder.{what}", label)
    for table in ("reminder", "letter", "letteritem", "scanmark"):
        exempt_tables.register(f"reminders_{table}", _KEPT)
    invariants.register()
    mailing.register()
    links.register()
    mergers.register("reminders", Merger(merging.move))
