"""Carriers' bills, held against what the shipments on them cost by our own papers (R225)."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from orders.fulfilment.freight_bills.states import Status

PERSON = settings.AUTH_USER_MODEL


def _sum(label: Any) -> models.DecimalField:
    return models.DecimalField(label, max_digits=20, decimal_places=2, default=Decimal(0))


class FreightBill(models.Model):
    """What a carrier asks for the shipments of a period, in the company's currency, as their freight is.
    ``entered_by`` wrote its figures last: he never approves them."""

    number = models.CharField(_("Number"), max_length=20, unique=True)
    carrier = models.ForeignKey(
        "customers.Carrier", models.PROTECT, related_name="+", verbose_name=_("Carrier"), db_index=False
    )
    carrier_number = models.CharField(_("The carrier's bill number"), max_length=60)
    bill_date = models.DateField(_("Bill date"))
    period_from = models.DateField(_("Period from"))
    period_to = models.DateField(_("Period until"))
    status = models.CharField(_("State"), max_length=8, choices=Status.choices, default=Status.DRAFT)
    amount = _sum(_("Billed"))
    expected = _sum(_("Own freight"))
    notes = models.CharField(_("Notes"), max_length=300, blank=True)
    reason = models.CharField(_("Reason"), max_length=300, blank=True)
    entered_by = models.ForeignKey(
        PERSON, models.PROTECT, related_name="+", verbose_name=_("Entered by"), db_index=False
    )
    entered_at = models.DateTimeField(_("Entered"))
    approved_by = models.ForeignKey(
        PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("Approved by"), db_index=False
    )
    approved_at = models.DateTimeField(_("Approved"), null=True)
    paid_date = models.DateField(_("Paid on"), null=True)
    payment_reference = models.CharField(_("Number of the payment"), max_length=60, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("carrier's bill")
        verbose_name_plural = _("carriers' bills")
        indexes = [
            models.Index(fields=["-bill_date", "-id"], name="freight_bill_recent"),
            models.Index(fields=["status", "-bill_date", "-id"], name="freight_bill_status"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["carrier", "carrier_number"], name="freight_bill_once", condition=~Q(status="VOID")
            ),
            models.CheckConstraint(condition=Q(period_from__lte=F("period_to")), name="freight_bill_period"),
            models.CheckConstraint(condition=Q(amount__gt=0, expected__gte=0), name="freight_bill_amount"),
            models.CheckConstraint(
                condition=Q(status__in=["DRAFT", "VOID"])
                | (Q(approved_by__isnull=False) & ~Q(approved_by=F("entered_by"))),
                name="freight_bill_two_people",
            ),
            models.CheckConstraint(
                condition=Q(status="PAID", paid_date__isnull=False) | (~Q(status="PAID") & Q(paid_date=None)),
                name="freight_bill_paid",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def difference(self) -> Decimal:
        """How much more the carrier asks for than our own papers say."""
        return self.amount - self.expected


class FreightBillLine(models.Model):
    """A shipment on a carrier's bill; ``expected`` is its own freight as of the last entry, or of the approval.
    ``is_live`` as long as the bill is not void: a shipment stands on one live bill at most."""

    bill = models.ForeignKey(FreightBill, models.CASCADE, related_name="lines", db_index=False)
    position = models.PositiveIntegerField(_("#"))
    document = models.ForeignKey(
        "orders.OutboundDocument", models.PROTECT, related_name="+", verbose_name=_("Shipment"), db_index=False
    )
    billed = _sum(_("Billed"))
    expected = _sum(_("Own freight"))
    is_live = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("line of a carrier's bill")
        verbose_name_plural = _("lines of carriers' bills")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["bill", "position"], name="freight_line_position"),
            models.UniqueConstraint(fields=["document"], name="freight_line_once", condition=Q(is_live=True)),
            models.CheckConstraint(condition=Q(billed__gt=0, expected__gte=0), name="freight_line_amounts"),
        ]

    beyond = False  # asks for more than the tolerance: said by ``queries.lines_of``

    def __str__(self) -> str:
        return f"{self.bill_id}/{self.position}"

    @property
    def difference(self) -> Decimal:
        """How much more the carrier asks for than our own papers say."""
        return self.billed - self.expected
