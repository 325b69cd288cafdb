"""Returns (RMA): what of an order's shipped lines comes back, how it was found, and what the customer gets for it."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from orders.order import columns, former
from orders.returns.choices import RefundKind, ReturnReason, Step
from orders.returns.states import Status


class ReturnDocument(models.Model):
    """Goods of one order that come back: DRAFT → APPROVED → RECEIVED (inspected) → SETTLED, or VOID."""

    number = models.CharField(_("Return number"), max_length=20, unique=True)
    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="returns", verbose_name=_("Order"))
    status = models.CharField(_("State"), max_length=8, choices=Status.choices, default=Status.DRAFT)
    reason = models.CharField(_("Reason"), max_length=12, choices=ReturnReason.choices)
    description = models.CharField(_("What is the matter"), max_length=1000, blank=True)
    waybill = models.CharField(_("Waybill of the return"), max_length=80, blank=True)
    warehouse = models.ForeignKey(
        "products.Warehouse", models.PROTECT, null=True, related_name="+", verbose_name=_("Warehouse")
    )
    findings = models.CharField(_("What the inspection found"), max_length=1000, blank=True)
    decision = models.CharField(_("Grounds of the decision"), max_length=1000, blank=True)
    replacement = models.ForeignKey(
        "orders.Order", models.PROTECT, null=True, related_name="replaces", verbose_name=_("Exchange order")
    )
    void_reason = models.CharField(_("Void because"), max_length=500, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Written by")
    )
    created_at = models.DateTimeField(_("Written"))
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(_("Approved at"), null=True)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField(_("Received at"), null=True)
    received_date = models.DateField(pgettext_lazy("return", "Received on"), null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(_("Settled at"), null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("return")
        verbose_name_plural = _("returns")
        indexes = [
            models.Index(fields=["-id"], name="return_recent"),
            models.Index(fields=["status", "-id"], name="return_status"),
        ]

    def __str__(self) -> str:
        return self.number


class ReturnLine(former.OfLine):
    """Pieces of a shipped order line on a return; one of a void return outlives the line.

    ``received`` = ``to_stock`` + ``scrapped`` is where the pieces went; ``reship`` + ``replaced`` + ``refund`` ≤
    ``received`` is what the customer gets for them: the same again, a substitute, money. Of the rest he gets nothing.
    """

    document = models.ForeignKey(ReturnDocument, models.CASCADE, related_name="lines", db_index=False)
    order_line = models.ForeignKey("orders.OrderLine", models.PROTECT, null=True, related_name="return_lines")
    quantity = models.DecimalField(_("Quantity"), max_digits=16, decimal_places=4)
    received = columns.quantity(_("Received"))
    to_stock = columns.quantity(_("To stock"))
    scrapped = columns.quantity(_("Scrapped"))
    numbers = models.JSONField(_("Numbers"), default=list, blank=True)  # [number, pieces] that came back
    reship = columns.quantity(_("To re-ship"))
    replaced = columns.quantity(_("To replace by another product"))
    refund = columns.quantity(_("To refund"))
    # in the order's currency, tax included; open until ``refund_settled_at``
    refund_amount = models.DecimalField(_("Refund"), max_digits=20, decimal_places=2, default=Decimal(0))
    refund_reference = models.CharField(_("Refunded with"), max_length=60, blank=True)
    refund_settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    refund_settled_at = models.DateTimeField(_("Refunded"), null=True)

    class Meta:
        verbose_name = _("return line")
        verbose_name_plural = _("return lines")
        indexes = [
            models.Index(
                fields=["order"],
                name="return_refund_due",
                condition=Q(refund_amount__gt=0, refund_settled_at__isnull=True),
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["document", "order_line"], name="return_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="return_quantity_positive"),
            models.CheckConstraint(condition=former.either(), name="return_line_of"),
            models.CheckConstraint(
                condition=Q(to_stock__gte=0, scrapped__gte=0, received=F("to_stock") + F("scrapped"))
                & Q(received__lte=F("quantity")),
                name="return_received_within",
            ),
            models.CheckConstraint(
                condition=Q(reship__gte=0, replaced__gte=0, refund__gte=0, refund_amount__gte=0)
                & Q(received__gte=F("reship") + F("replaced") + F("refund")),
                name="return_decided_within",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.of.line_no} {self.quantity}"


class ReturnReversal(models.Model):
    """A step of a return that was recorded wrongly and taken back, with what it had said; never edited or deleted.

    ``held`` is a list of a dictionary per line: ``line_no`` and what the step had set there, as text.
    """

    document = models.ForeignKey(ReturnDocument, models.PROTECT, related_name="reversals")
    step = models.CharField(_("Step"), max_length=8, choices=Step.choices)
    reason = models.CharField(_("Reason"), max_length=500)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("Recorded by")
    )
    done_at = models.DateTimeField(_("Recorded"), null=True)
    held = models.JSONField(_("What it had said"), default=list, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Taken back by"), db_index=False
    )
    at = models.DateTimeField(_("Taken back"))

    class Meta:
        verbose_name = _("reversal of a return")
        verbose_name_plural = _("reversals of returns")

    def __str__(self) -> str:
        return f"{self.document_id} {self.step}"


class ReturnRefund(models.Model):
    """What became of a part of the money for a return, in the order's currency; taken back by marking it.

    PAID_BACK names the receipt below zero, KEPT the receipt on which the money lies unallocated, SET_OFF none: the
    order owes that much less, and the customer had not paid it.
    """

    document = models.ForeignKey(ReturnDocument, models.PROTECT, related_name="refunds", verbose_name=_("Return"))
    kind = models.CharField(_("What became of it"), max_length=9, choices=RefundKind.choices)
    receipt = models.ForeignKey(
        "orders.Receipt", models.PROTECT, null=True, related_name="for_returns", verbose_name=_("Receipt")
    )
    amount = models.DecimalField(_("Amount"), max_digits=20, decimal_places=2)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("By"), db_index=False
    )
    at = models.DateTimeField(_("When"))
    revoked_at = models.DateTimeField(_("Taken back"), null=True)

    class Meta:
        verbose_name = _("refund of a return")
        verbose_name_plural = _("refunds of returns")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="return_refund_positive"),
            models.CheckConstraint(
                condition=Q(kind="SET_OFF", receipt=None) | (~Q(kind="SET_OFF") & Q(receipt__isnull=False)),
                name="return_refund_of",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.kind} {self.amount}"
