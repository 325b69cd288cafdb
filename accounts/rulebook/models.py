"""The company's own rules as numbered clauses (R315, R316): their wordings, the checks that enforce them, how often
they are run against."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Clause(models.Model):
    """A clause. Its words stand in its wordings, of which the one holds whose days have come; ``place`` orders numbers
    as people count (3.10 after 3.9)."""

    class Chapter(models.TextChoices):
        PLAN = "PLAN", pgettext_lazy("chapter of the rulebook", "Plan")
        CONTRACT = "CONTRACT", pgettext_lazy("chapter of the rulebook", "Contract")
        ORDER = "ORDER", pgettext_lazy("chapter of the rulebook", "Order")
        DELIVERY = "DELIVERY", pgettext_lazy("chapter of the rulebook", "Delivery")
        QUALITY = "QUALITY", pgettext_lazy("chapter of the rulebook", "Quality and service")

    number = models.CharField(_("Number"), max_length=12, unique=True)
    place = models.CharField(max_length=24, editable=False)
    chapter = models.CharField(_("Chapter"), max_length=8, choices=Chapter.choices)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("clause of the rulebook")
        verbose_name_plural = _("clauses of the rulebook")
        indexes = [models.Index(fields=["place"], name="clause_place")]

    def __str__(self) -> str:
        return self.number


class ClauseWording(models.Model):
    """A wording of a clause, never changed: words in both languages, and from when until when they hold."""

    clause = models.ForeignKey(Clause, models.CASCADE, related_name="wordings", verbose_name=_("Clause"))
    number = models.PositiveIntegerField(_("Version"))
    title_zh = models.CharField(_("Title, in Chinese"), max_length=120)
    title_en = models.CharField(_("Title, in English"), max_length=120, blank=True)
    text_zh = models.TextField(_("Text, in Chinese"), max_length=4000)
    text_en = models.TextField(_("Text, in English"), max_length=4000, blank=True)
    valid_from = models.DateField(_("Valid from"))
    valid_to = models.DateField(_("Valid to"), null=True, blank=True)
    reason = models.CharField(_("Why it was changed"), max_length=300, blank=True)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Saved by"))
    saved_at = models.DateTimeField(_("Saved"))

    class Meta:
        verbose_name = _("wording of a clause")
        verbose_name_plural = _("wordings of clauses")
        constraints = [
            models.UniqueConstraint(fields=["clause", "number"], name="clause_wording_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="clause_wording_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clause_id} {self.number}"


class ClauseCheck(models.Model):
    """That a check of the software enforces a clause."""

    clause = models.ForeignKey(Clause, models.CASCADE, related_name="bound", verbose_name=_("Clause"))
    check_key = models.CharField(_("Check"), max_length=60)

    class Meta:
        verbose_name = _("check of a clause")
        verbose_name_plural = _("checks of clauses")
        constraints = [models.UniqueConstraint(fields=["clause", "check_key"], name="clause_check_once")]
        indexes = [models.Index(fields=["check_key"], name="clause_check_key")]

    def __str__(self) -> str:
        return f"{self.clause_id} {self.check_key}"


class ClauseBreach(models.Model):
    """How often a check refused what somebody wanted on a day, by a door."""

    clause = models.ForeignKey(Clause, models.CASCADE, related_name="breaches", db_index=False)
    check_key = models.CharField(max_length=60)
    day = models.DateField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    door = models.CharField(max_length=10, blank=True)
    count = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("attempts against a clause")
        verbose_name_plural = _("attempts against clauses")
        constraints = [
            models.UniqueConstraint(fields=["clause", "check_key", "day", "person", "door"], name="clause_breach_once")
        ]
        indexes = [models.Index(fields=["day"], name="clause_breach_day")]

    def __str__(self) -> str:
        return f"{self.clause_id} {self.day} {self.count}"
