"""States of reminders and of the letters that carry them. Pure."""

from django.db import models
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """What became of a reminder. Whether its recipient acknowledged it stands beside it."""

    QUEUED = "QUEUED", pgettext_lazy("reminder", "Queued")
    GATHERED = "GATHERED", pgettext_lazy("reminder", "In a letter")
    SENT = "SENT", pgettext_lazy("reminder", "Sent")
    MOOT = "MOOT", pgettext_lazy("reminder", "Not needed any more")
    SKIPPED = "SKIPPED", pgettext_lazy("reminder", "Overtaken by a later one")
    UNWANTED = "UNWANTED", pgettext_lazy("reminder", "Unsubscribed")
    NOWHERE = "NOWHERE", pgettext_lazy("reminder", "No address")
    FAILED = "FAILED", pgettext_lazy("reminder", "Failed")


class LetterState(models.TextChoices):
    """What became of a letter."""

    QUEUED = "QUEUED", pgettext_lazy("letter", "Queued")
    SENT = "SENT", pgettext_lazy("letter", "Sent")
    MOOT = "MOOT", pgettext_lazy("letter", "Not needed any more")
    DOUBTFUL = "DOUBTFUL", pgettext_lazy("letter", "Doubtful")
    FAILED = "FAILED", pgettext_lazy("letter", "Failed")


class Reaction(models.TextChoices):
    """What a recipient did with a reminder."""

    NONE = "", pgettext_lazy("reaction", "None")
    ACKNOWLEDGED = "ACK", pgettext_lazy("reaction", "Acknowledged")
    SNOOZED = "SNOOZED", pgettext_lazy("reaction", "Later")
    NOT_ME = "NOT_ME", pgettext_lazy("reaction", "Not me")
    OVER = "OVER", pgettext_lazy("reaction", "Settled meanwhile")  # nothing is due any more, or a later one took over
