"""What came in: a call, a letter, a fax, a mail, an order of the web shop (R056–R061)."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orders.intake.pool.states import OPEN, State
from orders.order.choices import Channel

CHANNELS = [(value, label) for value, label in Channel.choices if value != Channel.IMPORT]


class IntakeItem(models.Model):
    """One piece. What came in is never changed: sender, subject, text, rows and files stay as they arrived; who is
    meant, who enters it and what became of it stand beside.

    ``rows``: lines as they were read, cells as texts by the names of the entry grid; ``header``: what was said of the
    whole order, field → text. ``provider`` and ``external_id``: the other system and its number, taken in once;
    ``content_hash`` tells the same from another content. ``due_at``: by when it is to be entered.
    """

    class Guess(models.TextChoices):
        CODE = "CODE", gettext_lazy("Customer code")
        MAIL = "MAIL", gettext_lazy("Mail address of a contact")
        DOMAIN = "DOMAIN", gettext_lazy("Mail domain of the contacts")
        PHONE = "PHONE", gettext_lazy("Phone of a contact")
        NAME = "NAME", gettext_lazy("Name")
        HAND = "HAND", gettext_lazy("Chosen by hand")

    channel = models.CharField(gettext_lazy("Channel"), max_length=12, choices=CHANNELS)
    state = models.CharField(gettext_lazy("State"), max_length=10, choices=State.choices, default=State.NEW)
    received_at = models.DateTimeField(gettext_lazy("Came in"))
    due_at = models.DateTimeField(gettext_lazy("To be entered by"))
    sender = models.CharField(gettext_lazy("Sender"), max_length=120, blank=True)
    sender_mail = models.CharField(gettext_lazy("Sender's mail address"), max_length=254, blank=True)
    sender_phone = models.CharField(gettext_lazy("Sender's phone"), max_length=40, blank=True)
    subject = models.CharField(gettext_lazy("Subject"), max_length=300, blank=True)
    text = models.TextField(gettext_lazy("Text"), blank=True)
    rows = models.JSONField(gettext_lazy("Rows"), default=list, blank=True)
    header = models.JSONField(gettext_lazy("Said of the whole order"), default=dict, blank=True)
    refused_files = models.JSONField(gettext_lazy("Files that were refused"), default=list, blank=True)
    provider = models.CharField(gettext_lazy("System"), max_length=40, blank=True)
    external_id = models.CharField(gettext_lazy("External number"), max_length=100, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)

    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, null=True, related_name="+", verbose_name=gettext_lazy("Customer")
    )
    customer_by = models.CharField(gettext_lazy("Customer known by"), max_length=6, choices=Guess.choices, blank=True)
    department = models.ForeignKey(
        "accounts.Department", models.PROTECT, null=True, related_name="+", verbose_name=gettext_lazy("Department")
    )
    salesperson = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=gettext_lazy("Salesperson"),
        db_index=False,
    )
    dispatched_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    dispatched_at = models.DateTimeField(gettext_lazy("Dispatched"), null=True)
    dispatch_reason = models.CharField(gettext_lazy("Dispatched because"), max_length=500, blank=True)
    order = models.ForeignKey(
        "orders.Order", models.PROTECT, null=True, related_name="intake_items", verbose_name=gettext_lazy("Order")
    )
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(gettext_lazy("Entered"), null=True)
    reason = models.CharField(gettext_lazy("Reason"), max_length=500, blank=True)  # of setting aside, of discarding
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField(gettext_lazy("Registered"))
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = gettext_lazy("piece of intake")
        verbose_name_plural = gettext_lazy("intake")
        indexes = [
            models.Index(fields=["state", "-received_at", "-id"], name="intake_by_state"),
            models.Index(fields=["-received_at", "-id"], name="intake_by_receipt"),
            models.Index(fields=["due_at"], name="intake_open_due", condition=Q(state__in=[*map(str, OPEN)])),
            models.Index(fields=["salesperson", "state"], name="intake_of_salesperson"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "external_id"], name="intake_once", condition=~Q(external_id="")
            ),
            models.CheckConstraint(
                condition=~Q(state=State.DRAFTED) | Q(order__isnull=False, entered_at__isnull=False),
                name="intake_entered_as",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.DISPATCHED) | Q(salesperson__isnull=False), name="intake_dispatched_to"
            ),
        ]

    def __str__(self) -> str:
        return _("Intake #%(id)s") % {"id": self.pk}

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to enter it."""
        return self.state in OPEN

    @property
    def sender_words(self) -> str:
        """Who it came from: the name, else what is known of him."""
        return self.sender or self.sender_mail or self.sender_phone

    @property
    def title(self) -> str:
        """What it is about, in one line: its subject, else the beginning of its text."""
        return self.subject or " ".join(self.text.split())[:80]

    @property
    def time_to_entry(self) -> timedelta | None:
        """From receipt to entry; None while it was not entered."""
        return None if self.entered_at is None else max(timedelta(0), self.entered_at - self.received_at)

    def is_late(self, at: datetime) -> bool:
        """Whether it is still to be entered though its time is up."""
        return self.is_open and at > self.due_at

    def was_late(self) -> bool:
        """Whether it was entered after its time."""
        return self.entered_at is not None and self.entered_at > self.due_at

    @property
    def typed_rows(self) -> list[dict[str, Any]]:
        """Its rows, each a dictionary of cells."""
        return [row for row in self.rows if isinstance(row, dict)]
