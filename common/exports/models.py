"""An export: what somebody took away, and the file as long as it is kept."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Export(models.Model):
    """A list as one person asked for it, once. It is his alone: no right lets others see it.

    ``query`` and ``columns`` are those of the screen at the moment of asking, ``language`` is the one it was read in;
    ``rights`` is a print of what the person might see then, ``token_scopes`` what his token narrowed that to (None: he
    asked on a page): the file goes only to who still may. ``attempts`` tells two workers apart that were given the same
    export. ``door``: by which way he asked, "" of one from before that was noted.
    """

    class State(models.TextChoices):
        QUEUED = "QUEUED", _("Waiting")
        RUNNING = "RUNNING", _("Being written")
        DONE = "DONE", _("Ready")
        FAILED = "FAILED", _("Failed")
        CANCELLED = "CANCELLED", _("Cancelled")
        EXPIRED = "EXPIRED", _("Expired")

    class Form(models.TextChoices):
        XLSX = "xlsx", "Excel"
        CSV = "csv", "CSV"
        PDF = "pdf", "PDF"

    actor_id = models.BigIntegerField()
    state = models.CharField(_("State"), max_length=9, choices=State.choices, default=State.QUEUED)
    list_key = models.CharField(_("List"), max_length=40)
    form = models.CharField(_("Format"), max_length=4, choices=Form.choices)
    query = models.TextField(blank=True)
    columns = models.JSONField(default=list)
    language = models.CharField(max_length=10)
    rights = models.CharField(max_length=64)
    token_scopes = ArrayField(models.CharField(max_length=100), null=True)
    condition = models.JSONField(default=list)  # lines of words
    door = models.CharField(max_length=8, blank=True, default="", db_default="")
    rows = models.PositiveIntegerField(_("Rows"), null=True)
    size = models.PositiveBigIntegerField(_("Size"), null=True)
    file = models.FileField(max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    job = models.ForeignKey("common.Job", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("Asked for"))
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(_("Kept until"), null=True)

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        indexes = [
            models.Index(fields=["actor_id", "-id"], name="export_of_person"),
            models.Index(fields=["id"], name="export_waiting", condition=models.Q(state__in=["QUEUED", "RUNNING"])),
            models.Index(fields=["expires_at"], name="export_expiry", condition=models.Q(state="DONE")),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.list_key} {self.state}"
