"""A paper of the warehouse and its lines: what moved stock, by whom and why."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.numbering import Series
from products.catalogue.models import Product, Supplier
from products.stock.models import Warehouse
from products.stock.supply.models import PlannedReceipt


class StockPaper(models.Model):
    """One act of the warehouse over any number of products. A count may stand as a sheet first, everything else is
    posted at once; what is posted is undone by movements the other way, never changed."""

    class Kind(models.TextChoices):
        ARRIVAL = "ARRIVAL", _("Goods arrival")
        TRANSFER = "TRANSFER", _("Transfer")
        COUNT = "COUNT", _("Stock count")
        ADJUSTMENT = "ADJUSTMENT", _("Adjustment")

    class State(models.TextChoices):
        SHEET = "SHEET", _("Being counted")
        POSTED = "POSTED", _("Posted")
        UNDONE = "UNDONE", _("Undone")
        DROPPED = "DROPPED", _("Dropped")

    kind = models.CharField(_("Kind"), max_length=10, choices=Kind.choices)
    number = models.CharField(_("Number"), max_length=20, unique=True)
    day = models.DateField(_("Day"))
    state = models.CharField(_("State"), max_length=7, choices=State.choices, default=State.POSTED)
    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="+", verbose_name=_("Warehouse"))
    to_warehouse = models.ForeignKey(
        Warehouse, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("To")
    )
    supplier = models.ForeignKey(
        Supplier, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Supplier")
    )
    reference = models.CharField(_("Delivery note or purchase order"), max_length=80, blank=True)
    reason = models.CharField(_("Reason"), max_length=200, blank=True)
    provider = models.CharField(_("System"), max_length=40, blank=True, default="", db_default="")
    external_id = models.CharField(_("External number"), max_length=100, blank=True, default="", db_default="")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Made by")
    )
    created_at = models.DateTimeField(_("Made"))
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("Undone by")
    )
    undone_at = models.DateTimeField(_("Undone at"), null=True)
    undo_reason = models.CharField(_("Why it was undone"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("stock paper")
        verbose_name_plural = _("stock papers")
        indexes = [models.Index(fields=["kind", "-id"], name="stock_paper_kind")]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "external_id"], condition=~Q(external_id=""), name="stock_paper_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="TRANSFER", to_warehouse__isnull=False)
                | ~Q(kind="TRANSFER") & Q(to_warehouse__isnull=True),
                name="stock_paper_to",
            ),
            models.CheckConstraint(
                condition=Q(kind="COUNT") | Q(state__in=("POSTED", "UNDONE")), name="stock_paper_sheet"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class StockPaperLine(models.Model):
    """A product on a paper. ``quantity``: what came, went over or changed, signed as the stock of ``warehouse`` does
    only for counts and adjustments; of a count it is ``counted`` − ``book``, and empty until it is counted."""

    paper = models.ForeignKey(StockPaper, models.CASCADE, related_name="lines", db_index=False)
    line_no = models.PositiveIntegerField(_("#"))
    product = models.ForeignKey(Product, models.PROTECT, related_name="+", verbose_name=_("Product"))
    quantity = models.DecimalField(_("Quantity"), max_digits=16, decimal_places=4, null=True)
    book = models.DecimalField(_("Book"), max_digits=16, decimal_places=4, null=True)
    counted = models.DecimalField(_("Counted"), max_digits=16, decimal_places=4, null=True)
    planned = models.ForeignKey(
        PlannedReceipt,
        models.PROTECT,
        null=True,
        related_name="paper_lines",
        verbose_name=_("Planned receipt"),
    )
    note = models.CharField(_("Notes"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("line of a stock paper")
        verbose_name_plural = _("lines of stock papers")
        ordering = ["line_no"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "line_no"], name="stock_paper_line_once"),
            models.CheckConstraint(condition=Q(counted__isnull=True) | Q(counted__gte=0), name="stock_paper_counted"),
        ]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.line_no}"


# the number series of each kind
SERIES = {
    StockPaper.Kind.ARRIVAL: Series.ARRIVAL,
    StockPaper.Kind.TRANSFER: Series.TRANSFER,
    StockPaper.Kind.COUNT: Series.COUNT,
    StockPaper.Kind.ADJUSTMENT: Series.ADJUSTMENT,
}
ZERO = Decimal(0)
