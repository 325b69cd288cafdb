"""Frame agreements 框架合同 with what is called off of them, and the clauses that contracts are made of (R088)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.money import TaxMode
from orders.agreements.states import ClauseKind, Status
from products.pricing.models import TAX_MODES


class Agreement(models.Model):
    """What a customer agreed to buy over a time, at which prices. Orders call it off, line by line."""

    number = models.CharField(_("Agreement number"), max_length=20, unique=True)
    status = models.CharField(_("State"), max_length=6, choices=Status.choices, default=Status.DRAFT)
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="+", verbose_name=_("Customer"), db_index=False
    )
    title = models.CharField(_("Subject"), max_length=120, blank=True)
    customer_reference = models.CharField(_("Customer's reference"), max_length=80, blank=True)
    valid_from = models.DateField(_("Valid from"))
    valid_until = models.DateField(_("Valid until"))
    currency = models.ForeignKey(
        "common.Currency", models.PROTECT, related_name="+", verbose_name=_("Currency"), db_index=False
    )
    tax_mode = models.CharField(_("Prices"), max_length=9, choices=TAX_MODES, default=TaxMode.INCLUSIVE)
    terms = models.TextField(_("Contract terms"), blank=True)
    ended_reason = models.CharField(_("Ended because"), max_length=300, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Created by"), db_index=False
    )
    created_at = models.DateTimeField(_("Created"))
    updated_at = models.DateTimeField(_("Changed"))
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        indexes = [
            models.Index(fields=["-valid_until", "-id"], name="agreement_by_end"),
            models.Index(fields=["customer", "-valid_until", "-id"], name="agreement_customer"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(valid_until__gte=F("valid_from")), name="agreement_days"),
        ]

    def __str__(self) -> str:
        return self.number


class AgreementLine(models.Model):
    """A product of an agreement with its price and how much of it was agreed: a quantity, an amount, both, or
    neither, which sets no bound."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="lines", db_index=False)
    line_no = models.PositiveIntegerField(_("Line"))
    product = models.ForeignKey(
        "products.Product", models.PROTECT, related_name="+", verbose_name=_("Product"), db_index=False
    )
    price = models.DecimalField(_("Price"), max_digits=18, decimal_places=6)
    quantity = models.DecimalField(_("Agreed quantity"), max_digits=16, decimal_places=4, null=True, blank=True)
    amount = models.DecimalField(_("Agreed amount"), max_digits=20, decimal_places=6, null=True, blank=True)
    notes = models.CharField(_("Notes"), max_length=300, blank=True)

    class Meta:
        ordering = ["line_no"]
        indexes = [models.Index(fields=["product"], name="agreement_line_product")]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "line_no"], name="agreement_line_no"),
            models.CheckConstraint(
                condition=Q(price__gte=0)
                & (Q(quantity__isnull=True) | Q(quantity__gt=0))
                & (Q(amount__isnull=True) | Q(amount__gt=0)),
                name="agreement_line_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id}/{self.line_no}"


class Clause(models.Model):
    """A clause of the library: what is agreed about rights, delivery or payment. Its wording stands in versions;
    ``version`` counts them."""

    code = models.CharField(_("Code"), max_length=20, unique=True)
    kind = models.CharField(_("Kind"), max_length=8, choices=ClauseKind.choices)
    name = models.CharField(_("Name"), max_length=80)
    is_standard = models.BooleanField(_("In every contract"), default=False)
    is_active = models.BooleanField(_("Active"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class ClauseVersion(models.Model):
    """A wording of a clause, never edited: contracts name the one they were made with."""

    clause = models.ForeignKey(Clause, models.CASCADE, related_name="versions", db_index=False)
    no = models.PositiveIntegerField(_("Version"))
    name = models.CharField(_("Name"), max_length=80)
    text = models.TextField(_("Wording"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    created_at = models.DateTimeField(_("Created"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clause", "no"], name="clause_version_once")]

    def __str__(self) -> str:
        return f"{self.clause_id} v{self.no}"


class ContractClause(models.Model):
    """A clause of an order's contract: which wording of the library, in which place. The words themselves stand in the
    order's contract terms, which its approval is bound to."""

    order = models.ForeignKey("orders.Order", models.CASCADE, related_name="contract_clauses", db_index=False)
    place = models.PositiveSmallIntegerField()
    wording = models.ForeignKey(ClauseVersion, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["order", "place"], name="contract_clause_place")]

    def __str__(self) -> str:
        return f"{self.order_id}/{self.place}"
