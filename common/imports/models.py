"""An import: its files, profile, staged rows, problems; and which source rows became which of ours."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ImportProfile(models.Model):
    """A saved profile: TOML text under a name, built on the screen or uploaded."""

    name = models.CharField(_("Name"), max_length=60, unique=True)
    title = models.CharField(_("Description"), max_length=200, blank=True)
    text = models.TextField(_("Profile"))
    actor_id = models.BigIntegerField()
    updated_at = models.DateTimeField(_("Changed"))

    class Meta:
        verbose_name = _("import profile")
        verbose_name_plural = _("import profiles")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ImportRun(models.Model):
    """One import from upload to commit. ``fingerprint`` is that of the files' contents and the profile:
    the same pair is committed once."""

    class State(models.TextChoices):
        NEW = "NEW", _("Profile needed")
        QUEUED = "QUEUED", _("Waiting for the dry run")
        READING = "READING", _("Dry run in progress")
        CHECKED = "CHECKED", _("Checked, not imported yet")
        COMMIT_QUEUED = "COMMIT_QUEUED", _("Waiting to be imported")
        COMMITTING = "COMMITTING", _("Being imported")
        DONE = "DONE", _("Imported")
        REFUSED = "REFUSED", pgettext_lazy("import", "Refused")
        FAILED = "FAILED", _("Failed")
        DISCARDED = "DISCARDED", _("Discarded")

    actor_id = models.BigIntegerField(db_index=True)
    state = models.CharField(_("State"), max_length=13, choices=State.choices, default=State.NEW)
    profile_name = models.CharField(_("Profile"), max_length=60, blank=True)
    profile_text = models.TextField(blank=True)
    mode = models.CharField(max_length=8, blank=True)
    source = models.CharField(max_length=60, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    repeats = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")  # the same import, done before
    summary = models.JSONField(default=dict)  # entity -> counts and sums; filled by the dry run and the commit
    error = models.JSONField(default=dict)  # code, parameters, file: why the whole run was refused
    job = models.ForeignKey("common.Job", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("Created"))
    checked_at = models.DateTimeField(null=True)
    committed_at = models.DateTimeField(_("Imported"), null=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        indexes = [models.Index(fields=["-created_at", "-id"], name="import_recent")]
        constraints = [
            models.UniqueConstraint(
                fields=["fingerprint"], name="import_committed_once", condition=models.Q(state="DONE", repeats=None)
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.profile_name} {self.state}"


class ImportFile(models.Model):
    """A file of a run. A command may leave it where it lies: then ``path`` is set and nothing is stored."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="files")
    sequence = models.PositiveSmallIntegerField()
    name = models.CharField(_("File"), max_length=200)
    file = models.FileField(upload_to="imports/%Y/%m", blank=True)
    path = models.CharField(max_length=500, blank=True)
    size = models.PositiveBigIntegerField(_("Size"))
    sha256 = models.CharField(max_length=64)
    alias = models.CharField(max_length=60, blank=True)  # the profile's name for it
    facts = models.JSONField(default=dict)  # columns, encoding, delimiter, sheet, rows as found

    class Meta:
        ordering = ["sequence"]
        constraints = [models.UniqueConstraint(fields=["run", "sequence"], name="import_file_once")]

    def __str__(self) -> str:
        return self.name


class ImportRow(models.Model):
    """A staged row: loaded by COPY in transactions of their own, gone after the commit. ``data`` holds the
    target's fields in canonical text; read it with ``jsonb_to_record``."""

    class Verdict(models.IntegerChoices):
        TAKEN = 0
        SKIPPED = 1  # a repeat, or already in the system
        REFUSED = 2

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows", db_index=False)
    entity = models.CharField(max_length=20)
    file = models.SmallIntegerField()
    line = models.IntegerField()
    key = models.TextField()
    verdict = models.SmallIntegerField(default=Verdict.TAKEN)
    data = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["run", "entity", "key"], name="import_row_key")]

    def __str__(self) -> str:
        return f"{self.entity} {self.file}:{self.line}"


class ImportIssue(models.Model):
    """A refused or doubtful row, cell or file: where it stands and why."""

    class Severity(models.TextChoices):
        REFUSED = "REFUSED", pgettext_lazy("import", "Refused")
        DOUBTFUL = "DOUBTFUL", _("Doubtful")
        NOTE = "NOTE", _("Note")

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="issues", db_index=False)
    severity = models.CharField(_("Weight"), max_length=8, choices=Severity.choices)
    entity = models.CharField(max_length=20, blank=True)
    file = models.SmallIntegerField(null=True)
    line = models.IntegerField(_("Line"), null=True)
    column = models.CharField(_("Column"), max_length=200, blank=True)
    key = models.TextField(blank=True)
    value = models.CharField(_("Value"), max_length=200, blank=True)
    code = models.CharField(_("Reason"), max_length=30)
    parameters = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["run", "file", "line", "id"], name="import_issue_place"),
            models.Index(fields=["run", "code"], name="import_issue_code"),
        ]

    def __str__(self) -> str:
        return f"{self.severity} {self.code} {self.file}:{self.line}"


class ImportedKey(models.Model):
    """Which row of ours a source row became: what later files of the same source refer to."""

    source = models.CharField(max_length=60)
    entity = models.CharField(max_length=20)
    key = models.TextField()
    object_id = models.BigIntegerField()
    run = models.ForeignKey(ImportRun, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "entity", "key"], name="imported_key_once")]

    def __str__(self) -> str:
        return f"{self.source} {self.entity} {self.key}"
