"""Rows of bank statements: each once, until a person or the match says what became of it (issue 5)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PERSON = settings.AUTH_USER_MODEL


class BankLine(models.Model):
    """Money that a bank's statement says came in. ``digest`` is of the bank's reference, or of all that the row says
    and its place among equal rows: so that a row is taken once per ``source``, whatever file it comes in.

    ``proposal``: whom it seems to be from and what it pays (``matching.as_json``), as of when it came in.
    """

    class State(models.TextChoices):
        NEW = "NEW", pgettext_lazy("bank line", "To record")
        RECORDED = "RECORDED", pgettext_lazy("bank line", "Recorded")
        ASIDE = "ASIDE", pgettext_lazy("bank line", "No payment of a customer")

    source = models.CharField(_("Source"), max_length=40)
    digest = models.CharField(max_length=64, editable=False)
    reference = models.CharField(_("Number of the bank"), max_length=120, blank=True)
    booked_date = models.DateField(_("Booked on"))
    currency = models.ForeignKey("common.Currency", models.PROTECT, related_name="+", verbose_name=_("Currency"))
    amount = models.DecimalField(_("Amount"), max_digits=20, decimal_places=6)
    payer = models.CharField(_("Payer"), max_length=120, blank=True)
    payer_account = models.CharField(_("Payer's account"), max_length=60, blank=True)
    text = models.CharField(_("Text of the transfer"), max_length=300, blank=True)
    state = models.CharField(_("State"), max_length=8, choices=State.choices, default=State.NEW)
    proposal = models.JSONField(_("Proposal"), default=dict)
    is_certain = models.BooleanField(_("Certain"), default=False)
    receipt = models.OneToOneField(
        "orders.Receipt", models.PROTECT, null=True, related_name="bank_line", verbose_name=_("Receipt")
    )
    reason = models.CharField(_("Reason"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("Decided by"), db_index=False
    )
    decided_at = models.DateTimeField(_("Decided"), null=True)
    loaded_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("Loaded by"), db_index=False)
    loaded_at = models.DateTimeField(_("Loaded"))
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("row of a bank statement")
        verbose_name_plural = _("rows of bank statements")
        indexes = [models.Index(fields=["state", "-booked_date", "-id"], name="bank_line_state")]
        constraints = [
            models.UniqueConstraint(fields=["source", "digest"], name="bank_line_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="bank_line_positive"),
            models.CheckConstraint(
                condition=Q(state="RECORDED", receipt__isnull=False) | (~Q(state="RECORDED") & Q(receipt=None)),
                name="bank_line_receipt",
            ),
        ]

    def __str__(self) -> str:
        return self.reference or f"{self.booked_date} {self.amount}"
