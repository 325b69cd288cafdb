"""Checks before an order goes on, and the errors that were found in orders (R100, R105, SEMANTICS 7)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common import reference
from orders.checking.choices import ErrorKind, ErrorStage, Occasion

PERSON = settings.AUTH_USER_MODEL


class CheckPoint(models.Model):
    """A point of a checklist. ``kind``: of the error that is recorded when it is not right."""

    code = models.CharField(_("Code"), max_length=20, unique=True)
    name = models.CharField(_("What is looked at"), max_length=120)
    occasion = models.CharField(_("When"), max_length=12, choices=Occasion.choices, default=Occasion.VERIFICATION)
    kind = models.CharField(_("Kind of error"), max_length=8, choices=ErrorKind.choices, default=ErrorKind.OTHER)
    position = models.PositiveSmallIntegerField(_("Position"), default=0)
    is_active = models.BooleanField(_("Active"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("point of a checklist")
        verbose_name_plural = _("points of checklists")
        ordering = ["occasion", "position", "id"]

    def __str__(self) -> str:
        return reference.shown(self.name)


class Verification(models.Model):
    """What the order desk found when it compared an order with what the customer asked for. Bound to the content it
    saw; ``answers``: ``[{code, name, is_ok, note, line_no}]`` as the checklist stood then. Never changed."""

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="verifications", verbose_name=_("Order"))
    content_hash = models.CharField(max_length=64)
    content = models.JSONField(default=dict)  # path → text, so that a later change can be named
    is_ok = models.BooleanField(_("In order"))
    answers = models.JSONField(_("Answers"), default=list)
    note = models.CharField(_("Note"), max_length=500, blank=True)
    verified_by = models.ForeignKey(
        PERSON, models.PROTECT, related_name="+", verbose_name=_("Verified by"), db_index=False
    )
    verified_at = models.DateTimeField(_("Verified"))

    class Meta:
        verbose_name = _("verification")
        verbose_name_plural = _("verifications")

    def __str__(self) -> str:
        return f"{self.order_id} {self.is_ok}"


class OrderError(models.Model):
    """An error that was found in an order or one of its lines (订单差错): the source of the order accuracy.

    Open until it is corrected, or dismissed because it was none. ``line_no`` stays when its line goes.
    """

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="errors", verbose_name=_("Order"))
    line_no = models.PositiveIntegerField(_("Line"), null=True)
    kind = models.CharField(_("Kind"), max_length=8, choices=ErrorKind.choices)
    stage = models.CharField(_("Found"), max_length=12, choices=ErrorStage.choices)
    description = models.CharField(_("What is wrong"), max_length=500)
    made_by = models.ForeignKey(
        PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("Made by"), db_index=False
    )
    found_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("Found by"), db_index=False)
    found_at = models.DateTimeField(_("Found at"))
    cost = models.DecimalField(_("Cost"), max_digits=20, decimal_places=6, null=True)
    correction = models.CharField(_("Corrected how"), max_length=500, blank=True)
    corrected_by = models.ForeignKey(
        PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("Corrected by"), db_index=False
    )
    corrected_at = models.DateTimeField(_("Corrected at"), null=True)
    dismissal = models.CharField(_("Why it is no error"), max_length=500, blank=True)
    dismissed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("order error")
        verbose_name_plural = _("order errors")
        indexes = [
            models.Index(fields=["-found_at", "-id"], name="order_error_found"),
            models.Index(
                fields=["found_at"],
                name="order_error_open",
                condition=Q(corrected_at__isnull=True, dismissed_at__isnull=True),
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(cost__isnull=True) | Q(cost__gte=0), name="order_error_cost"),
            models.CheckConstraint(
                condition=Q(corrected_at__isnull=True) | Q(dismissed_at__isnull=True), name="order_error_one_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.kind}"

    @property
    def is_open(self) -> bool:
        """Neither corrected nor dismissed."""
        return self.corrected_at is None and self.dismissed_at is None
