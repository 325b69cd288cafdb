"""What the company sets for all its reminders."""

from django.utils.translation import gettext_lazy as _

from common import dates, settings, workdays
from reminders.scanning.moments import Quiet, Times

QUIET_FROM, QUIET_UNTIL = "reminders.quiet_from", "reminders.quiet_until"
CATCH_UP_DAYS = "reminders.catch_up_days"
PAYMENT_WAITS = "reminders.payment_waits"
LETTERS_A_DAY, LINES_A_LETTER = "reminders.letters_a_day", "reminders.lines_a_letter"
GROUP = "reminders"
_HOURS = settings.Bounds(0, 23)
DEFINITIONS = {
    QUIET_FROM: settings.Definition(
        20, _("The hour from which no reminder goes out; the same as its end: none are quiet"), GROUP, bounds=_HOURS
    ),
    QUIET_UNTIL: settings.Definition(8, _("The hour at which reminders go out again"), GROUP, bounds=_HOURS),
    CATCH_UP_DAYS: settings.Definition(
        7,
        _("Days for which reminders that a standstill held up are still sent"),
        GROUP,
        bounds=settings.Bounds(1, 60),
    ),
    PAYMENT_WAITS: settings.Definition(
        True,
        _("Reminders of a payment to colleagues wait while a contact with the customer about it is planned"),
        GROUP,
    ),
    LETTERS_A_DAY: settings.Definition(
        12,
        _("Single letters with a reminder that one person gets by mail in a day at most; the rest stays in the app"),
        GROUP,
        bounds=settings.Bounds(1, 500),
    ),
    LINES_A_LETTER: settings.Definition(
        60, _("Reminders in one letter at most; the rest stays in the app"), GROUP, bounds=settings.Bounds(5, 500)
    ),
}


def times() -> Times:
    """Quiet hours and days of work as they are set now."""
    quiet = Quiet(int(settings.get(QUIET_FROM)), int(settings.get(QUIET_UNTIL)), dates.business_zone())
    return Times(quiet, workdays.calendar().is_workday)


def register() -> None:
    """Called once from ``RemindersConfig.ready``."""
    for key, definition in DEFINITIONS.items():
        settings.definitions.register(key, definition)
