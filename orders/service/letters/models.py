"""What customers are told by themselves: the policy for each, and progress letters drafted from facts (R182)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PERSON = settings.AUTH_USER_MODEL


class ServicePolicy(models.Model):
    """What a customer is told, asked and offered by itself; the row without a customer is the company's, for all who
    have none of their own. ``tells``: codes of ``letters.choices.News``."""

    customer = models.OneToOneField(
        "customers.Customer", models.CASCADE, null=True, related_name="service_policy", verbose_name=_("Customer")
    )
    tells = models.JSONField(_("Told of"), default=list)
    progress_every = models.PositiveSmallIntegerField(_("Progress letter every so many days"), null=True, blank=True)
    asks_satisfaction = models.BooleanField(_("Asked how content he is, after signing"), default=False)
    visit_after = models.PositiveSmallIntegerField(_("Return visit so many days after delivery"), null=True, blank=True)
    has_page = models.BooleanField(_("Letters carry the way to his own page"), default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("service policy")
        verbose_name_plural = _("service policies")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["customer"], name="service_policy_once", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return f"{self.customer_id or ''}"


class ProgressLetter(models.Model):
    """How a customer's orders stand, drafted from facts, read over by its owner, sent once. ``facts``: what it was
    drafted from."""

    class State(models.TextChoices):
        DRAFT = "DRAFT", pgettext_lazy("progress letter", "Draft")
        SENT = "SENT", pgettext_lazy("progress letter", "Sent")
        DROPPED = "DROPPED", pgettext_lazy("progress letter", "Dropped")

    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="progress_letters", verbose_name=_("Customer")
    )
    orders: models.ManyToManyField = models.ManyToManyField("orders.Order", related_name="+", verbose_name=_("Orders"))
    state = models.CharField(_("State"), max_length=7, choices=State.choices, default=State.DRAFT)
    owner = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("Who"))
    language = models.CharField(_("Language"), max_length=8)
    recipient = models.CharField(_("Sent to"), max_length=254, blank=True)
    subject = models.CharField(_("Subject"), max_length=200)
    text = models.TextField(_("Text"))
    facts = models.JSONField(default=dict)
    drafted_at = models.DateTimeField(_("Drafted"))
    sent_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("Sent by"))
    sent_at = models.DateTimeField(_("Sent"), null=True)
    resent = models.PositiveSmallIntegerField(default=0, db_default=0)  # how often the same words went out again
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("progress letter")
        verbose_name_plural = _("progress letters")
        indexes: ClassVar = [models.Index(fields=["owner", "-id"], name="letter_draft_of", condition=Q(state="DRAFT"))]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["customer"], name="progress_letter_one_draft", condition=Q(state="DRAFT"))
        ]

    def __str__(self) -> str:
        return self.subject
