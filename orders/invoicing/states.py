"""What becomes of an invoice, and how the tax office's side of it stands (R224)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common import errors


class Status(models.TextChoices):
    """DRAFT → ISSUED → RED (taken back by red invoices in full); VOID: never issued, or before it had a tax number."""

    DRAFT = "DRAFT", _("Draft")
    ISSUED = "ISSUED", pgettext_lazy("invoice", "Issued")
    RED = "RED", pgettext_lazy("invoice", "Reversed")
    VOID = "VOID", pgettext_lazy("invoice", "Void")


class TaxState(models.TextChoices):
    """How the e-invoice stands at the tax platform, as far as somebody or a system said so."""

    NONE = "NONE", _("Not handed in")
    REQUESTED = "REQUESTED", _("Handed in")
    MADE = "MADE", _("Made out")
    SENT = "SENT", _("Delivered to the customer")
    FAILED = "FAILED", _("Refused by the platform")


COUNTED = (Status.ISSUED, Status.RED)  # what these say was invoiced; red ones with their minus


def not_in_state(status: str, possible: list[str]) -> errors.WrongState:
    """The refusal of a verb that this state does not know."""
    text = _("The invoice is %(status)s; this is not possible any more or not yet.")
    return errors.WrongState(text % {"status": Status(status).label}, status=str(status), possible=possible)
