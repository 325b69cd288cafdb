"""Change requests (SEMANTICS 8, R195–R207): the document, its typed items, and why people change orders."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common import reference
from orders.changes import states
from orders.changes.choices import Action, Origin, Side
from orders.changes.states import State

PERSON = settings.AUTH_USER_MODEL


class ChangeReason(models.Model):
    """A reason for changing an order (R199, R204); the company's own list, seeded."""

    code = models.CharField(_("Code"), max_length=20, unique=True)
    name = models.CharField(_("Name"), max_length=80)
    side = models.CharField(_("Side"), max_length=8, choices=Side.choices, default=Side.CUSTOMER)
    is_active = models.BooleanField(_("Active"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("reason of a change")
        verbose_name_plural = _("reasons of changes")
        ordering = ["side", "id"]

    def __str__(self) -> str:
        return reference.shown(self.name)


class ChangeRequest(models.Model):
    """A request to change an effective order, on the revision it was written for.

    ``number`` is drawn when it leaves the draft. ``content_hash`` is that of its items and base (``content``), what
    signatures bind to. ``conflicts`` names what moved under it when it was overtaken: [{path, was, is, wanted, who}].
    ``aftermath`` is what was listed to others when it took effect (``effect``).
    """

    number = models.CharField(_("Number"), max_length=20, null=True, unique=True)
    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="changes", verbose_name=_("Order"))
    state = models.CharField(_("State"), max_length=10, choices=State.choices, default=State.DRAFT)
    base_revision = models.PositiveIntegerField(_("Base revision"))
    revision = models.PositiveIntegerField(_("New revision"), null=True)  # that it made, once effective
    source = models.CharField(_("Source"), max_length=8, choices=Side.choices, default=Side.CUSTOMER)
    origin = models.CharField(_("Came"), max_length=5, choices=Origin.choices, default=Origin.PAGE)
    reason = models.ForeignKey(ChangeReason, models.PROTECT, null=True, related_name="+", verbose_name=_("Reason"))
    reason_text = models.CharField(_("Reason in words"), max_length=500, blank=True)
    customer_words = models.TextField(_("The customer's words"), blank=True)
    is_urgent = models.BooleanField(_("Urgent"), default=False)
    needs_customer = models.BooleanField(_("The customer has to agree"), default=False)
    content_hash = models.CharField(max_length=64, blank=True)
    return_reason = models.CharField(_("Sent back because"), max_length=500, blank=True)
    conflicts = models.JSONField(_("Conflicts"), default=list)
    aftermath = models.JSONField(_("What followed"), default=dict)
    shift = models.ForeignKey(
        "orders.ChangeShift", models.PROTECT, null=True, related_name="requests", verbose_name=_("Shift of many orders")
    )
    superseded_by = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", verbose_name=_("Superseded by"), db_index=False
    )
    created_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("Requested by"))
    created_at = models.DateTimeField(_("Requested"))
    updated_at = models.DateTimeField(_("Changed"))
    asked_at = models.DateTimeField(_("Departments asked"), null=True)
    submitted_at = models.DateTimeField(_("Submitted"), null=True)
    decided_at = models.DateTimeField(_("Decided"), null=True)
    effective_at = models.DateTimeField(_("Effective since"), null=True)
    ended_at = models.DateTimeField(_("Ended"), null=True)
    # of the sheet as last computed, for lists and statistics; amounts in the order's currency
    amount_delta = models.DecimalField(_("Amount"), max_digits=20, decimal_places=2, default=0)
    days_late = models.SmallIntegerField(_("Days later"), default=0)  # of the order's promise; < 0: earlier
    broken_promises = models.PositiveSmallIntegerField(_("Broken promises"), default=0)
    extra_cost = models.DecimalField(_("Extra cost"), max_digits=20, decimal_places=2, default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("change request")
        verbose_name_plural = _("change requests")
        indexes = [
            models.Index(fields=["state", "-id"], name="change_by_state"),
            models.Index(fields=["effective_at"], name="change_effective", condition=Q(state="EFFECTIVE")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["order"], name="change_one_open", condition=Q(state__in=[str(one) for one in states.OPEN])
            ),
            # applied exactly once on its base (invariant 14)
            models.UniqueConstraint(
                fields=["order", "base_revision"], name="change_base", condition=Q(state="EFFECTIVE")
            ),
            models.CheckConstraint(
                condition=~Q(state="EFFECTIVE") | Q(revision=models.F("base_revision") + 1, effective_at__isnull=False),
                name="change_next_revision",
            ),
        ]

    def __str__(self) -> str:
        return self.display_number

    @property
    def display_number(self) -> str:
        """The number, or what a draft shows in its place."""
        return self.number or str(_("Draft change #%(id)s") % {"id": self.pk})

    @property
    def reference(self) -> str:
        """How addresses name the request: its number, or ``draft-<id>``."""
        return self.number or f"draft-{self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it still may become something."""
        return self.state in states.OPEN


class ChangeItem(models.Model):
    """One changed field: of the head (no ``line_no``) or of a line. A new line is its fields with the number it will
    have; a cancelled one is a single item with the field ``""``. ``old`` and ``new`` as ``fields.stored`` writes them;
    ``old`` is what the order said when the item was written, so that what moved since is seen."""

    request = models.ForeignKey(ChangeRequest, models.CASCADE, related_name="items")
    action = models.CharField(max_length=6, choices=Action.choices)
    line_no = models.PositiveIntegerField(_("Line"), null=True)
    field = models.CharField(_("Field"), max_length=60, blank=True)
    old: Any = models.JSONField(null=True)
    new: Any = models.JSONField(null=True)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("item of a change request")
        verbose_name_plural = _("items of change requests")
        ordering = ["line_no", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "line_no", "field"], name="change_item_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(action="HEADER", line_no__isnull=True) | (~Q(action="HEADER") & Q(line_no__isnull=False)),
                name="change_item_of",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.path}"

    @property
    def path(self) -> str:
        """As faults and conflicts name it: ``ship_address``, ``lines.3.quantity``, ``lines.7`` of a cancelled line."""
        if self.line_no is None:
            return self.field
        return f"lines.{self.line_no}.{self.field}" if self.field else f"lines.{self.line_no}"
