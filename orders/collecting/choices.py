"""What moves an account, and what customers say of statements. Pure."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """What the customer says of a statement. DRAWN: he was not asked; CONFIRMED and OBJECTED are his last word."""

    DRAWN = "DRAWN", pgettext_lazy("statement", "Drawn up")
    ASKED = "ASKED", pgettext_lazy("statement", "Sent for confirmation")
    CONFIRMED = "CONFIRMED", pgettext_lazy("statement", "Confirmed")
    OBJECTED = "OBJECTED", pgettext_lazy("statement", "Objected to")


class Method(models.TextChoices):
    """How a customer gave his word on a statement."""

    LINK = "LINK", pgettext_lazy("confirmation", "Signed link")
    PHONE = "PHONE", pgettext_lazy("confirmation", "Phone")
    MAIL = "MAIL", pgettext_lazy("confirmation", "Mail")
    CHAT = "CHAT", pgettext_lazy("confirmation", "Chat")
    VISIT = "VISIT", pgettext_lazy("confirmation", "Visit")
    PAPER = "PAPER", pgettext_lazy("confirmation", "Signed paper")


BY_HAND = tuple(one for one in Method if one != Method.LINK)


class Movement(models.TextChoices):
    """INVOICE and TAKEN_OVER make a customer owe more, RED, RECEIPT and what is written off less; TRANSFER is money of
    one account that paid an order of another."""

    INVOICE = "INVOICE", _("Invoice")
    RED = "RED", _("Red invoice")
    TAKEN_OVER = "TAKEN_OVER", _("Order taken over")
    MONEY = "MONEY", _("Payment")
    CHARGE = "CHARGE", _("Bank charge")
    DISCOUNT = "DISCOUNT", _("Early-payment discount")
    DIFFERENCE = "DIFFERENCE", _("Small difference")
    REFUND = "REFUND", _("Paid back")
    DISHONOUR = "DISHONOUR", _("Draft dishonoured")
    TRANSFER = "TRANSFER", pgettext_lazy("statement", "Between accounts")
