"""What was agreed with single customers: prices, and their own codes for our products (SEMANTICS 4)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.money import TaxMode
from products.pricing.models import TAX_MODES, PricedRow, never_twice, sound


class CustomerPrice(PricedRow):
    """The price of a product for one customer, from a quantity on, for some days."""

    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="prices", verbose_name=_("Customer"), db_index=False
    )
    product = models.ForeignKey(
        "products.Product", models.PROTECT, related_name="+", verbose_name=_("Product"), db_index=False
    )
    currency = models.ForeignKey("common.Currency", models.PROTECT, related_name="+", verbose_name=_("Currency"))
    tax_mode = models.CharField(_("Prices"), max_length=9, choices=TAX_MODES, default=TaxMode.INCLUSIVE)
    reason = models.CharField(_("Agreed how"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("customer price")
        verbose_name_plural = _("customer prices")
        indexes = [
            models.Index(fields=["customer", "product"], name="customer_price_find"),
            models.Index(fields=["product"], name="customer_price_product"),
        ]
        constraints = [
            never_twice("customer_price_days", "customer", "product", "currency"),
            sound("customer_price_sound"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.product_id} {self.price}"


class CustomerItem(models.Model):
    """A customer's own code and name for one of our products: what stands on his orders."""

    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="items", verbose_name=_("Customer"), db_index=False
    )
    product = models.ForeignKey("products.Product", models.PROTECT, related_name="+", verbose_name=_("Product"))
    code = models.CharField(_("Customer's item code"), max_length=60)
    code_folded = models.CharField(max_length=60, editable=False)
    name = models.CharField(_("Customer's item name"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("customer's item code")
        verbose_name_plural = _("customers' item codes")
        constraints = [models.UniqueConstraint(fields=["customer", "code_folded"], name="customer_item_once")]

    def __str__(self) -> str:
        return self.code
