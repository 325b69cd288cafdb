"""Promotions: so many pieces bought, so many given (SEMANTICS 4, R016–R018)."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from common import reference


class Scope(models.TextChoices):
    """How a promotion names its products."""

    MARK = "MARK", _("Mark before the name")
    PRODUCTS = "PRODUCTS", _("List of products")
    TAG = "TAG", _("Tag of the rules")


class Promotion(models.Model):
    """Buy so many of a product, get so many of it (or of ``gift_product``); both days included, none: without end.

    Lines keep what they were given by: a promotion that is changed changes no order that was submitted.
    """

    code = models.CharField(_("Code"), max_length=20, unique=True)
    name = models.CharField(_("Name"), max_length=80)
    scope = models.CharField(_("Which products"), max_length=8, choices=Scope.choices, default=Scope.MARK)
    mark = models.CharField(_("Mark"), max_length=4, blank=True)
    tag = models.CharField(_("Tag"), max_length=40, blank=True)
    buy = models.PositiveIntegerField(_("For every"))
    give = models.PositiveIntegerField(_("Gifts"))
    gift_product = models.ForeignKey(
        "products.Product", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Gift")
    )
    valid_from = models.DateField(_("Valid from"), null=True, blank=True)
    valid_until = models.DateField(_("Valid until"), null=True, blank=True)
    is_active = models.BooleanField(_("Active"), default=True)
    notes = models.CharField(_("Notes"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("promotion")
        verbose_name_plural = _("promotions")
        constraints = [
            models.CheckConstraint(condition=Q(buy__gte=1, give__gte=1), name="promotion_counts"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="promotion_days",
            ),
            ExclusionConstraint(  # one promotion a day for a mark
                name="promotion_of_mark",
                expressions=[
                    ("mark", RangeOperators.EQUAL),
                    (
                        Func(
                            F("valid_from"),
                            F("valid_until"),
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                            function="daterange",
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(is_active=True, scope=Scope.MARK),
            ),
        ]

    def __str__(self) -> str:
        return reference.shown(self.name)


class PromotionProduct(models.Model):
    """A product of a promotion by list."""

    promotion = models.ForeignKey(Promotion, models.CASCADE, related_name="listed")
    product = models.ForeignKey("products.Product", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["promotion", "product"], name="promotion_product_once")]
        ordering = ["product__code"]

    def __str__(self) -> str:
        return f"{self.promotion_id} {self.product_id}"
