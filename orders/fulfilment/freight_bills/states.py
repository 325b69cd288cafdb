"""What becomes of a carrier's bill, and when a line of it asks for too much (R225). Pure."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common import errors
from common.money import round2


class Status(models.TextChoices):
    """DRAFT → APPROVED (by another person) → PAID, and a step back each; VOID: never approved."""

    DRAFT = "DRAFT", pgettext_lazy("freight bill", "To be approved")
    APPROVED = "APPROVED", pgettext_lazy("freight bill", "Approved")
    PAID = "PAID", pgettext_lazy("freight bill", "Paid")
    VOID = "VOID", pgettext_lazy("freight bill", "Void")


def is_beyond(billed: Decimal, expected: Decimal, percent: Decimal) -> bool:
    """Whether a carrier asks for more than the shipment's own freight by more than ``percent`` of it. Less than
    expected is a difference, but nothing to object to."""
    return billed - expected > round2(expected * percent / 100)


def not_in_state(status: str, possible: list[str]) -> errors.WrongState:
    """The refusal of a verb that this state does not know."""
    text = _("The bill is %(status)s; this is not possible any more or not yet.")
    return errors.WrongState(text % {"status": Status(status).label}, status=str(status), possible=possible)
