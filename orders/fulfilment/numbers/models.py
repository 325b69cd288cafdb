"""Serial and batch numbers of goods that went out."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class GoodsNumber(models.Model):
    """A serial number (quantity 1) or a batch with so many pieces of it, on a line of an outbound document.

    While the document is a delivery notice the goods are at hand; from its audit on they are gone. ``back_quantity``
    is what came back of it since: a serial number that is back may go out again.
    """

    line = models.ForeignKey("orders.OutboundLine", models.CASCADE, related_name="numbers", db_index=False)
    product = models.ForeignKey("products.Product", models.PROTECT, related_name="+", db_index=False)
    number = models.CharField(_("Number"), max_length=60)
    is_serial = models.BooleanField(_("Serial number"))
    quantity = models.DecimalField(_("Quantity"), max_digits=16, decimal_places=4)
    back_quantity = models.DecimalField(_("Came back"), max_digits=16, decimal_places=4, default=0, db_default=0)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    entered_at = models.DateTimeField(_("Entered"))

    class Meta:
        verbose_name = _("number of goods")
        verbose_name_plural = _("numbers of goods")
        indexes = [
            models.Index(fields=["number"], name="goods_number", opclasses=["text_pattern_ops"]),
            models.Index(fields=["product", "-id"], name="goods_number_product"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["line", "number"], name="goods_number_once"),
            models.UniqueConstraint(
                fields=["product", "number"],
                name="goods_serial_out_once",
                condition=Q(is_serial=True, back_quantity=0),
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, back_quantity__gte=0, back_quantity__lte=models.F("quantity")),
                name="goods_number_quantity",
            ),
            models.CheckConstraint(condition=Q(is_serial=False) | Q(quantity=1), name="goods_serial_single"),
        ]

    def __str__(self) -> str:
        return self.number
