"""Reservations and promises (SEMANTICS 10)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from orders.order import former


class Reservation(models.Model):
    """Pieces of a stock row held for an order line. Live rows only: consumed or released ones are deleted,
    and the trail keeps what was. A line's ``reserved`` and a stock row's ``reserved`` are their sums."""

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


class PromiseEntry(former.OfLine):
    """A date that was promised for a line: append-only (who, when, why, told to the customer or not)."""

    LINE = "line"

    line = models.ForeignKey("orders.OrderLine", models.PROTECT, null=True, related_name="promises", db_index=False)
    promised_date = models.DateField(_("Promised date"))
    reason = models.CharField(_("Reason"), max_length=300, blank=True)
    is_told = models.BooleanField(_("Told to the customer"), default=False)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["line", "id"], name="promise_line")]
        constraints = [models.CheckConstraint(condition=former.either("line"), name="promise_of")]

    def __str__(self) -> str:
        return f"{self.order_id}/{self.of.line_no} {self.promised_date}"

    @property
    def reason_text(self) -> str:
        """The reason in the reader's language, where it is one of ours."""
        return gettext(self.reason) if self.reason else ""
