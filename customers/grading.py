"""Grades of credit, what a score is made of, and what becomes of a proposal. Pure."""

from collections.abc import Collection

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common import errors


class Grade(models.TextChoices):
    """How far a customer is trusted to pay, A the best."""

    A = "A", "A"
    B = "B", "B"
    C = "C", "C"
    D = "D", "D"


class ScorePart(models.TextChoices):
    """What a score is made of: payments, and the customer's voice."""

    DAYS_LATE = "days_late", _("Days late on average")
    SHARE_LATE = "share_late", _("Share of payments late")
    TREND = "trend", _("Days later than before")
    DISPUTES = "disputes", _("Share of orders disputed")
    SATISFACTION = "satisfaction", _("Satisfaction on average")
    COMPLAINTS = "complaints", _("Complaints on a hundred orders")

    @property
    def is_of_voice(self) -> bool:
        """Whether it adds to what the payments make, or takes from it."""
        return self in (ScorePart.SATISFACTION, ScorePart.COMPLAINTS)


def named(part: str) -> str:
    """The name of a part that was kept, in the reader's language."""
    return str(ScorePart(part).label) if part in ScorePart.values else str(_("Other"))


class State(models.TextChoices):
    """A change of credit is proposed by one person and decided by another."""

    PROPOSED = "PROPOSED", _("Waits for a decision")
    APPROVED = "APPROVED", _("Approved")
    REJECTED = "REJECTED", pgettext_lazy("proposal", "Refused")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


def worst(grades: Collection[str]) -> str:
    """The worst of some grades; "" for none."""
    return max(grades, default="")


def require_open(state: str) -> None:
    """Raise WrongState for a proposal that was decided or withdrawn."""
    if state != State.PROPOSED:
        text = _("This is %(state)s already.") % {"state": State(state).label}
        raise errors.WrongState(text, status=str(state), possible=[])
