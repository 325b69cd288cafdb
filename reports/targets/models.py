"""What is to be sold (R085–R087, R244, R274): targets and the strategy beside them; what is earned for it (R280)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PERSON = settings.AUTH_USER_MODEL


class Goal(models.TextChoices):
    """What a target is set for: a measure of ``figures.measures`` by its code."""

    AMOUNT = "amount", _("Order amount")
    PROFIT = "profit", _("Gross profit")
    RECEIVED = "received", _("Amount received")
    SHIPPED = "shipped", _("Shipped amount")
    QUANTITY = "quantity", _("Quantity ordered")
    ORDERS = "orders", _("Orders")


class SalesTarget(models.Model):
    """What is to be reached in a month (0: in the year as a whole) by the company, or by one department with all below
    it, person, region, product or category. A whole year's target is spread over its months by ``targets.spreading``
    where a month has none of its own."""

    year = models.PositiveSmallIntegerField(_("Year"))
    month = models.PositiveSmallIntegerField(_("Month"), default=0)
    goal = models.CharField(_("Target for"), max_length=10, choices=Goal.choices, default=Goal.AMOUNT)
    department = models.ForeignKey(
        "accounts.Department", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Department")
    )
    person = models.ForeignKey(
        PERSON, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Salesperson")
    )
    region = models.CharField(_("Region"), max_length=80, blank=True)
    product = models.ForeignKey(
        "products.Product", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Product")
    )
    category = models.ForeignKey(
        "products.ProductCategory", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Category")
    )
    value = models.DecimalField(_("Target"), max_digits=20, decimal_places=2)
    notes = models.CharField(_("Notes"), max_length=300, blank=True)
    set_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("Set by"), db_index=False)
    set_at = models.DateTimeField(_("Set on"))
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("sales target")
        verbose_name_plural = _("sales targets")
        ordering: ClassVar = ["-year", "month", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["year", "goal", "month", "department", "person", "region", "product", "category"],
                name="target_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=Q(value__gt=0), name="target_positive"),
            models.CheckConstraint(
                condition=Q(month__lte=12, year__gte=1990, year__lte=2200), name="target_of_a_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02} {self.goal}"


class StrategyNote(models.Model):
    """What the company means to do in a period, beside its targets (R087)."""

    class Subject(models.TextChoices):
        POSITIONING = "POSITIONING", _("Positioning")
        PRODUCT = "PRODUCT", pgettext_lazy("strategy", "Products")
        PRICE = "PRICE", _("Price policy")
        PROMOTION = "PROMOTION", _("Promotion")
        CHANNEL = "CHANNEL", pgettext_lazy("strategy", "Channels and regions")
        CUSTOMER = "CUSTOMER", pgettext_lazy("strategy", "Customers")

    year = models.PositiveSmallIntegerField(_("Year"))
    subject = models.CharField(_("Subject"), max_length=11, choices=Subject.choices)
    department = models.ForeignKey(
        "accounts.Department", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Department")
    )
    text = models.TextField(_("Text"), max_length=4000)
    written_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("Written by"))
    written_at = models.DateTimeField(_("Written"))
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("note on sales strategy")
        verbose_name_plural = _("notes on sales strategy")
        ordering: ClassVar = ["-year", "subject", "id"]

    def __str__(self) -> str:
        return f"{self.year} {self.subject}"


class CommissionRule(models.Model):
    """What salespeople earn for what: ``steps`` are [from which share of the target, rate] of a measure, the first from
    0; each part of the measure at the rate of its step (like tax), or all of it at the rate reached (``is_whole``)."""

    name = models.CharField(_("Name"), max_length=80, unique=True)
    goal = models.CharField(_("Counted on"), max_length=10, choices=Goal.choices, default=Goal.RECEIVED)
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
    attainment, rate and amount of each; ``adjustment`` with its reason."""

    class State(models.TextChoices):
        CONFIRMED = "CONFIRMED", pgettext_lazy("commission", "Confirmed")
        PAID = "PAID", pgettext_lazy("commission", "Paid")

    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("Salesperson"))
    month = models.DateField(_("Month"))  # its first day
    lines = models.JSONField(default=list)
    amount = models.DecimalField(_("Commission"), max_digits=20, decimal_places=2)
    adjustment = models.DecimalField(_("Adjustment"), max_digits=20, decimal_places=2, default=0)
    reason = models.CharField(_("Reason"), max_length=300, blank=True)
    state = models.CharField(_("State"), max_length=9, choices=State.choices, default=State.CONFIRMED)
    confirmed_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("Confirmed by"))
    confirmed_at = models.DateTimeField(_("Confirmed on"))
    paid_at = models.DateTimeField(_("Paid on"), null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("commission statement")
        verbose_name_plural = _("commission statements")
        ordering: ClassVar = ["-month", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["month", "person"], name="commission_once")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.person_id}"
