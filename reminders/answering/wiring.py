"""What this room declares: the links of letters, words of what happened."""

from django.utils.translation import gettext_lazy as _

from accounts.trail.labels import event_labels
from common.links.purposes import Purpose, purposes
from reminders.answering import link_views, linking
from reminders.sending import links


def register() -> None:
    """Called once from ``RemindersConfig.ready``."""
    event_labels.register("reminder.passed_on", _("Reminder passed on"))
    purposes.register(linking.ANSWER, Purpose(_("Answering reminders"), link_views.answer, asks_for_sign_in=True))
    purposes.register(
        linking.UNSUBSCRIBE,
        Purpose(_("Unsubscribing from reminders"), link_views.unsubscribe, takes_one_click=True),
    )
    links.links.register(links.ANSWER, linking.answer_address)
    links.links.register(links.UNSUBSCRIBE, linking.unsubscribe_address)
