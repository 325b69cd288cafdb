"""What this room declares: shipped rules, where its pages stand, what stands on saved conditions, what happened."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.handover.duties import Duty, handover
from accounts.trail.labels import event_labels
from common.navigation import NavEntry, navigation
from reminders.rules import examples, queries, reference
from reminders.rules.operations import handing
from reminders.rules.policies import EDIT
from segments.uses import Use, uses

LABELS = {
    "reminder_rule.saved": _("Reminder rule saved"),
    "reminder_rule.switched_on": _("Reminder rule put in use"),
    "reminder_rule.switched_off": _("Reminder rule put out of use"),
    "reminder_template.saved": _("Words of reminders saved"),
    "reminder.opted_out": _("Reminders unsubscribed"),
    "reminder.opted_in": _("Reminders wanted again"),
}


def register() -> None:
    """Called once from ``RemindersConfig.ready``."""
    reference.register()
    examples.register()
    for kind, label in LABELS.items():
        event_labels.register(kind, label)
    duty = Duty(_("Reminder rules that name somebody"), handing.count_named, handing.hand_over, order=90)
    handover.register("reminder-rules", duty)
    uses.register("reminders", Use(_("Reminder rules"), queries.rules_on, verb=EDIT))
    navigation.register(
        "reminder-rules",
        NavEntry(
            group="admin",
            label=_("Reminder rules"),
            icon="bell",
            url_name="reminders:rules",
            verb=EDIT,
            order=60,
        ),
    )
    navigation.register(
        "reminder-words",
        NavEntry(
            group="admin",
            label=_("Words of reminders"),
            icon="chat-left-text",
            url_name="reminders:words",
            verb=EDIT,
            order=62,
            under=("reminder-rules",),
            tab=pgettext_lazy("of reminders", "Words"),
        ),
    )
