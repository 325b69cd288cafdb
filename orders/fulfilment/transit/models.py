"""What happens between the audit and the signing: what carriers say, and what the customer was told before."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class TrackingEvent(models.Model):
    """One thing that a carrier said of goods on their way (R165), accepted once per external number; never changed.

    It is of the document that it names, or of every document with its waybill: also of one that gets it later.
    """

    class Kind(models.TextChoices):
        PICKED_UP = "PICKED_UP", _("Picked up")
        IN_TRANSIT = "IN_TRANSIT", _("In transit")
        OUT_FOR_DELIVERY = "OUT", _("Out for delivery")
        DELIVERED = "DELIVERED", _("Delivered, says the carrier")
        HELD_UP = "HELD_UP", _("Held up")
        SENT_BACK = "SENT_BACK", _("Sent back")
        OTHER = "OTHER", _("Other news")

    document = models.ForeignKey(
        "orders.OutboundDocument",
        models.PROTECT,
        null=True,
        related_name="tracking",
        verbose_name=_("Outbound document"),
    )
    waybill = models.CharField(_("Waybill number"), max_length=80, blank=True)
    provider = models.CharField(_("System"), max_length=40)
    external_id = models.CharField(_("External number"), max_length=100)
    kind = models.CharField(_("What happened"), max_length=10, choices=Kind.choices)
    happened_at = models.DateTimeField(_("When"))
    place = models.CharField(_("Where"), max_length=120, blank=True)
    text = models.CharField(_("Carrier's words"), max_length=300, blank=True)
    person = models.CharField(_("Handed to"), max_length=60, blank=True)
    arrival_date = models.DateField(_("Expected arrival"), null=True)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    received_at = models.DateTimeField(_("Came in"))

    class Meta:
        verbose_name = _("tracking event")
        verbose_name_plural = _("tracking events")
        indexes = [
            models.Index(fields=["waybill", "happened_at"], name="tracking_waybill", condition=~Q(waybill="")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["provider", "external_id"], name="tracking_once"),
            models.CheckConstraint(condition=~Q(waybill="") | Q(document__isnull=False), name="tracking_names"),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.external_id}"


class ArrivalNotice(models.Model):
    """The customer was told that goods will come, by whom, how, and which day (R166). Never changed: another day is
    told with another notice."""

    class Way(models.TextChoices):
        MAIL = "MAIL", _("E-mail")
        PHONE = "PHONE", _("Phone")
        MESSAGE = "MESSAGE", _("Message")
        VISIT = "VISIT", _("In person")

    document = models.ForeignKey(
        "orders.OutboundDocument", models.PROTECT, related_name="arrival_notices", verbose_name=_("Outbound document")
    )
    way = models.CharField(_("How"), max_length=7, choices=Way.choices)
    recipient = models.CharField(_("Who was told"), max_length=254)
    arrival_date = models.DateField(_("Expected arrival"))
    language = models.CharField(_("Language"), max_length=10, blank=True)
    note = models.CharField(_("Words to the customer"), max_length=500, blank=True)
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    told_at = models.DateTimeField(_("When"))

    class Meta:
        verbose_name = _("notice of arrival")
        verbose_name_plural = _("notices of arrival")

    def __str__(self) -> str:
        return f"{self.document_id} {self.way}"
