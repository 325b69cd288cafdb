"""Months that are closed: nothing is dated into them any more. Each step is a row, never changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PeriodStep(models.Model):
    """A month was closed, or it and all after it were opened again. ``closed_until`` is the last day that is closed
    after the step, None when nothing is: the newest row says how it stands."""

    class Kind(models.TextChoices):
        CLOSED = "CLOSED", _("Month closed")
        REOPENED = "REOPENED", _("Month reopened")

    kind = models.CharField(_("Step"), max_length=8, choices=Kind.choices)
    month = models.DateField(_("Month"))  # its first day
    closed_until = models.DateField(_("Closed until"), null=True)
    reason = models.CharField(_("Reason"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("By"), db_index=False
    )
    at = models.DateTimeField(_("When"))

    class Meta:
        verbose_name = _("step of the period close")
        verbose_name_plural = _("steps of the period close")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="CLOSED", closed_until__isnull=False) | (Q(kind="REOPENED") & ~Q(reason="")),
                name="period_step_says",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.month:%Y-%m}"
