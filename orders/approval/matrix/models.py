"""The approval matrix (SEMANTICS 7): rows in order, the first that fits says who decides."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orders.approval.models import Escalation


class MatrixRow(models.Model):
    """A row: it fits where its condition holds, one of its signs is there and every figure of ``at_least`` is reached;
    empty: always.

    ``position`` orders the rows of a subject type; ``version`` counts up with every change of the row or its steps.
    What is removed goes out of use.
    """

    subject_type = models.CharField(_("For"), max_length=40)
    position = models.PositiveSmallIntegerField(
        _("Position"), help_text=_("The first row that fits decides; rows of the same position go by age.")
    )
    name = models.CharField(_("Name"), max_length=80)
    segment = models.ForeignKey(
        "segments.Segment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Condition"),
        help_text=_("One of the company's saved conditions; empty: always."),
    )
    signs = ArrayField(
        models.CharField(max_length=30),
        verbose_name=_("Only with one of these risks"),
        default=list,
        db_default=[],
        blank=True,
    )
    # measure of the subject (``Subject.measures``) → the least figure, as plain text; all of them must be reached
    at_least = models.JSONField(_("Only from"), default=dict, db_default={}, blank=True)
    is_active = models.BooleanField(_("Active"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("row of the approval matrix")
        verbose_name_plural = _("approval matrix")
        ordering = ["subject_type", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "name"], name="matrix_row_name", condition=Q(is_active=True)
            )
        ]

    def __str__(self) -> str:
        return self.name


class MatrixStep(models.Model):
    """A step of a row: ``kind`` says who decides, ``is_all`` whether each of them must or one is enough. Several
    departments sign in parallel, each by its head."""

    class Kind(models.TextChoices):
        HEAD = "HEAD", _("Head of the department in charge")
        ROLE = "ROLE", _("Holders of a role")
        DEPARTMENT = "DEPARTMENT", _("Heads of departments, in parallel")
        PERSON = "PERSON", _("Certain people")
        CUSTOMER = "CUSTOMER", _("The customer confirms")

    row = models.ForeignKey(MatrixRow, models.CASCADE, related_name="steps")
    sequence = models.PositiveSmallIntegerField(_("Step"))
    kind = models.CharField(_("Who decides"), max_length=10, choices=Kind.choices)
    is_all = models.BooleanField(_("Each of them"), default=False)
    role = models.ForeignKey(
        "accounts.Role", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Role")
    )
    departments = ArrayField(models.BigIntegerField(), default=list, db_default=[], blank=True)  # their keys
    people = ArrayField(models.BigIntegerField(), default=list, db_default=[], blank=True)  # their keys
    hours = models.DecimalField(
        _("Hours"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Within which it should be decided; empty: what the setting says."),
    )
    escalation = models.CharField(
        _("When it is late, ask as well"), max_length=7, choices=Escalation.choices, default=Escalation.ABOVE
    )
    escalate_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("The person")
    )

    class Meta:
        verbose_name = _("step of the approval matrix")
        verbose_name_plural = _("steps of the approval matrix")
        ordering = ["sequence"]
        constraints = [models.UniqueConstraint(fields=["row", "sequence"], name="matrix_step_once")]

    def __str__(self) -> str:
        return f"{self.row_id}/{self.sequence} {self.kind}"
