"""Reports sent by mail as files, again and again (R257)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PERSON = settings.AUTH_USER_MODEL


class Rhythm(models.TextChoices):
    """How often a report is sent."""

    DAILY = "DAILY", pgettext_lazy("rhythm", "Every day of work")
    WEEKLY = "WEEKLY", pgettext_lazy("rhythm", "Every week")
    MONTHLY = "MONTHLY", pgettext_lazy("rhythm", "Every month")


class ReportSchedule(models.Model):
    """A kept report sent by mail as a file. ``place``: the weekday (1 Monday) or the day of the month, 28 at most;
    ``hour`` of the company's day. Each recipient gets the figures of his own rights."""

    class File(models.TextChoices):
        XLSX = "XLSX", "Excel"
        PDF = "PDF", "PDF"

    report = models.ForeignKey(
        "reports.SavedReport", models.CASCADE, related_name="schedules", verbose_name=_("Report")
    )
    rhythm = models.CharField(_("How often"), max_length=7, choices=Rhythm.choices, default=Rhythm.WEEKLY)
    place = models.PositiveSmallIntegerField(_("On which day"), default=1)
    hour = models.PositiveSmallIntegerField(_("At which hour"), default=8)
    file = models.CharField(_("File"), max_length=4, choices=File.choices, default=File.XLSX)
    recipients: models.ManyToManyField = models.ManyToManyField(PERSON, related_name="+", verbose_name=_("Recipients"))
    next_at = models.DateTimeField(_("Next"), null=True)
    created_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    is_active = models.BooleanField(_("Active"), default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("schedule of a report")
        verbose_name_plural = _("schedules of reports")
        indexes: ClassVar = [models.Index(fields=["next_at"], name="schedule_due", condition=Q(is_active=True))]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(hour__lte=23, place__gte=1, place__lte=28), name="schedule_time")
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.rhythm}"


class ReportDelivery(models.Model):
    """A report that was, or is to be, sent to one recipient: once for each time that it is due."""

    class State(models.TextChoices):
        QUEUED = "QUEUED", pgettext_lazy("delivery of a report", "Waiting")
        SENT = "SENT", pgettext_lazy("delivery of a report", "Sent")
        SKIPPED = "SKIPPED", pgettext_lazy("delivery of a report", "Left out")
        FAILED = "FAILED", pgettext_lazy("delivery of a report", "Failed")

    schedule = models.ForeignKey(ReportSchedule, models.CASCADE, related_name="deliveries", db_index=False)
    recipient = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("Recipient"))
    due_at = models.DateTimeField(_("Due"))
    state = models.CharField(_("State"), max_length=7, choices=State.choices, default=State.QUEUED)
    message = models.CharField(_("What happened"), max_length=300, blank=True)
    settled_at = models.DateTimeField(_("When"), null=True)

    class Meta:
        verbose_name = _("delivery of a report")
        verbose_name_plural = _("deliveries of reports")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["schedule", "due_at", "recipient"], name="report_sent_once")
        ]

    def __str__(self) -> str:
        return f"{self.schedule_id} {self.due_at} {self.recipient_id}"
