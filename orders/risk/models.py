"""Warnings, prices of materials, assessments with their measures."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orders.risk.choices import LIVE, Asked, Level, Outcome, RiskState, Rule, TalksState


class RiskWarning(models.Model):
    """Something that a rule found about an object. One live row for each rule and object: the scan adds to it and does
    not raise it twice. ``numbers`` are what the rule went by; ``label`` and ``reference`` say what it is about."""

    rule = models.CharField(_("Rule"), max_length=20, choices=Rule.choices)
    level = models.CharField(_("Level"), max_length=6, choices=Level.choices)
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    reference = models.CharField(_("Number or code"), max_length=60)
    label = models.CharField(_("About"), max_length=160)
    numbers = models.JSONField(_("Numbers"), default=dict)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("Owner")
    )
    department = models.ForeignKey(
        "accounts.Department", models.PROTECT, null=True, related_name="+", verbose_name=_("Department"), db_index=False
    )
    state = models.CharField(_("State"), max_length=12, choices=RiskState.choices, default=RiskState.OPEN)
    outcome = models.CharField(_("Outcome"), max_length=8, choices=Outcome.choices, blank=True)
    words = models.CharField(_("Words"), max_length=500, blank=True)
    raised_at = models.DateTimeField(_("Raised"))
    seen_at = models.DateTimeField(_("Last seen"))
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("Taken up by")
    )
    taken_at = models.DateTimeField(_("Taken up"), null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("Ended by")
    )
    ended_at = models.DateTimeField(_("Ended"), null=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("risk warning")
        verbose_name_plural = _("risk warnings")
        indexes = [
            models.Index(fields=["state", "-id"], name="risk_by_state"),
            models.Index(fields=["owner", "state"], name="risk_of_owner"),
            models.Index(fields=["subject_type", "subject_id", "-id"], name="risk_of_subject"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "subject_type", "subject_id"], name="risk_once", condition=Q(state__in=LIVE)
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_rule_display()}: {self.label}"


class Renegotiation(models.Model):
    """Price or delivery time of an order or a quotation is talked about with the customer anew, because a warning of
    the market says so (R113). ``numbers`` are those of the warning as it began; of a quotation ``offer`` is the new
    version that was begun with it ("" where the agreed one cannot be offered anew)."""

    warning = models.ForeignKey(RiskWarning, models.PROTECT, related_name="renegotiations", verbose_name=_("Warning"))
    order = models.ForeignKey(
        "orders.Order", models.PROTECT, null=True, related_name="renegotiations", verbose_name=_("Order")
    )
    quotation = models.ForeignKey(
        "orders.Quotation", models.PROTECT, null=True, related_name="renegotiations", verbose_name=_("Quotation")
    )
    offer = models.CharField(_("New version"), max_length=8, blank=True)
    asked = models.CharField(_("What is renegotiated"), max_length=8, choices=Asked.choices)
    text = models.CharField(_("What is asked of the customer"), max_length=500)
    numbers = models.JSONField(_("Numbers"), default=dict)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Owner"))
    due_date = models.DateField(_("Due"))
    state = models.CharField(_("State"), max_length=7, choices=TalksState.choices, default=TalksState.OPEN)
    words = models.CharField(_("How it ended"), max_length=500, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Started by"), db_index=False
    )
    started_at = models.DateTimeField(_("Started"))
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("Ended by")
    )
    ended_at = models.DateTimeField(_("Ended"), null=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("renegotiation")
        verbose_name_plural = _("renegotiations")
        indexes = [models.Index(fields=["owner", "due_date"], name="renegotiation_due", condition=Q(state="OPEN"))]
        constraints = [
            models.UniqueConstraint(fields=["warning"], name="renegotiation_once", condition=Q(state="OPEN")),
            models.CheckConstraint(
                condition=Q(order__isnull=True) ^ Q(quotation__isnull=True), name="renegotiation_about_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.warning_id} {self.due_date}"


class Material(models.Model):
    """A raw material whose price moves the cost of a product family. ``share``: percent of the family's unit cost that
    is this material."""

    name = models.CharField(_("Material"), max_length=80, unique=True)
    category = models.ForeignKey(
        "products.ProductCategory", models.PROTECT, related_name="materials", verbose_name=_("Product family")
    )
    share = models.DecimalField(_("Share of the cost, percent"), max_digits=5, decimal_places=2)
    is_active = models.BooleanField(_("Active"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        constraints = [
            models.CheckConstraint(condition=Q(share__gt=Decimal(0), share__lte=Decimal(100)), name="material_share")
        ]

    def __str__(self) -> str:
        return self.name


class MaterialPrice(models.Model):
    """The price or price index of a material on a day; only its ratio to other days counts."""

    material = models.ForeignKey(
        Material, models.PROTECT, related_name="prices", verbose_name=_("Material"), db_index=False
    )
    day = models.DateField(_("Day"))
    price = models.DecimalField(_("Price or index"), max_digits=18, decimal_places=4)
    source = models.CharField(_("Source"), max_length=80, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("material price")
        verbose_name_plural = _("material prices")
        constraints = [
            models.UniqueConstraint(fields=["material", "day"], name="material_price_day"),
            models.CheckConstraint(condition=Q(price__gt=Decimal(0)), name="material_price_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.material_id} {self.day} {self.price}"


class RiskAssessment(models.Model):
    """A look at the risks of order management at intervals (R116): what was found, the numbers of that day, and what
    is done to prevent it (``measures``)."""

    day = models.DateField(_("Day"))
    title = models.CharField(_("Title"), max_length=120)
    findings = models.TextField(_("Findings"))
    numbers = models.JSONField(default=list)
    next_on = models.DateField(_("Next on"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Created by")
    )
    created_at = models.DateTimeField(_("Created"))

    class Meta:
        verbose_name = _("risk assessment")
        verbose_name_plural = _("risk assessments")

    def __str__(self) -> str:
        return self.title


class RiskMeasure(models.Model):
    """Something that is done so that a risk does not come true: who, by when, done or not."""

    assessment = models.ForeignKey(RiskAssessment, models.CASCADE, related_name="measures")
    text = models.CharField(_("Measure"), max_length=500)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Owner"))
    due_date = models.DateField(_("Due"))
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("Done by")
    )
    done_at = models.DateTimeField(_("Done"), null=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("preventive measure")
        verbose_name_plural = _("preventive measures")
        indexes = [
            models.Index(fields=["owner", "due_date"], name="risk_measure_due", condition=Q(done_at__isnull=True))
        ]

    def __str__(self) -> str:
        return self.text
