"""The checks of tasks that a clause of the rulebook can be bound to (docs/adr/0122, 0129)."""

from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.rulebook.checks import Check, checks
from common import dates
from tasks.checks.models import ProgressCheck
from tasks.evaluation.policies import NO_SELF

WORK = pgettext_lazy("part of the work", "Tasks")
MISSED = "task.check_missed"


def register() -> None:
    """Called once from ``TasksConfig.ready``."""
    checks.register(NO_SELF, Check(_("Nobody scores his own work or settles his own commission"), WORK, NO_SELF))
    checks.register(MISSED, Check(_("Orders under way are looked at on their day"), WORK, kept=_missed))


def _missed(since: date, until: date) -> int:
    first, end = dates.day_range(since, until)
    return ProgressCheck.objects.filter(missed_at__gte=first, missed_at__lt=end).count()
