"""What a person says of a kit; one that nobody touched follows its code (R010, R011, R019, R021, SEMANTICS 10)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from products.catalogue.models import Product


class Kit(models.Model):
    """A product put together from others, as far as a person says so: its components, and what stock, reservations and
    promises count. Without components of its own they come from its code, name and auxiliary attribute."""

    class WorksOn(models.TextChoices):
        USUAL = "", _("As the company's setting says")
        KIT = "KIT", _("The kit itself")
        COMPONENTS = "COMPONENTS", _("Its components")

    product = models.OneToOneField(
        Product, models.CASCADE, primary_key=True, related_name="kit", verbose_name=_("Product")
    )
    works_on = models.CharField(
        _("Stock and promises count"), max_length=10, choices=WorksOn.choices, default=WorksOn.USUAL, blank=True
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("kit")
        verbose_name_plural = _("kits")

    def __str__(self) -> str:
        return str(self.product)


class KitComponent(models.Model):
    """``quantity`` of a product in one kit. ``is_sensor``: the connected sensor, which an order line may choose by its
    auxiliary attribute."""

    kit = models.ForeignKey(Kit, models.CASCADE, related_name="components", verbose_name=_("Kit"), db_index=False)
    product = models.ForeignKey(Product, models.PROTECT, related_name="in_kits", verbose_name=_("Component"))
    quantity = models.DecimalField(_("Pieces in one kit"), max_digits=14, decimal_places=4)
    is_sensor = models.BooleanField(_("Connected sensor"), default=False)

    class Meta:
        verbose_name = _("component of a kit")
        verbose_name_plural = _("components of kits")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["kit", "product"], name="kit_component_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="kit_component_quantity"),
            models.CheckConstraint(condition=~Q(product=F("kit")), name="kit_component_other"),
        ]

    def __str__(self) -> str:
        return f"{self.kit_id} {self.product_id}"
