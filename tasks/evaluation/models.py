"""How an order was carried out: figures, scores by people, rewards, and cases worth telling (R149, R275–R279, R282)."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.models import Department
from common.text import Searchable

PERSON = settings.AUTH_USER_MODEL


class OrderEvaluation(models.Model):
    """The evaluation of an order after it closed. ``figures`` are written when it is ended, so that they stay what was
    decided on; until then they are worked out from the rows."""

    class State(models.TextChoices):
        OPEN = "OPEN", pgettext_lazy("evaluation", "Open")
        DONE = "DONE", pgettext_lazy("evaluation", "Ended")

    order = models.OneToOneField("orders.Order", models.PROTECT, related_name="evaluation", verbose_name=_("Order"))
    state = models.CharField(_("State"), max_length=4, choices=State.choices, default=State.OPEN)
    figures: Any = models.JSONField(default=dict)
    reasons: Any = models.JSONField(default=list)  # of deviations: [{"figure", "cause", "words", "by"}]
    conclusion = models.TextField(_("Conclusion"), blank=True)
    opened_at = models.DateTimeField(_("Opened"))
    due_date = models.DateField(_("Due"))
    ended_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("Ended by"))
    ended_at = models.DateTimeField(_("Ended"), null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("evaluation of an order")
        verbose_name_plural = _("evaluations of orders")
        indexes = [models.Index(fields=["state", "-id"], name="evaluation_by_state")]

    def __str__(self) -> str:
        return f"{self.order_id} {self.state}"


class Score(models.Model):
    """What somebody thinks of how a person (without: the order as a whole) worked on an order: 1 to 5 (R277)."""

    class Aspect(models.TextChoices):
        TEAMWORK = "TEAMWORK", _("Teamwork")
        COMMUNICATION = "COMMUNICATION", _("Communication")
        PROBLEMS = "PROBLEMS", _("Solving problems")

    class By(models.TextChoices):
        PEER = "PEER", _("Colleague")
        HEAD = "HEAD", _("Head of department")
        SALES = "SALES", _("Salesperson")

    evaluation = models.ForeignKey(OrderEvaluation, models.CASCADE, related_name="scores", db_index=False)
    person = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("Person"))
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, related_name="+", verbose_name=_("Department"), db_index=False
    )
    aspect = models.CharField(_("Aspect"), max_length=13, choices=Aspect.choices)
    value = models.PositiveSmallIntegerField(_("Score"))
    given_as = models.CharField(_("Given as"), max_length=5, choices=By.choices)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("By"), db_index=False)
    words = models.CharField(_("Words"), max_length=300, blank=True)
    at = models.DateTimeField(_("When"))

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "person", "aspect", "by"], name="score_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(value__gte=1, value__lte=5), name="score_value"),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation_id} {self.person_id} {self.aspect} {self.value}"


class Reward(models.Model):
    """A reward or penalty for what somebody did, for an order or a month (R279). Never edited: taken back by a
    reason."""

    class Kind(models.TextChoices):
        REWARD = "REWARD", _("Reward")
        PENALTY = "PENALTY", _("Penalty")

    kind = models.CharField(_("Kind"), max_length=7, choices=Kind.choices)
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("Person"))
    order = models.ForeignKey(
        "orders.Order", models.PROTECT, null=True, related_name="+", verbose_name=_("Order"), db_index=False
    )
    month = models.DateField(_("Month"), null=True)
    amount = models.DecimalField(_("Amount"), max_digits=14, decimal_places=2, null=True)
    reason = models.CharField(_("Reason"), max_length=300)
    facts: Any = models.JSONField(default=dict)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("By"), db_index=False)
    at = models.DateTimeField(_("When"))
    undone_reason = models.CharField(_("Taken back because"), max_length=300, blank=True)
    undone_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", db_index=False)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("reward or penalty")
        verbose_name_plural = _("rewards and penalties")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.person_id}"


class CaseStudy(Searchable):
    """A case worth telling: what was done, how it went, why, and what to learn from it (R149)."""

    class Kind(models.TextChoices):
        SUCCESS = "SUCCESS", _("Success")
        FAILURE = "FAILURE", _("Failure")

    kind = models.CharField(_("Kind"), max_length=7, choices=Kind.choices)
    title = models.CharField(_("Title"), max_length=160)
    order = models.ForeignKey("orders.Order", models.PROTECT, null=True, related_name="cases", verbose_name=_("Order"))
    steps = models.TextField(_("Steps"), blank=True)
    allocation = models.TextField(_("Who did what"), blank=True)
    tracking = models.TextField(_("How it was followed"), blank=True)
    assessment = models.TextField(_("How it went"), blank=True)
    cause = models.TextField(_("Cause"))
    lesson = models.TextField(_("Lesson"))
    tags = ArrayField(models.CharField(max_length=40), verbose_name=_("Tags"), default=list, blank=True)
    is_active = models.BooleanField(_("Active"), default=True)
    created_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("Written by"))
    created_at = models.DateTimeField(_("Written"))
    updated_at = models.DateTimeField(_("Changed"))
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["-id"]
        indexes = [Searchable.search_index("case_grams")]

    def __str__(self) -> str:
        return self.title
