"""Credit exposure per holder, kept term by term and recomputed by invariant 11 (SEMANTICS 9); special approvals."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers.grading import State


def _term() -> models.DecimalField:
    return models.DecimalField(max_digits=20, decimal_places=6, default=Decimal(0))


class CreditExposure(models.Model):
    """What a credit holder owes or will owe, in the company's currency. Exposure is the terms' sum less
    ``received``; changed only under the lock of the holder's customer row."""

    holder = models.OneToOneField("customers.Customer", models.CASCADE, primary_key=True, related_name="exposure")
    on_order = _term()  # SUBMITTED and EFFECTIVE, not shipped
    shipped = _term()  # shipped, not invoiced
    invoiced = _term()
    received = _term()  # all receipts, allocated or not
    drafts = models.DecimalField(
        max_digits=20, decimal_places=6, default=Decimal(0), db_default=Decimal(0)
    )  # not paid yet

    def __str__(self) -> str:
        return f"{self.holder_id} {self.total}"

    @property
    def total(self) -> Decimal:
        """The exposure: on order + shipped + invoiced + drafts not paid yet − received."""
        return self.on_order + self.shipped + self.invoiced + self.drafts - self.received


class SpecialApproval(models.Model):
    """Leave for one order to pass its holder's limit (特批), up to ``amount`` in the company's currency and until a
    day. It is the order's alone: no other order of the holder uses it, and it counts only while it is APPROVED."""

    order = models.ForeignKey(
        "orders.Order",
        models.PROTECT,
        related_name="special_approvals",
        verbose_name=gettext_lazy("Order"),
        db_index=False,
    )
    amount = models.DecimalField(gettext_lazy("Amount over the limit"), max_digits=20, decimal_places=2)
    valid_until = models.DateField(gettext_lazy("Valid until"))
    reason = models.CharField(gettext_lazy("Reason"), max_length=500)
    state = models.CharField(gettext_lazy("State"), max_length=9, choices=State.choices, default=State.PROPOSED)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=gettext_lazy("Requested by")
    )
    requested_at = models.DateTimeField(gettext_lazy("Requested"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=gettext_lazy("Decided by")
    )
    decided_at = models.DateTimeField(gettext_lazy("Decided"), null=True)
    decision = models.CharField(gettext_lazy("Words of the decision"), max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = gettext_lazy("special credit approval")
        verbose_name_plural = gettext_lazy("special credit approvals")
        indexes = [models.Index(fields=["order", "-id"], name="special_approval_of")]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="special_approval_amount"),
            models.UniqueConstraint(fields=["order"], name="special_approval_one_open", condition=Q(state="PROPOSED")),
            models.CheckConstraint(
                condition=~Q(state="APPROVED") | ~Q(decided_by=models.F("requested_by")), name="special_four_eyes"
            ),
        ]

    def __str__(self) -> str:
        return _("special credit approval of %(order)s") % {"order": self.order}
