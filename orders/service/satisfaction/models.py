"""How content customers are with an order: asked after signing, answered under a link or written down (R055, R221)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from orders.answers.models import Question


def _score(label) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label, null=True)


class SatisfactionRequest(Question):
    """A customer is asked how content he is with an order: 1 to 5 in all, and for goods, delivery and service where he
    likes, with words. The answer becomes a word of the customer (``customers.voice``), named by ``note_id``."""

    class State(models.TextChoices):
        ASKED = "ASKED", pgettext_lazy("satisfaction", "Asked")
        ANSWERED = "ANSWERED", pgettext_lazy("satisfaction", "Answered")
        REVOKED = "REVOKED", pgettext_lazy("satisfaction", "Taken back")

    order = models.ForeignKey(
        "orders.Order", models.PROTECT, related_name="satisfaction", verbose_name=_("Order"), db_index=False
    )
    state = models.CharField(_("State"), max_length=8, choices=State.choices, default=State.ASKED)
    score = _score(_("In all"))
    goods = _score(_("Goods"))
    delivery = _score(_("Delivery"))
    service = _score(_("Service"))
    words = models.TextField(_("In his words"), blank=True)
    note_id = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("satisfaction request")
        verbose_name_plural = _("satisfaction requests")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["order"], name="satisfaction_once", condition=~Q(state="REVOKED")),
            models.CheckConstraint(
                condition=~Q(state="ANSWERED") | Q(score__gte=1, score__lte=5), name="satisfaction_answered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.state}"
