"""What goods travel in: numbered packages with weight and measures, and what lies in each."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Package(models.Model):
    """A carton, crate or pallet of an outbound document; weights in kilograms, measures in centimetres."""

    class Kind(models.TextChoices):
        CARTON = "CARTON", _("Carton")
        CRATE = "CRATE", _("Wooden crate")
        PALLET = "PALLET", _("Pallet")
        BUNDLE = "BUNDLE", _("Bundle")
        OTHER = "OTHER", _("Other package")

    document = models.ForeignKey(
        "orders.OutboundDocument",
        models.CASCADE,
        related_name="packages",
        verbose_name=_("Outbound document"),
        db_index=False,
    )
    number = models.PositiveSmallIntegerField(_("Package"))
    kind = models.CharField(_("Kind"), max_length=6, choices=Kind.choices, default=Kind.CARTON)
    mark = models.CharField(_("Shipping mark"), max_length=60, blank=True)
    weight = models.DecimalField(_("Gross weight, kg"), max_digits=10, decimal_places=3, null=True)
    length = models.DecimalField(_("Length, cm"), max_digits=7, decimal_places=1, null=True)
    width = models.DecimalField(_("Width, cm"), max_digits=7, decimal_places=1, null=True)
    height = models.DecimalField(_("Height, cm"), max_digits=7, decimal_places=1, null=True)

    class Meta:
        verbose_name = _("package")
        verbose_name_plural = _("packages")
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="package_number"),
            models.CheckConstraint(
                condition=(Q(weight__isnull=True) | Q(weight__gt=0))
                & (Q(length__isnull=True) | Q(length__gt=0))
                & (Q(width__isnull=True) | Q(width__gt=0))
                & (Q(height__isnull=True) | Q(height__gt=0)),
                name="package_measures",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} #{self.number}"

    @property
    def volume(self) -> Decimal | None:
        """Cubic metres, three decimals; None where a measure is missing."""
        if self.length is None or self.width is None or self.height is None:
            return None
        return (self.length * self.width * self.height / 1_000_000).quantize(Decimal("0.001"))


class PackageItem(models.Model):
    """A quantity of a line of the document in a package."""

    package = models.ForeignKey(Package, models.CASCADE, related_name="items", db_index=False)
    line = models.ForeignKey("orders.OutboundLine", models.CASCADE, related_name="packed")
    quantity = models.DecimalField(_("Quantity"), max_digits=16, decimal_places=4)

    class Meta:
        verbose_name = _("content of a package")
        verbose_name_plural = _("contents of packages")
        constraints = [
            models.UniqueConstraint(fields=["package", "line"], name="package_item_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="package_item_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.package_id} {self.line_id} {self.quantity}"
