"""Credit of a customer beside what its orders say: dated limits, grades, guarantees, reports of others (R107–R110)."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from customers.grading import Grade, State, named


def _person(words: Any, **options: Any) -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=words, **options)


def _money(words: Any, **options: Any) -> models.DecimalField:
    return models.DecimalField(words, max_digits=20, decimal_places=2, **options)


class CreditLimit(models.Model):
    """A change of a customer's limit: proposed by one person, decided by another, in force from a day on.

    Amounts are in the company's currency; None: no such bound of his own (the company's default amount applies).
    ``started_at`` is when it became the customer's limit; the rows are its history.
    """

    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="credit_limits", verbose_name=_("Customer"), db_index=False
    )
    amount = _money(_("Credit limit"), null=True, blank=True)
    order_cap = _money(_("Largest single order"), null=True, blank=True)
    days_overdue = models.PositiveSmallIntegerField(_("Days overdue allowed"), null=True, blank=True)
    valid_from = models.DateField(_("Valid from"))
    valid_until = models.DateField(_("Valid until"), null=True, blank=True)
    reason = models.CharField(_("Reason"), max_length=500)
    state = models.CharField(_("State"), max_length=9, choices=State.choices, default=State.PROPOSED)
    proposed_by = _person(_("Proposed by"))
    proposed_at = models.DateTimeField(_("Proposed"))
    decided_by = _person(_("Decided by"), null=True)
    decided_at = models.DateTimeField(_("Decided"), null=True)
    decision = models.CharField(_("Words of the decision"), max_length=500, blank=True)
    started_at = models.DateTimeField(_("In force since"), null=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("credit limit")
        verbose_name_plural = _("credit limits")
        indexes = [
            models.Index(fields=["customer", "-id"], name="credit_limit_of"),
            models.Index(
                fields=["valid_from"], name="credit_limit_to_come", condition=Q(state="APPROVED", started_at=None)
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["customer"], name="credit_limit_one_open", condition=Q(state="PROPOSED")),
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gte=0), name="credit_limit_amount"),
            models.CheckConstraint(condition=Q(order_cap=None) | Q(order_cap__gte=0), name="credit_limit_cap"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name="credit_limit_days"
            ),
            models.CheckConstraint(
                condition=~Q(state="APPROVED") | ~Q(decided_by=F("proposed_by")), name="credit_limit_four_eyes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer} {self.amount if self.amount is not None else '–'}"


class CreditGrading(models.Model):
    """A grade that was worked out or proposed for a customer, and what became of it. ``parts`` explains the score:
    rows of name, figure, points and most points."""

    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="gradings", verbose_name=_("Customer"), db_index=False
    )
    grade = models.CharField(_("Grade"), max_length=1, choices=Grade.choices)
    score = models.DecimalField(_("Score"), max_digits=5, decimal_places=2, null=True)
    parts = models.JSONField(default=list)
    reason = models.CharField(_("Reason"), max_length=500, blank=True)
    state = models.CharField(_("State"), max_length=9, choices=State.choices, default=State.PROPOSED)
    proposed_by = _person(_("Proposed by"))
    proposed_at = models.DateTimeField(_("Proposed"))
    decided_by = _person(_("Decided by"), null=True)
    decided_at = models.DateTimeField(_("Decided"), null=True)
    decision = models.CharField(_("Words of the decision"), max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("credit grade")
        verbose_name_plural = _("credit grades")
        indexes = [models.Index(fields=["customer", "-id"], name="credit_grading_of")]
        constraints = [
            models.UniqueConstraint(fields=["customer"], name="credit_grading_one_open", condition=Q(state="PROPOSED"))
        ]

    def __str__(self) -> str:
        return f"{self.customer} {self.grade}"

    @property
    def why(self) -> list[dict[str, Any]]:
        """The parts of the score with their names, in the reader's language; ``since`` is a day."""
        return [
            {
                "count": None,
                "orders": None,
                **part,
                "label": named(part["name"]),
                "since": date.fromisoformat(part["since"]) if part.get("since") else None,
            }
            for part in self.parts
        ]


class CreditReport(models.Model):
    """What somebody else says of a customer's credit: a paper with date, source and rating; its file hangs on it."""

    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="credit_reports", verbose_name=_("Customer"), db_index=False
    )
    report_date = models.DateField(_("Date of the report"))
    source = models.CharField(_("Source"), max_length=120)
    rating = models.CharField(_("Rating in its own words"), max_length=40)
    grade = models.CharField(
        _("What it means"),
        max_length=1,
        choices=Grade.choices,
        help_text=_("No better grade is proposed than this while the report is valid"),
    )
    valid_until = models.DateField(_("Valid until"), null=True, blank=True)
    notes = models.CharField(_("Notes"), max_length=500, blank=True)
    is_void = models.BooleanField(pgettext_lazy("report", "Void"), default=False)
    created_by = _person(_("Created by"))
    created_at = models.DateTimeField(_("Created"))
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("credit report")
        verbose_name_plural = _("credit reports")
        indexes = [models.Index(fields=["customer", "-report_date"], name="credit_report_of")]

    def __str__(self) -> str:
        return f"{self.customer} {self.source} {self.report_date}"


class Guarantee(models.Model):
    """Somebody answers for what a customer owes, up to an amount in the company's currency (R110). While it is valid
    it raises the usable limit by its amount; ``released_at``: it counts no more."""

    class Kind(models.TextChoices):
        BANK = "BANK", _("Bank guarantee")
        COMPANY = "COMPANY", _("Guarantee of another company")
        PERSON = "PERSON", _("Personal guarantee")
        DEPOSIT = "DEPOSIT", _("Deposit")
        PLEDGE = "PLEDGE", _("Mortgage or pledge")
        INSURANCE = "INSURANCE", _("Credit insurance")

    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="guarantees", verbose_name=_("Customer"), db_index=False
    )
    kind = models.CharField(_("Kind"), max_length=9, choices=Kind.choices)
    amount = _money(_("Amount"))
    guarantor = models.CharField(_("Guarantor"), max_length=120)
    valid_from = models.DateField(_("Valid from"))
    valid_until = models.DateField(_("Valid until"), null=True, blank=True)
    notes = models.CharField(_("Notes"), max_length=500, blank=True)
    state = models.CharField(_("State"), max_length=9, choices=State.choices, default=State.PROPOSED)
    created_by = _person(_("Created by"))
    created_at = models.DateTimeField(_("Created"))
    decided_by = _person(_("Decided by"), null=True)
    decided_at = models.DateTimeField(_("Decided"), null=True)
    released_by = _person(_("Released by"), null=True)
    released_at = models.DateTimeField(_("Released"), null=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("guarantee")
        verbose_name_plural = _("guarantees")
        indexes = [models.Index(fields=["customer", "-id"], name="guarantee_of")]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=Decimal(0)), name="guarantee_amount"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name="guarantee_days"
            ),
            models.CheckConstraint(
                condition=~Q(state="APPROVED") | ~Q(decided_by=F("created_by")), name="guarantee_four_eyes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.guarantor} {self.amount}"
