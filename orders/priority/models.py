"""The bands of classes and the weights of the score, as versions that hold from a day on."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from orders.priority import rules


class PriorityRules(models.Model):
    """A version: never changed. Of those whose day has come the newest holds; before the first one, what is shipped."""

    number = models.PositiveIntegerField(_("Version"), unique=True)
    valid_from = models.DateField(_("Valid from"))
    medium_from = models.DecimalField(_("Medium from"), max_digits=16, decimal_places=2)
    large_from = models.DecimalField(_("Large from"), max_digits=16, decimal_places=2)
    urgent_days = models.PositiveSmallIntegerField(_("Urgent up to, in days of work"))
    short_days = models.PositiveSmallIntegerField(_("Short-term up to, in days of work"))
    weight_amount = models.PositiveSmallIntegerField(_("Weight of the amount"))
    weight_time = models.PositiveSmallIntegerField(_("Weight of the delivery time"))
    weight_customer = models.PositiveSmallIntegerField(_("Weight of the customer"))
    new_customer = models.PositiveSmallIntegerField(_("Points of new customers"))
    other_customer = models.PositiveSmallIntegerField(_("Points of other customers"))
    by_class = models.JSONField(_("Points by class of customer"), default=dict, blank=True)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Saved by"))
    saved_at = models.DateTimeField(_("Saved"))
    job = models.ForeignKey("common.Job", models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("bands of classes and priority")
        verbose_name_plural = _("bands of classes and priority")
        constraints = [
            models.CheckConstraint(
                condition=Q(medium_from__gt=Decimal(0), large_from__gt=F("medium_from")), name="priority_amount_bands"
            ),
            models.CheckConstraint(
                condition=Q(short_days__gt=F("urgent_days"), short_days__lte=1000), name="priority_time_bands"
            ),
            models.CheckConstraint(
                condition=Q(weight_amount__lte=100, weight_time__lte=100, weight_customer__lte=100)
                & (Q(weight_amount__gt=0) | Q(weight_time__gt=0) | Q(weight_customer__gt=0)),
                name="priority_weights",
            ),
            models.CheckConstraint(condition=Q(new_customer__lte=100, other_customer__lte=100), name="priority_points"),
        ]

    def __str__(self) -> str:
        return str(self.number)

    def as_rules(self) -> rules.Rules:
        """What is reckoned with."""
        return rules.Rules(**{name: getattr(self, name) for name in rules.Rules.__dataclass_fields__})
