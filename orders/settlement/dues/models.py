"""What was done about money that is due: one row per word with the customer, never changed (R226, R228)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PaymentFollowUp(models.Model):
    """What came of asking for a part of an order's payment plan, and when to ask again.

    It names the part by its ``sequence``, not by its row: an order that is un-approved gets its plan anew.
    """

    order = models.ForeignKey(
        "orders.Order", models.PROTECT, related_name="payment_follow_ups", verbose_name=_("Order"), db_index=False
    )
    sequence = models.PositiveSmallIntegerField(_("Part of the plan"))
    text = models.CharField(_("What was said"), max_length=300)
    next_date = models.DateField(_("Ask again on"), null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("By"))
    at = models.DateTimeField(_("When"))

    class Meta:
        verbose_name = _("follow-up of a payment")
        verbose_name_plural = _("follow-ups of payments")
        indexes = [models.Index(fields=["order", "sequence", "-id"], name="payment_follow_up_last")]

    def __str__(self) -> str:
        return f"{self.order_id}/{self.sequence} {self.at}"
