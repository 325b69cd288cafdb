"""What accounting software learns from the finance feed, and of which events (R230). Pure."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Fact(models.TextChoices):
    """What happened to the company's money. What takes another fact back carries its amount with the other sign."""

    RECEIPT = "RECEIPT", _("Money received")
    WRITE_OFF = "WRITE_OFF", _("Let go: bank charge, discount, small difference")
    PAYBACK = "PAYBACK", _("Paid back")
    DISHONOUR = "DISHONOUR", _("Draft dishonoured")
    RECEIPT_VOIDED = "RECEIPT_VOIDED", _("Receipt made void")
    RECEIPT_RESTORED = "RECEIPT_RESTORED", _("Void receipt counts again")
    ALLOCATION = "ALLOCATION", _("Money allocated to an order")
    ALLOCATION_REVOKED = "ALLOCATION_REVOKED", _("Allocation taken back")
    INVOICE = "INVOICE", _("Invoice issued")
    RED_INVOICE = "RED_INVOICE", _("Red invoice issued")
    INVOICE_VOIDED = "INVOICE_VOIDED", _("Invoice made void")
    TAX_STATE = "TAX_STATE", _("State of the e-invoice noted")
    FREIGHT_APPROVED = "FREIGHT_APPROVED", _("Carrier's bill approved")
    FREIGHT_PAID = "FREIGHT_PAID", _("Carrier's bill paid")
    FREIGHT_TAKEN_BACK = "FREIGHT_TAKEN_BACK", _("Step of a carrier's bill taken back")
    PERIOD_CLOSED = "PERIOD_CLOSED", _("Month closed")
    PERIOD_REOPENED = "PERIOD_REOPENED", _("Month reopened")


RECEIPTS = {
    "receipt.recorded": Fact.RECEIPT,
    "receipt.refunded": Fact.PAYBACK,
    "receipt.voided": Fact.RECEIPT_VOIDED,
    "receipt.restored": Fact.RECEIPT_RESTORED,
}
ALLOCATIONS = {"order.paid": Fact.ALLOCATION, "order.payment_revoked": Fact.ALLOCATION_REVOKED}
INVOICES = {
    "invoice.issued": Fact.INVOICE,
    "invoice.voided": Fact.INVOICE_VOIDED,
    "invoice.tax_state": Fact.TAX_STATE,
}
FREIGHT = {
    "freight_bill.approved": Fact.FREIGHT_APPROVED,
    "freight_bill.paid": Fact.FREIGHT_PAID,
    "freight_bill.taken_back": Fact.FREIGHT_TAKEN_BACK,
}
PERIODS = {"period.closed": Fact.PERIOD_CLOSED, "period.reopened": Fact.PERIOD_REOPENED}
KINDS = {**RECEIPTS, **ALLOCATIONS, **INVOICES, **FREIGHT, **PERIODS}
