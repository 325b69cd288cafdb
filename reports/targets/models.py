"""What is to be reached (R085–R087, R244, R274): targets, and the strategy beside them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PERSON = settings.AUTH_USER_MODEL


class Target(models.Model):
    """What a measure of ``figures.measures`` is to reach in a month (0: in the year as a whole), for the company or for
    one department with all below it, person, region, product or category. A year's target of a sum is spread over those
    of its months that have none of their own; that of a share or an average holds in each. Shares are kept as 0.95."""

    year = models.PositiveSmallIntegerField(_("Year"))
    month = models.PositiveSmallIntegerField(_("Month"), default=0)
    measure = models.CharField(_("Target for"), max_length=40)
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
    value = models.DecimalField(_("Target"), max_digits=20, decimal_places=4)
    notes = models.CharField(_("Notes"), max_length=300, blank=True)
    set_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("Set by"), db_index=False)
    set_at = models.DateTimeField(_("Set on"))
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering: ClassVar = ["-year", "month", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["year", "measure", "month", "department", "person", "region", "product", "category"],
                name="target_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=Q(value__gt=0), name="target_positive"),
            models.CheckConstraint(
                condition=Q(month__lte=12, year__gte=1990, year__lte=2200), name="target_of_a_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02} {self.measure}"


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
