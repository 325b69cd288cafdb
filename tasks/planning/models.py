"""A plan for all open tasks, worked out aside, looked at, taken or thrown away (R135–R138, R147, R159)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.models import Department
from tasks.task.models import Task

PERSON = settings.AUTH_USER_MODEL


class PlanRun(models.Model):
    """Assigns and dates the open tasks of a department (with those below it) or of the company, within ``seconds``.
    ``figures``: what the solver says and what would be different, before it is taken."""

    class State(models.TextChoices):
        ASKED = "ASKED", pgettext_lazy("plan", "Asked for")
        RUNNING = "RUNNING", pgettext_lazy("plan", "Being worked out")
        READY = "READY", pgettext_lazy("plan", "Ready")
        TAKEN = "TAKEN", pgettext_lazy("plan", "Taken")
        DISCARDED = "DISCARDED", pgettext_lazy("plan", "Discarded")
        FAILED = "FAILED", pgettext_lazy("plan", "Failed")

    department = models.ForeignKey(
        Department, models.PROTECT, null=True, related_name="+", verbose_name=_("Department")
    )
    state = models.CharField(_("State"), max_length=9, choices=State.choices, default=State.ASKED)
    seconds = models.PositiveSmallIntegerField(_("Time limit in seconds"), default=20)
    keeps_people = models.BooleanField(_("Keep who was picked"), default=True)
    solver = models.CharField(_("Solver"), max_length=20, blank=True)
    figures: Any = models.JSONField(default=dict)
    failure = models.CharField(_("What went wrong"), max_length=300, blank=True)
    asked_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("Asked by"))
    asked_at = models.DateTimeField(_("Asked"))
    started_at = models.DateTimeField(_("Started"), null=True)
    ready_at = models.DateTimeField(_("Ready at"), null=True)
    ended_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("Ended by"))
    ended_at = models.DateTimeField(_("Ended"), null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("plan for all tasks")
        verbose_name_plural = _("plans for all tasks")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["department"],
                name="plan_run_one",
                condition=Q(state__in=["ASKED", "RUNNING"]),
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class PlanMove(models.Model):
    """What a plan would make of one task. ``task_version`` is that of the task as the plan saw it: one that changed
    since is not moved. ``effect``: on the line's promise, and why, as codes with figures."""

    run = models.ForeignKey(PlanRun, models.CASCADE, related_name="moves", db_index=False)
    task = models.ForeignKey(Task, models.CASCADE, related_name="+", verbose_name=_("Task"))
    task_version = models.PositiveIntegerField()
    old_owner = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", db_index=False)
    new_owner = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", db_index=False)
    old_start = models.DateField(null=True)
    old_end = models.DateField(null=True)
    new_start = models.DateField(null=True)
    new_end = models.DateField(null=True)
    effect: Any = models.JSONField(default=dict)
    is_taken = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("task in a plan")
        verbose_name_plural = _("tasks in a plan")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["run", "task"], name="plan_move_once")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.task_id}"
