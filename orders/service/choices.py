"""States of a customer's confirmation, and the ways in which he gives it (R103)."""

from django.db import models
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """What became of a question to the customer. Asked ones count only while the order is what was asked about."""

    ASKED = "ASKED", pgettext_lazy("confirmation", "Asked")
    CONFIRMED = "CONFIRMED", pgettext_lazy("confirmation", "Confirmed")
    DECLINED = "DECLINED", pgettext_lazy("confirmation", "Declined")
    REVOKED = "REVOKED", pgettext_lazy("confirmation", "Taken back")


class Method(models.TextChoices):
    """How the customer answered."""

    LINK = "LINK", pgettext_lazy("confirmation", "Signed link")
    PHONE = "PHONE", pgettext_lazy("confirmation", "Phone")
    MAIL = "MAIL", pgettext_lazy("confirmation", "Mail")
    FAX = "FAX", pgettext_lazy("confirmation", "Fax")
    CHAT = "CHAT", pgettext_lazy("confirmation", "Chat")
    VISIT = "VISIT", pgettext_lazy("confirmation", "Visit")
    PAPER = "PAPER", pgettext_lazy("confirmation", "Signed paper")


BY_HAND = tuple(method for method in Method if method != Method.LINK)
