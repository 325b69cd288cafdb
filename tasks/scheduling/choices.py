"""Why days move."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Cause(models.TextChoices):
    """Why a planned day moved (the delay ledger, SEMANTICS 13)."""

    RELEASE = "RELEASE", _("Released anew")
    PREDECESSOR = "PREDECESSOR", _("What comes before moved")
    CAPACITY = "CAPACITY", _("Nobody has time")
    MATERIAL = "MATERIAL", _("Material comes later")
    SUPPLIER = "SUPPLIER", _("Supplier is late")
    QUALITY = "QUALITY", _("Quality problem")
    CUSTOMER = "CUSTOMER", _("Customer's wish")
    CHANGE = "CHANGE", _("Change of the order")
    PLAN = "PLAN", _("Plan for all tasks")
    ABSENCE = "ABSENCE", _("Somebody is away")
    OTHER = "OTHER", pgettext_lazy("reason", "Other")


class What(models.TextChoices):
    """What moved."""

    TASK = "TASK", _("End of a task")
    SUPPLY = "SUPPLY", _("Day of supply")
    PHASE = "PHASE", _("Target of a phase")
