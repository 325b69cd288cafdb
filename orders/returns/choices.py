"""Why goods come back."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReturnReason(models.TextChoices):
    """What the customer says is the matter with them."""

    QUALITY = "QUALITY", _("Quality problem")
    DAMAGED = "DAMAGED", _("Damaged on the way")
    WRONG_GOODS = "WRONG_GOODS", _("Wrong goods sent")
    NOT_NEEDED = "NOT_NEEDED", _("No longer needed")
    REPAIR = "REPAIR", _("For repair")
    LOAN_ENDED = "LOAN_ENDED", _("Loan or sample ended")
    OTHER = "OTHER", _("Other")
