"""What a change does, as it was worked out, and what each signature saw of it (SEMANTICS 8)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ChangeSheet(models.Model):
    """The impact sheet of a request as it was computed at a moment: append-only. ``facts`` is the digest of what it
    says: an equal one is not written again."""

    request = models.ForeignKey("orders.ChangeRequest", models.CASCADE, related_name="sheets")
    content_hash = models.CharField(max_length=64)  # of the request's items it was computed for
    facts = models.CharField(max_length=64)
    data = models.JSONField(default=dict)
    made_at = models.DateTimeField(_("Computed"))

    class Meta:
        verbose_name = _("impact sheet")
        verbose_name_plural = _("impact sheets")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.request_id} {self.made_at:%Y-%m-%d %H:%M}"


class ChangeSignature(models.Model):
    """A decision of an approval, a department or the customer, with the sheet that was before his eyes."""

    request = models.ForeignKey("orders.ChangeRequest", models.CASCADE, related_name="signatures")
    sheet = models.ForeignKey(ChangeSheet, models.PROTECT, related_name="+")
    what = models.CharField(max_length=12)  # APPROVAL, ASSESSMENT, CUSTOMER
    content_hash = models.CharField(max_length=64)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    name = models.CharField(max_length=80, blank=True)  # of a customer's person
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("signature on a change request")
        verbose_name_plural = _("signatures on change requests")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.request_id} {self.what}"
