"""How soon an order is usually heard of again, learnt from the event log."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Rhythm(models.Model):
    """After an event of this kind on an order, how many hours pass until the next one: half of the times at most
    ``usual_hours``, nine times in ten at most ``patience_hours``; ``seen`` times in the year before ``learnt_at``."""

    kind = models.CharField(_("After"), max_length=60, unique=True)
    usual_hours = models.PositiveIntegerField(_("Usually within (hours)"))
    patience_hours = models.PositiveIntegerField(_("Nine times in ten within (hours)"))
    seen = models.PositiveIntegerField(_("Seen"))
    learnt_at = models.DateTimeField(_("Learnt"))

    class Meta:
        verbose_name = _("usual rhythm of orders")
        verbose_name_plural = _("usual rhythms of orders")

    def __str__(self) -> str:
        return f"{self.kind} {self.usual_hours} h"
