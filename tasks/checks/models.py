"""Regular checks of orders under way, what they found and what is done about it (R141, R142, R191, R192)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common import reference

PERSON = settings.AUTH_USER_MODEL


class CheckCadence(models.Model):
    """How often an order is checked: the first active row whose saved condition holds, without one: every order. Days
    of work between two checks."""

    name = models.CharField(_("Name"), max_length=80)
    segment = models.ForeignKey(
        "segments.Segment", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Condition")
    )
    for_urgent = models.BooleanField(_("Urgent orders only"), default=False)
    for_complex = models.BooleanField(_("Complex orders only"), default=False)  # by a setting: so many open tasks
    every_days = models.PositiveSmallIntegerField(_("Every so many days of work"), default=5)
    rank = models.PositiveSmallIntegerField(_("Order"), default=0)
    is_active = models.BooleanField(_("Active"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("cadence of checks")
        verbose_name_plural = _("cadences of checks")
        ordering = ["rank", "id"]
        constraints = [models.CheckConstraint(condition=Q(every_days__gte=1), name="cadence_days")]

    def __str__(self) -> str:
        return reference.shown(self.name)


class ProgressCheck(models.Model):
    """A check of an order that is due on a day, was recorded, or was missed. At most one waits for an order."""

    class State(models.TextChoices):
        DUE = "DUE", pgettext_lazy("check", "Due")
        FINE = "FINE", pgettext_lazy("check", "All is well")
        PROBLEM = "PROBLEM", pgettext_lazy("check", "Problem found")
        MISSED = "MISSED", pgettext_lazy("check", "Missed")
        CANCELLED = "CANCELLED", pgettext_lazy("check", "Not needed any more")

    class Problem(models.TextChoices):
        DELAY = "DELAY", _("Behind the plan")
        QUALITY = "QUALITY", _("Quality problem")
        MATERIAL = "MATERIAL", _("Material is missing")
        CAPACITY = "CAPACITY", _("Nobody has time")
        COMMUNICATION = "COMMUNICATION", _("Information is missing")
        COST = "COST", _("Costs more than planned")
        OTHER = "OTHER", pgettext_lazy("reason", "Other")

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="progress_checks", verbose_name=_("Order"))
    cadence = models.ForeignKey(CheckCadence, models.PROTECT, null=True, related_name="+", verbose_name=_("Cadence"))
    state = models.CharField(_("State"), max_length=9, choices=State.choices, default=State.DUE)
    due_date = models.DateField(_("Due"))
    owner = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("Who checks"))
    progress = models.PositiveSmallIntegerField(_("Progress"), null=True)
    problem = models.CharField(_("Problem"), max_length=13, choices=Problem.choices, blank=True)
    words = models.TextField(_("Words"), blank=True)
    facts = models.JSONField(default=dict)  # how tasks and promises stood when it was recorded
    checked_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("Checked by"))
    checked_at = models.DateTimeField(_("Checked"), null=True)
    missed_at = models.DateTimeField(_("Missed since"), null=True)  # told that it was
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("progress check")
        verbose_name_plural = _("progress checks")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["due_date", "id"], name="check_due", condition=Q(state="DUE")),
            models.Index(fields=["state", "due_date", "id"], name="check_by_state"),
        ]
        constraints = [models.UniqueConstraint(fields=["order"], name="check_one_due", condition=Q(state="DUE"))]

    def __str__(self) -> str:
        return f"{self.order_id} {self.due_date} {self.state}"


class CorrectiveAction(models.Model):
    """What was done about a problem that a check found, as it was kept before such a thing was a task (docs/adr/0077).
    ``0003_actions_data`` made tasks of these rows and nobody reads them any more; the table goes with the release after
    it, so that processes of the version before can end their work."""

    check_made = models.ForeignKey(ProgressCheck, models.CASCADE, related_name="+", verbose_name=_("Progress check"))
    action = models.CharField(_("Corrective action"), max_length=300)
    owner = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("Owner"))
    due_date = models.DateField(_("Until"))
    done_at = models.DateTimeField(_("Done"), null=True)
    done_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("Done by"))
    result = models.CharField(_("Result"), max_length=300, blank=True)
    late_at = models.DateTimeField(null=True)  # told that it is late
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("corrective action")
        verbose_name_plural = _("corrective actions")
        ordering = ["due_date", "id"]
        indexes = [models.Index(fields=["owner", "due_date"], name="action_of", condition=Q(done_at__isnull=True))]

    def __str__(self) -> str:
        return self.action
