"""The customer's own page: who may open it under which link, until when (R177, R194)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

PERSON = settings.AUTH_USER_MODEL


class PageAccess(models.Model):
    """One signed link to the page of a customer: all his orders, or one. It expires and can be taken back; nothing of
    others can be reached by it."""

    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="page_accesses", verbose_name=_("Customer"), db_index=False
    )
    order = models.ForeignKey(
        "orders.Order",
        models.PROTECT,
        null=True,
        related_name="page_accesses",
        verbose_name=_("Order"),
    )
    name = models.CharField(_("For whom"), max_length=60, blank=True)
    recipient = models.CharField(_("Sent to"), max_length=254)
    language = models.CharField(_("Language"), max_length=8)
    shows_prices = models.BooleanField(_("Shows prices"), default=True)
    valid_until = models.DateTimeField(_("Valid until"))
    issued_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("Given by"))
    issued_at = models.DateTimeField(_("Given"))
    mails = models.PositiveSmallIntegerField(default=0)
    revoked_at = models.DateTimeField(_("Taken back"), null=True)
    last_opened_at = models.DateTimeField(_("Last opened"), null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("access to the customer's page")
        verbose_name_plural = _("accesses to the customer's page")
        indexes: ClassVar = [models.Index(fields=["customer", "-id"], name="page_access_of")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(valid_until__gt=models.F("issued_at")), name="page_access_lasts")
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.recipient}"

    @property
    def is_waiting(self) -> bool:
        """Whether nobody took it back: its mail is still wanted."""
        return self.revoked_at is None


class PageWord(models.Model):
    """Something that a customer wrote on his page: a question or suggestion, which is a word of his
    (``customers.voice``), or a complaint, which is an exception; with the name he wrote and from where it came."""

    class Kind(models.TextChoices):
        QUESTION = "QUESTION", _("Question")
        COMPLAINT = "COMPLAINT", _("Complaint")
        SUGGESTION = "SUGGESTION", _("Suggestion")

    access = models.ForeignKey(PageAccess, models.PROTECT, related_name="words", db_index=False)
    kind = models.CharField(_("Kind"), max_length=10, choices=Kind.choices)
    order = models.ForeignKey(
        "orders.Order", models.PROTECT, null=True, related_name="page_words", verbose_name=_("Order")
    )
    note = models.OneToOneField("customers.CustomerNote", models.CASCADE, null=True, related_name="page_word")
    case = models.OneToOneField("orders.ExceptionCase", models.CASCADE, null=True, related_name="page_word")
    name = models.CharField(_("Written by"), max_length=80)
    at = models.DateTimeField(_("Written"))
    address = models.GenericIPAddressField(_("Network address"), null=True)
    agent = models.CharField(_("Browser"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("word on the customer's page")
        verbose_name_plural = _("words on the customer's page")
        indexes: ClassVar = [models.Index(fields=["access", "-id"], name="page_word_of")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=("QUESTION", "SUGGESTION"), note__isnull=False, case__isnull=True)
                | Q(kind="COMPLAINT", note__isnull=True, case__isnull=False),
                name="page_word_is_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"
