"""The audit trail: facts written by triggers, sealed by hash over ranges (RELIABILITY 2.12)."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _


class TrailRow(models.Model):
    """One changed row of a business table, as the trigger saw it. Only the audit pages read this.

    ``changes``: the row (I, D), ``{column: [old, new]}`` (U), or ``{label, operation, count}`` of a
    batch (B: a bulk load leaves one row a statement). A column that is NULL is left out of I and D.
    """

    at = models.DateTimeField()
    transaction_id = models.BigIntegerField()
    actor_id = models.BigIntegerField(null=True)
    door = models.CharField(max_length=12, blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    table_name = models.CharField(max_length=63)
    row_id = models.TextField()
    operation = models.CharField(max_length=1)
    changes = models.JSONField()

    class Meta:
        indexes = [
            models.Index(fields=["table_name", "row_id", "id"], name="trail_object"),
            models.Index(fields=["transaction_id"], name="trail_transaction"),
            # rows come nearly in order of time: a few pages instead of one more tree to keep
            BrinIndex(fields=["at"], name="trail_time", pages_per_range=16, autosummarize=True),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.operation} {self.table_name} {self.row_id}"


class TrailSeal(models.Model):
    """A hash over the trail rows ``first_id``..``last_id``, chained to the seal before it.

    ``row_marks`` holds the first eight bytes of every row's own hash: they name the first bad row.
    """

    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField(unique=True)
    row_count = models.BigIntegerField()
    row_marks = models.BinaryField()
    digest = models.CharField(max_length=64)
    previous_digest = models.CharField(max_length=64, blank=True)
    sealed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.first_id}–{self.last_id}"


class Redaction(models.Model):
    """Values that were taken out of the trail and of events: of which rows, which columns, by whom, when and why. Only
    ``orders_trail_redact`` writes it. ``key`` is the same after a restore that does it again (``journal``);
    ``part_of`` the key of what it was done for, which does it again itself."""

    key = models.UUIDField(unique=True)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField()
    reason = models.TextField()
    part_of = models.CharField(max_length=60, blank=True, db_index=True)
    table_name = models.CharField(max_length=63)
    columns = models.JSONField()
    row_ids = models.JSONField()
    row_count = models.BigIntegerField()
    event_count = models.BigIntegerField()

    class Meta:
        verbose_name = _("redaction")
        verbose_name_plural = _("redactions")

    def __str__(self) -> str:
        return f"{self.table_name} {self.reason}"


class RedactedRow(models.Model):
    """A trail row that lost values: the hash of what was sealed or would have been, and of what is left. A row that was
    redacted twice has two, the first of which tells the original."""

    trail_row_id = models.BigIntegerField(db_index=True)
    redaction = models.ForeignKey(Redaction, models.PROTECT, related_name="rows")
    before_hash = models.CharField(max_length=64)
    after_hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("redacted row of the trail")
        verbose_name_plural = _("redacted rows of the trail")

    def __str__(self) -> str:
        return f"{self.trail_row_id}"
