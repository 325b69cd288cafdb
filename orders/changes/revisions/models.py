"""The past revisions of orders, whole (SEMANTICS 8, R314)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class OrderRevision(models.Model):
    """An order as it stood in a revision, until ``ended_at``: head and lines, every commercial field and what had been
    carried out by then. Never edited. ``request``: the change that ended it."""

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="revisions", verbose_name=_("Order"))
    revision = models.PositiveIntegerField(_("Revision"))
    content = models.JSONField(default=dict)  # ``snapshot.of``: {"head": {…}, "lines": [{…}]}
    content_hash = models.CharField(max_length=64)
    began_at = models.DateTimeField(_("In force since"))
    ended_at = models.DateTimeField(_("In force until"))
    request = models.OneToOneField("orders.ChangeRequest", models.PROTECT, related_name="ended_revision")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("revision of an order")
        verbose_name_plural = _("revisions of orders")
        ordering = ["order_id", "revision"]
        constraints = [models.UniqueConstraint(fields=["order", "revision"], name="revision_once")]

    def __str__(self) -> str:
        return f"{self.order_id} v{self.revision}"
