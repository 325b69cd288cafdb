"""Approval (R093–R099): a request over a subject's content, decided step by step."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orders.approval import reasons


class ApprovalRequest(models.Model):
    """Asks for the approval of a subject as it stood: ``content_hash`` binds every decision to it."""

    class State(models.TextChoices):
        OPEN = "OPEN", _("Open")
        APPROVED = "APPROVED", _("Approved")
        REJECTED = "REJECTED", _("Sent back")
        WITHDRAWN = "WITHDRAWN", _("Withdrawn")

    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    content_hash = models.CharField(max_length=64)
    content = models.JSONField(default=dict)  # path → text: what was approved, so that a change can be named
    barred = models.JSONField(default=list)  # ids of people whose own business it is: they never decide
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id", "-id"], name="approval_subject")]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id"], name="approval_one_open", condition=Q(state="OPEN")
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id} {self.state}"


class ApprovalStep(models.Model):
    """One decision that is needed. ``approver`` is the person asked; a substitute may decide for him."""

    class Decision(models.TextChoices):
        APPROVED = "APPROVED", _("Approved")
        REJECTED = "REJECTED", _("Sent back")

    request = models.ForeignKey(ApprovalRequest, models.CASCADE, related_name="steps", db_index=False)
    sequence = models.PositiveSmallIntegerField()
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    why = models.CharField(max_length=200, blank=True)
    due_at = models.DateTimeField(_("Due"))
    decision = models.CharField(max_length=8, choices=Decision.choices, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["sequence"]
        indexes = [
            models.Index(fields=["approver", "due_at"], name="approval_waiting", condition=Q(decision="")),
        ]
        constraints = [models.UniqueConstraint(fields=["request", "sequence"], name="approval_step_once")]

    def __str__(self) -> str:
        return f"{self.request_id}/{self.sequence} {self.decision}"

    @property
    def why_text(self) -> str:
        """Why this person is asked, in the reader's language."""
        return reasons.words(self.why)
