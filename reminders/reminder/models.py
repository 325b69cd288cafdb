"""Reminders, one for each (rule, object, step, due moment, recipient), and the letters that carry them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reminders.reminder.states import LetterState, Reaction, State
from reminders.rules.choices import Channel, Recipient

PERSON = settings.AUTH_USER_MODEL


class Reminder(models.Model):
    """One recipient is to be told of one object by one step of a rule. Never sent twice: the key is unique.

    ``recipient`` is ``user:<id>``, ``customer:<id>`` or ``robot:<id>``; ``due`` the anchor's moment (midnight of
    its day here, for days) as it was when the reminder was made; ``send_at`` when it goes at the earliest.
    ``again``: how often its recipient put it off and was told anew; but for these it is sent once by each channel.
    ``facts`` are those of the template's words, of the time when it was sent. ``waits_until``: it was due to go before,
    and waits for the day on which somebody speaks with the customer about it; None: it waits for nobody.
    """

    rule = models.ForeignKey(
        "reminders.ReminderRule", models.PROTECT, related_name="reminders", verbose_name=_("Rule"), db_index=False
    )
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    order = models.ForeignKey(
        "orders.Order", models.CASCADE, null=True, related_name="reminders", verbose_name=_("Order"), db_index=False
    )
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, null=True, related_name="+", verbose_name=_("Customer"), db_index=False
    )
    step = models.SmallIntegerField(_("Step"))
    due = models.DateTimeField(_("Due"))
    recipient = models.CharField(max_length=30)
    user = models.ForeignKey(
        PERSON, models.CASCADE, null=True, related_name="+", verbose_name=_("Recipient"), db_index=False
    )
    why = models.CharField(_("As"), max_length=11, choices=Recipient.choices)
    is_escalation = models.BooleanField(_("Told higher up"), default=False)
    again = models.PositiveSmallIntegerField(_("Came again"), default=0)
    state = models.CharField(_("State"), max_length=8, choices=State.choices, default=State.QUEUED)
    send_at = models.DateTimeField(_("Goes at"))
    waits_until = models.DateField(_("Waits until"), null=True)
    facts = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(_("Sent"), null=True)
    reaction = models.CharField(_("Answer"), max_length=7, choices=Reaction.choices, blank=True, default="")
    reacted_at = models.DateTimeField(_("Answered"), null=True)
    snoozed_until = models.DateTimeField(_("Again on"), null=True)
    note = models.CharField(_("Note"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["rule", "subject_type", "subject_id", "step", "due", "recipient"], name="reminder_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["send_at", "id"], name="reminder_waiting", condition=Q(state="QUEUED")),
            models.Index(fields=["sent_at", "rule"], name="reminder_sent", condition=Q(state="SENT")),
            models.Index(fields=["user", "-id"], name="reminder_of"),
            models.Index(fields=["order", "-id"], name="reminder_order", condition=Q(order__isnull=False)),
            models.Index(fields=["customer", "-id"], name="reminder_customer", condition=Q(customer__isnull=False)),
            models.Index(fields=["snoozed_until"], name="reminder_snoozed", condition=Q(reaction="SNOOZED")),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.subject_type} {self.subject_id} {self.step}"


class Letter(models.Model):
    """What goes to one recipient by one channel: one reminder, or many in a digest. It is written when it is sent; what
    was sent is kept. ``slot``: the moment for which a digest was gathered, one a recipient and moment.
    ``left_out``: how many more reminders its reader finds in the app. ``outbox_key`` names its message in the
    outbox."""

    recipient = models.CharField(max_length=30)
    user = models.ForeignKey(PERSON, models.CASCADE, null=True, related_name="+", verbose_name=_("Recipient"))
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, null=True, related_name="+", verbose_name=_("Customer")
    )
    robot = models.ForeignKey("reminders.Robot", models.PROTECT, null=True, related_name="+", verbose_name=_("Robot"))
    channel = models.CharField(_("Channel"), max_length=5, choices=Channel.choices)
    is_digest = models.BooleanField(_("Digest"), default=False)
    slot = models.DateTimeField(null=True)
    left_out = models.PositiveIntegerField(default=0)
    address = models.CharField(_("Sent to"), max_length=254, blank=True, default="")
    subject = models.CharField(_("Subject"), max_length=200, blank=True, default="")
    text = models.TextField(_("Text"), blank=True, default="")
    state = models.CharField(_("State"), max_length=8, choices=LetterState.choices, default=LetterState.QUEUED)
    outbox_key = models.CharField(max_length=60, blank=True, default="")
    resent = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(_("Last error"), max_length=300, blank=True, default="")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(_("Sent"), null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("reminder letter")
        verbose_name_plural = _("reminder letters")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["recipient", "channel", "address", "slot"],
                name="letter_digest_once",
                condition=Q(is_digest=True),
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["-id"], name="letter_to_see", condition=Q(state__in=["DOUBTFUL", "FAILED"])),
            models.Index(fields=["id"], name="letter_under_way", condition=Q(state="QUEUED")),
            models.Index(fields=["recipient", "created_at"], name="letter_of_recipient"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.recipient} {self.state}"


class LetterItem(models.Model):
    """A reminder in a letter."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="items", db_index=False)
    reminder = models.ForeignKey(Reminder, models.CASCADE, related_name="items")
    is_moot = models.BooleanField(default=False)  # left out when it was sent: nothing was due any more

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["letter", "reminder"], name="letter_item_once")]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.reminder_id}"


class ScanMark(models.Model):
    """Until when a rule's due objects were looked for: what a missed run has to catch up. ``error`` says why the last
    run could not, since ``failed_at``; "" while all is well."""

    rule = models.OneToOneField("reminders.ReminderRule", models.CASCADE, related_name="mark")
    scanned_until = models.DateTimeField()
    found = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True, default="")
    failed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.rule_id} {self.scanned_until}"
