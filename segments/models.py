"""Saved conditions (分段) with every revision they ever had, and the roles whose reach they are (SEMANTICS 5)."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common import reference
from segments.fields import LEVEL_LABELS

LEVELS = [(level.value, label) for level, label in LEVEL_LABELS.items()]


class Segment(models.Model):
    """A condition that somebody keeps under a name: the same object wherever a set of orders is meant.

    ``rows`` is as ``common.conditions.rows.to_json`` writes it, ``fields`` the keys that they name; ``code`` is that
    of one which comes with the software; ``revision`` counts up when the rows change, ``version`` with every change.
    What is removed stays, out of use, with its revisions.
    """

    class Audience(models.TextChoices):
        PERSON = "PERSON", _("Only its owner")
        DEPARTMENT = "DEPARTMENT", _("Department and below")
        COMPANY = "COMPANY", _("Whole company")

    code = models.CharField(_("Code"), max_length=40, blank=True, editable=False)
    name = models.CharField(_("Name"), max_length=80)
    description = models.CharField(_("What it is for"), max_length=300, blank=True)
    level = models.CharField(_("Orders or order lines"), max_length=5, choices=LEVELS)
    audience = models.CharField(_("For whom"), max_length=10, choices=Audience.choices, default=Audience.PERSON)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Owner")
    )
    department = models.ForeignKey(
        "accounts.Department", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Department")
    )
    rows = models.JSONField(_("Condition"))
    fields = ArrayField(models.TextField(), editable=False)
    revision = models.PositiveIntegerField(_("Revision"), default=1, editable=False)
    is_active = models.BooleanField(_("Active"), default=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("Created"), editable=False)
    updated_at = models.DateTimeField(_("Changed"), editable=False)

    class Meta:
        verbose_name = _("saved condition")
        verbose_name_plural = _("saved conditions")
        constraints = [
            models.UniqueConstraint(fields=["code"], name="segment_code", condition=~Q(code="")),
            models.UniqueConstraint(
                fields=["department", "name"],
                name="segment_department_name",
                condition=Q(audience="DEPARTMENT", is_active=True),
            ),
            models.UniqueConstraint(
                fields=["name"], name="segment_company_name", condition=Q(audience="COMPANY", is_active=True)
            ),
            models.CheckConstraint(
                condition=Q(audience="PERSON", owner__isnull=False, department__isnull=True)
                | Q(audience="DEPARTMENT", department__isnull=False)
                | Q(audience="COMPANY", department__isnull=True),
                name="segment_holder",
            ),
        ]

    def __str__(self) -> str:
        return reference.shown(self.name) if self.code else self.name


class SegmentVersion(models.Model):
    """The rows that a saved condition had at one of its revisions, who wrote them and when. Never edited."""

    segment = models.ForeignKey(Segment, models.CASCADE, related_name="versions", verbose_name=_("Saved condition"))
    revision = models.PositiveIntegerField(_("Revision"))
    rows = models.JSONField(_("Condition"))
    at = models.DateTimeField(_("Since"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("By"))

    class Meta:
        verbose_name = _("revision of a saved condition")
        verbose_name_plural = _("revisions of a saved condition")
        ordering = ["-revision"]
        constraints = [models.UniqueConstraint(fields=["segment", "revision"], name="segment_revision_once")]

    def __str__(self) -> str:
        return f"{self.segment_id}/{self.revision}"


class RoleScope(models.Model):
    """A role whose rights on orders reach the orders of a company's saved condition, whatever scope each right
    says (``accounts.access``)."""

    role = models.OneToOneField("accounts.Role", models.CASCADE, related_name="+", verbose_name=_("Role"))
    segment = models.ForeignKey(Segment, models.PROTECT, related_name="role_scopes", verbose_name=_("Saved condition"))

    class Meta:
        verbose_name = _("orders that a role reaches")
        verbose_name_plural = _("orders that roles reach")

    def __str__(self) -> str:
        return f"{self.role_id} → {self.segment_id}"


from segments.classification.models import Rule as Rule  # noqa: E402
from segments.classification.models import RuleVersion as RuleVersion  # noqa: E402
from segments.classification.models import Tag as Tag  # noqa: E402
from segments.custom_fields.models import CustomField as CustomField  # noqa: E402
