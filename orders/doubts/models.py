"""Doubts of an order, and the times it was set aside."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orders.doubts.choices import FIELDS
from orders.doubts.states import State


class Doubt(models.Model):
    """A question about an order, one of its lines or a field; ``asked_to`` owes the answer."""

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="doubts", verbose_name=gettext_lazy("Order"))
    line_no = models.PositiveIntegerField(gettext_lazy("Line"), null=True)
    field = models.CharField(gettext_lazy("Field"), max_length=40, blank=True, choices=[*FIELDS.items()])
    text = models.CharField(gettext_lazy("Question"), max_length=1000)
    state = models.CharField(gettext_lazy("State"), max_length=8, choices=State.choices, default=State.OPEN)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=gettext_lazy("Asked by")
    )
    asked_at = models.DateTimeField(gettext_lazy("Asked"))
    asked_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=gettext_lazy("Asked of"),
        db_index=False,
    )
    answer = models.CharField(gettext_lazy("Answer"), max_length=1000, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(gettext_lazy("Answered"), null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(gettext_lazy("Closed"), null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = gettext_lazy("doubt")
        verbose_name_plural = gettext_lazy("doubts")
        indexes = [
            models.Index(fields=["asked_to", "state"], name="doubt_asked_to"),
            models.Index(fields=["state", "-id"], name="doubt_by_state"),
        ]

    def __str__(self) -> str:
        return _("Doubt #%(id)s") % {"id": self.pk}

    @property
    def path(self) -> str:
        """The field it is about as gaps write it: ``lines.3.price``, ``requested_date``; "" for the whole order."""
        if self.line_no is not None:
            return f"lines.{self.line_no}.{self.field or 'product'}"
        return self.field

    @property
    def about(self) -> str:
        """What it is about, in words."""
        words = str(FIELDS.get(self.field, ""))
        if self.line_no is None:
            return words or _("The whole order")
        line = _("Line %(line)s") % {"line": self.line_no}
        return f"{line}: {words}" if words else line


class SetAside(models.Model):
    """A time that an order was set aside: why, by whom, until when."""

    order = models.ForeignKey(
        "orders.Order", models.PROTECT, related_name="set_asides", verbose_name=gettext_lazy("Order"), db_index=False
    )
    reason = models.CharField(gettext_lazy("Reason"), max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=gettext_lazy("Set aside by")
    )
    at = models.DateTimeField(gettext_lazy("Set aside"))
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(gettext_lazy("Released"), null=True)
    note = models.CharField(gettext_lazy("Note"), max_length=500, blank=True)

    class Meta:
        verbose_name = gettext_lazy("order set aside")
        verbose_name_plural = gettext_lazy("orders set aside")
        indexes = [models.Index(fields=["-id"], name="set_aside_now", condition=Q(released_at__isnull=True))]
        constraints = [
            models.UniqueConstraint(fields=["order"], name="set_aside_once", condition=Q(released_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.reason}"
