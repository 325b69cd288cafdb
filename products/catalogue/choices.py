"""Fixed vocabularies of the catalogue."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Numbering(models.TextChoices):
    """How pieces of a product are told apart when they leave."""

    NONE = "NONE", _("Not told apart")
    BATCH = "BATCH", _("Batch numbers")
    SERIAL = "SERIAL", _("Serial numbers")


class SupplyMode(models.TextChoices):
    """Where the goods of an order line come from (R121–R124)."""

    STOCK = "STOCK", _("From stock")
    REPLENISH = "REPLENISH", _("From replenishment")
    MAKE = "MAKE", _("Made to order")
    DIRECT = "DIRECT", _("Direct from the supplier")


class Risk(models.TextChoices):
    """How likely a product makes trouble, by complaints, returns and what customers said."""

    LOW = "LOW", pgettext_lazy("product risk", "Low")
    MEDIUM = "MEDIUM", pgettext_lazy("product risk", "Medium")
    HIGH = "HIGH", pgettext_lazy("product risk", "High")
