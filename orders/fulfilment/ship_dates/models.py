"""What the company's own software said about a day on which goods left."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ReceivedShipDate(models.Model):
    """One message: a day, and what left on it: an outbound document, a waybill, or a quantity of an order line.

    Its content is never changed. PENDING until an audited document fits; APPLIED: that document's actual ship date
    is this one; CONFLICT: one fits, but cannot take it; DISMISSED by a person, with the reason.
    """

    class State(models.TextChoices):
        PENDING = "PENDING", _("Pending")
        APPLIED = "APPLIED", _("Applied")
        CONFLICT = "CONFLICT", _("In conflict")
        DISMISSED = "DISMISSED", _("Dismissed")

    class Why(models.TextChoices):
        NO_DOCUMENT = "NO_DOCUMENT", _("No audited document fits yet")
        NOT_AUDITED = "NOT_AUDITED", _("Its document is not audited")
        SEVERAL = "SEVERAL", _("Several documents fit")
        OTHER_DATE = "OTHER_DATE", _("The document has another received date")
        BEFORE_ORDER = "BEFORE_ORDER", _("Before an order of the document was placed")
        CLOSED_MONTH = "CLOSED_MONTH", _("It would move goods into or out of a closed month")

    provider = models.CharField(_("System"), max_length=40)
    external_id = models.CharField(_("External number"), max_length=100)
    outbound_number = models.CharField(_("Outbound number"), max_length=20, blank=True)
    waybill = models.CharField(_("Waybill number"), max_length=80, blank=True)
    order = models.ForeignKey(
        "orders.Order", models.PROTECT, null=True, related_name="received_ship_dates", verbose_name=_("Order")
    )
    line_no = models.PositiveIntegerField(_("Line"), null=True)
    quantity = models.DecimalField(_("Quantity"), max_digits=16, decimal_places=4, null=True)
    carrier = models.CharField(_("Carrier"), max_length=80, blank=True)
    ship_date = models.DateField(_("Actual ship date"))

    state = models.CharField(_("State"), max_length=9, choices=State.choices, default=State.PENDING)
    why = models.CharField(_("Why"), max_length=12, choices=Why.choices, blank=True)
    document = models.ForeignKey(
        "orders.OutboundDocument",
        models.PROTECT,
        null=True,
        related_name="received_ship_dates",
        verbose_name=_("Outbound document"),
    )
    is_assigned = models.BooleanField(default=False)  # to its document, by a person
    differs = models.BooleanField(_("Differs from the date entered"), default=False)
    note = models.CharField(_("Reason"), max_length=500, blank=True)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    received_at = models.DateTimeField(_("Came in"))
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("received ship date")
        verbose_name_plural = _("received ship dates")
        indexes = [
            models.Index(fields=["state", "-id"], name="ship_date_state"),
            models.Index(fields=["order", "line_no"], name="ship_date_line", condition=Q(order__isnull=False)),
            models.Index(fields=["outbound_number"], name="ship_date_number", condition=~Q(outbound_number="")),
            models.Index(fields=["waybill"], name="ship_date_waybill", condition=~Q(waybill="")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["provider", "external_id"], name="ship_date_once"),
            models.CheckConstraint(
                condition=~Q(outbound_number="") | ~Q(waybill="") | Q(order__isnull=False), name="ship_date_names"
            ),
            models.CheckConstraint(
                condition=Q(order__isnull=True, line_no__isnull=True, quantity__isnull=True)
                | Q(order__isnull=False, line_no__isnull=False, quantity__gt=0),
                name="ship_date_line_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state="APPLIED") | Q(document__isnull=False), name="ship_date_applied_to"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.external_id}"

    @property
    def line(self) -> tuple[int, int] | None:
        """(order key, line number) that it names."""
        return None if self.order_id is None or self.line_no is None else (self.order_id, self.line_no)
