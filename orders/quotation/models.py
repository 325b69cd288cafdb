"""Inquiries and quotations: what a customer asked, and what was offered to him, version by version (R083, R084,
R089)."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.money import TaxMode
from orders.order import choices
from orders.order import states as order_states
from orders.order.columns import money, quantity
from orders.quotation.states import InquiryStatus, Outcome, Status

TAX_MODES = [(TaxMode.INCLUSIVE, _("Including tax")), (TaxMode.EXCLUSIVE, _("Without tax"))]


def _person(label, **options) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=label, db_index=False, **options
    )


class Inquiry(models.Model):
    """What somebody asked for (询价), by which way, received when and by whom. It becomes quotations; who is no
    customer yet is written as he called himself (``company``)."""

    number = models.CharField(_("Inquiry number"), max_length=20, unique=True)
    status = models.CharField(_("State"), max_length=6, choices=InquiryStatus.choices, default=InquiryStatus.OPEN)
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, null=True, related_name="+", verbose_name=_("Customer"), db_index=False
    )
    company = models.CharField(_("Company, as it calls itself"), max_length=120, blank=True)
    contact_name = models.CharField(_("Contact"), max_length=60, blank=True)
    contact_phone = models.CharField(_("Contact phone"), max_length=40, blank=True)
    channel = models.CharField(
        _("Channel"), max_length=12, choices=choices.Channel.choices, default=choices.Channel.PHONE
    )
    received_at = models.DateTimeField(_("Received"))
    received_by = _person(_("Received by"))
    asked = models.TextField(_("What was asked"))
    requested_date = models.DateField(_("Requested date"), null=True)
    closed_reason = models.CharField(_("Closed because"), max_length=300, blank=True)
    salesperson = _person(_("Salesperson"), null=True)
    department = models.ForeignKey(
        "accounts.Department", models.PROTECT, null=True, related_name="+", verbose_name=_("Department"), db_index=False
    )
    created_by = _person(_("Created by"))
    created_at = models.DateTimeField(_("Created"))
    updated_at = models.DateTimeField(_("Changed"))
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("inquiry")
        verbose_name_plural = _("inquiries")
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="inquiry_recent"),
            models.Index(fields=["customer", "-received_at", "-id"], name="inquiry_customer"),
            models.Index(fields=["status", "-received_at", "-id"], name="inquiry_status"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(customer__isnull=False) | ~Q(company=""), name="inquiry_of_somebody")
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def asked_by(self) -> str:
        """Who asked, in words."""
        return self.customer.name if self.customer else self.company


class Quotation(models.Model):
    """A quotation to a customer: one document with alternatives (A, B, …), each in versions. ``currency``,
    ``total_amount`` and ``valid_until`` are derived: of the accepted version, else of the first alternative."""

    number = models.CharField(_("Quotation number"), max_length=20, unique=True)
    status = models.CharField(_("State"), max_length=10, choices=Status.choices, default=Status.DRAFT)
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="+", verbose_name=_("Customer"), db_index=False
    )
    inquiry = models.ForeignKey(
        Inquiry, models.PROTECT, null=True, related_name="quotations", verbose_name=_("Inquiry"), db_index=False
    )
    title = models.CharField(_("Subject"), max_length=120, blank=True)
    customer_reference = models.CharField(_("Customer's reference"), max_length=80, blank=True)
    contact_name = models.CharField(_("Contact"), max_length=60, blank=True)
    contact_phone = models.CharField(_("Contact phone"), max_length=40, blank=True)
    internal_notes = models.TextField(_("Internal notes"), blank=True)
    salesperson = _person(_("Salesperson"), null=True)
    department = models.ForeignKey(
        "accounts.Department", models.PROTECT, null=True, related_name="+", verbose_name=_("Department"), db_index=False
    )
    accepted = models.ForeignKey(
        "orders.QuotationVersion", models.PROTECT, null=True, related_name="+", verbose_name=_("Accepted version")
    )
    outcome_code = models.CharField(_("Reason"), max_length=8, choices=Outcome.choices, blank=True)
    outcome_text = models.CharField(_("Reason in words"), max_length=500, blank=True)
    competitor = models.CharField(_("Competitor"), max_length=120, blank=True)
    quote_date = models.DateField(_("Quotation date"))
    sent_at = models.DateTimeField(_("Sent on"), null=True)  # last
    decided_at = models.DateTimeField(_("Decided"), null=True)
    valid_until = models.DateField(_("Valid until"))
    currency = models.ForeignKey(
        "common.Currency", models.PROTECT, related_name="+", verbose_name=_("Currency"), db_index=False
    )
    total_amount = money(_("Total including tax"))
    created_by = _person(_("Created by"))
    created_at = models.DateTimeField(_("Created"))
    updated_at = models.DateTimeField(_("Changed"))
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("quotation")
        verbose_name_plural = _("quotations")
        indexes = [
            models.Index(fields=["-quote_date", "-id"], name="quotation_recent"),
            models.Index(fields=["customer", "-quote_date", "-id"], name="quotation_customer"),
            models.Index(fields=["salesperson", "-quote_date", "-id"], name="quotation_salesperson"),
            models.Index(fields=["status", "-quote_date", "-id"], name="quotation_status"),
            models.Index(fields=["valid_until", "id"], name="quotation_expiring", condition=Q(status=Status.SENT)),
            models.Index(fields=["inquiry"], name="quotation_inquiry", condition=Q(inquiry__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.number


class QuotationVersion(models.Model):
    """One version of one alternative. Frozen once it was sent; an alternative has one unsent version at most. The
    newest sent one is what the customer holds, unless the alternative was given up (``is_dropped``). Optional lines
    stand outside the sums."""

    quotation = models.ForeignKey(Quotation, models.CASCADE, related_name="versions", db_index=False)
    alternative = models.CharField(_("Alternative"), max_length=1)
    no = models.PositiveSmallIntegerField(_("Version"))
    label = models.CharField(_("Name of the alternative"), max_length=60, blank=True)
    is_dropped = models.BooleanField(default=False)
    sent_at = models.DateTimeField(_("Sent on"), null=True)
    sent_by = _person(_("Sent by"), null=True)
    quote_date = models.DateField(_("Quotation date"))
    valid_until = models.DateField(_("Valid until"))
    currency = models.ForeignKey(
        "common.Currency", models.PROTECT, related_name="+", verbose_name=_("Currency"), db_index=False
    )
    exchange_rate = models.DecimalField(_("Exchange rate"), max_digits=18, decimal_places=8, default=Decimal(1))
    tax_mode = models.CharField(_("Prices"), max_length=9, choices=TAX_MODES, default=TaxMode.INCLUSIVE)
    payment_term = models.ForeignKey(
        "customers.PaymentTerm",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("Payment terms"),
        db_index=False,
    )
    delivery_terms = models.CharField(_("Delivery"), max_length=300, blank=True)
    notes = models.TextField(_("Notes to the customer"), blank=True)
    freight = money(_("Freight"))
    reduction = money(_("Reduction"))
    lines_amount = money(_("Amount of the lines"))
    total_amount = money(_("Total including tax"))
    tax_amount = money(_("Tax"))
    net_amount = money(_("Net amount"))
    cost_amount = money(_("Cost"))
    optional_amount = money(_("Optional lines"))
    line_count = models.PositiveIntegerField(default=0)
    created_by = _person(_("Created by"))
    created_at = models.DateTimeField(_("Created"))

    class Meta:
        ordering = ["alternative", "no"]
        constraints = [
            models.UniqueConstraint(fields=["quotation", "alternative", "no"], name="quotation_version_once"),
            models.UniqueConstraint(
                fields=["quotation", "alternative"], name="quotation_one_unsent", condition=Q(sent_at__isnull=True)
            ),
            models.CheckConstraint(condition=Q(freight__gte=0, reduction__gte=0), name="quotation_money_positive"),
            models.CheckConstraint(condition=Q(exchange_rate__gt=0), name="quotation_rate_positive"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """How it is called within its quotation: ``A1``."""
        return f"{self.alternative}{self.no}"

    @property
    def is_frozen(self) -> bool:
        """Whether the customer has it: it never changes again."""
        return self.sent_at is not None


class QuotationLine(models.Model):
    """A line of a version. ``ordered`` is the quantity offered; what of it became orders is counted on these."""

    offer = models.ForeignKey(QuotationVersion, models.CASCADE, related_name="lines", db_index=False)
    line_no = models.PositiveIntegerField(_("Line"))
    product = models.ForeignKey(
        "products.Product", models.PROTECT, related_name="+", verbose_name=_("Product"), db_index=False
    )
    product_code = models.CharField(_("Product code"), max_length=60)
    product_name = models.CharField(_("Product name"), max_length=160)
    specification = models.CharField(_("Specification"), max_length=120, blank=True)
    auxiliary_attribute = models.CharField(_("Auxiliary attribute"), max_length=120, blank=True)
    unit = models.CharField(_("Unit"), max_length=12)
    is_service = models.BooleanField(_("Service"), default=False)
    is_gift = models.BooleanField(_("Gift"), default=False)
    without_gift = models.BooleanField(_("No promotion gift"), default=False)
    is_optional = models.BooleanField(_("Optional"), default=False)
    ordered = quantity(_("Quantity"))
    price = models.DecimalField(_("Price"), max_digits=18, decimal_places=6, default=Decimal(0))
    price_source = models.CharField(
        _("Price from"),
        max_length=8,
        choices=order_states.PriceSource.choices,
        default=order_states.PriceSource.LIST,
    )
    price_rule = models.CharField(_("Rule of the price"), max_length=60, blank=True)
    discount = models.DecimalField(_("Discount"), max_digits=7, decimal_places=6, default=Decimal(0))
    tax_rate = models.DecimalField(_("Tax rate"), max_digits=6, decimal_places=4, default=Decimal(0))
    amount = money(_("Amount"))
    reduction = money(_("Share of the reduction"))
    tax = money(_("Tax"))
    net = money(_("Net amount"))
    unit_cost = models.DecimalField(_("Unit cost"), max_digits=18, decimal_places=6, default=Decimal(0))
    requested_date = models.DateField(_("Requested date"), null=True)
    logo = models.CharField(_("Logo"), max_length=120, blank=True)
    colour = models.CharField(_("Colour"), max_length=60, blank=True)
    packaging = models.CharField(_("Packaging"), max_length=120, blank=True)
    customisation = models.TextField(_("Customisation"), blank=True)
    special_requirements = models.TextField(_("Special requirements"), blank=True)
    notes = models.CharField(_("Notes"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("quotation line")
        verbose_name_plural = _("quotation lines")
        ordering = ["line_no"]
        indexes = [models.Index(fields=["product"], name="quotation_line_product")]
        constraints = [
            models.UniqueConstraint(fields=["offer", "line_no"], name="quotation_line_no"),
            models.CheckConstraint(condition=Q(ordered__gt=0), name="quotation_line_positive"),
            models.CheckConstraint(condition=Q(discount__gte=0, discount__lte=1), name="quotation_line_discount"),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id}/{self.line_no}"
