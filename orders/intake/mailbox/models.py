"""How far the mailbox was read."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailboxState(models.Model):
    """A mailbox, by server, user and folder. ``last_uid``: the last mail that was taken in, ``marked_uid`` the last
    that was marked there; both count within ``uidvalidity``. ``fault``: why it cannot be read, since when."""

    key = models.CharField(_("Mailbox"), max_length=200, unique=True)
    uidvalidity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    marked_uid = models.BigIntegerField(default=0)
    polled_at = models.DateTimeField(_("Read last"), null=True)
    fault = models.CharField(_("Fault"), max_length=300, blank=True)
    failing_since = models.DateTimeField(_("Failing since"), null=True)

    class Meta:
        verbose_name = _("mailbox")
        verbose_name_plural = _("mailboxes")

    def __str__(self) -> str:
        return self.key
