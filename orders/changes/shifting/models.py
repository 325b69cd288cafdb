"""A shift of the dates of many orders as one what-if (SEMANTICS 8): published as many requests, or thrown away."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from orders.changes.choices import ShiftState, Side


class ChangeShift(models.Model):
    """Orders chosen, by how many days their requested dates move, and why. ``picked``: [{order, lines}] by key and
    line numbers as they were chosen; ``preview``: what was worked out last, with its digest."""

    state = models.CharField(_("State"), max_length=9, choices=ShiftState.choices, default=ShiftState.PREVIEW)
    name = models.CharField(_("Name"), max_length=120)
    days = models.SmallIntegerField(_("Days"))
    source = models.CharField(_("Source"), max_length=8, choices=Side.choices, default=Side.GOODS)
    reason = models.ForeignKey(
        "orders.ChangeReason", models.PROTECT, null=True, related_name="+", verbose_name=_("Reason")
    )
    reason_text = models.CharField(_("Reason in words"), max_length=500, blank=True)
    picked = models.JSONField(default=list)
    preview = models.JSONField(default=dict)
    previewed_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Made by")
    )
    created_at = models.DateTimeField(_("Made"))
    ended_at = models.DateTimeField(_("Ended"), null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("shift of many orders")
        verbose_name_plural = _("shifts of many orders")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name
