"""Looking back together: what went well, why not the rest, what was learned and decided (R319)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PERSON = settings.AUTH_USER_MODEL


class PeriodReview(models.Model):
    """A review of a period, of the company or a department. ``figures``: the key figures as they stood when it ended,
    code → [value, numerator, denominator, value of the period before]; empty while it is open, when they are those of
    now."""

    class State(models.TextChoices):
        OPEN = "OPEN", pgettext_lazy("review", "Open")
        ENDED = "ENDED", pgettext_lazy("review", "Ended")

    title = models.CharField(_("Title"), max_length=120)
    since = models.DateField(_("From"))
    until = models.DateField(_("Until"))
    department = models.ForeignKey(
        "accounts.Department", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Department")
    )
    state = models.CharField(_("State"), max_length=5, choices=State.choices, default=State.OPEN)
    figures = models.JSONField(default=dict, blank=True)
    summary = models.TextField(_("In short"), blank=True, max_length=4000)
    created_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("Begun by"))
    created_at = models.DateTimeField(_("Begun"))
    ended_at = models.DateTimeField(pgettext_lazy("review", "Ended on"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("review of a period")
        verbose_name_plural = _("reviews of periods")
        ordering: ClassVar = ["-until", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__gte=models.F("since")), name="review_period")
        ]

    def __str__(self) -> str:
        return self.title


class ReviewPoint(models.Model):
    """Something said in a review. A decision has an owner and a day, and what came of it. ``measure``: the figure that
    it is about."""

    class Kind(models.TextChoices):
        WELL = "WELL", _("Went well")
        CAUSE = "CAUSE", pgettext_lazy("review", "Went wrong, and why")
        LESSON = "LESSON", _("Lesson")
        DECISION = "DECISION", pgettext_lazy("review", "Decision")

    review = models.ForeignKey(PeriodReview, models.CASCADE, related_name="points")
    kind = models.CharField(_("Kind"), max_length=8, choices=Kind.choices)
    measure = models.CharField(_("About"), max_length=40, blank=True)
    text = models.TextField(_("Text"), max_length=2000)
    owner = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Who"))
    due_date = models.DateField(_("Until"), null=True, blank=True)
    done_at = models.DateTimeField(_("Done on"), null=True, blank=True)
    result = models.CharField(_("What came of it"), max_length=500, blank=True)
    written_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("point of a review")
        verbose_name_plural = _("points of reviews")
        ordering: ClassVar = ["kind", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(kind="DECISION") | Q(owner__isnull=False, due_date__isnull=False),
                name="decision_has_an_owner",
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]
