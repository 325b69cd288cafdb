"""Tasks, what precedes what, what they ask of people, and what became of them (SEMANTICS 13, R130–R143)."""

from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Department
from common import reference
from orders.order.states import Stage
from tasks.task.choices import BlockReason, KeyReason, LinkKind, Source
from tasks.task.states import ENDED, LIVE, Move, State

PERSON = settings.AUTH_USER_MODEL
ZERO = Decimal(0)


def hours(verbose_name, **options) -> models.DecimalField:
    """Hours of work of one person."""
    return models.DecimalField(verbose_name, max_digits=9, decimal_places=2, default=ZERO, **options)


class Phase(models.Model):
    """A part of an order's way through the house, with a target (R139); the company's own list, seeded. ``stage`` is
    the progress stage of the order that it belongs to."""

    code = models.CharField(_("Code"), max_length=20, unique=True)
    name = models.CharField(_("Name"), max_length=60)
    stage = models.CharField(_("Stage"), max_length=9, choices=Stage.choices, default=Stage.PREPARING)
    target = models.CharField(_("Target"), max_length=200, blank=True)
    rank = models.PositiveSmallIntegerField(_("Order"), default=0)
    is_active = models.BooleanField(_("Active"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        ordering = ["rank", "id"]

    def __str__(self) -> str:
        return reference.shown(self.name)


class Skill(models.Model):
    """Something that people can do, on levels from 1 to 5 (R135)."""

    code = models.CharField(_("Code"), max_length=20, unique=True)
    name = models.CharField(_("Name"), max_length=60)
    is_active = models.BooleanField(_("Active"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("skill")
        verbose_name_plural = _("skills")
        ordering = ["code"]

    def __str__(self) -> str:
        return reference.shown(self.name)


class PersonSkill(models.Model):
    """How well somebody can do something."""

    user = models.ForeignKey(PERSON, models.CASCADE, related_name="skills", verbose_name=_("Person"))
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="people", verbose_name=_("Skill"))
    level = models.PositiveSmallIntegerField(_("Level"), default=3)
    note = models.CharField(_("Note"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("skill of a person")
        verbose_name_plural = _("skills of people")
        constraints = [
            models.UniqueConstraint(fields=["user", "skill"], name="person_skill_once"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=5), name="person_skill_level"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.skill_id} {self.level}"


class Task(models.Model):
    """Something that somebody has to do for an order, or for one line of it (``line_no``), with a goal, a department
    and exactly one owner once it is released: the department's head until an executor is picked (``is_picked``).

    ``origin`` says which template made it for which line, so that an order taken apart again keeps what is there.
    ``planned_start`` and ``planned_end`` are days of work, both included; ``work_days`` so many; ``baseline_end`` the
    end as it was first released. ``department_due_date`` is the department's and holds before anyone is picked (R140).
    ``slack_days``, ``is_critical``, ``key_reasons`` are written by the schedule, ``open_predecessors`` counts what it
    still waits for, ``actual_hours`` is the sum of the hours written down.
    """

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="tasks", verbose_name=_("Order"))
    line_no = models.PositiveIntegerField(_("Line"), null=True)
    decomposition = models.ForeignKey(
        "tasks.Decomposition", models.PROTECT, null=True, related_name="tasks", verbose_name=_("Decomposition")
    )
    template = models.ForeignKey(
        "tasks.TaskTemplate", models.PROTECT, null=True, related_name="tasks", verbose_name=_("Template")
    )
    source = models.CharField(_("Came"), max_length=5, choices=Source.choices, default=Source.RULE)
    # of one that is done about a problem: the check that found it (docs/adr/0077)
    check_made = models.ForeignKey(
        "tasks.ProgressCheck", models.PROTECT, null=True, related_name="actions", verbose_name=_("Progress check")
    )
    origin = models.CharField(max_length=80, blank=True)
    state = models.CharField(_("State"), max_length=8, choices=State.choices, default=State.PROPOSED)
    title = models.CharField(_("Task"), max_length=160)
    goal = models.CharField(_("Goal"), max_length=300, blank=True)
    requirements = models.TextField(_("Requirements"), blank=True)  # the customer's, in the words of who does it (R152)
    phase = models.ForeignKey(Phase, models.PROTECT, related_name="+", verbose_name=_("Phase"))
    quantity = models.DecimalField(_("Quantity"), max_digits=16, decimal_places=4, null=True)

    department = models.ForeignKey(Department, models.PROTECT, related_name="tasks", verbose_name=_("Department"))
    department_due_date = models.DateField(_("Department's due date"), null=True)
    owner = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="tasks", verbose_name=_("Owner"))
    is_picked = models.BooleanField(_("Executor picked"), default=False)

    planned_hours = hours(_("Planned hours"))
    actual_hours = hours(_("Hours so far"))
    work_days = models.PositiveSmallIntegerField(_("Days of work"), default=1)
    not_before = models.DateField(_("Not before"), null=True)
    planned_start = models.DateField(_("Start"), null=True)
    planned_end = models.DateField(_("End"), null=True)
    baseline_end = models.DateField(_("First planned end"), null=True)
    is_fixed = models.BooleanField(_("Dates fixed by hand"), default=False)
    is_milestone = models.BooleanField(_("Milestone"), default=False)
    is_special = models.BooleanField(_("Special processing"), default=False)
    is_marked_key = models.BooleanField(_("Marked as key task"), default=False)
    key_reasons = ArrayField(models.CharField(max_length=8, choices=KeyReason.choices), default=list, blank=True)
    is_critical = models.BooleanField(_("On the critical path"), default=False)
    slack_days = models.SmallIntegerField(_("Slack in days of work"), null=True)
    open_predecessors = models.PositiveSmallIntegerField(default=0)

    progress = models.PositiveSmallIntegerField(_("Progress"), default=0)
    block_reason = models.CharField(_("Blocked by"), max_length=9, choices=BlockReason.choices, blank=True)
    block_words = models.CharField(_("Blocked because"), max_length=300, blank=True)
    blocked_at = models.DateTimeField(_("Blocked since"), null=True)
    result = models.TextField(_("Result"), blank=True)
    drop_reason = models.CharField(_("Dropped because"), max_length=200, blank=True)
    ready_at = models.DateTimeField(_("Can begin since"), null=True)  # its last predecessor ended
    released_at = models.DateTimeField(_("Released"), null=True)
    started_at = models.DateTimeField(_("Started"), null=True)
    done_at = models.DateTimeField(_("Done"), null=True)
    created_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    created_at = models.DateTimeField(_("Created"))
    updated_at = models.DateTimeField(_("Changed"))
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        indexes = [
            models.Index(fields=["owner", "planned_end", "id"], name="task_of_owner", condition=Q(state__in=LIVE)),
            models.Index(
                fields=["department", "planned_end", "id"], name="task_of_department", condition=Q(state__in=LIVE)
            ),
            models.Index(fields=["planned_end", "id"], name="task_by_end"),
            # the list of what is to be done begins here, however much was done before
            models.Index(fields=["planned_end", "id"], name="task_live_by_end", condition=Q(state__in=LIVE)),
            models.Index(fields=["department_due_date"], name="task_by_department_day", condition=Q(state__in=LIVE)),
            models.Index(fields=["planned_start"], name="task_to_start", condition=Q(state="OPEN")),
            models.Index(fields=["template", "done_at"], name="task_done_alike", condition=Q(state="DONE")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "origin"], name="task_once", condition=~Q(origin="") & ~Q(state="DROPPED")
            ),
            # no task without exactly one owner after release (invariant 25)
            models.CheckConstraint(
                condition=Q(state__in=["PROPOSED", "DROPPED"]) | Q(owner__isnull=False), name="task_owned"
            ),
            models.CheckConstraint(condition=Q(progress__lte=100), name="task_progress"),
            models.CheckConstraint(condition=~Q(source="CHECK") | Q(check_made__isnull=False), name="task_of_check"),
            models.CheckConstraint(condition=Q(planned_end__gte=F("planned_start")), name="task_days"),
            models.CheckConstraint(
                condition=~Q(state="DONE") | Q(done_at__isnull=False, progress=100), name="task_done_whole"
            ),
            models.CheckConstraint(condition=~Q(state="BLOCKED") | ~Q(block_reason=""), name="task_block_reason"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def due_date(self):
        """The day by which it has to be done: the department's, else its planned end."""
        return self.department_due_date or self.planned_end

    @property
    def is_live(self) -> bool:
        """Whether it is released and not ended."""
        return self.state in LIVE

    @property
    def is_ended(self) -> bool:
        """Whether nothing is left to do: it is done, or was dropped."""
        return self.state in ENDED

    @property
    def is_key(self) -> bool:
        """Whether it is handled first (R134)."""
        return bool(self.key_reasons)

    @property
    def is_ready(self) -> bool:
        """Whether nothing that precedes it is still to be done."""
        return self.open_predecessors == 0


class TaskLink(models.Model):
    """A task of the same order that has to end (or begin) so many days of work before another one begins."""

    predecessor = models.ForeignKey(Task, models.CASCADE, related_name="out_links", db_index=False)
    successor = models.ForeignKey(Task, models.CASCADE, related_name="in_links")
    kind = models.CharField(_("Kind"), max_length=6, choices=LinkKind.choices, default=LinkKind.FINISH)
    lag_days = models.SmallIntegerField(_("Lag in days of work"), default=0)

    class Meta:
        verbose_name = _("predecessor of a task")
        verbose_name_plural = _("predecessors of tasks")
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="task_link_once"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="task_link_other"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


class TaskSkill(models.Model):
    """What a task asks of who does it."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="skills", db_index=False)
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="+", verbose_name=_("Skill"))
    level = models.PositiveSmallIntegerField(_("Level at least"), default=1)

    class Meta:
        verbose_name = _("skill that a task asks for")
        verbose_name_plural = _("skills that tasks ask for")
        constraints = [models.UniqueConstraint(fields=["task", "skill"], name="task_skill_once")]

    def __str__(self) -> str:
        return f"{self.task_id} {self.skill_id} {self.level}"


class TaskStep(models.Model):
    """What became of a task: a move of its ladder, never edited. Other changes stand in the trail and in the tables of
    their rooms (assignments, moves of days, hours)."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="steps", db_index=False)
    move = models.CharField(max_length=8, choices=Move.choices)
    from_state = models.CharField(max_length=8, blank=True)
    to_state = models.CharField(max_length=8, choices=State.choices)
    reason = models.CharField(max_length=500, blank=True)
    actor = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("step of a task")
        verbose_name_plural = _("steps of tasks")
        ordering = ["id"]
        indexes = [models.Index(fields=["task", "id"], name="task_step")]

    def __str__(self) -> str:
        return f"{self.task_id} {self.move} → {self.to_state}"


class WorkLog(models.Model):
    """Hours that somebody worked on a task on a day; a mistake is put right by another row below zero."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="work_logs", verbose_name=_("Task"))
    user = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("Person"), db_index=False)
    day = models.DateField(_("Day"))
    hours = hours(_("Hours"))
    note = models.CharField(_("Note"), max_length=200, blank=True)
    at = models.DateTimeField(_("Written down"))

    class Meta:
        verbose_name = _("hours of work")
        verbose_name_plural = _("hours of work")
        ordering = ["day", "id"]
        indexes = [models.Index(fields=["user", "day"], name="work_log_of")]
        constraints = [models.CheckConstraint(condition=~Q(hours=0), name="work_log_not_zero")]

    def __str__(self) -> str:
        return f"{self.task_id} {self.user_id} {self.day} {self.hours}"
