"""Levels of dunning, letters that were sent, and the parts of plans that they asked for (R228)."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common import reference
from orders.collecting.models import Statement


class Channel(models.TextChoices):
    """How a customer is reached."""

    MAIL = "MAIL", pgettext_lazy("channel", "Mail")
    POST = "POST", pgettext_lazy("channel", "Letter on paper")
    PHONE = "PHONE", pgettext_lazy("channel", "Telephone")


class DunningLevel(models.Model):
    """From how many days after its due date a part of a plan is asked for, how, and in which words."""

    level = models.PositiveSmallIntegerField(_("Level"), unique=True)
    name = models.CharField(_("Name"), max_length=60)
    days = models.PositiveSmallIntegerField(_("Days overdue"))
    channel = models.CharField(_("How it goes"), max_length=5, choices=Channel.choices, default=Channel.MAIL)
    text_zh = models.TextField(_("Text, in Chinese"), max_length=2000)
    text_en = models.TextField(_("Text, in English"), max_length=2000)
    is_active = models.BooleanField(_("In use"), default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("dunning level")
        verbose_name_plural = _("dunning levels")
        ordering = ["level"]
        constraints = [models.CheckConstraint(condition=Q(level__gte=1, days__gte=1), name="dunning_level_positive")]

    def __str__(self) -> str:
        return f"{self.level} {self.shown_name}"

    @property
    def shown_name(self) -> str:
        """The name as its reader knows it: a shipped one in his language."""
        return reference.shown(self.name)


class DunningLetter(models.Model):
    """A reminder as it was given to a customer. Never changed."""

    number = models.CharField(_("Letter number"), max_length=20, unique=True)
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="dunning_letters", verbose_name=_("Customer"), db_index=False
    )
    currency = models.ForeignKey("common.Currency", models.PROTECT, related_name="+", verbose_name=_("Currency"))
    level = models.PositiveSmallIntegerField(_("Level"))
    level_name = models.CharField(_("Name"), max_length=60)
    channel = models.CharField(_("How it goes"), max_length=5, choices=Channel.choices)
    recipient = models.CharField(_("Sent to"), max_length=254, blank=True)
    language = models.CharField(_("Language"), max_length=8)
    text = models.TextField(_("Text"))
    note = models.CharField(_("Notes"), max_length=300, blank=True)
    total = models.DecimalField(_("Asked for"), max_digits=20, decimal_places=2)
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="+", verbose_name=_("Statement of account"))
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Sent by"))
    sent_at = models.DateTimeField(_("Sent"))

    class Meta:
        verbose_name = _("dunning letter")
        verbose_name_plural = _("dunning letters")
        indexes = [models.Index(fields=["customer", "-id"], name="dunning_customer")]
        constraints = [models.CheckConstraint(condition=Q(total__gt=0), name="dunning_letter_total")]

    def __str__(self) -> str:
        return self.number

    @property
    def shown_level(self) -> str:
        """The name of its level as its reader knows it."""
        return reference.shown(self.level_name)


class DunningRow(models.Model):
    """A part of an order's plan that a letter asked for. It names the part by its ``sequence``: an order that is
    un-approved gets its plan anew. No part is asked for twice at one level."""

    letter = models.ForeignKey(DunningLetter, models.PROTECT, related_name="rows")
    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="dunning_rows", db_index=False)
    sequence = models.PositiveSmallIntegerField(_("Part of the plan"))
    level = models.PositiveSmallIntegerField(_("Level"))
    due_date = models.DateField(_("Due"))
    days = models.PositiveIntegerField(_("Days overdue"))
    open = models.DecimalField(_("Open"), max_digits=20, decimal_places=2)
    disputed = models.DecimalField(_("Disputed"), max_digits=20, decimal_places=2)

    class Meta:
        verbose_name = _("part that a letter asked for")
        verbose_name_plural = _("parts that letters asked for")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["order", "sequence", "level"], name="dunning_row_once"),
            models.CheckConstraint(condition=Q(disputed__gte=0, open__gt=0), name="dunning_row_amounts"),
        ]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.order_id}/{self.sequence}"

    @property
    def asked(self) -> Decimal:
        """What the letter asked for."""
        return self.open - self.disputed
