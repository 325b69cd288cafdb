"""Acceptance drafts (承兑汇票): a promise to pay on a day to come, which a customer paid with (R229)."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from orders.settlement.drafts.states import DraftKind, DraftState


class AcceptanceDraft(models.Model):
    """What a receipt of method ACCEPTANCE is made of. ``counts``: it stays in its customer's exposure until it is paid,
    as the company's setting said when it came. ``moved_date`` is the day of its last move; its version is the
    receipt's."""

    receipt = models.OneToOneField("orders.Receipt", models.PROTECT, related_name="draft", verbose_name=_("Receipt"))
    kind = models.CharField(_("Kind of draft"), max_length=10, choices=DraftKind.choices)
    number = models.CharField(_("Draft number"), max_length=40)
    drawer = models.CharField(_("Drawer"), max_length=120)
    acceptor = models.CharField(_("Accepted by"), max_length=120)
    issue_date = models.DateField(_("Drawn on"), null=True)
    maturity_date = models.DateField(_("Matures on"))
    state = models.CharField(_("State"), max_length=11, choices=DraftState.choices, default=DraftState.HELD)
    counts = models.BooleanField(_("In exposure until paid"), default=True)
    moved_date = models.DateField(_("Day of the last move"), null=True)
    given_to = models.CharField(_("Given to"), max_length=120, blank=True)  # endorsed to, or discounted at
    charge = models.DecimalField(_("Discount charge"), max_digits=20, decimal_places=2, default=Decimal(0))
    reason = models.CharField(_("Reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("acceptance draft")
        verbose_name_plural = _("acceptance drafts")
        indexes = [models.Index(fields=["state", "maturity_date", "id"], name="draft_maturity")]
        constraints = [
            models.UniqueConstraint(fields=["number"], name="draft_number_once", condition=~Q(state="VOID")),
            models.CheckConstraint(
                condition=Q(issue_date=None) | Q(maturity_date__gt=F("issue_date")), name="draft_days"
            ),
            models.CheckConstraint(condition=Q(charge__gte=0), name="draft_charge"),
        ]

    def __str__(self) -> str:
        return self.number
