"""What a reminder rule may say: what it counts from, in which unit, whom it tells, by which ways (SEMANTICS 14)."""

from django.db import models
from django.utils.translation import pgettext_lazy

from reminders.anchors.choices import Recipient, Unit

__all__ = ["CHOSEN", "Channel", "Escalation", "Recipient", "Unit"]

# whom a rule may tell: who is passed something on is chosen by a colleague, never by a rule
CHOSEN = [(one.value, one.label) for one in Recipient if one != Recipient.PASSED]


class Channel(models.TextChoices):
    """How a reminder reaches its recipient. A robot writes into a group chat (WeCom, DingTalk, Feishu)."""

    INBOX = "INBOX", pgettext_lazy("channel", "In the app")
    MAIL = "MAIL", pgettext_lazy("channel", "Mail")
    ROBOT = "ROBOT", pgettext_lazy("channel", "Group chat")


class Escalation(models.TextChoices):
    """Whom a rule tells as well after so many reminders that nobody acknowledged."""

    NOBODY = "", pgettext_lazy("escalation", "Nobody")
    HEAD = "HEAD", pgettext_lazy("escalation", "Head of the department")
    PARENT = "PARENT", pgettext_lazy("escalation", "Head of the department above")
    PERSON = "PERSON", pgettext_lazy("escalation", "Named person")
