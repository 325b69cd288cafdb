"""Warning levels: below which quantity more is to come, up to how much, in which lots (R126)."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from products.catalogue.models import Product
from products.stock.models import Warehouse


class StockLevel(models.Model):
    """The level of a product: in one warehouse with a ``minimum`` of its own, or over all of them (no ``warehouse``),
    where the minimum is the product's ``warning_level``. Filled up to ``target`` in multiples of ``lot``."""

    product = models.ForeignKey(
        Product, models.CASCADE, related_name="levels", verbose_name=_("Product"), db_index=False
    )
    warehouse = models.ForeignKey(
        Warehouse, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("Warehouse")
    )
    minimum = models.DecimalField(_("Minimum"), max_digits=16, decimal_places=4, null=True, blank=True)
    target = models.DecimalField(_("Fill up to"), max_digits=16, decimal_places=4, null=True, blank=True)
    lot = models.DecimalField(_("Lot"), max_digits=16, decimal_places=4, default=Decimal(1))
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("stock level")
        verbose_name_plural = _("stock levels")
        constraints = [
            models.UniqueConstraint(fields=["product", "warehouse"], nulls_distinct=False, name="stock_level_once"),
            models.CheckConstraint(
                condition=Q(warehouse__isnull=True, minimum__isnull=True)
                | Q(warehouse__isnull=False, minimum__isnull=False, minimum__gte=0),
                name="stock_level_minimum",
            ),
            models.CheckConstraint(condition=Q(lot__gt=0), name="stock_level_lot"),
            models.CheckConstraint(
                condition=Q(target__isnull=True) | Q(minimum__isnull=True) | Q(target__gte=F("minimum")),
                name="stock_level_target",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} {self.warehouse_id or ''}"
