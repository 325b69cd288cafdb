"""Kinds and stages of order errors, and where a checklist is used."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ErrorKind(models.TextChoices):
    """What an error in an order is about (SEMANTICS 7)."""

    CONTACT = "CONTACT", pgettext_lazy("order error", "Contact")
    ITEM = "ITEM", pgettext_lazy("order error", "Item")
    PRICE = "PRICE", pgettext_lazy("order error", "Price")
    QUANTITY = "QUANTITY", pgettext_lazy("order error", "Quantity")
    DELIVERY = "DELIVERY", pgettext_lazy("order error", "Delivery")
    TERMS = "TERMS", pgettext_lazy("order error", "Terms")
    DOCUMENT = "DOCUMENT", pgettext_lazy("order error", "Document")
    OTHER = "OTHER", pgettext_lazy("order error", "Other")


class ErrorStage(models.TextChoices):
    """Where an error came to light."""

    ENTRY = "ENTRY", pgettext_lazy("order error", "At entry")
    VERIFICATION = "VERIFICATION", pgettext_lazy("order error", "At verification")
    AUDIT = "AUDIT", pgettext_lazy("order error", "At approval")
    CONFIRMATION = "CONFIRMATION", pgettext_lazy("order error", "At the customer's confirmation")
    SHIPMENT = "SHIPMENT", pgettext_lazy("order error", "At shipment")
    CUSTOMER = "CUSTOMER", pgettext_lazy("order error", "By the customer")


# what counts against the order accuracy (SEMANTICS 15): an error that entry itself caught went nowhere
COUNTED = tuple(stage for stage in ErrorStage if stage != ErrorStage.ENTRY)


class Occasion(models.TextChoices):
    """When a point of a checklist is asked."""

    VERIFICATION = "VERIFICATION", _("Before approval")
    DELIVERY = "DELIVERY", _("Before goods leave")
