"""What goes with a product, kept for order entry (R255, docs/adr/0105): made anew every night, bounded."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProductPartner(models.Model):
    """In how many orders of the last year a product and a partner of it are: ``both`` of ``with_product`` and
    ``with_partner``, among ``whole`` orders of the company; by ``customers`` different customers. Ids are copied, not
    referred to, as in all facts of reports."""

    product_id = models.BigIntegerField()
    partner_id = models.BigIntegerField()
    both = models.IntegerField()
    with_product = models.IntegerField()
    with_partner = models.IntegerField()
    whole = models.IntegerField()
    customers = models.IntegerField()

    class Meta:
        verbose_name = _("related product")
        verbose_name_plural = _("related products")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["product_id", "partner_id"], name="partner_once"),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} {self.partner_id}"
