"""Reports that people keep and share (R257)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common import reference

PERSON = settings.AUTH_USER_MODEL


class Sharing(models.TextChoices):
    """Who finds a kept report. Whoever opens it gets the figures of his own rights."""

    PRIVATE = "PRIVATE", pgettext_lazy("shared with", "Only me")
    DEPARTMENT = "DEPARTMENT", _("My department and those below")
    EVERYBODY = "EVERYBODY", _("Everybody who may see reports")


class SavedReport(models.Model):
    """A question to the figures, or a standard report as it was set, under a name. ``standard``: the standard report's
    code; "" for a question. ``asked``: the parameters of its address; a period that has a name is counted from the day
    on which the report is opened."""

    name = models.CharField(_("Name"), max_length=80)
    standard = models.CharField(max_length=40, blank=True, db_default="")
    asked = models.JSONField(default=dict)
    shape = models.CharField(_("Chart"), max_length=10, blank=True)
    notes = models.CharField(_("Notes"), max_length=300, blank=True)
    owner = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("Owner"))
    department = models.ForeignKey(
        "accounts.Department", models.SET_NULL, null=True, related_name="+", verbose_name=_("Department")
    )
    sharing = models.CharField(_("Shared with"), max_length=10, choices=Sharing.choices, default=Sharing.PRIVATE)
    created_at = models.DateTimeField(_("Created"))
    updated_at = models.DateTimeField(_("Changed"))
    is_active = models.BooleanField(_("Active"), default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("saved report")
        verbose_name_plural = _("saved reports")
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner", "name"], name="saved_report_name", condition=Q(is_active=True, owner__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return reference.shown(self.name)
