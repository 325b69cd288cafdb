"""Contacts with customers: planned, held, what came of them, and what comes next (R185, R188)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common import reference
from orders.service.contacts.choices import Outcome, Purpose, Side, State, Way

PERSON = settings.AUTH_USER_MODEL


class ContactGuide(models.Model):
    """What to ask and say in contacts of one purpose, in both languages."""

    name = models.CharField(_("Name"), max_length=80, unique=True)
    purpose = models.CharField(_("Purpose"), max_length=9, choices=Purpose.choices)
    text_zh = models.TextField(_("Text, in Chinese"), max_length=2000)
    text_en = models.TextField(_("Text, in English"), max_length=2000)
    is_active = models.BooleanField(_("Active"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("guide for contacts")
        verbose_name_plural = _("guides for contacts")
        ordering = ["purpose", "name"]

    def __str__(self) -> str:
        return reference.shown(self.name)


class FollowUp(models.Model):
    """A contact with a customer: planned for a day by its owner, then held with an outcome, or dropped. One that was
    not planned is written down as held at once. ``follows``: the contact that this one was agreed in. ``source_key``:
    what made it by itself, once (``visit:<order>``)."""

    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="follow_ups", verbose_name=_("Customer"), db_index=False
    )
    order = models.ForeignKey(
        "orders.Order", models.CASCADE, null=True, blank=True, related_name="follow_ups", verbose_name=_("Order")
    )
    purpose = models.CharField(_("Purpose"), max_length=9, choices=Purpose.choices, default=Purpose.CARE)
    way = models.CharField(_("How"), max_length=7, choices=Way.choices, default=Way.PHONE)
    side = models.CharField(_("Begun by"), max_length=3, choices=Side.choices, default=Side.OUT)
    state = models.CharField(_("State"), max_length=7, choices=State.choices, default=State.PLANNED)
    contact = models.ForeignKey(
        "customers.Contact",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Contact"),
        db_index=False,
    )
    contact_name = models.CharField(_("Spoken with"), max_length=60, blank=True)
    subject = models.CharField(_("About"), max_length=160)
    plan = models.TextField(_("To be said or asked"), blank=True)
    owner = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("Who"), db_index=False)
    due_date = models.DateField(_("Follow up by"), null=True, blank=True)
    held_at = models.DateTimeField(_("Held on"), null=True)
    outcome = models.CharField(_("Outcome"), max_length=16, choices=Outcome.choices, blank=True)
    words = models.TextField(_("What was said"), blank=True)
    done_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("Written by"))
    follows = models.ForeignKey("self", models.SET_NULL, null=True, related_name="next", verbose_name=_("Agreed in"))
    source_key = models.CharField(max_length=60, null=True, unique=True)
    created_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    created_at = models.DateTimeField(_("Created"))
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("contact with a customer")
        verbose_name_plural = _("contacts with customers")
        indexes: ClassVar = [
            models.Index(fields=["customer", "-id"], name="follow_up_customer"),
            models.Index(fields=["owner", "due_date"], name="follow_up_due", condition=Q(state="PLANNED")),
            models.Index(fields=["due_date", "id"], name="follow_up_day", condition=Q(state="PLANNED")),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="PLANNED") | Q(due_date__isnull=False), name="follow_up_planned_for_a_day"
            ),
            models.CheckConstraint(
                condition=~Q(state="DONE") | (Q(held_at__isnull=False) & ~Q(outcome="")), name="follow_up_held"
            ),
        ]

    def __str__(self) -> str:
        return self.subject
