"""Who was given which task, why, and how candidates are weighed (R135–R137)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Department
from tasks.task.models import Task

PERSON = settings.AUTH_USER_MODEL


class AssignmentWeights(models.Model):
    """How a department weighs candidates: parts of 100. Without a department: everybody else's."""

    department = models.OneToOneField(
        Department, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("Department")
    )
    skill = models.PositiveSmallIntegerField(_("Skill"), default=35)
    experience = models.PositiveSmallIntegerField(_("Experience"), default=25)
    load = models.PositiveSmallIntegerField(_("Load"), default=25)
    punctuality = models.PositiveSmallIntegerField(_("Punctuality"), default=15)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("weights of candidates")
        verbose_name_plural = _("weights of candidates")
        constraints = [
            models.UniqueConstraint(fields=["department"], name="weights_once", nulls_distinct=False),
            models.CheckConstraint(
                condition=Q(skill=100 - models.F("experience") - models.F("load") - models.F("punctuality")),
                name="weights_sum",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department_id} {self.skill}/{self.experience}/{self.load}/{self.punctuality}"


class Assignment(models.Model):
    """A task that went to a department or to a person: never edited. ``scores`` are those of the candidates as they
    were shown, the best first; ``reason`` says why it was not the first of them."""

    class How(models.TextChoices):
        RELEASE = "RELEASE", _("With the release")
        DEPARTMENT = "DEPARTMENT", _("Given to a department")
        PICKED = "PICKED", _("Picked by the head")
        HANDOVER = "HANDOVER", _("Handed over")
        PLAN = "PLAN", _("By the plan for all tasks")
        CHECK = "CHECK", _("With a check")

    task = models.ForeignKey(Task, models.CASCADE, related_name="assignments", verbose_name=_("Task"))
    how = models.CharField(_("How"), max_length=10, choices=How.choices)
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="+", verbose_name=_("Department"), db_index=False
    )
    user = models.ForeignKey(
        PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("Person"), db_index=False
    )
    former = models.ForeignKey(
        PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("Before"), db_index=False
    )
    rank = models.PositiveSmallIntegerField(_("Place among the candidates"), null=True)
    scores: Any = models.JSONField(default=list)
    reason = models.CharField(_("Reason"), max_length=300, blank=True)
    actor = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(_("When"))

    class Meta:
        verbose_name = _("assignment of a task")
        verbose_name_plural = _("assignments of tasks")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.task_id} → {self.user_id or self.department_id}"
