"""Forecasts that were kept, to be held against what came (R256)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reports.forecast.methods import Method

PERSON = settings.AUTH_USER_MODEL


class KeptForecast(models.Model):
    """What was expected on a day, never edited. ``asked``: measure, rhythm and filters as an address writes them, so
    that equal ones are of the same question; ``first``: the first day of its first period; ``points``: for each period
    [value, low80, high80, low95, high95]. ``scale``: what repeating the year before had erred, to which errors are
    set in relation (MASE). ``reach``: whose orders it was made from, as ``policies.reach_mark`` writes it. Without a
    person it was kept by the monthly job."""

    measure = models.CharField(_("Measure"), max_length=40)
    asked = models.JSONField(default=dict)
    ahead = models.PositiveSmallIntegerField(pgettext_lazy("forecast", "Ahead"))
    first = models.DateField(_("From"))
    points = models.JSONField(default=list)
    method = models.CharField(
        pgettext_lazy("forecast", "Method"), max_length=20, choices=[(one.value, one.label) for one in Method]
    )
    mase = models.FloatField("MASE", null=True, blank=True)
    off = models.FloatField(pgettext_lazy("forecast", "Off by"), null=True, blank=True)
    scale = models.FloatField()
    history = models.PositiveSmallIntegerField(_("History"))
    as_of = models.DateTimeField(_("As of"), null=True, blank=True)
    reach = models.JSONField(default=dict, blank=True)
    note = models.CharField(_("Notes"), max_length=300, blank=True)
    kept_by = models.ForeignKey(
        PERSON, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Kept by")
    )
    kept_at = models.DateTimeField(_("Kept on"))
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("kept forecast")
        verbose_name_plural = _("kept forecasts")
        ordering: ClassVar = ["-kept_at", "-id"]
        indexes: ClassVar = [models.Index(fields=["kept_at", "id"], name="kept_forecast_at")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["asked", "first"], name="one_forecast_of_the_job", condition=Q(kept_by__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.first:%Y-%m}"
