"""Who answers for an order in each of its stages (R144, R291)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Department
from common import reference
from orders.order.states import Stage

PERSON = settings.AUTH_USER_MODEL


class StageDuty(models.Model):
    """In a stage of an order this kind of department answers for it, and within it this administrator where one is
    named; he may decompose, assign and check orders in that stage, whatever the scope of his role. ``area``: of orders
    of this department and those below it; without one: of all."""

    stage = models.CharField(_("Stage"), max_length=9, choices=Stage.choices)
    department_kind = models.CharField(_("Department"), max_length=12, choices=Department.Kind.choices)
    area = models.ForeignKey(
        Department, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("Orders of")
    )
    person = models.ForeignKey(
        PERSON, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Administrator")
    )
    duty = models.CharField(_("Duty"), max_length=200, blank=True)
    is_active = models.BooleanField(_("Active"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("duty of a stage")
        verbose_name_plural = _("duties of stages")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "area"], name="stage_duty_once", condition=Q(is_active=True), nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.department_kind}"

    @property
    def words(self) -> str:
        """What is to be done, in the reader's language where the software shipped the words."""
        return reference.shown(self.duty) if self.duty else ""
