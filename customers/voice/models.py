"""What a customer said, how content he is, and what we will come back with (R055)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class CustomerNote(models.Model):
    """One thing that a customer said.

    With ``due_date`` and ``responsible`` it waits on that person's home page until ``done_at``. ``order_number``
    is the number of an order of the customer, where it is about one; orders stand on a floor above. A complaint is no
    note: it is an exception (``orders.exceptions``), with cause, remedy and time to answer; a contact that is planned
    with him is a follow-up (``orders.service.contacts``).
    """

    class Kind(models.TextChoices):
        QUESTION = "QUESTION", _("Question")
        FEEDBACK = "FEEDBACK", _("Feedback")
        SUGGESTION = "SUGGESTION", _("Suggestion")
        SATISFACTION = "SATISFACTION", _("Satisfaction")

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="voice", verbose_name=_("Customer"))
    kind = models.CharField(_("Kind"), max_length=12, choices=Kind.choices)
    order_number = models.CharField(_("Order number"), max_length=20, blank=True)
    text = models.TextField(_("What was said"), blank=True)
    score = models.PositiveSmallIntegerField(_("Satisfaction, 1 to 5"), null=True, blank=True)
    due_date = models.DateField(_("Follow up by"), null=True, blank=True)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Who")
    )
    answer = models.TextField(_("Answer"), blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(_("Answered"), null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(_("Done"), null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("Created"))
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("word of a customer")
        verbose_name_plural = _("words of customers")
        indexes = [
            models.Index(fields=["customer", "-id"], name="customer_note_of"),
            models.Index(
                fields=["responsible", "due_date"],
                name="customer_note_due",
                condition=Q(done_at__isnull=True, due_date__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="SATISFACTION", score__gte=1, score__lte=5)
                | (~Q(kind="SATISFACTION") & Q(score__isnull=True)),
                name="customer_note_score",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.customer_id}"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to come back to the customer."""
        return self.due_date is not None and self.done_at is None
