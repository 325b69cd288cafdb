"""API tokens: hashed, scoped, expiring (RELIABILITY 2.11)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ApiToken(models.Model):
    """A secret another system presents; only its SHA-256 is kept. ``scopes`` are verb prefixes, empty = all
    that its user may do."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="api_tokens", verbose_name=_("Person"))
    name = models.CharField(_("Name"), max_length=80)
    prefix = models.CharField(_("Begins with"), max_length=12)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = models.JSONField(_("Scopes"), default=list, blank=True)
    created_at = models.DateTimeField(_("Created"))
    expires_at = models.DateTimeField(_("Expires"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("Last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("Revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"
