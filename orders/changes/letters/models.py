"""What customers were told of changes and offered, and what they chose (R205)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orders.answers.choices import Method
from orders.answers.models import Question
from orders.changes.choices import LetterState


class ChangeLetter(Question):
    """A letter about a change request with the options it offers, and the customer's answer with its proof.

    ``options``: [{key, label, text, items}], the first is the request as it stands. ``content_hash`` is that of the
    request's items as he was asked, ``proof_hash`` over the letter, what it offered and the answer.
    """

    request = models.ForeignKey("orders.ChangeRequest", models.PROTECT, related_name="letters")
    state = models.CharField(_("State"), max_length=8, choices=LetterState.choices, default=LetterState.ASKED)
    sheet = models.ForeignKey("orders.ChangeSheet", models.PROTECT, related_name="+", db_index=False)
    method = models.CharField(_("How"), max_length=5, choices=Method.choices, default=Method.LINK)
    content_hash = models.CharField(max_length=64)
    agreed_hash = models.CharField(max_length=64, blank=True)  # of the content that he agreed to
    subject = models.CharField(_("Subject"), max_length=200)
    text = models.TextField(_("Letter"))
    options = models.JSONField(_("Options"), default=list)
    questions = models.JSONField(_("Questions"), default=list)  # [{text, name, at}] that he asked back
    chosen = models.CharField(_("Chosen"), max_length=40, blank=True)
    words = models.CharField(_("What he said"), max_length=500, blank=True)

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
