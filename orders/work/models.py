"""How busy departments are: written from above, read by promises."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Department


class DepartmentLoad(models.Model):
    """Hours of released work that a department has in a week (``week``: its Monday), and how many it can do then."""

    department = models.ForeignKey(Department, models.CASCADE, related_name="+", verbose_name=_("Department"))
    week = models.DateField(_("Week"))
    hours = models.DecimalField(_("Hours planned"), max_digits=12, decimal_places=2, default=Decimal(0))
    capacity = models.DecimalField(_("Hours possible"), max_digits=12, decimal_places=2, default=Decimal(0))

    class Meta:
        verbose_name = _("load of a department")
        verbose_name_plural = _("loads of departments")
        constraints = [
            models.UniqueConstraint(fields=["department", "week"], name="department_load_once"),
            models.CheckConstraint(condition=Q(hours__gte=0, capacity__gte=0), name="department_load_hours"),
        ]

    def __str__(self) -> str:
        return f"{self.department_id} {self.week} {self.hours}/{self.capacity}"
