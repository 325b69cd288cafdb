"""The customer archive (R031, R053, R054) and what hangs on it."""

from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from common import reference
from common.text import Searchable
from customers.grading import Grade
from segments.classification.models import Classified, Period
from segments.custom_fields.columns import custom_values, index_of_filled


class PaymentTerm(models.Model):
    """A named way to pay; its rows make the payment plan of an order (R222)."""

    code = models.CharField(_("Code"), max_length=20, unique=True)
    name = models.CharField(_("Name"), max_length=80)
    is_active = models.BooleanField(_("Active"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("payment term")
        verbose_name_plural = _("payment terms")

    def __str__(self) -> str:
        return reference.shown(self.name)


class PaymentTermRow(models.Model):
    """A share of the order's total, due some days after a moment of its life."""

    class Basis(models.TextChoices):
        ORDER = "ORDER", _("Order takes effect")
        SHIP = "SHIP", _("Shipment")
        SIGN = "SIGN", _("Signing")
        INVOICE = "INVOICE", _("Invoice date")

    class Control(models.TextChoices):
        NONE = "NONE", _("None")
        PRODUCE = "PRODUCE", _("Before production")
        SHIP = "SHIP", _("Before shipment")

    term = models.ForeignKey(PaymentTerm, models.CASCADE, related_name="rows", verbose_name=_("Payment term"))
    sequence = models.PositiveSmallIntegerField(_("Sequence"))
    percent = models.DecimalField(_("Percent"), max_digits=5, decimal_places=2)
    is_advance = models.BooleanField(_("Advance payment"), default=False)
    basis = models.CharField(_("Counted from"), max_length=8, choices=Basis.choices, default=Basis.ORDER)
    days = models.PositiveSmallIntegerField(_("Days"), default=0)
    from_month_end = models.BooleanField(_("From the end of the month"), default=False)
    control = models.CharField(_("Must be received"), max_length=8, choices=Control.choices, default=Control.NONE)
    allowed_shortfall = models.DecimalField(_("Allowed shortfall %"), max_digits=5, decimal_places=2, default=0)

    class Meta:
        verbose_name = _("row of a payment term")
        verbose_name_plural = _("rows of a payment term")
        ordering = ["sequence"]
        constraints = [
            models.UniqueConstraint(fields=["term", "sequence"], name="payment_term_row_once"),
            models.CheckConstraint(
                condition=models.Q(percent__gt=0, percent__lte=100), name="payment_term_row_percent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.percent} % {self.basis} + {self.days}"


class Carrier(models.Model):
    """A logistics partner (R171)."""

    code = models.CharField(_("Code"), max_length=20, unique=True)
    name = models.CharField(_("Name"), max_length=80)
    contact = models.CharField(_("Contact"), max_length=120, blank=True)
    tracking_url = models.CharField(_("Tracking address"), max_length=200, blank=True)
    is_active = models.BooleanField(_("Active"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("carrier")
        verbose_name_plural = _("carriers")

    def __str__(self) -> str:
        return self.name


class Customer(Searchable, Classified):
    """A company that buys, receives, pays or mediates: sold-to, ship-to, bill-to / payer, agent.

    ``customer_class``, ``region``, ``province`` and ``province_group`` are what the rules read out of code and
    department in charge, with tags and flags; ``code_key`` is the order of codes.
    """

    class Kind(models.TextChoices):
        DISTRIBUTOR = "DISTRIBUTOR", _("Distributor")
        END_USER = "END_USER", _("End user")
        AGENT = "AGENT", _("Agent")
        OEM = "OEM", _("Equipment maker")
        OTHER = "OTHER", _("Other")

    class PaperLanguage(models.TextChoices):
        CHINESE = "zh-hans", _("Chinese")
        ENGLISH = "en", _("English")
        BOTH = "both", _("Chinese and English")

    class BillingRule(models.TextChoices):
        COMPANY = "COMPANY", _("As the company does")
        WAIT = "WAIT", _("Only what a confirmed statement lists")
        FREE = "FREE", _("Without waiting")

    code = models.CharField(_("Customer code"), max_length=40, unique=True)
    name = models.CharField(_("Name"), max_length=120)
    short_name = models.CharField(_("Short name"), max_length=60, blank=True)
    english_name = models.CharField(_("English name"), max_length=160, blank=True)
    name_key = models.CharField(max_length=200, editable=False, default="", db_index=True)
    kind = models.CharField(_("Kind"), max_length=12, choices=Kind.choices, default=Kind.END_USER)
    industry = models.CharField(_("Industry"), max_length=80, blank=True)
    territory = models.CharField(_("Department in charge"), max_length=80, blank=True)
    region = models.CharField(_("Region"), max_length=80, blank=True, editable=False)
    province = models.CharField(_("Province"), max_length=80, blank=True, editable=False)
    province_group = models.CharField(_("Province group"), max_length=80, blank=True, editable=False)
    customer_class = models.CharField(_("Customer class"), max_length=40, blank=True, editable=False)
    code_key = models.TextField(editable=False, default="", db_collation="C")
    department = models.ForeignKey(
        "accounts.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="customers",
        verbose_name=_("Sales department"),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="customers",
        verbose_name=_("Salesperson"),
    )
    group = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="group_members", verbose_name=_("Group")
    )
    bill_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="pays_for", verbose_name=_("Bill-to / payer")
    )
    ship_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="receives_for", verbose_name=_("Ship-to")
    )
    agent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="represents", verbose_name=_("Agent")
    )
    paper_language = models.CharField(
        _("Language of papers"),
        max_length=8,
        choices=PaperLanguage.choices,
        default=PaperLanguage.CHINESE,
        db_default=PaperLanguage.CHINESE,
    )
    billing_rule = models.CharField(
        _("What may be invoiced"),
        max_length=7,
        choices=BillingRule.choices,
        default=BillingRule.COMPANY,
        db_default=BillingRule.COMPANY,
        help_text=_("Whether invoices wait until the customer confirmed his statement of account"),
    )
    invoice_title = models.CharField(_("Invoice title"), max_length=120, blank=True)
    tax_number = models.CharField(_("Tax number"), max_length=40, blank=True)
    bank_name = models.CharField(_("Bank"), max_length=120, blank=True)
    bank_account = models.CharField(_("Bank account"), max_length=60, blank=True)
    invoice_address = models.CharField(_("Invoice address and phone"), max_length=200, blank=True)
    payment_term = models.ForeignKey(
        PaymentTerm, models.PROTECT, null=True, blank=True, related_name="customers", verbose_name=_("Payment terms")
    )
    currency = models.ForeignKey(
        "common.Currency", models.PROTECT, default="CNY", related_name="+", verbose_name=_("Currency")
    )
    credit_limit = models.DecimalField(_("Credit limit"), max_digits=20, decimal_places=2, null=True, blank=True)
    credit_order_cap = models.DecimalField(
        _("Largest single order"), max_digits=20, decimal_places=2, null=True, blank=True
    )
    credit_days_overdue = models.PositiveSmallIntegerField(_("Days overdue allowed"), null=True, blank=True)
    credit_valid_until = models.DateField(_("Credit valid until"), null=True, blank=True)
    is_credit_stopped = models.BooleanField(_("Credit stopped"), default=False)
    credit_stop_reason = models.CharField(
        _("Reason of the credit stop"), max_length=200, blank=True, default="", db_default=""
    )
    credit_grade = models.CharField(
        _("Credit grade"), max_length=1, choices=Grade.choices, blank=True, default="", db_default="", editable=False
    )
    preferences = models.TextField(_("Preferences"), blank=True)
    notes = models.TextField(_("Notes"), blank=True)
    custom = custom_values(_("Custom fields"))
    is_blocked = models.BooleanField(_("Orders blocked"), default=False)
    block_reason = models.CharField(_("Reason of the block"), max_length=200, blank=True)
    is_active = models.BooleanField(_("Active"), default=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged_from")
    first_effective_at = models.DateTimeField(_("First order"), null=True, editable=False)
    last_effective_at = models.DateTimeField(_("Last order"), null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("Created"))
    updated_at = models.DateTimeField(_("Changed"))

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        indexes = [
            Searchable.search_index("customer_grams"),
            models.Index(fields=["owner"], name="customer_owner"),
            models.Index(fields=["code"], name="customer_code_prefix", opclasses=["text_pattern_ops"]),
            models.Index(fields=["-last_effective_at", "-id"], name="customer_last_order"),
            index_of_filled("customer_custom"),
            models.Index(fields=["code_key"], name="customer_code_key"),
            GinIndex(fields=["tags"], name="customer_tags"),
            GinIndex(fields=["flags"], name="customer_flags"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(credit_limit__isnull=True) | models.Q(credit_limit__gte=Decimal(0)),
                name="customer_credit_limit_positive",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_new(self) -> bool:
        """Whether no order of this customer ever took effect (R076)."""
        return self.first_effective_at is None

    @property
    def credit_holder_id(self) -> int:
        """The customer whose limit applies: the group's head, else the customer (SEMANTICS 9)."""
        return self.group_id or self.pk


class CustomerPeriod(Period):
    """What a customer was classified as, and from when until when."""

    of = models.ForeignKey(Customer, models.CASCADE, related_name="periods")

    class Meta:
        constraints = Period.constraints_of("customer_period")

    def __str__(self) -> str:
        return f"{self.of_id} {self.valid_from}"


class Contact(models.Model):
    """A person at the customer."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="contacts", verbose_name=_("Customer"))
    name = models.CharField(_("Name"), max_length=60)
    title = models.CharField(_("Job title"), max_length=60, blank=True)
    phone = models.CharField(_("Phone"), max_length=40, blank=True)
    email = models.EmailField(_("E-mail"), blank=True)
    is_default = models.BooleanField(_("Default"), default=False)
    is_active = models.BooleanField(_("Active"), default=True)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["-is_default", "id"]

    def __str__(self) -> str:
        return self.name


class Address(models.Model):
    """A place where the customer gets goods or papers."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="addresses", verbose_name=_("Customer"))
    label = models.CharField(_("Label"), max_length=40, blank=True)
    recipient = models.CharField(_("Recipient"), max_length=60, blank=True)
    phone = models.CharField(_("Phone"), max_length=40, blank=True)
    province = models.CharField(_("Province"), max_length=40, blank=True)
    city = models.CharField(_("City"), max_length=60, blank=True)
    street = models.CharField(_("Street"), max_length=200)
    postcode = models.CharField(_("Postcode"), max_length=20, blank=True)
    is_default = models.BooleanField(_("Default"), default=False)
    is_active = models.BooleanField(_("Active"), default=True)

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        ordering = ["-is_default", "id"]

    def __str__(self) -> str:
        return " ".join(filter(None, [self.province, self.city, self.street]))


class Assignment(models.Model):
    """Who was in charge of a customer from which day on (R004): department text, department, person."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="assignments", verbose_name=_("Customer"))
    valid_from = models.DateField(_("Valid from"))
    territory = models.CharField(_("Department in charge"), max_length=80, blank=True)
    department = models.ForeignKey(
        "accounts.Department", models.PROTECT, null=True, related_name="+", verbose_name=_("Sales department")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("Salesperson")
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["-valid_from", "-id"]
        constraints = [models.UniqueConstraint(fields=["customer", "valid_from"], name="assignment_day")]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.valid_from} {self.territory}"


from customers.credit.models import CreditGrading as CreditGrading  # noqa: E402
from customers.credit.models import CreditLimit as CreditLimit  # noqa: E402
from customers.credit.models import CreditReport as CreditReport  # noqa: E402
from customers.credit.models import Guarantee as Guarantee  # noqa: E402
from customers.disclosures.models import ContactLook as ContactLook  # noqa: E402
from customers.disclosures.models import DisclosedCustomer as DisclosedCustomer  # noqa: E402
from customers.disclosures.models import Disclosure as Disclosure  # noqa: E402
from customers.privacy.models import AnonymisationRequest as AnonymisationRequest  # noqa: E402
from customers.privacy.models import DataHold as DataHold  # noqa: E402
from customers.privacy.models import FoundPlace as FoundPlace  # noqa: E402
from customers.privacy.models import FoundText as FoundText  # noqa: E402
from customers.privacy.models import SettledLine as SettledLine  # noqa: E402
from customers.retention.models import RetentionRule as RetentionRule  # noqa: E402
from customers.retention.models import RetentionRun as RetentionRun  # noqa: E402
from customers.voice.models import CustomerNote as CustomerNote  # noqa: E402
from customers.voice.models import VoiceFacts as VoiceFacts  # noqa: E402
