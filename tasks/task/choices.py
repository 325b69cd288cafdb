"""What the columns of tasks may say."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class KeyReason(models.TextChoices):
    """Why a task is handled first (R134)."""

    CRITICAL = "CRITICAL", _("On the critical path")
    SPECIAL = "SPECIAL", _("Special processing")
    URGENT = "URGENT", _("Urgent order")
    BY_HAND = "BY_HAND", _("Marked by hand")


class BlockReason(models.TextChoices):
    """What keeps a task from going on (R192)."""

    MATERIAL = "MATERIAL", _("Material is missing")
    SUPPLIER = "SUPPLIER", _("Supplier has not answered")
    CAPACITY = "CAPACITY", _("Nobody has time")
    QUALITY = "QUALITY", _("Quality problem")
    DRAWING = "DRAWING", _("Drawing or specification is open")
    CUSTOMER = "CUSTOMER", _("Customer has to answer")
    PAYMENT = "PAYMENT", _("Payment has not come")
    EQUIPMENT = "EQUIPMENT", _("Machine or tool is down")
    OTHER = "OTHER", pgettext_lazy("reason", "Other")


class LinkKind(models.TextChoices):
    """From which end of the predecessor to the start of the successor."""

    FINISH = "FINISH", _("After its end")
    START = "START", _("After its start")


class Source(models.TextChoices):
    """How a task came about."""

    RULE = "RULE", _("By a rule")
    HAND = "HAND", _("By hand")
    CHECK = "CHECK", _("From a check")
