"""What the timetable's jobs did last."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ClockRun(models.Model):
    """How a job of the timetable went last: one row for each, written by whatever worker ran it.

    ``failures``: how many times in a row; ``good_at``: when it came to its end without a fault last.
    """

    task = models.CharField(max_length=80, primary_key=True)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    good_at = models.DateTimeField(null=True)
    milliseconds = models.PositiveIntegerField(default=0, db_default=0)
    failures = models.PositiveIntegerField(default=0, db_default=0)
    error = models.TextField(blank=True, default="", db_default="")

    class Meta:
        verbose_name = _("job of the timetable")
        verbose_name_plural = _("jobs of the timetable")

    def __str__(self) -> str:
        return f"{self.task} {self.ended_at}"
