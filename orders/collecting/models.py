"""Statements of account as they were drawn up (SEMANTICS 12, R227, R228)."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from orders.collecting.choices import State


def _sum(label: Any) -> models.DecimalField:
    return models.DecimalField(label, max_digits=20, decimal_places=2, default=Decimal(0))


class Statement(models.Model):
    """What was told to a customer of his account in one currency, for the days from ``first`` to ``last``. What it says
    is never changed: ``content`` holds its movements, what was delivered and is to be invoiced, and what was open on
    the day that it was drawn up. ``state`` is the customer's word on it (``confirming``)."""

    number = models.CharField(_("Statement number"), max_length=20, unique=True)
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="statements", verbose_name=_("Customer"), db_index=False
    )
    currency = models.ForeignKey("common.Currency", models.PROTECT, related_name="+", verbose_name=_("Currency"))
    first = models.DateField(_("From day"))
    last = models.DateField(_("Until day"))
    opening = _sum(_("Opening balance"))
    debit = _sum(_("Charged"))
    credit = _sum(_("Paid and taken off"))
    closing = _sum(_("Closing balance"))
    overdue = _sum(_("Overdue"))
    uninvoiced = _sum(_("Delivered, not invoiced yet"))
    content = models.JSONField(default=dict)
    content_hash = models.CharField(_("Digest"), max_length=64)
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Drawn up by")
    )
    drawn_at = models.DateTimeField(_("Drawn up"))
    state = models.CharField(
        _("Confirmation"), max_length=9, choices=State.choices, default=State.DRAWN, db_default=State.DRAWN
    )
    version = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        verbose_name = _("statement of account")
        verbose_name_plural = _("statements of account")
        indexes = [models.Index(fields=["customer", "-id"], name="statement_customer")]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="statement_days"),
            models.CheckConstraint(condition=Q(closing=F("opening") + F("debit") - F("credit")), name="statement_sums"),
        ]

    def __str__(self) -> str:
        return self.number
