"""What exchange rates did between an order and the money that pays it (SEMANTICS 12)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ExchangeDifference(models.Model):
    """Gain (above zero) or loss in the company's currency from money that came at another rate than its order froze:
    one row as it is allocated, the opposite one as that is taken back. Never edited: a closed month keeps its sum."""

    allocation = models.ForeignKey(
        "orders.Allocation", models.PROTECT, related_name="differences", verbose_name=_("Allocation")
    )
    day = models.DateField(_("Day"))
    amount = models.DecimalField(_("Gain or loss"), max_digits=20, decimal_places=2)

    class Meta:
        verbose_name = _("exchange difference")
        verbose_name_plural = _("exchange differences")
        indexes = [models.Index(fields=["-day", "-id"], name="exchange_difference_day")]
        constraints = [models.CheckConstraint(condition=~Q(amount=0), name="exchange_difference_not_nothing")]

    def __str__(self) -> str:
        return f"{self.allocation_id} {self.amount}"
