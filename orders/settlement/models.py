"""Payment plan, receipts of money and their allocation (SEMANTICS 12)."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from customers.models import PaymentTermRow
from orders.order import choices


class PlanRow(models.Model):
    """A part of an order's total and when it is due; made when the order takes effect."""

    order = models.ForeignKey("orders.Order", models.CASCADE, related_name="plan_rows", db_index=False)
    sequence = models.PositiveSmallIntegerField(_("Sequence"))
    percent = models.DecimalField(_("Percent"), max_digits=5, decimal_places=2)
    amount = models.DecimalField(_("Amount"), max_digits=20, decimal_places=6)
    received = models.DecimalField(_("Received"), max_digits=20, decimal_places=6, default=Decimal(0))
    is_advance = models.BooleanField(_("Advance payment"), default=False)
    basis = models.CharField(_("Counted from"), max_length=8, choices=PaymentTermRow.Basis.choices)
    days = models.PositiveSmallIntegerField(_("Days"), default=0)
    from_month_end = models.BooleanField(default=False)
    control = models.CharField(
        max_length=8, choices=PaymentTermRow.Control.choices, default=PaymentTermRow.Control.NONE
    )
    allowed_shortfall = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(0))
    due_date = models.DateField(_("Due"), null=True)  # known once the basis has happened

    class Meta:
        ordering = ["sequence"]
        indexes = [
            models.Index(fields=["due_date", "id"], name="plan_due", condition=Q(received__lt=F("amount"))),
        ]
        constraints = [
            models.UniqueConstraint(fields=["order", "sequence"], name="plan_row_once"),
            models.CheckConstraint(condition=Q(received__gte=0, received__lte=F("amount")), name="plan_row_received"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}/{self.sequence} {self.amount}"


BELOW_ZERO = ["REFUND", "DISHONOUR"]


class Receipt(models.Model):
    """Money that came in from a customer, or what is let go of what he owes (a bank's charge, a discount, a small
    difference); ``allocated`` is the sum of its live allocations and of what was paid back of it. What was paid back
    (REFUND), or never came because a draft was dishonoured, is one below zero, which takes from ``refund_of``."""

    class Kind(models.TextChoices):
        MONEY = "MONEY", _("Payment")
        CHARGE = "CHARGE", _("Bank charge")
        DISCOUNT = "DISCOUNT", _("Early-payment discount")
        DIFFERENCE = "DIFFERENCE", _("Small difference")
        REFUND = "REFUND", _("Paid back")
        DISHONOUR = "DISHONOUR", _("Draft dishonoured")

    kind = models.CharField(_("Kind"), max_length=10, choices=Kind.choices, default=Kind.MONEY, db_default="MONEY")
    number = models.CharField(_("Receipt number"), max_length=20, unique=True)
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="receipts", verbose_name=_("Customer"), db_index=False
    )
    currency = models.ForeignKey("common.Currency", models.PROTECT, related_name="+", verbose_name=_("Currency"))
    exchange_rate = models.DecimalField(_("Exchange rate"), max_digits=18, decimal_places=8, default=Decimal(1))
    amount = models.DecimalField(_("Amount"), max_digits=20, decimal_places=6)
    allocated = models.DecimalField(_("Allocated"), max_digits=20, decimal_places=6, default=Decimal(0))
    received_date = models.DateField(_("Received on"))
    method = models.CharField(_("Payment method"), max_length=12, choices=choices.PaymentMethod.choices, blank=True)
    provider = models.CharField(max_length=40, blank=True)
    external_id = models.CharField(_("External number"), max_length=120, blank=True)
    payer = models.CharField(_("Payer"), max_length=120, blank=True)
    notes = models.CharField(_("Notes"), max_length=300, blank=True)
    is_void = models.BooleanField(_("Void"), default=False)
    refund_of = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="refunds", verbose_name=_("Paid back of"), db_index=False
    )
    refund_for = models.CharField(_("Paid back for the return"), max_length=20, blank=True, default="", db_default="")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        indexes = [
            models.Index(fields=["-received_date", "-id"], name="receipt_recent"),
            models.Index(fields=["customer", "-received_date", "-id"], name="receipt_customer"),
            models.Index(fields=["refund_of"], name="receipt_refund_of", condition=Q(refund_of__isnull=False)),
            models.Index(fields=["external_id"], name="receipt_external", condition=~Q(external_id="")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(~Q(kind__in=BELOW_ZERO) & Q(amount__gt=0, allocated__gte=0, allocated__lte=F("amount")))
                | Q(kind__in=BELOW_ZERO, amount__lt=0, allocated__lte=0, allocated__gte=F("amount")),
                name="receipt_allocation",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=BELOW_ZERO, refund_of__isnull=False)
                | (~Q(kind__in=BELOW_ZERO) & Q(refund_of=None)),
                name="receipt_refund",
            ),
            models.UniqueConstraint(
                fields=["provider", "external_id"],
                name="receipt_external_once",
                condition=~Q(external_id="") & Q(is_void=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number


WRITE_OFFS = [(one.value, one.label) for one in Receipt.Kind if one not in ("MONEY", *BELOW_ZERO)]


class Allocation(models.Model):
    """A part of a receipt that pays a plan row. Taken back by marking it, never deleted."""

    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="allocations", db_index=False)
    plan_row = models.ForeignKey(PlanRow, models.PROTECT, related_name="allocations", db_index=False)
    amount = models.DecimalField(_("Amount"), max_digits=20, decimal_places=6)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["receipt"], name="allocation_receipt"),
            models.Index(fields=["plan_row"], name="allocation_plan_row"),
        ]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="allocation_positive")]

    def __str__(self) -> str:
        return f"{self.receipt_id} → {self.plan_row_id} {self.amount}"
