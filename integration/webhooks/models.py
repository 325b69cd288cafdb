"""Webhooks: where events are sent, and what was tried (ADR 0107)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from integration.webhooks.states import State, Trigger, words_of


class WebhookEndpoint(models.Model):
    """A server of another system that is told events of the feed, in their order. ``position``: all up to it was
    handed over; ``failures``: of the event after it. ``secret`` is shown once, when it is made. ``looked_through_at``
    is empty for those of the time when a token of few rights could have one read as its whole person (ADR 0130)."""

    name = models.CharField(_("Name"), max_length=80, unique=True)
    url = models.CharField(_("Address"), max_length=500)
    kinds = models.JSONField(_("Kinds of events"), default=list, blank=True)
    subject = models.CharField(pgettext_lazy("event", "About"), max_length=120, blank=True)
    reader = models.ForeignKey("accounts.User", models.PROTECT, related_name="webhooks_read", verbose_name=_("Read as"))
    owner = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="webhooks_owned", verbose_name=pgettext_lazy("webhook", "Keeper")
    )
    state = models.CharField(_("State"), max_length=8, choices=State.choices, default=State.ACTIVE)
    secret = models.CharField(max_length=80, editable=False)
    old_secret = models.CharField(max_length=80, blank=True, editable=False)
    old_secret_until = models.DateTimeField(null=True, editable=False)
    position = models.BigIntegerField(default=0, editable=False)
    failures = models.PositiveSmallIntegerField(default=0, editable=False)
    due_at = models.DateTimeField(null=True, editable=False)
    last_taken_at = models.DateTimeField(_("Taken last"), null=True, editable=False)
    last_error = models.CharField(_("Last error"), max_length=300, blank=True, editable=False)
    created_at = models.DateTimeField(_("Created"))
    looked_through_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class WebhookAttempt(models.Model):
    """Something sent, or (``tried_at`` empty) asked to be sent by a person. Forgotten after some time."""

    endpoint = models.ForeignKey(WebhookEndpoint, models.CASCADE, related_name="attempts")
    trigger = models.CharField(pgettext_lazy("webhook", "Why"), max_length=8, choices=Trigger.choices)
    position = models.BigIntegerField(null=True)
    event_id = models.BigIntegerField(null=True)
    kind = models.CharField(_("Kind"), max_length=60)
    subject_number = models.CharField(max_length=80, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    tried_at = models.DateTimeField(null=True)
    number = models.PositiveSmallIntegerField(default=1)
    is_taken = models.BooleanField(default=False)
    status = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(max_length=10, blank=True)
    ms = models.PositiveIntegerField(null=True)
    answer = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("attempt of a webhook")
        verbose_name_plural = _("attempts of webhooks")
        indexes = [
            models.Index(fields=["endpoint", "-id"], name="webhook_log"),
            models.Index(fields=["endpoint", "id"], name="webhook_asked", condition=models.Q(tried_at__isnull=True)),
            models.Index(fields=["asked_at"], name="webhook_attempt_old"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.status or self.reason}"

    @property
    def said(self) -> str:
        """Why it was not taken, in words; "" where a status says it."""
        return words_of(self.reason)
