"""What a customer said, how content he is, what we will come back with, and what it comes to (R055, R281)."""

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
    provider = models.CharField(_("System"), max_length=40, blank=True, default="", db_default="")
    external_id = models.CharField(_("External number"), max_length=100, blank=True, default="", db_default="")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("Created"))
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("Taken back"), null=True)
    withdrawn_reason = models.CharField(_("Taken back because"), max_length=300, blank=True, default="", db_default="")
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
            models.UniqueConstraint(
                fields=["provider", "external_id"], condition=~Q(external_id=""), name="customer_note_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.customer_id}"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to come back to the customer."""
        return self.due_date is not None and self.done_at is None


class VoiceFacts(models.Model):
    """What the words of a customer come to within the time that counts (setting ``customers.voice_months``), from
    ``since`` on: how content he is, and how often he complained. Derived: answers are counted here, complaints and
    orders by the floor above."""

    customer = models.OneToOneField(
        "customers.Customer", models.CASCADE, primary_key=True, related_name="voice_facts", verbose_name=_("Customer")
    )
    answers = models.PositiveIntegerField(_("Answers how content he is"), default=0)
    score_sum = models.PositiveIntegerField(default=0)
    average = models.DecimalField(_("Satisfaction on average"), max_digits=3, decimal_places=2, null=True)
    lowest = models.PositiveSmallIntegerField(_("Lowest satisfaction"), null=True)
    last_answer_at = models.DateTimeField(_("Last answer"), null=True)
    complaints = models.PositiveIntegerField(_("Complaints"), default=0)
    orders = models.PositiveIntegerField(_("Orders"), default=0)
    since = models.DateField(_("Counted from"))
    counted_at = models.DateTimeField(_("Counted"))

    class Meta:
        verbose_name = _("figures of a customer's words")
        verbose_name_plural = _("figures of customers' words")

    def __str__(self) -> str:
        return f"{self.customer_id} {self.average} {self.complaints}"
