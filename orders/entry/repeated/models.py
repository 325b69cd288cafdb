"""The order template."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class OrderTemplate(models.Model):
    """What an order that comes again consists of. ``header`` and ``lines`` hold what a draft takes, by column; neither
    prices nor dates. Without ``customer`` it is for any; ``is_shared``: everybody who enters orders may use it."""

    name = models.CharField(_("Name"), max_length=80)
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Customer")
    )
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Owner"))
    is_shared = models.BooleanField(_("For everybody"), default=False)
    header = models.JSONField(default=dict)
    lines = models.JSONField(default=list)
    used = models.PositiveIntegerField(_("Used"), default=0)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name = _("order template")
        verbose_name_plural = _("order templates")
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="order_template_name")]

    def __str__(self) -> str:
        return self.name
