"""What customers were told of changes and offered, and what they chose (R205)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orders.changes.choices import LetterState

PERSON = settings.AUTH_USER_MODEL


class ChangeLetter(models.Model):
    """A letter about a change request with the options it offers, and the customer's answer with its proof.

    ``options``: [{key, label, text, items}], the first is the request as it stands. ``content_hash`` is that of the
    request's items, ``proof_hash`` over the letter, what it offered and the answer.
    """

    request = models.ForeignKey("orders.ChangeRequest", models.PROTECT, related_name="letters")
    state = models.CharField(_("State"), max_length=8, choices=LetterState.choices, default=LetterState.ASKED)
    sheet = models.ForeignKey("orders.ChangeSheet", models.PROTECT, related_name="+", db_index=False)
    content_hash = models.CharField(max_length=64)
    language = models.CharField(_("Language"), max_length=8, default="zh-hans")
    recipient = models.EmailField(_("Sent to"), blank=True)
    subject = models.CharField(_("Subject"), max_length=200)
    text = models.TextField(_("Letter"))
    options = models.JSONField(_("Options"), default=list)
    asked_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("Asked by"), db_index=False)
    asked_at = models.DateTimeField(_("Asked"))
    valid_until = models.DateTimeField(_("Valid until"))
    mails = models.PositiveSmallIntegerField(default=0)

    chosen = models.CharField(_("Chosen"), max_length=40, blank=True)
    answered_at = models.DateTimeField(_("Answered"), null=True)
    answered_by = models.CharField(_("Answered by"), max_length=80, blank=True)  # a name that the customer wrote
    recorded_by = models.ForeignKey(
        PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("Recorded by"), db_index=False
    )
    words = models.CharField(_("What he said"), max_length=500, blank=True)
    said_at = models.DateTimeField(_("Said on"), null=True)
    evidence = models.CharField(_("Proof in words"), max_length=300, blank=True)
    address = models.GenericIPAddressField(_("Network address"), null=True)
    agent = models.CharField(_("Browser"), max_length=300, blank=True)
    proof_hash = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("letter about a change")
        verbose_name_plural = _("letters about changes")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["request"], name="letter_one_asked", condition=Q(state="ASKED")),
            models.CheckConstraint(
                condition=Q(state__in=["ASKED", "REVOKED"]) | Q(answered_at__isnull=False), name="letter_answered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.state}"
