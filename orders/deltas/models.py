"""What was agreed to be delivered, as it grew and shrank: immutable rows, so that any past day can be summed up."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from orders.order.columns import money, quantity


class LineDelta(models.Model):
    """By how much a line's agreed quantity and amount moved, when and why (SEMANTICS 8). Never edited: the sum up to a
    moment is what stood then. ``ordered`` and ``amount`` (in the order's currency, after its share of the reduction)
    come with taking effect, change, un-approving and voiding; ``let_go`` with short close and reopening."""

    class Cause(models.TextChoices):
        EFFECTIVE = "EFFECTIVE", _("Took effect")
        CHANGE = "CHANGE", _("Changed")
        UNAPPROVED = "UNAPPROVED", _("Approval taken back")
        VOID = "VOID", _("Made void")
        CLOSED = "CLOSED", _("Closed short")
        REOPENED = "REOPENED", _("Reopened")

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="+", verbose_name=_("Order"), db_index=False)
    line_no = models.PositiveIntegerField(_("Line"))
    product = models.ForeignKey(
        "products.Product", models.PROTECT, related_name="+", verbose_name=_("Product"), db_index=False
    )
    cause = models.CharField(_("Cause"), max_length=10, choices=Cause.choices)
    document = models.CharField(_("Document"), max_length=20, blank=True)  # the change request's number
    revision = models.PositiveIntegerField(_("Revision"))
    ordered = quantity(_("Ordered"))
    amount = money(_("Amount"))
    let_go = quantity(_("Let go"))
    reason = models.CharField(_("Reason"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(_("At"))
    day = models.DateField(_("Day"))  # the business day of ``at``

    class Meta:
        verbose_name = _("movement of an order line")
        verbose_name_plural = _("movements of order lines")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["order", "id"], name="delta_order"),
            models.Index(fields=["at"], name="delta_at"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}/{self.line_no} {self.cause}"
