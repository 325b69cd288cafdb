"""What moves an account. Pure."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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
    TRANSFER = "TRANSFER", pgettext_lazy("statement", "Between accounts")
