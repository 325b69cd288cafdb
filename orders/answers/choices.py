"""The ways in which customers answer (R103)."""

from django.db import models
from django.utils.translation import pgettext_lazy

ASKED, REVOKED = "ASKED", "REVOKED"  # states that every kind of question has; the others are its own


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
HAND_CHOICES = [(method.value, method.label) for method in BY_HAND]
