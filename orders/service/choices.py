"""States of a customer's confirmation, and the ways in which he gives it (R103)."""

from django.db import models
from django.utils.translation import pgettext_lazy

from orders.answers.choices import BY_HAND, Method

__all__ = ["BY_HAND", "Method", "State"]


class State(models.TextChoices):
    """What became of a question to the customer. Asked ones count only while the order is what was asked about."""

    ASKED = "ASKED", pgettext_lazy("confirmation", "Asked")
    CONFIRMED = "CONFIRMED", pgettext_lazy("confirmation", "Confirmed")
    DECLINED = "DECLINED", pgettext_lazy("confirmation", "Declined")
    REVOKED = "REVOKED", pgettext_lazy("confirmation", "Taken back")
