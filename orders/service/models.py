"""What customers were asked to confirm, and what they answered (R102–R104, R073)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orders.answers.models import Question
from orders.service.choices import Method, State


class Confirmation(Question):
    """One question to a customer about an order as it stands, and his answer with its proof.

    ``shown`` is what he sees, word for word (``sheet.of``); ``content_hash`` that of the order's commercial content: an
    order that changed since is not what he was asked about. ``bound_hash`` is that of the same content as the order
    says it now: another one once two records of the customer or of a product became one; what is proved stays.
    ``proof_hash`` is over the sheet, ``content_hash`` and the answer. ``questions``: ``[{text, name, at}]`` that he
    asked back.
    """

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="confirmations", verbose_name=_("Order"))
    state = models.CharField(_("State"), max_length=9, choices=State.choices, default=State.ASKED)
    method = models.CharField(_("How"), max_length=5, choices=Method.choices, default=Method.LINK)
    content_hash = models.CharField(max_length=64)
    bound_hash = models.CharField(max_length=64, blank=True, db_default="")
    shown = models.JSONField(default=dict)
    note = models.CharField(_("Words to the customer"), max_length=500, blank=True)
    step_id = models.BigIntegerField(null=True)  # the approval's step that waits for it
    questions = models.JSONField(_("Questions"), default=list)
    reason = models.CharField(_("Reason"), max_length=500, blank=True)
    evidence = models.CharField(_("Proof in words"), max_length=300, blank=True, db_default="")

    class Meta:
        verbose_name = _("customer's confirmation")
        verbose_name_plural = _("customers' confirmations")
        constraints = [
            models.UniqueConstraint(fields=["order"], name="confirmation_one_asked", condition=Q(state=State.ASKED)),
            models.CheckConstraint(
                condition=Q(state__in=[State.ASKED, State.REVOKED]) | Q(answered_at__isnull=False),
                name="confirmation_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.state}"
