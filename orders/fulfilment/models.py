"""Outbound documents (R163, R164), their lines, and services performed (SEMANTICS 3, 11)."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from orders.order import choices, former


class OutboundDocument(models.Model):
    """Goods on their way to one customer: DRAFT (delivery notice) → AUDITED (stock issued) → SIGNED."""

    class Status(models.TextChoices):
        DRAFT = "DRAFT", _("Delivery notice")
        AUDITED = "AUDITED", _("Audited")
        SIGNED = "SIGNED", _("Signed")
        VOID = "VOID", _("Void")

    class Condition(models.TextChoices):
        GOOD = "GOOD", _("Everything in good order")
        PACKAGING = "PACKAGING", _("Packaging damaged, goods in order")
        DAMAGED = "DAMAGED", _("Goods damaged")
        SHORT = "SHORT", _("Pieces missing")
        WRONG = "WRONG", _("Wrong goods")

    number = models.CharField(_("Outbound number"), max_length=20, unique=True)
    source_number = models.CharField(_("Number in the source"), max_length=60, blank=True)
    customer = models.ForeignKey(
        "customers.Customer",
        models.PROTECT,
        related_name="outbound_documents",
        verbose_name=_("Customer"),
        db_index=False,
    )
    warehouse = models.ForeignKey(
        "products.Warehouse", models.PROTECT, null=True, related_name="+", verbose_name=_("Warehouse")
    )
    status = models.CharField(_("State"), max_length=7, choices=Status.choices, default=Status.DRAFT)
    moves_stock = models.BooleanField(default=True)  # history documents leave stock alone
    ship_address = models.CharField(_("Delivery place"), max_length=300, blank=True)
    ship_recipient = models.CharField(_("Recipient"), max_length=60, blank=True)
    ship_phone = models.CharField(_("Recipient's phone"), max_length=40, blank=True)
    transport_mode = models.CharField(
        _("Transport mode"), max_length=8, choices=choices.TransportMode.choices, blank=True
    )
    carrier = models.ForeignKey(
        "customers.Carrier", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Carrier")
    )
    waybill = models.CharField(_("Waybill number"), max_length=80, blank=True)
    planned_ship_date = models.DateField(_("Planned ship date"), null=True, blank=True)
    arrival_date = models.DateField(_("Expected arrival"), null=True, blank=True)
    freight = models.DecimalField(_("Freight cost"), max_digits=20, decimal_places=2, default=Decimal(0))
    freight_charged = models.DecimalField(
        _("Freight charged"), max_digits=20, decimal_places=2, default=Decimal(0), db_default=Decimal(0)
    )
    # place among the notices of its warehouse and day, where somebody said so; 0: by priority (fulfilment.dispatch)
    dispatch_rank = models.PositiveIntegerField(default=0, db_default=0)
    wave = models.ForeignKey(
        "orders.PickingWave", models.SET_NULL, null=True, related_name="documents", verbose_name=_("Picking list")
    )
    ship_date = models.DateField(_("Actual ship date"), null=True)
    entered_ship_date = models.DateField(null=True)  # of the audit, where received ones speak now (ship_dates)
    notes = models.CharField(_("Notes"), max_length=300, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    audited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    audited_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    signed_date = models.DateField(_("Signed on"), null=True)
    signer = models.CharField(_("Signed by"), max_length=60, blank=True)
    arrived_at = models.DateTimeField(_("Arrived"), null=True)
    condition = models.CharField(
        _("Condition on arrival"), max_length=9, choices=Condition.choices, blank=True, db_default=""
    )
    proof_hash = models.CharField(_("SHA-256 of the signing"), max_length=64, blank=True, db_default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("outbound document")
        verbose_name_plural = _("outbound documents")
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="outbound_recent"),
            models.Index(fields=["status", "-created_at", "-id"], name="outbound_status"),
            models.Index(fields=["customer", "-created_at", "-id"], name="outbound_customer"),
            models.Index(
                fields=["waybill"], name="outbound_waybill", opclasses=["text_pattern_ops"], condition=~Q(waybill="")
            ),
            models.Index(  # the dispatch board: few are ever notices
                fields=["planned_ship_date", "id"], name="outbound_to_go", condition=Q(status="DRAFT")
            ),
            models.Index(fields=["arrival_date", "id"], name="outbound_on_way", condition=Q(status="AUDITED")),
            models.Index(fields=["audited_at"], name="outbound_left_at", condition=Q(audited_at__isnull=False)),
            models.Index(fields=["signed_at"], name="outbound_signed_at", condition=Q(signed_at__isnull=False)),
            models.Index(fields=["source_number"], name="outbound_source_number", condition=~Q(source_number="")),
        ]

    def __str__(self) -> str:
        return self.number


class OutboundLine(former.OfLine):
    """A quantity of an order line on an outbound document; one that was made void outlives the line."""

    document = models.ForeignKey(OutboundDocument, models.CASCADE, related_name="lines", db_index=False)
    order_line = models.ForeignKey("orders.OrderLine", models.PROTECT, null=True, related_name="outbound_lines")
    quantity = models.DecimalField(_("Quantity"), max_digits=16, decimal_places=4)
    signed_quantity = models.DecimalField(_("Signed"), max_digits=16, decimal_places=4, null=True)
    transit_loss = models.DecimalField(_("Lost in transit"), max_digits=16, decimal_places=4, default=Decimal(0))
    reship = models.DecimalField(_("To re-ship"), max_digits=16, decimal_places=4, default=Decimal(0))  # of the loss
    # left from the supplier and took nothing of our stock (R124): said at the audit
    is_direct = models.BooleanField(_("Direct from the supplier"), default=False, db_default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "order_line"], name="outbound_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="outbound_quantity_positive"),
            models.CheckConstraint(condition=former.either(), name="outbound_line_of"),
            models.CheckConstraint(
                condition=Q(signed_quantity__isnull=True)
                | Q(signed_quantity__gte=0, signed_quantity__lte=F("quantity") - F("transit_loss")),
                name="outbound_signed_within",
            ),
            models.CheckConstraint(
                condition=Q(reship__gte=0, reship__lte=F("transit_loss")), name="outbound_reship_within"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.of.line_no} {self.quantity}"


class ServiceRecord(former.OfLine):
    """A service performed: takes the place of an outbound document for a service line. One that was taken back
    outlives the line."""

    order_line = models.ForeignKey("orders.OrderLine", models.PROTECT, null=True, related_name="service_records")
    quantity = models.DecimalField(_("Quantity"), max_digits=16, decimal_places=4)
    performed_date = models.DateField(_("Performed on"))
    proof = models.CharField(_("Proof"), max_length=300, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="service_quantity_positive"),
            models.CheckConstraint(condition=former.either(), name="service_line_of"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}/{self.of.line_no} {self.quantity}"


class GoodsCheck(models.Model):
    """What the warehouse found when it held the goods of a delivery notice against its orders, before they leave (R105,
    R106). Of the document as it read then (``document_version``); ``answers`` as those of a verification."""

    document = models.ForeignKey(OutboundDocument, models.CASCADE, related_name="checks")
    document_version = models.PositiveIntegerField()
    is_ok = models.BooleanField(_("In order"))
    answers = models.JSONField(_("Answers"), default=list)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    checked_at = models.DateTimeField(_("Checked"))

    class Meta:
        verbose_name = _("check of goods")
        verbose_name_plural = _("checks of goods")

    def __str__(self) -> str:
        return f"{self.document_id} {self.is_ok}"
