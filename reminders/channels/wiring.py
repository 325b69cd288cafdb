"""What the robots declare: words of events, where their test messages go, their place in the navigation."""

from django.utils.translation import gettext_lazy as _

from accounts.trail.labels import event_labels
from common import outbox
from common.navigation import NavEntry, navigation
from common.sends import Send, sends
from reminders.channels import examples, operations, sending

_WORDS = {
    "robot.saved": _("Group chat robot saved"),
    "robot.switched_off": _("Group chat robot switched off"),
    "robot.tested": _("Test message of a robot asked for"),
}


def register() -> None:
    """Called once from ``RemindersConfig.ready``."""
    for what, label in _WORDS.items():
        event_labels.register(what, label)
    outbox.handlers.register(sending.TEST_TOPIC, sending.deliver_test)
    sends.register(sending.TEST_TOPIC, Send(_("Test of a group chat")))
    navigation.register(
        "robots",
        NavEntry(
            "admin", _("Group chat robots"), "chat-left-text", "reminders:robots", verb=operations.RIGHT, order=35
        ),
    )
    examples.register()
