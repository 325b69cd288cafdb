"""Invoices over one or several orders of a customer, and red ones that take them back (SEMANTICS 12, R224)."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from orders.invoicing.states import Status, TaxState
from orders.order import choices

PERSON = settings.AUTH_USER_MODEL
KINDS = [(one.value, one.label) for one in choices.InvoiceKind if one != choices.InvoiceKind.NONE]


def _sum(label: Any) -> models.DecimalField:
    return models.DecimalField(label, max_digits=20, decimal_places=2, default=Decimal(0))


class Invoice(models.Model):
    """What a customer is asked to pay, as tax law wants it. Its number is drawn as it is issued; a red invoice
    (``red_of``) takes pieces of another back, its amounts are below zero."""

    number = models.CharField(_("Invoice number"), max_length=20, unique=True, null=True)
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="invoices", verbose_name=_("Customer"), db_index=False
    )
    currency = models.ForeignKey("common.Currency", models.PROTECT, related_name="+", verbose_name=_("Currency"))
    kind = models.CharField(_("Invoice kind"), max_length=8, choices=choices.InvoiceKind.choices)
    status = models.CharField(_("State"), max_length=6, choices=Status.choices, default=Status.DRAFT)
    red_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="reds", verbose_name=_("Takes back"))
    invoice_date = models.DateField(_("Invoice date"), null=True)

    title = models.CharField(_("Invoice title"), max_length=120)
    tax_number = models.CharField(_("Tax number"), max_length=40, blank=True)
    address = models.CharField(_("Invoice address and phone"), max_length=200, blank=True)
    bank = models.CharField(_("Bank and account"), max_length=200, blank=True)
    notes = models.CharField(_("Notes"), max_length=300, blank=True)

    tax_state = models.CharField(
        _("At the tax platform"), max_length=9, choices=TaxState.choices, default=TaxState.NONE
    )
    tax_code = models.CharField(_("Code of the tax invoice"), max_length=20, blank=True)
    tax_serial = models.CharField(_("Number of the tax invoice"), max_length=30, blank=True)
    tax_message = models.CharField(_("Message of the platform"), max_length=200, blank=True)

    amount = _sum(_("Amount"))
    tax = _sum(_("Tax"))
    net = _sum(_("Net amount"))
    provider = models.CharField(max_length=40, blank=True)
    external_id = models.CharField(_("External number"), max_length=120, blank=True)
    reason = models.CharField(_("Reason"), max_length=300, blank=True)
    created_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("Made by"))
    created_at = models.DateTimeField(_("Made"))
    issued_by = models.ForeignKey(
        PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("Issued by"), db_index=False
    )
    issued_at = models.DateTimeField(_("Issued"), null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="invoice_recent"),
            models.Index(fields=["customer", "-created_at", "-id"], name="invoice_customer"),
            models.Index(fields=["status", "-created_at", "-id"], name="invoice_status"),
            models.Index(fields=["tax_serial"], name="invoice_tax_serial", condition=~Q(tax_serial="")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "external_id"],
                name="invoice_external_once",
                condition=~Q(external_id="") & ~Q(status="VOID"),
            ),
            models.UniqueConstraint(
                fields=["tax_code", "tax_serial"],
                name="invoice_tax_serial_once",
                condition=~Q(tax_serial="") & ~Q(status="VOID"),
            ),
            models.CheckConstraint(condition=Q(amount=F("net") + F("tax")), name="invoice_sums"),
            models.CheckConstraint(
                condition=Q(red_of=None, amount__gte=0) | Q(red_of__isnull=False, amount__lte=0), name="invoice_sign"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["DRAFT", "VOID"])
                | Q(number__isnull=False, invoice_date__isnull=False, issued_at__isnull=False),
                name="invoice_issued",
            ),
        ]

    def __str__(self) -> str:
        return self.display_number

    @property
    def display_number(self) -> str:
        """The number, or what a draft shows in its place."""
        return self.number or str(_("Draft #%(id)s") % {"id": self.pk})

    @property
    def is_red(self) -> bool:
        """Whether it takes another back."""
        return self.red_of_id is not None


class InvoiceLine(models.Model):
    """Pieces of an order's line on an invoice, or an order's freight (no line); of a red invoice with a minus, and
    the line that it takes back; no pieces where only an amount is credited of it."""

    invoice = models.ForeignKey(Invoice, models.CASCADE, related_name="lines", db_index=False)
    position = models.PositiveIntegerField(_("#"))
    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="invoice_lines", verbose_name=_("Order"))
    order_line = models.ForeignKey("orders.OrderLine", models.PROTECT, null=True, related_name="invoice_lines")
    red_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="reds")
    name = models.CharField(_("Goods or service"), max_length=160)
    specification = models.CharField(_("Specification"), max_length=120, blank=True)
    unit = models.CharField(_("Unit"), max_length=12, blank=True)
    quantity = models.DecimalField(_("Quantity"), max_digits=16, decimal_places=4)
    tax_rate = models.DecimalField(_("Tax rate"), max_digits=6, decimal_places=4, default=Decimal(0))
    amount = _sum(_("Amount"))
    tax = _sum(_("Tax"))
    net = _sum(_("Net amount"))

    class Meta:
        verbose_name = _("line of an invoice")
        verbose_name_plural = _("lines of invoices")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["invoice", "position"], name="invoice_line_position"),
            models.CheckConstraint(condition=~Q(quantity=0) | Q(red_of__isnull=False), name="invoice_line_quantity"),
            models.CheckConstraint(condition=Q(amount=F("net") + F("tax")), name="invoice_line_sums"),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id}/{self.position}"
