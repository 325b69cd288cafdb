"""Planned receipts: what is to come, from whom and when; and every move of the day."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from products.catalogue.models import Product, Supplier
from products.stock.models import Warehouse

ZERO = Decimal(0)


class PlannedReceipt(models.Model):
    """Goods that are to come into a warehouse on a day: bought, made, or brought from another warehouse of ours.

    What of it came so far is ``received``; ``open`` is still to come. One row an ``external_id`` of a ``provider``.
    Changed by the operations of this room only.
    """

    class Kind(models.TextChoices):
        PURCHASE = "PURCHASE", _("Purchase")
        PRODUCTION = "PRODUCTION", _("Production")
        TRANSFER = "TRANSFER", _("Transfer")

    class State(models.TextChoices):
        OPEN = "OPEN", _("Still coming")
        RECEIVED = "RECEIVED", _("Received")
        CANCELLED = "CANCELLED", _("Cancelled")

    product = models.ForeignKey(
        Product, models.PROTECT, related_name="planned_receipts", verbose_name=_("Product"), db_index=False
    )
    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="+", verbose_name=_("Warehouse"))
    from_warehouse = models.ForeignKey(
        Warehouse, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("From warehouse")
    )
    kind = models.CharField(_("Kind"), max_length=10, choices=Kind.choices, default=Kind.PURCHASE)
    quantity = models.DecimalField(_("Quantity"), max_digits=16, decimal_places=4)
    received = models.DecimalField(_("Received"), max_digits=16, decimal_places=4, default=ZERO)
    expected_date = models.DateField(_("Expected"))
    first_expected_date = models.DateField(_("First expected"))
    supplier = models.ForeignKey(
        Supplier, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Supplier")
    )
    reference = models.CharField(_("Purchase or production order"), max_length=80, blank=True)
    notes = models.CharField(_("Notes"), max_length=300, blank=True)
    provider = models.CharField(_("Provider"), max_length=40, blank=True)
    external_id = models.CharField(_("External number"), max_length=120, blank=True)
    state = models.CharField(_("State"), max_length=9, choices=State.choices, default=State.OPEN)
    end_reason = models.CharField(_("Reason"), max_length=200, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("Created"))
    updated_at = models.DateTimeField(_("Changed"))
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("planned receipt")
        verbose_name_plural = _("planned receipts")
        indexes = [
            models.Index(fields=["product", "expected_date"], name="planned_product_day", condition=Q(state="OPEN")),
            models.Index(fields=["expected_date", "id"], name="planned_by_day"),
            models.Index(fields=["product"], name="planned_product"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "external_id"], condition=~Q(external_id=""), name="planned_external_once"
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0, received__gte=0), name="planned_quantities"),
            models.CheckConstraint(
                condition=Q(kind="TRANSFER", from_warehouse__isnull=False) & ~Q(from_warehouse=F("warehouse"))
                | ~Q(kind="TRANSFER") & Q(from_warehouse__isnull=True),
                name="planned_from_where",
            ),
        ]

    def __str__(self) -> str:
        return self.reference or self.external_id or f"#{self.pk}"

    @property
    def open(self) -> Decimal:
        """What is still to come."""
        return max(ZERO, self.quantity - self.received) if self.state == self.State.OPEN else ZERO

    @property
    def number(self) -> str:
        """What movements and messages call it."""
        return str(self)


class PlannedMove(models.Model):
    """A move of the expected day, never changed: from when to when, by whom, why (R156)."""

    receipt = models.ForeignKey(PlannedReceipt, models.CASCADE, related_name="moves", verbose_name=_("Planned receipt"))
    before = models.DateField(_("Before"))
    after = models.DateField(_("After"))
    reason = models.CharField(_("Reason"), max_length=200, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Who"))
    at = models.DateTimeField(_("When"))

    class Meta:
        verbose_name = _("move of a planned receipt")
        verbose_name_plural = _("moves of planned receipts")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"
