"""Choices of change requests."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Side(models.TextChoices):
    """From which side a change comes (R204)."""

    CUSTOMER = "CUSTOMER", _("Customer's side")
    GOODS = "GOODS", _("Goods side")


class Origin(models.TextChoices):
    """How a request came in."""

    PAGE = "PAGE", _("From the order's page")
    API = "API", _("By another system")
    MAIL = "MAIL", _("From a customer's mail")
    LINK = "LINK", _("From a customer's link")
    SHIFT = "SHIFT", _("From a shift of many orders")


class Action(models.TextChoices):
    """What an item does."""

    HEADER = "HEADER", _("Order head")
    ADD = "ADD", _("New line")
    MODIFY = "MODIFY", _("Changed line")
    CANCEL = "CANCEL", _("Cancelled line")


class Aspect(models.TextChoices):
    """What a changed field is about: decides which departments are asked and whether the contract is signed anew."""

    QUANTITY = "QUANTITY", _("Quantity")
    DATE = "DATE", _("Delivery date")
    PRICE = "PRICE", _("Price")
    PRODUCT = "PRODUCT", _("Product")
    SPECIFICATION = "SPECIFICATION", _("Specification and customisation")
    TERMS = "TERMS", _("Payment terms")
    ADDRESS = "ADDRESS", _("Delivery place and way")
    FREIGHT = "FREIGHT", _("Freight")
    INVOICE = "INVOICE", _("Invoice details")
    CONTACT = "CONTACT", _("Contact")
    OTHER = "OTHER", pgettext_lazy("change", "Other")


class Verdict(models.TextChoices):
    """What a department answers."""

    FEASIBLE = "FEASIBLE", _("Feasible")
    CONDITIONS = "CONDITIONS", _("Feasible with conditions")
    NOT_FEASIBLE = "NOT_FEASIBLE", _("Not feasible")


class ShiftState(models.TextChoices):
    """Where a shift of many orders stands."""

    PREVIEW = "PREVIEW", _("What-if")
    PUBLISHED = "PUBLISHED", _("Published")
    DISCARDED = "DISCARDED", _("Thrown away")


class LetterState(models.TextChoices):
    """What became of a letter with options."""

    ASKED = "ASKED", pgettext_lazy("confirmation", "Asked")
    ACCEPTED = "ACCEPTED", pgettext_lazy("letter", "Accepted")
    DECLINED = "DECLINED", pgettext_lazy("letter", "Declined")
    REVOKED = "REVOKED", pgettext_lazy("confirmation", "Taken back")
