"""Reminder rules, the words they send, and what people wish not to get (SEMANTICS 14, R183–R187)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common import reference
from reminders.rules.choices import Escalation, Unit

PERSON = settings.AUTH_USER_MODEL


class ReminderTemplate(models.Model):
    """The words of reminders, in both languages. Subject and text may name what the anchor offers: {order}, {customer},
    {due}, {days} and others (``reminders.anchors.source.Anchor.words``)."""

    name = models.CharField(_("Name"), max_length=80, unique=True)
    subject_zh = models.CharField(_("Subject, in Chinese"), max_length=160)
    subject_en = models.CharField(_("Subject, in English"), max_length=160)
    text_zh = models.TextField(_("Text, in Chinese"), max_length=2000)
    text_en = models.TextField(_("Text, in English"), max_length=2000)
    is_active = models.BooleanField(_("Active"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("reminder template")
        verbose_name_plural = _("reminder templates")
        ordering = ["name"]

    def __str__(self) -> str:
        return reference.shown(self.name)


class ReminderRule(models.Model):
    """When whom is reminded of what. ``steps``: how many units after the anchor's day or moment (below zero: before);
    with ``repeat_every`` it goes on after the last step, ``repeat_most`` times at most (None: as long as the condition
    holds). ``segment``: of which orders; without one of all. A rule counts from ``active_since``: what was due before
    is not reminded of one by one. ``is_digest``: one letter a recipient a day, sent at ``send_at``.
    """

    code = models.SlugField(_("Code"), max_length=40, unique=True)
    name = models.CharField(_("Name"), max_length=80)
    anchor = models.CharField(_("Counts from"), max_length=40)
    segment = models.ForeignKey(
        "segments.Segment", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Condition")
    )
    unit = models.CharField(_("Steps in"), max_length=7, choices=Unit.choices, default=Unit.DAY)
    steps = models.JSONField(_("Steps"), default=list)
    repeat_every = models.PositiveSmallIntegerField(_("Then every"), null=True, blank=True)
    repeat_most = models.PositiveSmallIntegerField(_("So many times at most"), null=True, blank=True)
    recipients = models.JSONField(_("Recipients"), default=list)
    people: models.ManyToManyField = models.ManyToManyField(
        PERSON, blank=True, related_name="+", verbose_name=_("Named people")
    )
    channels = models.JSONField(_("Channels"), default=list)
    robot = models.ForeignKey(
        "reminders.Robot", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Group chat")
    )
    template = models.ForeignKey(
        ReminderTemplate, models.PROTECT, related_name="rules", verbose_name=pgettext_lazy("of reminders", "Words")
    )
    is_digest = models.BooleanField(_("In one letter a day"), default=True)
    send_at = models.TimeField(_("Sent at"), null=True, blank=True)  # None: as soon as the quiet hours are over
    workdays_only = models.BooleanField(_("On days of work only"), default=True)
    keeps_quiet_hours = models.BooleanField(_("Keeps the quiet hours"), default=True)
    escalate_after = models.PositiveSmallIntegerField(_("Told higher up after so many"), null=True, blank=True)
    escalate_to = models.CharField(
        _("Told as well"), max_length=6, choices=Escalation.choices, blank=True, default=Escalation.NOBODY
    )
    escalate_person = models.ForeignKey(
        PERSON, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Named person")
    )
    may_opt_out = models.BooleanField(_("Recipients may unsubscribe"), default=True)
    is_active = models.BooleanField(_("Active"), default=True)
    active_since = models.DateTimeField(_("Counts since"))
    rank = models.PositiveSmallIntegerField(pgettext_lazy("among rules", "Place in the list"), default=0)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("reminder rule")
        verbose_name_plural = _("reminder rules")
        ordering = ["rank", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(repeat_every__isnull=True) | Q(repeat_every__gte=1), name="reminder_rule_repeats"
            ),
            models.CheckConstraint(
                condition=~Q(escalate_to="PERSON") | Q(escalate_person__isnull=False), name="reminder_rule_escalates"
            ),
        ]

    def __str__(self) -> str:
        return reference.shown(self.name)


class OptOut(models.Model):
    """Somebody wishes not to be reminded by a rule (by none that allows it, where ``rule`` is None): one of ours, or
    the address of a customer."""

    rule = models.ForeignKey(ReminderRule, models.CASCADE, null=True, related_name="opt_outs", verbose_name=_("Rule"))
    user = models.ForeignKey(PERSON, models.CASCADE, null=True, related_name="+", verbose_name=_("Person"))
    address = models.CharField(_("Mail address"), max_length=254, blank=True, default="")
    at = models.DateTimeField(_("Since"))

    class Meta:
        verbose_name = _("reminder unsubscribed")
        verbose_name_plural = _("reminders unsubscribed")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["rule", "user", "address"], name="opt_out_once", nulls_distinct=False),
            models.CheckConstraint(condition=Q(user__isnull=True) ^ Q(address=""), name="opt_out_of_one"),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.user_id or self.address}"
