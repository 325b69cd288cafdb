"""Departments that are asked about changes, and what they answered (R197, R198)."""

from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Department
from orders.changes.choices import Aspect, Verdict


class ChangeDepartment(models.Model):
    """A kind of department that is asked about changes, when (aspects of what changes; none: about every change), and
    within how many hours of work. Seeded; the company's own table."""

    kind = models.CharField(_("Department"), max_length=12, choices=Department.Kind.choices, unique=True)
    aspects = ArrayField(
        models.CharField(max_length=14, choices=Aspect.choices), verbose_name=_("Asked about"), default=list, blank=True
    )
    hours = models.PositiveSmallIntegerField(_("Hours to answer"), default=8)
    urgent_hours = models.PositiveSmallIntegerField(_("Hours to answer when urgent"), default=2)
    is_active = models.BooleanField(_("Active"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("department asked about changes")
        verbose_name_plural = _("departments asked about changes")
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class ChangeAssessment(models.Model):
    """One department's answer about a request, or that it is owed. A later question about changed items is a new row;
    the former one is void. ``cost`` in the order's currency (penalty, overtime, special transport); ``days`` more that
    its part takes."""

    request = models.ForeignKey("orders.ChangeRequest", models.CASCADE, related_name="assessments")
    kind = models.CharField(_("Department"), max_length=12, choices=Department.Kind.choices)
    asked_at = models.DateTimeField(_("Asked"))
    due_at = models.DateTimeField(_("Due"))
    verdict = models.CharField(_("Answer"), max_length=12, choices=Verdict.choices, blank=True)
    conditions = models.CharField(_("Conditions and words"), max_length=500, blank=True)
    days = models.SmallIntegerField(_("Days more"), default=0)
    cost = models.DecimalField(_("Extra cost"), max_digits=20, decimal_places=2, default=Decimal(0))
    cost_kind = models.CharField(_("For what"), max_length=120, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("Answered by")
    )
    answered_at = models.DateTimeField(_("Answered"), null=True)
    late_at = models.DateTimeField(null=True)  # told that it is late
    is_void = models.BooleanField(default=False)  # asked again since: the items changed
    version = models.PositiveIntegerField(default=1)  # goes on from the former question's

    class Meta:
        verbose_name = _("assessment of a change")
        verbose_name_plural = _("assessments of changes")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["kind", "due_at"], name="assessment_due", condition=Q(verdict="", is_void=False))
        ]
        constraints = [
            models.UniqueConstraint(fields=["request", "kind"], name="assessment_once", condition=Q(is_void=False)),
            models.CheckConstraint(
                condition=Q(verdict="") | Q(answered_by__isnull=False, answered_at__isnull=False),
                name="assessment_answered",
            ),
            models.CheckConstraint(condition=Q(cost__gte=0), name="assessment_cost"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.kind} {self.verdict}"
