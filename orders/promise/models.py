"""Reservations and promises (SEMANTICS 10)."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from orders.order import former
from orders.order.choices import TransportMode
from orders.promise.chain import Said, said


class LineComponent(models.Model):
    """What one piece of a kit is put together from on an order line that counts ``by_components``: written when the
    order takes effect, so that what becomes of the kit later moves nothing that is held, sent or returned for it."""

    line = models.ForeignKey("orders.OrderLine", models.CASCADE, related_name="components", db_index=False)
    product = models.ForeignKey("products.Product", models.PROTECT, related_name="+", verbose_name=_("Component"))
    quantity = models.DecimalField(_("Pieces in one kit"), max_digits=14, decimal_places=4)

    class Meta:
        verbose_name = _("component of an order line")
        verbose_name_plural = _("components of order lines")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["line", "product"], name="line_component_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="line_component_quantity"),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.product_id}"


class Reservation(models.Model):
    """Pieces of a stock row held for an order line. Live rows only: consumed or released ones are deleted,
    and the trail keeps what was. A stock row's ``reserved`` is their sum, and so is a line's; of a line that counts by
    components, the whole kits that they make."""

    line = models.ForeignKey("orders.OrderLine", models.CASCADE, related_name="reservations", db_index=False)
    stock_row = models.ForeignKey("products.StockRow", models.PROTECT, related_name="reservations")
    quantity = models.DecimalField(_("Quantity"), max_digits=16, decimal_places=4)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "stock_row"], name="reservation_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="reservation_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.stock_row_id} {self.quantity}"


class ReservationAnswer(models.Model):
    """What the system of a warehouse said of a reservation: asked for so much of a stock row for an order line, it
    holds so much. Its content is never changed; of several the last counts."""

    provider = models.CharField(_("System"), max_length=40)
    external_id = models.CharField(_("External number"), max_length=100)
    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="+", verbose_name=_("Order"))
    line_no = models.PositiveIntegerField(_("Line"))
    stock_row = models.ForeignKey("products.StockRow", models.PROTECT, related_name="+", db_index=False)
    asked = models.DecimalField(_("Asked"), max_digits=16, decimal_places=4)
    held = models.DecimalField(_("Held"), max_digits=16, decimal_places=4)
    reason = models.CharField(_("Reason"), max_length=200, blank=True)
    paper = models.ForeignKey("products.StockPaper", models.PROTECT, null=True, related_name="+", db_index=False)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    answered_at = models.DateTimeField(_("Came in"))

    class Meta:
        verbose_name = _("answer to a reservation")
        verbose_name_plural = _("answers to reservations")
        constraints = [
            models.UniqueConstraint(fields=["provider", "external_id"], name="reservation_answer_once"),
            models.CheckConstraint(condition=Q(held__gte=0, asked__gte=F("held")), name="reservation_answer_held"),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.external_id}"


class PromiseEntry(former.OfLine):
    """A date that was promised for a line: append-only (who, when, why, told to the customer or not)."""

    LINE = "line"

    line = models.ForeignKey("orders.OrderLine", models.PROTECT, null=True, related_name="promises", db_index=False)
    promised_date = models.DateField(_("Promised date"))
    reason = models.CharField(_("Reason"), max_length=300, blank=True)
    ship_date = models.DateField(_("To leave by"), null=True)
    # why that day: links of ``chain``, the first that counts first; parts of the line with days of their own
    chain = models.JSONField(_("Reasons"), default=list, db_default=[])
    parts = models.JSONField(_("In parts"), default=list, db_default=[])
    is_told = models.BooleanField(_("Told to the customer"), default=False)
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    told_at = models.DateTimeField(null=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["line", "id"], name="promise_line")]
        constraints = [models.CheckConstraint(condition=former.either("line"), name="promise_of")]

    def __str__(self) -> str:
        return f"{self.order_id}/{self.of.line_no} {self.promised_date}"

    @property
    def reasons(self) -> list[Said]:
        """Why that day, in the reader's words, and who can move it."""
        return said(self.chain)

    @property
    def parts_by_day(self) -> list[tuple[date, Decimal]]:
        """The parts of the line with days of their own; mostly none."""
        return [(date.fromisoformat(one["date"]), Decimal(one["quantity"])) for one in self.parts]

    @property
    def reason_text(self) -> str:
        """The reason in the reader's language, where it is one of ours."""
        return gettext(self.reason) if self.reason else ""


class TransitTime(models.Model):
    """Days from our door to a customer's, by where he is and how goods travel (SEMANTICS 10). ``area`` is a province,
    a group of provinces or a region as the rules read them out of his department in charge; "" stands for all."""

    area = models.CharField(_("Province or region"), max_length=80, blank=True, help_text=_("Empty: everywhere"))
    transport_mode = models.CharField(
        _("Transport mode"),
        max_length=8,
        choices=TransportMode.choices,
        blank=True,
        help_text=_("Empty: however goods travel"),
    )
    days = models.PositiveSmallIntegerField(_("Days on the way"))
    is_workdays = models.BooleanField(_("Days of work only"), default=True)
    is_active = models.BooleanField(_("Active"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("days on the way")
        verbose_name_plural = _("days on the way")
        constraints = [
            models.UniqueConstraint(fields=["area", "transport_mode"], name="transit_once"),
            models.CheckConstraint(condition=Q(days__lte=365), name="transit_days"),
        ]

    def __str__(self) -> str:
        return f"{self.area or '*'} {self.transport_mode or '*'} {self.days}"
