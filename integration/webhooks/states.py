"""When a webhook is tried again, and what its states mean. Pure."""

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.outgoing import Reason

# after each failure of the same event; after one more than these, sending stops
PAUSES = tuple(timedelta(minutes=n) for n in (1, 5, 30, 120, 480, 1440))
WARN_AFTER = 4  # failures of the same event, after some 36 minutes
LONGEST_PAUSE = PAUSES[-1]
GONE = 410  # the receiver says that it wants no more


class State(models.TextChoices):
    """Whether an endpoint is sent to."""

    ACTIVE = "ACTIVE", pgettext_lazy("webhook", "Sending")
    PAUSED = "PAUSED", pgettext_lazy("webhook", "Paused")
    STOPPED = "STOPPED", pgettext_lazy("webhook", "Stopped")


class Trigger(models.TextChoices):
    """Why something was sent."""

    FEED = "FEED", pgettext_lazy("webhook", "In its turn")
    RESEND = "RESEND", pgettext_lazy("webhook", "Sent again")
    TEST = "TEST", pgettext_lazy("webhook", "Test")


class Fault(models.TextChoices):
    """Why nothing was sent, beside what ``common.outgoing`` says."""

    UNSEEN = "UNSEEN", _("The event is not for the person as whom it is read.")
    READER = "READER", _("The person as whom it is read may not read the change feed any more.")
    OURS = "OURS", _("This site could not make the message; its log says why. Tell whoever runs it.")
    AHEAD = "AHEAD", _("The feed ends before this place: the system went back to a backup.")


def words_of(reason: str) -> str:
    """A reason in the reader's words; "" for none."""
    for known in (Reason, Fault):
        if reason in known.values:
            return str(known(reason).label)
    return reason


def next_try(failures: int, *, at: datetime, asked: timedelta | None = None) -> datetime | None:
    """When an event that failed so many times may be tried again; None: never by itself. ``asked``: how long the
    receiver asks us to wait (Retry-After), which is heard up to a day."""
    if failures > len(PAUSES):
        return None
    pause = PAUSES[failures - 1]
    return at + max(pause, min(asked, LONGEST_PAUSE)) if asked is not None else at + pause
