"""What customers were asked to confirm of their accounts, and what they answered (SEMANTICS 12, R224, R227)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from orders.collecting.choices import Method
from orders.collecting.models import Statement

PERSON = settings.AUTH_USER_MODEL


class StatementConfirmation(models.Model):
    """One question to a customer about a statement of account, and his answer. ``content_hash`` is that of what the
    statement said as he was asked, ``proof_hash`` over that, its sums and the answer. An objection is followed by an
    exception of kind dispute (``case``)."""

    class State(models.TextChoices):
        ASKED = "ASKED", pgettext_lazy("confirmation", "Asked")
        CONFIRMED = "CONFIRMED", pgettext_lazy("confirmation", "Confirmed")
        OBJECTED = "OBJECTED", pgettext_lazy("statement", "Objected to")
        REVOKED = "REVOKED", pgettext_lazy("confirmation", "Taken back")

    statement = models.ForeignKey(
        Statement, models.PROTECT, related_name="confirmations", verbose_name=_("Statement of account")
    )
    state = models.CharField(_("State"), max_length=9, choices=State.choices, default=State.ASKED)
    method = models.CharField(_("How"), max_length=5, choices=Method.choices, default=Method.LINK)
    content_hash = models.CharField(_("Digest"), max_length=64)
    language = models.CharField(_("Language"), max_length=8, default="zh-hans")
    recipient = models.EmailField(_("Sent to"), blank=True)
    note = models.CharField(_("Words to the customer"), max_length=500, blank=True)
    asked_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("Asked by"), db_index=False)
    asked_at = models.DateTimeField(_("Asked"))
    valid_until = models.DateTimeField(_("Valid until"))
    mails = models.PositiveSmallIntegerField(default=0)

    answered_at = models.DateTimeField(_("Answered"), null=True)
    answered_by = models.CharField(_("Answered by"), max_length=80, blank=True)  # a name that the customer wrote
    words = models.CharField(_("What he said"), max_length=500, blank=True)
    case = models.ForeignKey(
        "orders.ExceptionCase", models.PROTECT, null=True, related_name="+", verbose_name=_("Exception")
    )
    recorded_by = models.ForeignKey(
        PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("Recorded by"), db_index=False
    )
    said_at = models.DateTimeField(_("Said on"), null=True)
    evidence = models.CharField(_("Proof in words"), max_length=300, blank=True)
    address = models.GenericIPAddressField(_("Network address"), null=True)
    agent = models.CharField(_("Browser"), max_length=300, blank=True)
    proof_hash = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("confirmation of a statement")
        verbose_name_plural = _("confirmations of statements")
        constraints = [
            models.UniqueConstraint(fields=["statement"], name="statement_one_asked", condition=Q(state="ASKED")),
            models.CheckConstraint(
                condition=Q(state__in=["ASKED", "REVOKED"]) | Q(answered_at__isnull=False), name="statement_answered"
            ),
            models.CheckConstraint(condition=~Q(state="OBJECTED") | Q(case__isnull=False), name="statement_disputed"),
        ]

    def __str__(self) -> str:
        return f"{self.statement_id} {self.state}"
