"""What salespeople earn for what they reach (R280): rules, and statements that were confirmed."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PERSON = settings.AUTH_USER_MODEL


class CommissionRule(models.Model):
    """What salespeople earn for what: ``steps`` are [from which share of the target, rate] of a measure of
    ``figures.measures``, the first from 0; each part of the measure at the rate of its step (like tax), or all of it at
    the rate reached (``is_whole``)."""

    name = models.CharField(_("Name"), max_length=80, unique=True)
    measure = models.CharField(_("Counted on"), max_length=40, default="received")
    steps = models.JSONField(_("Rates"), default=list)
    is_whole = models.BooleanField(_("The rate reached holds for all of it"), default=False)
    department = models.ForeignKey(
        "accounts.Department", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Department")
    )
    valid_from = models.DateField(_("Valid from"))
    valid_until = models.DateField(_("Valid until"), null=True, blank=True)
    is_active = models.BooleanField(_("Active"), default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("rule of commissions")
        verbose_name_plural = _("rules of commissions")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class CommissionStatement(models.Model):
    """What a person earned in a month, kept as it was when somebody confirmed it: ``lines`` name rule, base,
    attainment, rate and amount of each, corrections of months before, rewards (``kept``); ``amount`` is what the rules
    and corrections make, ``rewards`` what rewards less penalties make, ``adjustment`` with its reason. ``department``:
    that of the person then; ``as_of``: until when the figures counted what happened."""

    class State(models.TextChoices):
        CONFIRMED = "CONFIRMED", pgettext_lazy("commission", "Confirmed")
        PAID = "PAID", pgettext_lazy("commission", "Paid")

    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("Salesperson"))
    month = models.DateField(_("Month"))  # its first day
    department = models.ForeignKey(
        "accounts.Department", models.PROTECT, null=True, related_name="+", verbose_name=_("Department"), db_index=False
    )
    lines = models.JSONField(default=list)
    amount = models.DecimalField(_("Commission"), max_digits=20, decimal_places=2)
    rewards = models.DecimalField(
        pgettext_lazy("commission", "Rewards and penalties"), max_digits=20, decimal_places=2, default=0, db_default=0
    )
    adjustment = models.DecimalField(
        pgettext_lazy("commission", "Adjustment"), max_digits=20, decimal_places=2, default=0
    )
    reason = models.CharField(_("Reason"), max_length=300, blank=True)
    state = models.CharField(_("State"), max_length=9, choices=State.choices, default=State.CONFIRMED)
    confirmed_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("Confirmed by"))
    confirmed_at = models.DateTimeField(_("Confirmed on"))
    as_of = models.DateTimeField(_("As of"), null=True)
    paid_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", db_index=False)
    paid_at = models.DateTimeField(_("Paid on"), null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("commission statement")
        verbose_name_plural = _("commission statements")
        ordering: ClassVar = ["-month", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["month", "person"], name="commission_once")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.person_id}"
