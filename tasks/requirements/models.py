"""Production and purchase requirements: what orders need made or bought, until when, and the one planned day that
promises count on (R150–R157)."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Department
from tasks.requirements.choices import Kind, State

PERSON = settings.AUTH_USER_MODEL
ZERO = Decimal(0)


def pieces(verbose_name) -> models.DecimalField:
    """Pieces in the product's unit."""
    return models.DecimalField(verbose_name, max_digits=16, decimal_places=4, default=ZERO)


class Requirement(models.Model):
    """A document asked of a production or purchasing department, for lines of one or several orders. ``number`` (PR) is
    drawn when it is asked."""

    number = models.CharField(_("Number"), max_length=20, null=True, unique=True)
    kind = models.CharField(_("Kind"), max_length=4, choices=Kind.choices, default=Kind.MAKE)
    state = models.CharField(_("State"), max_length=9, choices=State.choices, default=State.DRAFT)
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="+", verbose_name=_("Department"), db_index=False
    )
    supplier = models.ForeignKey(
        "products.Supplier", models.PROTECT, null=True, related_name="+", verbose_name=_("Supplier"), db_index=False
    )
    owner = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("Owner"))
    notes = models.TextField(_("Notes"), blank=True)
    reason = models.CharField(_("Reason"), max_length=300, blank=True)  # of the last refusal or cancelling
    created_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("Created by"))
    created_at = models.DateTimeField(_("Created"))
    updated_at = models.DateTimeField(_("Changed"))
    asked_at = models.DateTimeField(_("Asked"), null=True)
    accepted_at = models.DateTimeField(_("Accepted"), null=True)
    ended_at = models.DateTimeField(_("Ended"), null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        indexes = [models.Index(fields=["state", "-id"], name="requirement_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["DRAFT", "CANCELLED"]) | Q(number__isnull=False), name="requirement_numbered"
            )
        ]

    def __str__(self) -> str:
        return self.display_number

    @property
    def display_number(self) -> str:
        """The number, or what a draft shows in its place."""
        return self.number or str(_("Draft requirement #%(id)s") % {"id": self.pk})

    @property
    def reference(self) -> str:
        """How addresses name it."""
        return self.number or f"draft-{self.pk}"


class RequirementLine(models.Model):
    """Goods for a line of an order (``order``, ``line_no``; without: for stock). ``quantity`` is asked for,
    ``accepted`` promised by the department, ``done`` came. ``planned_date`` is the day of supply: its planned receipt
    (``receipt``) carries the same one, and moves only from here. ``task`` is the work whose end it is."""

    requirement = models.ForeignKey(Requirement, models.CASCADE, related_name="lines", verbose_name=_("Requirement"))
    order = models.ForeignKey(
        "orders.Order", models.PROTECT, null=True, related_name="requirement_lines", verbose_name=_("Order")
    )
    line_no = models.PositiveIntegerField(_("Line"), null=True)
    product = models.ForeignKey("products.Product", models.PROTECT, related_name="+", verbose_name=_("Product"))
    specification = models.CharField(_("Specification"), max_length=120, blank=True)
    wording = models.TextField(_("Requirements"), blank=True)  # the customer's, in production's words (R152)
    quantity = pieces(_("Quantity"))
    accepted = pieces(_("Accepted"))
    done = pieces(_("Came so far"))
    needed_date = models.DateField(_("Needed by"))
    planned_date = models.DateField(_("Planned day"), null=True)
    first_planned_date = models.DateField(_("First planned day"), null=True)
    receipt = models.OneToOneField(
        "products.PlannedReceipt", models.PROTECT, null=True, related_name="+", verbose_name=_("Planned receipt")
    )
    task = models.ForeignKey(
        "tasks.Task", models.SET_NULL, null=True, related_name="requirement_lines", verbose_name=_("Task")
    )
    reference = models.CharField(_("Purchase or work order"), max_length=80, blank=True)
    confirmed_at = models.DateTimeField(_("Day confirmed"), null=True)  # by the supplier, or by who makes it
    is_ended = models.BooleanField(_("Ended"), default=False)
    end_reason = models.CharField(_("Ended because"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("line of a requirement")
        verbose_name_plural = _("lines of requirements")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["order", "line_no"], name="requirement_of_line"),
            models.Index(fields=["planned_date"], name="requirement_by_day", condition=Q(is_ended=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gt=0, accepted__gte=0, done__gte=0), name="requirement_quantities"
            )
        ]

    def __str__(self) -> str:
        return f"{self.requirement_id} {self.product_id} {self.quantity}"
