"""What every question to a customer keeps."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from orders.answers.choices import ASKED

PERSON = settings.AUTH_USER_MODEL


class Question(models.Model):
    """A question to a customer and his answer with its proof. Each kind adds its ``state`` (one of its states is
    ``ASKED``, one ``REVOKED``), what it is about, and the column for what he said (``kinds.Kind.words``)."""

    state: str
    language = models.CharField(_("Language"), max_length=8, default="zh-hans")
    recipient = models.EmailField(_("Sent to"), blank=True)
    asked_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("Asked by"), db_index=False)
    asked_at = models.DateTimeField(_("Asked"))
    valid_until = models.DateTimeField(_("Valid until"))
    mails = models.PositiveSmallIntegerField(default=0)

    answered_at = models.DateTimeField(_("Answered"), null=True)
    answered_by = models.CharField(_("Answered by"), max_length=80, blank=True)  # a name that the customer wrote
    recorded_by = models.ForeignKey(
        PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("Recorded by"), db_index=False
    )
    said_at = models.DateTimeField(_("Said on"), null=True)  # by hand: when he said it, with its evidence in words
    evidence = models.CharField(_("Proof in words"), max_length=300, blank=True, db_default="")
    address = models.GenericIPAddressField(_("Network address"), null=True)
    agent = models.CharField(_("Browser"), max_length=300, blank=True)
    proof_hash = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    @property
    def is_waiting(self) -> bool:
        """Whether the customer has not answered and nobody took the question back."""
        return self.state == ASKED
