"""Addresses at which mail does not arrive."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MailAddress(models.Model):
    """An address from which mail came back: how often, when last and why. A blocked one gets no mail until a person
    releases it. ``message_id`` is the message of the outbox that came back last."""

    class Kind(models.TextChoices):
        HARD = "HARD", pgettext_lazy("bounce", "For good")
        SOFT = "SOFT", pgettext_lazy("bounce", "For now")

    address = models.CharField(_("Mail address"), max_length=254, unique=True)  # in lower case
    kind = models.CharField(pgettext_lazy("mail address", "Came back"), max_length=4, choices=Kind.choices)
    hard = models.PositiveIntegerField(_("For good, times"), default=0)
    soft = models.PositiveIntegerField(_("For now, times"), default=0)
    reason = models.CharField(_("What the server said"), max_length=300, blank=True)
    message_id = models.BigIntegerField(null=True)
    first_at = models.DateTimeField(_("First time"))
    last_at = models.DateTimeField(_("Last time"))
    is_blocked = models.BooleanField(pgettext_lazy("mail address", "Blocked"), default=False)
    released_at = models.DateTimeField(pgettext_lazy("mail address", "Released"), null=True)

    class Meta:
        verbose_name = _("address that mail came back from")
        verbose_name_plural = _("addresses that mail came back from")
        ordering = ["-last_at"]
        indexes: ClassVar = [
            models.Index(fields=["-last_at", "-id"], name="mail_address_blocked", condition=Q(is_blocked=True)),
        ]

    def __str__(self) -> str:
        return self.address
