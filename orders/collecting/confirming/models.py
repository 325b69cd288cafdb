"""What customers were asked to confirm of their accounts, and what they answered (SEMANTICS 12, R224, R227)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from orders.answers.models import Question
from orders.collecting.choices import Method
from orders.collecting.models import Statement


class StatementConfirmation(Question):
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
    note = models.CharField(_("Words to the customer"), max_length=500, blank=True)
    words = models.CharField(_("What he said"), max_length=500, blank=True)
    case = models.ForeignKey(
        "orders.ExceptionCase", models.PROTECT, null=True, related_name="+", verbose_name=_("Exception")
    )

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
