"""Fixed vocabularies of the catalogue."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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
