"""Delegation (SEMANTICS 7): somebody else may decide for a person on certain days, beside him."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Delegation(models.Model):
    """``delegate`` may decide what ``delegator`` is asked, from ``first_day`` to ``last_day`` (both included, business
    days). ``ended_at``: taken back before its time. Never edited otherwise: who could decide when stays readable."""

    delegator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Decisions of")
    )
    delegate = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name=_("Decided by")
    )
    first_day = models.DateField(_("First day"))
    last_day = models.DateField(_("Last day"))
    reason = models.CharField(_("Reason"), max_length=200, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    created_at = models.DateTimeField(_("Since"))
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    ended_at = models.DateTimeField(_("Ended"), null=True)

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        indexes = [models.Index(fields=["delegate", "last_day"], name="delegation_running", condition=Q(ended_at=None))]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="delegation_days"),
            models.CheckConstraint(condition=~Q(delegate=F("delegator")), name="delegation_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.delegator} → {self.delegate}"
