"""Why goods come back, and which steps of a return are taken back."""

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


class Step(models.TextChoices):
    """What was recorded of a return and can be taken back, the last first."""

    RECEIPT = "RECEIPT", _("Receipt and inspection")
    DECISION = "DECISION", _("Decision about returned goods")
    REFUND = "REFUND", _("Record of the refund")


class RefundKind(models.TextChoices):
    """What became of the money that a customer gets for returned goods."""

    SET_OFF = "SET_OFF", _("Set off against what is owed")
    PAID_BACK = "PAID_BACK", _("Paid back")
    KEPT = "KEPT", _("Left on the account")
