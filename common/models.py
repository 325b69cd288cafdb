"""Tables of the ground floor. They know no user: an actor is kept as a bare id."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common import reference


class DayCounter(models.Model):
    """Last counter drawn per series and business day: what makes document numbers gapless."""

    series = models.CharField(max_length=4)
    day = models.DateField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "day"], name="day_counter_unique")]

    def __str__(self) -> str:
        return f"{self.series} {self.day} {self.last}"


class IdempotencyRecord(models.Model):
    """The stored answer of a successful call, replayed when the same key comes again (kept 7 days)."""

    client = models.CharField(max_length=64)
    key = models.CharField(max_length=200)
    body_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    answer = models.JSONField(null=True)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "key"], name="idempotency_client_key")]

    def __str__(self) -> str:
        return f"{self.client} {self.key}"


class OutboxMessage(models.Model):
    """Something the outside world must be told, written in the transaction that made it true."""

    class State(models.TextChoices):
        PENDING = "PENDING", _("Waiting")
        SENDING = "SENDING", _("Being sent")
        SENT = "SENT", _("Sent")
        MOOT = "MOOT", _("No longer needed")
        DOUBTFUL = "DOUBTFUL", _("Doubtful")
        FAILED = "FAILED", _("Failed")

    class Patience(models.IntegerChoices):
        """How long others may keep a message waiting: not at all, in its turn, while there are any."""

        URGENT = 0, pgettext_lazy("outgoing message", "At once")
        NORMAL = 1, pgettext_lazy("outgoing message", "In its turn")
        PATIENT = 2, pgettext_lazy("outgoing message", "When there is room")

    topic = models.CharField(pgettext_lazy("outgoing message", "Topic"), max_length=40)
    dedupe_key = models.CharField(pgettext_lazy("outgoing message", "Key"), max_length=200, unique=True)
    payload = models.JSONField(default=dict)
    state = models.CharField(_("State"), max_length=8, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(_("Attempts"), default=0)
    due_at = models.DateTimeField(pgettext_lazy("outgoing message", "Goes from"))
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(pgettext_lazy("outgoing message", "Sent at"), null=True)
    last_error = models.TextField(_("What was said last"), blank=True)
    created_at = models.DateTimeField(_("Created"))
    # of a mail, once it was tried
    recipient = models.CharField(_("Recipient"), max_length=254, blank=True, db_default="", default="")
    bounce = models.CharField(max_length=4, blank=True, db_default="", default="")  # of a mail that came back: its kind
    patience = models.PositiveSmallIntegerField(
        pgettext_lazy("outgoing message", "Goes"),
        choices=Patience.choices,
        db_default=Patience.NORMAL,
        default=Patience.NORMAL,
    )

    class Meta:
        verbose_name = _("outgoing message")
        verbose_name_plural = _("outgoing messages")
        indexes = [
            models.Index(fields=["patience", "due_at", "id"], name="outbox_turn", condition=models.Q(state="PENDING")),
            models.Index(
                fields=["state", "id"],  # never an order of due_at: the planner would take it for the next one's
                name="outbox_unsent",
                condition=models.Q(state__in=["PENDING", "SENDING", "DOUBTFUL", "FAILED"]),
            ),
            models.Index(fields=["recipient", "claimed_at"], name="outbox_mails_to", condition=~models.Q(recipient="")),
            models.Index(fields=["claimed_at"], name="outbox_mails_at", condition=~models.Q(recipient="")),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.dedupe_key} {self.state}"


class Event(models.Model):
    """What happened, in the words of the business; written by ``events.record``, never changed but by a redaction.

    ``position`` is given by the relay after commit, single-file, and orders the change feed. ``redaction_id``: the last
    redaction that took personal data out of it (docs/adr/0121).
    """

    position = models.BigIntegerField(null=True, unique=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=60)
    actor_id = models.BigIntegerField(null=True)
    door = models.CharField(max_length=12, blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    subject_type = models.CharField(max_length=40, blank=True)
    subject_id = models.BigIntegerField(null=True)
    subject_number = models.CharField(max_length=80, blank=True)
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    redaction_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="event_subject"),
            models.Index(fields=["id"], name="event_unplaced", condition=models.Q(position__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_number}"


class Job(models.Model):
    """A long-running piece of work that a person started and watches: import, export, check."""

    class State(models.TextChoices):
        QUEUED = "QUEUED", _("Queued")
        RUNNING = "RUNNING", _("Running")
        DONE = "DONE", _("Done")
        FAILED = "FAILED", _("Failed")
        CANCELLED = "CANCELLED", _("Cancelled")

    kind = models.CharField(max_length=40)
    actor_id = models.BigIntegerField(db_index=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.QUEUED)
    parameters = models.JSONField(default=dict)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    stage = models.CharField(max_length=120, blank=True)
    result = models.JSONField(default=dict)
    file = models.FileField(upload_to="jobs/%Y/%m", blank=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk} {self.state}"


class Heartbeat(models.Model):
    """When a part of the machinery last showed that it goes on (``heartbeat``)."""

    part = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.part} {self.at}"


class Currency(models.Model):
    """A currency the company trades in. Exactly one is the company's own (rate 1)."""

    code = models.CharField(_("Code"), max_length=3, primary_key=True)
    name = models.CharField(_("Name"), max_length=40)
    symbol = models.CharField(_("Symbol"), max_length=4)
    is_active = models.BooleanField(_("Active"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("currency")
        verbose_name_plural = _("currencies")

    def __str__(self) -> str:
        return self.code

    @property
    def shown_name(self) -> str:
        """The name in the reader's language while it is the one we ship."""
        return reference.shown(self.name)


class ExchangeRate(models.Model):
    """Units of the company's currency for one unit of ``currency``, valid from a day on."""

    currency = models.ForeignKey(Currency, models.PROTECT, related_name="rates")
    valid_from = models.DateField(_("Valid from"))
    rate = models.DecimalField(_("Rate"), max_digits=18, decimal_places=8)

    class Meta:
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        constraints = [
            models.UniqueConstraint(fields=["currency", "valid_from"], name="exchange_rate_day"),
            models.CheckConstraint(condition=models.Q(rate__gt=0), name="exchange_rate_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.currency_id} {self.valid_from} {self.rate}"


class Stamp(models.Model):
    """When definitions of a kind changed last, as a random mark: ``common.stamps``."""

    kind = models.CharField(max_length=40, primary_key=True)
    value = models.CharField(max_length=32)

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"


class UploadDay(models.Model):
    """What one person brought in files on one business day (``common.upload_limits``)."""

    person_id = models.BigIntegerField()
    day = models.DateField()
    files = models.PositiveIntegerField(default=0)
    bytes = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("files brought in a day")
        verbose_name_plural = _("files brought in a day")
        constraints = [models.UniqueConstraint(fields=["person_id", "day"], name="upload_day_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.day} {self.files}"


class Setting(models.Model):
    """A company-wide value that administrators edit; its meaning and default stand in ``settings.py``."""

    key = models.CharField(max_length=60, primary_key=True)
    value = models.JSONField()

    def __str__(self) -> str:
        return self.key


from common.background.models import ClockRun  # noqa: E402, F401
from common.exports.models import Export  # noqa: E402, F401
from common.imports.models import ImportedKey, ImportFile, ImportIssue, ImportProfile, ImportRow, ImportRun  # noqa: E402, F401
from common.likeness.models import DuplicatePair  # noqa: E402, F401
from common.links.models import LinkVisit, SignedLink  # noqa: E402, F401
from common.mailing.models import MailAddress  # noqa: E402, F401
