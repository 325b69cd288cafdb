"""How long kinds of data are kept, as the company decided, and what went when (R308, R309; docs/adr/0126)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RetentionRule(models.Model):
    """The company's decision about one kind of data: whether what is older than ``days`` is forgotten. Without a row a
    rule is off, with the days that are proposed."""

    key = models.CharField(max_length=40, unique=True)
    is_on = models.BooleanField(pgettext_lazy("rule", "In force"), default=False)
    days = models.PositiveIntegerField(_("Days kept"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Changed by")
    )
    changed_at = models.DateTimeField(_("Changed"))
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("retention rule")
        verbose_name_plural = _("retention rules")

    def __str__(self) -> str:
        return self.key


class RetentionRun(models.Model):
    """That a rule forgot rows: how many, older than when, the oldest of them. ``is_whole`` false: more waits for the
    next night."""

    key = models.CharField(max_length=40)
    line = models.DateTimeField(_("Older than"))
    oldest_at = models.DateTimeField(_("Oldest"), null=True)
    rows = models.PositiveIntegerField(_("Rows"))
    is_whole = models.BooleanField(default=True)
    at = models.DateTimeField(_("When"))

    class Meta:
        verbose_name = _("run of a retention rule")
        verbose_name_plural = _("runs of retention rules")
        indexes = [models.Index(fields=["key", "-id"], name="retention_run_of")]

    def __str__(self) -> str:
        return f"{self.key} {self.at} {self.rows}"
