"""Approval (R093–R099): a request over a subject's content, decided step by step."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orders.approval import reasons

HOURS = Decimal(24)


class Escalation(models.TextChoices):
    """Who is asked as well when a decision is late."""

    NOBODY = "NOBODY", _("Nobody")
    ABOVE = "ABOVE", _("The department head above")
    PERSON = "PERSON", _("A person")


class ApprovalRequest(models.Model):
    """Asks for the approval of a subject as it stood: ``content_hash`` binds every decision to it.

    ``matrix_row`` is the name of the row of the matrix that said who decides, as it was called then; "" where none
    did.
    """

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
    matrix_row = models.CharField(max_length=80, blank=True, default="", db_default="")
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
    """One person asked for one decision, or the customer (then without ``approver``).

    Rows of the same ``sequence`` wait together. Of the rows of one ``seat`` one decision is enough: the others are
    not needed any more. ``due_at`` is empty until it is its turn. A substitute or a delegate may decide for the
    person asked.
    """

    class Kind(models.TextChoices):
        PERSON = "PERSON", _("A person decides")
        CUSTOMER = "CUSTOMER", _("The customer confirms")

    class Decision(models.TextChoices):
        APPROVED = "APPROVED", _("Approved")
        REJECTED = "REJECTED", _("Sent back")
        RETURNED = "RETURNED", _("Returned to an earlier step")
        NOT_NEEDED = "NOT_NEEDED", _("Not needed any more")

    request = models.ForeignKey(ApprovalRequest, models.CASCADE, related_name="steps", db_index=False)
    sequence = models.PositiveSmallIntegerField()
    seat = models.PositiveSmallIntegerField(default=1, db_default=1)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.PERSON, db_default=Kind.PERSON)
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=200, blank=True)
    hours = models.DecimalField(max_digits=6, decimal_places=2, default=HOURS, db_default=HOURS)
    due_at = models.DateTimeField(_("Due"), null=True)
    escalation = models.CharField(
        max_length=7, choices=Escalation.choices, default=Escalation.NOBODY, db_default=Escalation.NOBODY
    )
    escalate_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    warned_at = models.DateTimeField(null=True)  # not used any more: reminders tell; goes with the next release
    late_at = models.DateTimeField(null=True)  # told that it is late, and somebody else asked as well
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    question = models.CharField(max_length=500, blank=True, default="", db_default="")  # what who added him asks
    is_void = models.BooleanField(default=False, db_default=False)  # sent back to an earlier step: asked again
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["sequence", "seat", "id"]
        indexes = [
            models.Index(fields=["request", "sequence"], name="approval_step_place"),
            models.Index(fields=["approver", "due_at"], name="approval_waiting", condition=Q(decision="")),
            models.Index(fields=["due_at"], name="approval_due", condition=Q(decision="", due_at__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "sequence", "seat"],
                name="approval_seat_once",
                condition=Q(decision__in=["APPROVED", "REJECTED", "RETURNED"]),
            ),
            models.CheckConstraint(
                condition=Q(kind="CUSTOMER", approver__isnull=True) | Q(kind="PERSON", approver__isnull=False),
                name="approval_step_asks_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id}/{self.sequence} {self.decision}"

    @property
    def why_text(self) -> str:
        """Why this person is asked, in the reader's language."""
        return reasons.words(self.why)

    @property
    def who(self) -> str:
        """Who is asked, in words."""
        return self.approver.name if self.approver else str(_("Customer"))

    @property
    def is_customers(self) -> bool:
        """Whether the customer is asked."""
        return self.kind == self.Kind.CUSTOMER
