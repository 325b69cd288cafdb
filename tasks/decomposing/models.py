"""Rules that take orders apart, what finished orders taught about their tasks, and what was proposed (R130–R134, R147,
R148, R189)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Department
from common import reference
from tasks.decomposing.choices import Anchor, Duration, Per, ProposalState
from tasks.task.choices import LinkKind
from tasks.task.models import Phase, Skill, hours

PERSON = settings.AUTH_USER_MODEL


class DecompositionRule(models.Model):
    """Which lines (or orders) get which tasks: every rule whose saved condition holds gives its templates; without one
    it holds for all. Rules of one ``group`` exclude each other: the first by ``rank`` that holds."""

    name = models.CharField(_("Name"), max_length=80)
    group = models.CharField(_("Group"), max_length=40, blank=True)
    per = models.CharField(_("Takes apart"), max_length=5, choices=Per.choices, default=Per.LINE)
    segment = models.ForeignKey(
        "segments.Segment", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Condition")
    )
    rank = models.PositiveSmallIntegerField(_("Order"), default=0)
    is_active = models.BooleanField(_("Active"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("decomposition rule")
        verbose_name_plural = _("decomposition rules")
        ordering = ["rank", "id"]

    def __str__(self) -> str:
        return reference.shown(self.name)

    @property
    def shown_group(self) -> str:
        """Its group in the reader's language, where it came with the software."""
        return reference.shown(self.group) if self.group else ""


class TaskTemplate(models.Model):
    """A task as a rule gives it. Hours = ``hours_fixed`` + ``hours_per_piece`` × quantity + ``hours_per_batch`` for
    each begun batch of ``batch_size``. Without a ``department_kind`` it is the order's own department's (sales).
    ``title``, ``goal`` and ``wording`` may name {product}, {specification}, {quantity}, {unit}, {requirements} and
    others."""

    rule = models.ForeignKey(DecompositionRule, models.PROTECT, related_name="templates", verbose_name=_("Rule"))
    code = models.CharField(_("Code"), max_length=40, unique=True)
    title = models.CharField(_("Task"), max_length=160)
    goal = models.CharField(_("Goal"), max_length=300, blank=True)
    wording = models.TextField(_("Requirements"), blank=True)
    phase = models.ForeignKey(Phase, models.PROTECT, related_name="+", verbose_name=_("Phase"))
    department_kind = models.CharField(
        _("Department"), max_length=12, choices=Department.Kind.choices, blank=True, help_text=_("Empty: the order's")
    )
    hours_fixed = hours(_("Hours"))
    hours_per_piece = models.DecimalField(_("Hours a piece"), max_digits=9, decimal_places=4, default=0)
    hours_per_batch = hours(_("Hours a batch"))
    batch_size = models.PositiveIntegerField(_("Pieces of a batch"), default=0)
    duration = models.CharField(_("Days from"), max_length=9, choices=Duration.choices, default=Duration.HOURS)
    days = models.PositiveSmallIntegerField(_("Days"), default=0)
    anchor = models.CharField(_("Dated"), max_length=8, choices=Anchor.choices, default=Anchor.FORWARD)
    is_milestone = models.BooleanField(_("Milestone"), default=False)
    is_special = models.BooleanField(_("Special processing"), default=False)
    is_supply = models.BooleanField(_("Its end is the day of supply"), default=False)  # of a requirement (PR)
    is_once = models.BooleanField(
        _("Once, however many delivery days"), default=False, help_text=_("Else once for each day of delivery")
    )
    rank = models.PositiveSmallIntegerField(_("Order"), default=0)
    is_active = models.BooleanField(_("Active"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("task template")
        verbose_name_plural = _("task templates")
        ordering = ["rank", "id"]

    def __str__(self) -> str:
        return reference.shown(self.title)

    @property
    def shown_goal(self) -> str:
        """Its goal in the reader's language, where it came with the software."""
        return reference.shown(self.goal) if self.goal else ""


class TemplateLink(models.Model):
    """A template whose task has to end (or begin) before that of another begins: of the same line, or of the order as a
    whole; templates whose tasks are not there are skipped."""

    predecessor = models.ForeignKey(TaskTemplate, models.CASCADE, related_name="out_links", db_index=False)
    successor = models.ForeignKey(TaskTemplate, models.CASCADE, related_name="in_links")
    kind = models.CharField(_("Kind"), max_length=6, choices=LinkKind.choices, default=LinkKind.FINISH)
    lag_days = models.SmallIntegerField(_("Lag in days of work"), default=0)

    class Meta:
        verbose_name = _("predecessor of a task template")
        verbose_name_plural = _("predecessors of task templates")
        constraints = [models.UniqueConstraint(fields=["predecessor", "successor"], name="template_link_once")]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


class TemplateSkill(models.Model):
    """What the tasks of a template ask of who does them."""

    template = models.ForeignKey(TaskTemplate, models.CASCADE, related_name="skills", db_index=False)
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="+", verbose_name=_("Skill"))
    level = models.PositiveSmallIntegerField(_("Level at least"), default=1)

    class Meta:
        verbose_name = _("skill that a template asks for")
        verbose_name_plural = _("skills that templates ask for")
        constraints = [models.UniqueConstraint(fields=["template", "skill"], name="template_skill_once")]

    def __str__(self) -> str:
        return f"{self.template_id} {self.skill_id} {self.level}"


class LearnedDuration(models.Model):
    """What the finished tasks of a template took: hours as a share of those planned by its function, days of work from
    start to end; median and range, and which orders say so (R148). Computed every night."""

    template = models.OneToOneField(TaskTemplate, models.CASCADE, related_name="learned", verbose_name=_("Template"))
    samples = models.PositiveIntegerField(_("Finished tasks"))
    factor = models.DecimalField(_("Hours taken ÷ planned"), max_digits=7, decimal_places=3)
    factor_low = models.DecimalField(_("Lowest"), max_digits=7, decimal_places=3)
    factor_high = models.DecimalField(_("Highest"), max_digits=7, decimal_places=3)
    days = models.DecimalField(_("Days of work"), max_digits=7, decimal_places=1)
    days_low = models.DecimalField(_("Fewest days"), max_digits=7, decimal_places=1)
    days_high = models.DecimalField(_("Most days"), max_digits=7, decimal_places=1)
    orders: Any = models.JSONField(_("Orders"), default=list)  # their numbers, the latest first
    made_at = models.DateTimeField(_("Worked out"))

    class Meta:
        verbose_name = _("learned duration")
        verbose_name_plural = _("learned durations")

    def __str__(self) -> str:
        return f"{self.template_id} {self.factor}"


class Decomposition(models.Model):
    """An order taken apart at one of its revisions: proposed, edited by a person, released or discarded. Its new tasks
    are rows that point here; ``changes`` says what it would do to tasks that are there already:
    {task id: {column: [was, is to be]}}, ``dropped`` the ids of those that would be dropped, with the reason.
    ``drafts`` is what the rules said, by origin, so that the next one tells what the rules changed from what people
    did."""

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="decompositions", verbose_name=_("Order"))
    revision = models.PositiveIntegerField(_("Revision of the order"))
    state = models.CharField(_("State"), max_length=9, choices=ProposalState.choices, default=ProposalState.PROPOSED)
    changes: Any = models.JSONField(default=dict)
    dropped: Any = models.JSONField(default=dict)
    drafts: Any = models.JSONField(default=dict)
    notes: Any = models.JSONField(default=list)  # what the proposal could not say: [code, parameters]
    proposed_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("Proposed by"))
    proposed_at = models.DateTimeField(_("Proposed"))
    ended_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("Ended by"))
    ended_at = models.DateTimeField(_("Ended"), null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("decomposition")
        verbose_name_plural = _("decompositions")
        constraints = [
            models.UniqueConstraint(fields=["order"], name="decomposition_one", condition=Q(state="PROPOSED"))
        ]

    def __str__(self) -> str:
        return f"{self.order_id}/{self.revision} {self.state}"


class Wording(models.Model):
    """A customer's word and what production calls it: put into task texts (R152)."""

    customer_word = models.CharField(_("Customer's word"), max_length=80, unique=True)
    our_words = models.CharField(_("What production calls it"), max_length=200)
    is_active = models.BooleanField(_("Active"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("word of production")
        verbose_name_plural = _("words of production")
        ordering = ["customer_word"]

    def __str__(self) -> str:
        return f"{self.customer_word} → {self.our_words}"
