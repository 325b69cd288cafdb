"""Price lists by class of customer, with quantity breaks and days (SEMANTICS 4)."""

from decimal import Decimal

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from common.money import TaxMode

TAX_MODES = [(TaxMode.INCLUSIVE, _("Including tax")), (TaxMode.EXCLUSIVE, _("Without tax"))]


class PricedRow(models.Model):
    """What every agreed price has: from which quantity on, for which days (both included), and how much."""

    min_quantity = models.DecimalField(_("From quantity"), max_digits=14, decimal_places=4, default=Decimal(0))
    price = models.DecimalField(_("Price"), max_digits=18, decimal_places=6)
    valid_from = models.DateField(_("Valid from"))
    valid_until = models.DateField(_("Valid until"), null=True, blank=True)

    class Meta:
        abstract = True


def never_twice(name: str, *columns: str) -> ExclusionConstraint:
    """No two rows of the same ``columns`` and quantity have a day in common."""
    same = [(column, RangeOperators.EQUAL) for column in (*columns, "min_quantity")]
    both_included = RangeBoundary(inclusive_lower=True, inclusive_upper=True)
    days = Func(F("valid_from"), F("valid_until"), both_included, function="daterange")
    return ExclusionConstraint(name=name, expressions=[*same, (days, RangeOperators.OVERLAPS)])


def sound(name: str) -> models.CheckConstraint:
    """Neither quantity nor price below zero; the days in their order."""
    in_order = Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from"))
    return models.CheckConstraint(condition=Q(price__gte=0, min_quantity__gte=0) & in_order, name=name)


class PriceList(models.Model):
    """Prices in one currency for a class of customers, or for everybody where ``customer_class`` is empty."""

    code = models.CharField(_("Code"), max_length=20, unique=True)
    name = models.CharField(_("Name"), max_length=80)
    customer_class = models.CharField(_("Customer class"), max_length=40, blank=True)
    currency = models.ForeignKey("common.Currency", models.PROTECT, related_name="+", verbose_name=_("Currency"))
    tax_mode = models.CharField(_("Prices"), max_length=9, choices=TAX_MODES, default=TaxMode.INCLUSIVE)
    is_active = models.BooleanField(_("Active"), default=True)
    notes = models.CharField(_("Notes"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("price list")
        verbose_name_plural = _("price lists")
        constraints = [
            models.UniqueConstraint(
                fields=["customer_class", "currency"], condition=Q(is_active=True), name="price_list_of_class"
            )
        ]

    def __str__(self) -> str:
        return self.name


class ListPrice(PricedRow):
    """The price of a product in a list, from a quantity on, for some days."""

    price_list = models.ForeignKey(PriceList, models.PROTECT, related_name="prices", db_index=False)
    product = models.ForeignKey(
        "products.Product", models.PROTECT, related_name="+", verbose_name=_("Product"), db_index=False
    )

    class Meta:
        verbose_name = _("list price")
        verbose_name_plural = _("list prices")
        indexes = [models.Index(fields=["product", "price_list"], name="list_price_by_product")]
        constraints = [never_twice("list_price_days", "price_list", "product"), sound("list_price_sound")]

    def __str__(self) -> str:
        return f"{self.price_list_id} {self.product_id} {self.price}"
