"""Who has how much time, targets of phases, and every move of a day (SEMANTICS 13, R138–R140, R159)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Department
from tasks.scheduling.choices import Cause, What
from tasks.task.models import Phase, Task, hours

PERSON = settings.AUTH_USER_MODEL


class Capacity(models.Model):
    """How many hours a day somebody works on tasks from a day on; before it, and where nothing is said, the company's
    setting counts."""

    user = models.ForeignKey(PERSON, models.CASCADE, related_name="capacities", verbose_name=_("Person"))
    since = models.DateField(_("From"))
    hours_a_day = hours(_("Hours a day"))
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("working hours of a person")
        verbose_name_plural = _("working hours of people")
        ordering = ["user", "since"]
        constraints = [
            models.UniqueConstraint(fields=["user", "since"], name="capacity_once"),
            models.CheckConstraint(condition=Q(hours_a_day__gte=0, hours_a_day__lte=24), name="capacity_hours"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.since} {self.hours_a_day}"


class Absence(models.Model):
    """Days on which somebody is away, or works fewer ``hours_a_day``."""

    class Kind(models.TextChoices):
        LEAVE = "LEAVE", _("Leave")
        SICK = "SICK", _("Sick")
        TRAINING = "TRAINING", _("Training")
        TRAVEL = "TRAVEL", _("Business trip")
        OTHER = "OTHER", _("Away")

    user = models.ForeignKey(PERSON, models.CASCADE, related_name="absences", verbose_name=_("Person"))
    kind = models.CharField(_("Kind"), max_length=8, choices=Kind.choices, default=Kind.LEAVE)
    first = models.DateField(_("From"))
    last = models.DateField(_("To"))
    hours_a_day = hours(_("Hours a day that are left"))
    note = models.CharField(_("Note"), max_length=200, blank=True)
    created_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    created_at = models.DateTimeField(_("Entered"))
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["first", "id"]
        indexes = [models.Index(fields=["last"], name="absence_until")]
        constraints = [models.CheckConstraint(condition=Q(last__gte=F("first")), name="absence_days")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.first}–{self.last}"


class OrderPhase(models.Model):
    """The target of a phase for one order: until when, and what is there then (R139)."""

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="phases", verbose_name=_("Order"))
    phase = models.ForeignKey(Phase, models.PROTECT, related_name="+", verbose_name=_("Phase"))
    target_date = models.DateField(_("Target day"), null=True)
    target = models.CharField(_("Target"), max_length=200, blank=True)
    is_by_hand = models.BooleanField(_("Set by hand"), default=False)
    reached_at = models.DateTimeField(_("Reached"), null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("phase of an order")
        verbose_name_plural = _("phases of orders")
        indexes = [
            models.Index(fields=["reached_at"], name="order_phase_reached", condition=Q(reached_at__isnull=False))
        ]
        constraints = [models.UniqueConstraint(fields=["order", "phase"], name="order_phase_once")]

    def __str__(self) -> str:
        return f"{self.order_id} {self.phase_id} {self.target_date}"


class DateMove(models.Model):
    """A move of a planned day: a row of the delay ledger, never edited but for whether the customer was told. ``days``
    of work, below zero for earlier; ``department`` is the one that the days count against."""

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="date_moves", verbose_name=_("Order"))
    what = models.CharField(_("What moved"), max_length=6, choices=What.choices, default=What.TASK)
    task = models.ForeignKey(Task, models.CASCADE, null=True, related_name="date_moves", verbose_name=_("Task"))
    requirement_line = models.ForeignKey(
        "tasks.RequirementLine", models.PROTECT, null=True, related_name="date_moves", verbose_name=_("Requirement")
    )
    line_no = models.PositiveIntegerField(_("Line"), null=True)
    before = models.DateField(_("Before"))
    after = models.DateField(_("After"))
    days = models.SmallIntegerField(_("Days of work"))
    cause = models.CharField(_("Cause"), max_length=11, choices=Cause.choices)
    words = models.CharField(_("In words"), max_length=300, blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, related_name="+", verbose_name=_("Department"), db_index=False
    )
    is_told = models.BooleanField(_("Customer told"), default=False)
    told_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", db_index=False)
    told_at = models.DateTimeField(null=True)
    actor = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("Who"), db_index=False)
    at = models.DateTimeField(_("When"))

    class Meta:
        verbose_name = _("move of a day")
        verbose_name_plural = _("moves of days")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["-id"], name="date_move_latest"),
            models.Index(fields=["department", "at"], name="date_move_of_department"),
        ]
        constraints = [models.CheckConstraint(condition=~Q(before=F("after")), name="date_move_moves")]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"
