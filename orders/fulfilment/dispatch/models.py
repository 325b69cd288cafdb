"""Documents whose goods are picked in one walk through a warehouse."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PickingWave(models.Model):
    """Delivery notices of one warehouse that are picked together; a notice is in one wave at most
    (``OutboundDocument.wave``)."""

    number = models.CharField(_("Number"), max_length=20, unique=True)
    warehouse = models.ForeignKey(
        "products.Warehouse", models.PROTECT, related_name="+", verbose_name=_("Warehouse"), db_index=False
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Written by"), db_index=False
    )
    created_at = models.DateTimeField(_("Written"))

    class Meta:
        verbose_name = _("picking list")
        verbose_name_plural = _("picking lists")
        indexes = [models.Index(fields=["-created_at", "-id"], name="picking_recent")]

    def __str__(self) -> str:
        return self.number
