"""Exceptions (one table for all kinds, a complaint among them), their history, joint decisions, claims, plans."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orders.exceptions.choices import Cause, Kind, Remedy, Responsible, Severity, ToldBy
from orders.exceptions.states import ClaimStatus, Move, Status

_PERSON = settings.AUTH_USER_MODEL


def _amount(label, **options) -> models.DecimalField:
    return models.DecimalField(label, max_digits=20, decimal_places=2, **options)


class ContingencyPlan(models.Model):
    """What was agreed beforehand for a kind of case (应急预案, R115): for all goods, or those whose code begins with
    ``product_prefix``; with a supplier or department named. Its steps stand in ``PlanStep``."""

    name = models.CharField(_("Name"), max_length=120, unique=True)
    kind = models.CharField(_("For exceptions of the kind"), max_length=13, choices=Kind.choices)
    product_prefix = models.CharField(_("For product codes that begin with"), max_length=60, blank=True)
    supplier = models.ForeignKey(
        "products.Supplier", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("With supplier")
    )
    notes = models.CharField(_("When it is used"), max_length=500, blank=True)
    is_active = models.BooleanField(_("Active"), default=True)
    changed_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+", verbose_name=_("Changed by"))
    changed_at = models.DateTimeField(_("Changed"))
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("contingency plan")
        verbose_name_plural = _("contingency plans")

    def __str__(self) -> str:
        return self.name


class PlanStep(models.Model):
    """One step of a plan: what is done, by whom."""

    plan = models.ForeignKey(ContingencyPlan, models.CASCADE, related_name="steps", db_index=False)
    position = models.PositiveSmallIntegerField(_("#"))
    text = models.CharField(_("What is done"), max_length=300)
    owner = models.ForeignKey(_PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("By whom"))

    class Meta:
        verbose_name = _("step of a plan")
        verbose_name_plural = _("steps of plans")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["plan", "position"], name="plan_step_once")]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.position}"


class ExceptionCase(models.Model):
    """Something that went wrong with an order, or that a customer complains of. ``owner`` owes the answer until
    ``answer_due_at``; unanswered it escalates. Costs in the company's currency, ``disputed_amount`` in the order's."""

    number = models.CharField(_("Exception number"), max_length=20, unique=True)
    kind = models.CharField(_("Kind"), max_length=13, choices=Kind.choices)
    severity = models.CharField(_("Severity"), max_length=7, choices=Severity.choices)
    status = models.CharField(_("State"), max_length=7, choices=Status.choices, default=Status.OPEN)
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="exceptions", verbose_name=_("Customer")
    )
    order = models.ForeignKey(
        "orders.Order", models.PROTECT, null=True, related_name="exceptions", verbose_name=_("Order")
    )
    line_no = models.PositiveIntegerField(_("Line"), null=True)
    document = models.ForeignKey(
        "orders.OutboundDocument", models.PROTECT, null=True, related_name="exceptions", verbose_name=_("Shipment")
    )
    returned = models.ForeignKey(
        "orders.ReturnDocument", models.PROTECT, null=True, related_name="exceptions", verbose_name=_("Return")
    )
    description = models.TextField(_("What happened"))
    owner = models.ForeignKey(_PERSON, models.PROTECT, related_name="+", verbose_name=_("Responsible for the answer"))
    executing_owner = models.ForeignKey(
        _PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("Executing owner")
    )
    disputed_amount = _amount(_("Disputed amount"), default=Decimal(0))
    disputed_document = models.CharField(_("Disputed invoice"), max_length=60, blank=True)

    answer = models.TextField(_("Answer"), blank=True)
    answer_due_at = models.DateTimeField(_("To be answered by"))
    next_escalation_at = models.DateTimeField(null=True)  # None: answered, or nobody is left to be told
    escalations = models.PositiveSmallIntegerField(_("Times escalated"), default=0)
    answered_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(_("Answered"), null=True)

    cause = models.CharField(_("Root cause"), max_length=13, choices=Cause.choices, blank=True)
    cause_text = models.TextField(_("Root cause in words"), blank=True)
    responsible = models.CharField(_("Who answers for it"), max_length=10, choices=Responsible.choices, blank=True)
    remedy = models.CharField(_("Remedy"), max_length=12, choices=Remedy.choices, blank=True)
    remedy_text = models.TextField(_("Remedy in words"), blank=True)
    cost = _amount(_("Cost"), null=True, blank=True)
    plan = models.ForeignKey(
        ContingencyPlan, models.PROTECT, null=True, related_name="uses", verbose_name=_("Contingency plan used")
    )
    plan_used_at = models.DateTimeField(null=True)

    told_date = models.DateField(_("Customer told on"), null=True)
    told_how = models.CharField(_("Customer told by"), max_length=9, choices=ToldBy.choices, blank=True)
    told_text = models.TextField(_("What the customer was told"), blank=True)
    told_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, related_name="+")

    raised_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+", verbose_name=_("Reported by"))
    raised_at = models.DateTimeField(_("Reported"))
    closed_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(_("Closed"), null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("exception")
        verbose_name_plural = _("exceptions")
        indexes = [
            models.Index(fields=["status", "-id"], name="exception_status"),
            models.Index(fields=["kind", "-id"], name="exception_kind"),
            models.Index(
                fields=["next_escalation_at"],
                name="exception_escalates",
                condition=Q(status="OPEN", next_escalation_at__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(disputed_amount__gte=0), name="exception_dispute_positive"),
            models.CheckConstraint(condition=Q(cost__isnull=True) | Q(cost__gte=0), name="exception_cost_positive"),
            models.CheckConstraint(
                condition=Q(order__isnull=False) | Q(line_no__isnull=True, disputed_amount=0),
                name="exception_line_of_order",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ExceptionStep(models.Model):
    """One move of an exception: the business history, never edited."""

    case = models.ForeignKey(ExceptionCase, models.CASCADE, related_name="steps")
    move = models.CharField(max_length=8, choices=Move.choices)
    from_status = models.CharField(max_length=7, blank=True)
    to_status = models.CharField(max_length=7, choices=Status.choices)
    actor = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField(blank=True)

    class Meta:
        verbose_name = _("step of an exception")
        verbose_name_plural = _("steps of exceptions")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.move}"


class JointDecision(models.Model):
    """What several people decided together about an exception (R214, R219)."""

    case = models.ForeignKey(ExceptionCase, models.CASCADE, related_name="decisions")
    participants = models.CharField(_("Who took part"), max_length=300)
    text = models.TextField(_("What was decided"))
    responsible = models.ForeignKey(_PERSON, models.PROTECT, related_name="+", verbose_name=_("Who does it"))
    due_date = models.DateField(_("By when"), null=True)
    recorded_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+", verbose_name=_("Recorded by"))
    recorded_at = models.DateTimeField(_("Recorded"))

    class Meta:
        verbose_name = _("joint decision")
        verbose_name_plural = _("joint decisions")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.due_date}"


class CarrierClaim(models.Model):
    """What a carrier is asked to pay for damage or loss in transit (R213), in the company's currency. Papers hang on
    its exception."""

    case = models.ForeignKey(ExceptionCase, models.PROTECT, related_name="claims", verbose_name=_("Exception"))
    carrier = models.ForeignKey("customers.Carrier", models.PROTECT, related_name="+", verbose_name=_("Carrier"))
    status = models.CharField(_("State"), max_length=8, choices=ClaimStatus.choices, default=ClaimStatus.FILED)
    reference = models.CharField(_("The carrier's number"), max_length=60, blank=True)
    amount = _amount(_("Claimed"))
    accepted = _amount(_("Accepted"), default=Decimal(0))
    recovered = _amount(_("Recovered"), default=Decimal(0))
    papers = models.CharField(_("Papers sent"), max_length=300, blank=True)
    answer = models.CharField(_("What the carrier said"), max_length=500, blank=True)
    filed_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+", verbose_name=_("Filed by"))
    filed_date = models.DateField(_("Filed on"))
    settled_date = models.DateField(_("Settled on"), null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("claim against a carrier")
        verbose_name_plural = _("claims against carriers")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="claim_amount_positive"),
            models.CheckConstraint(condition=Q(accepted__gte=0, recovered__gte=0), name="claim_amounts_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.amount}"
