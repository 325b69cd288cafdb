"""Purchase prices: which supplier delivers which product, at what price, within how many days (R154, R155)."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from products.catalogue.models import Product, Supplier


class PurchasePrice(models.Model):
    """What a supplier asks for a unit of a product from a quantity on, without tax, from a day on. Of several that hold
    on a day for a quantity the one of the largest quantity counts, of these the one that began last. ``lead_time_days``
    None: those of the supplier."""

    product = models.ForeignKey(
        Product, models.PROTECT, related_name="purchase_prices", verbose_name=_("Product"), db_index=False
    )
    supplier = models.ForeignKey(Supplier, models.PROTECT, related_name="purchase_prices", verbose_name=_("Supplier"))
    price = models.DecimalField(_("Purchase price, without tax"), max_digits=18, decimal_places=6)
    currency = models.ForeignKey("common.Currency", models.PROTECT, related_name="+", verbose_name=_("Currency"))
    min_quantity = models.DecimalField(
        _("From quantity"), max_digits=14, decimal_places=4, default=Decimal(0), blank=True
    )
    lead_time_days = models.PositiveSmallIntegerField(_("Lead time, days"), null=True, blank=True)
    valid_from = models.DateField(_("Valid from"))
    valid_until = models.DateField(_("Valid until"), null=True, blank=True)
    item_code = models.CharField(_("Supplier's item code"), max_length=60, blank=True)
    notes = models.CharField(_("Notes"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("purchase price")
        verbose_name_plural = _("purchase prices")
        constraints = [
            models.UniqueConstraint(
                fields=["product", "supplier", "min_quantity", "valid_from"], name="purchase_price_once"
            ),
            models.CheckConstraint(condition=Q(price__gte=0, min_quantity__gte=0), name="purchase_price_positive"),
            models.CheckConstraint(condition=Q(valid_until__gte=F("valid_from")), name="purchase_price_days"),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} {self.supplier_id} {self.valid_from}"

    @property
    def days(self) -> int:
        """Within how many days the supplier delivers it."""
        return self.supplier.lead_time_days if self.lead_time_days is None else self.lead_time_days
