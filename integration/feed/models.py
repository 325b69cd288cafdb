"""How far those came who ask the feed by API."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FeedReader(models.Model):
    """A client's own word of how far it is: the place it asked after in its last call. Technical; the feed gives every
    event to who asks for it, whatever stands here."""

    token = models.OneToOneField("accounts.ApiToken", models.CASCADE, related_name="feed_reader")
    position = models.BigIntegerField(_("Taken up to place"), null=True)
    asked_at = models.DateTimeField(_("Last call"), null=True)
    refused_at = models.DateTimeField(_("Refused last"), null=True)
    refusal = models.CharField(_("Last error"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("reader of the change feed")
        verbose_name_plural = _("readers of the change feed")

    def __str__(self) -> str:
        return f"{self.token_id}: {self.position}"
