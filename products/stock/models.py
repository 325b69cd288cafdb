"""Stock: a row per product and warehouse, and the movements that add up to it (R118, R125)."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common import reference
from products.catalogue.models import Product


class Warehouse(models.Model):
    """A place that holds stock. Exactly one is the default."""

    code = models.CharField(_("Code"), max_length=20, unique=True)
    name = models.CharField(_("Name"), max_length=80)
    is_default = models.BooleanField(_("Default"), default=False)
    is_active = models.BooleanField(_("Active"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("warehouse")
        verbose_name_plural = _("warehouses")
        constraints = [
            models.UniqueConstraint(fields=["is_default"], condition=Q(is_default=True), name="warehouse_one_default")
        ]

    def __str__(self) -> str:
        return reference.shown(self.name)


class StockRow(models.Model):
    """What a warehouse holds of a product. ``on_hand`` = sum of movements, ``reserved`` = sum of live
    reservation rows; 0 ≤ reserved ≤ on_hand is the database's promise. Changed by stock operations only."""

    product = models.ForeignKey(
        Product, models.PROTECT, related_name="stock_rows", verbose_name=_("Product"), db_index=False
    )
    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="stock_rows", verbose_name=_("Warehouse"))
    on_hand = models.DecimalField(_("On hand"), max_digits=16, decimal_places=4, default=Decimal(0))
    reserved = models.DecimalField(_("Reserved"), max_digits=16, decimal_places=4, default=Decimal(0))
    place = models.CharField(_("Shelf or bin"), max_length=40, blank=True, db_default="")  # shelf or bin, for picking

    class Meta:
        verbose_name = _("stock")
        verbose_name_plural = _("stock")
        constraints = [
            models.UniqueConstraint(fields=["product", "warehouse"], name="stock_row_once"),
            models.CheckConstraint(condition=Q(reserved__gte=0, reserved__lte=F("on_hand")), name="stock_no_oversell"),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} {self.warehouse_id} {self.on_hand}"

    @property
    def available(self) -> Decimal:
        """What may still be promised from this row."""
        return self.on_hand - self.reserved

    @property
    def warehouse_key(self) -> str:
        """The warehouse, as addresses name it."""
        return str(self.warehouse_id)


class StockMovement(models.Model):
    """One change of ``on_hand``; never edited or deleted, a mistake is put right by another movement."""

    class Kind(models.TextChoices):
        OPENING = "OPENING", _("Opening stock")
        ARRIVAL = "ARRIVAL", _("Goods arrival")
        ISSUE = "ISSUE", _("Issue")
        ISSUE_REVERSED = "ISSUE_REVERSED", _("Issue taken back")
        RETURN = "RETURN", _("Customer return")
        RETURN_UNDONE = "RETURN_UNDONE", _("Customer return taken back")
        TRANSFER = "TRANSFER", _("Transfer")
        COUNT = "COUNT", _("Count")
        ADJUSTMENT = "ADJUSTMENT", _("Adjustment")

    stock_row = models.ForeignKey(StockRow, models.PROTECT, related_name="movements", db_index=False)
    kind = models.CharField(_("Kind"), max_length=14, choices=Kind.choices)
    quantity = models.DecimalField(_("Quantity"), max_digits=16, decimal_places=4)  # signed: + in, − out
    document_type = models.CharField(max_length=40, blank=True)
    document_id = models.BigIntegerField(null=True)
    document_number = models.CharField(_("Document"), max_length=80, blank=True)
    reason = models.CharField(_("Reason"), max_length=200, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("When"))

    class Meta:
        verbose_name = _("stock movement")
        verbose_name_plural = _("stock movements")
        indexes = [
            models.Index(fields=["stock_row", "-id"], name="movement_row"),
            models.Index(fields=["document_type", "document_id"], name="movement_document"),
        ]
        constraints = [models.CheckConstraint(condition=~Q(quantity=0), name="movement_not_zero")]

    def __str__(self) -> str:
        return f"{self.kind} {self.quantity}"
