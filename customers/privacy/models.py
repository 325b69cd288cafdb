"""People at customers who are to be forgotten, what was found of them and what became of it; customers whose data must
stay (R308, R309; docs/adr/0126)."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

_PERSON = settings.AUTH_USER_MODEL


class AnonymisationRequest(models.Model):
    """That a contact is to be made unknown: asked by whom, on which ground, by when it is due.

    ``key`` names it beside the backups, so that a restored one does it again. ``marks`` is what the person is
    recognised by (``marks.Marks.as_kept``): kept only until the request is done, and the trail never sees it.
    ``replacement_by``: who said last which contact goes on.
    ``word`` is what stands in the name's place. Rows, trail and events are changed as the second person confirms
    (CONFIRMED); a day later what came in meanwhile, from pages that were open then, is looked through once more (DONE).
    ``files_unread``: how many files nobody could look into.
    """

    class State(models.TextChoices):
        OPEN = "OPEN", pgettext_lazy("anonymisation", "Being prepared")
        CONFIRMED = "CONFIRMED", pgettext_lazy("anonymisation", "Anonymised, looked through once more")
        DONE = "DONE", pgettext_lazy("anonymisation", "Anonymised")
        REFUSED = "REFUSED", pgettext_lazy("anonymisation", "Refused")

    class Ground(models.TextChoices):
        CONSENT = "CONSENT", _("The person took consent back")
        PURPOSE = "PURPOSE", _("The data is not needed any more")
        UNLAWFUL = "UNLAWFUL", _("The data should not have been kept")
        RETENTION = "RETENTION", _("The time it may be kept has passed")

    class Asker(models.TextChoices):
        PERSON = "PERSON", pgettext_lazy("who asked", "The person")
        CUSTOMER = "CUSTOMER", _("The customer for the person")
        AUTHORITY = "AUTHORITY", _("An authority")
        HOUSE = "HOUSE", pgettext_lazy("who asked", "Ourselves")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+", verbose_name=_("Customer"))
    contact = models.ForeignKey("customers.Contact", models.PROTECT, related_name="+", verbose_name=_("Contact"))
    replacement = models.ForeignKey(
        "customers.Contact", models.PROTECT, null=True, related_name="+", verbose_name=_("Goes on with")
    )
    replacement_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, related_name="+")
    state = models.CharField(_("State"), max_length=9, choices=State.choices, default=State.OPEN)
    ground = models.CharField(_("Ground"), max_length=9, choices=Ground.choices)
    asker = models.CharField(_("Asked by"), max_length=9, choices=Asker.choices)
    asked_on = models.DateField(pgettext_lazy("anonymisation", "Asked on"))
    due_on = models.DateField(_("Due on"))
    reference = models.CharField(_("Reference"), max_length=80, blank=True)
    marks = models.JSONField(default=dict)
    word = models.CharField(max_length=60)
    files_unread = models.PositiveIntegerField(default=0)
    looked_at = models.DateTimeField(_("Looked through"), null=True)
    noted_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+", verbose_name=_("Noted by"))
    noted_at = models.DateTimeField(_("Noted"))
    decided_by = models.ForeignKey(
        _PERSON,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=pgettext_lazy("anonymisation", "Decided by"),
    )
    decided_at = models.DateTimeField(_("Decided"), null=True)
    reason = models.CharField(_("Reason"), max_length=500, blank=True)
    done_at = models.DateTimeField(_("Done"), null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("anonymisation")
        verbose_name_plural = _("anonymisations")
        indexes = [models.Index(fields=["state", "due_on"], name="anonymisation_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["contact"], name="anonymisation_once", condition=models.Q(state__in=["OPEN", "CONFIRMED"])
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"

    @property
    def places_query(self) -> str:
        """How the file of what was done is asked for."""
        return f"request={self.pk}"


class FoundPlace(models.Model):
    """How many rows of a column name the person, and what is done with them: ``is_done`` false as a preview, true as
    the record of what was done."""

    class Fate(models.TextChoices):
        REPLACED = "REPLACED", pgettext_lazy("fate of personal data", "Replaced")
        DECIDED = "DECIDED", pgettext_lazy("fate of personal data", "Decided one by one")
        KEPT = "KEPT", pgettext_lazy("fate of personal data", "Stays")
        TRACES = "TRACES", pgettext_lazy("fate of personal data", "Taken out of trail and events")

    request = models.ForeignKey(AnonymisationRequest, models.CASCADE, related_name="places")
    table = models.CharField(max_length=63)
    column = models.CharField(max_length=63)
    fate = models.CharField(_("What is done"), max_length=8, choices=Fate.choices)
    rows = models.PositiveIntegerField(_("Rows"))
    is_done = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("place of a person's data")
        verbose_name_plural = _("places of a person's data")
        constraints = [
            models.UniqueConstraint(fields=["request", "table", "column", "fate", "is_done"], name="found_place_once")
        ]

    def __str__(self) -> str:
        return f"{self.table}.{self.column} {self.rows}"


class FoundText(models.Model):
    """A text in which the person is named and about which somebody decides: where it stands, never what it says. What
    was decided is done once another person confirmed it (``confirmed_by``)."""

    class Choice(models.TextChoices):
        REPLACE = "REPLACE", pgettext_lazy("found text", "Replace the words")
        KEEP = "KEEP", pgettext_lazy("found text", "Leave as it is")

    request = models.ForeignKey(AnonymisationRequest, models.CASCADE, related_name="texts")
    table = models.CharField(max_length=63)
    column = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    choice = models.CharField(_("Decision"), max_length=7, choices=Choice.choices, blank=True)
    reason = models.CharField(_("Reason"), max_length=200, blank=True)
    chosen_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("Decided by"))
    chosen_at = models.DateTimeField(_("Decided"), null=True)
    confirmed_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("text that names a person")
        verbose_name_plural = _("texts that name a person")
        constraints = [models.UniqueConstraint(fields=["request", "table", "column", "row_id"], name="found_text_once")]

    def __str__(self) -> str:
        return f"{self.table}.{self.column} {self.row_id}"


class SettledLine(models.Model):
    """A line beside the backups (``AnonymisationRequest.key``) that found nobody in this database, who was made known
    only after the backup: nobody who comes later is taken for him."""

    key = models.UUIDField(unique=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("anonymisation that a restore did not need")
        verbose_name_plural = _("anonymisations that a restore did not need")

    def __str__(self) -> str:
        return str(self.key)


class DataHold(models.Model):
    """That the data of a customer must stay as it is (a lawsuit, an inspection), until the hold is lifted."""

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+", verbose_name=_("Customer"))
    reason = models.CharField(_("Reason"), max_length=300)
    set_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+", verbose_name=_("Set by"))
    set_at = models.DateTimeField(_("Set"))
    lifted_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("Lifted by"))
    lifted_at = models.DateTimeField(_("Lifted"), null=True)
    lift_reason = models.CharField(_("Why it was lifted"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("hold on a customer's data")
        verbose_name_plural = _("holds on customers' data")
        constraints = [
            models.UniqueConstraint(
                fields=["customer"], name="data_hold_once", condition=models.Q(lifted_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.set_at}"
