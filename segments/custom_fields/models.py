"""The fields that the company adds to customers, products, orders and their lines (R310)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CustomField(models.Model):
    """What a field of the company's own is called and what it takes. Its values stand in the column ``custom`` of the
    subject's rows, under ``key``; a field out of use keeps them.

    ``options``: of a choice, [{"code", "zh", "en", "offered"}], one that was taken away stays, not offered.
    ``default``: as it is kept, null for none.
    """

    class Subject(models.TextChoices):
        CUSTOMER = "CUSTOMER", _("Customer")
        PRODUCT = "PRODUCT", _("Product")
        ORDER = "ORDER", _("Order")
        LINE = "LINE", _("Order line")

    class Kind(models.TextChoices):
        TEXT = "TEXT", _("Text")
        NUMBER = "NUMBER", pgettext_lazy("kind of value", "Number")
        DATE = "DATE", _("Date")
        CHOICE = "CHOICE", _("Choice")
        FLAG = "FLAG", _("Yes or no")

    subject = models.CharField(_("Field of"), max_length=8, choices=Subject.choices)
    key = models.CharField(_("Key"), max_length=40)
    label_zh = models.CharField(_("Name in Chinese"), max_length=60)
    label_en = models.CharField(_("Name in English"), max_length=60, blank=True)
    help_zh = models.CharField(_("Help in Chinese"), max_length=200, blank=True)
    help_en = models.CharField(_("Help in English"), max_length=200, blank=True)
    kind = models.CharField(_("Kind"), max_length=6, choices=Kind.choices)
    longest = models.PositiveSmallIntegerField(_("Longest text"), default=200)
    decimals = models.PositiveSmallIntegerField(_("Decimals"), default=2)
    minimum = models.DecimalField(_("Smallest number"), max_digits=21, decimal_places=6, null=True, blank=True)
    maximum = models.DecimalField(_("Largest number"), max_digits=21, decimal_places=6, null=True, blank=True)
    options = models.JSONField(_("Choices"), default=list, blank=True)
    is_required = models.BooleanField(_("Required"), default=False)
    is_commercial = models.BooleanField(_("Commercial"), default=False)
    default = models.JSONField(_("Default"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("Place"), default=100)
    is_active = models.BooleanField(_("Active"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("Created"), editable=False)
    updated_at = models.DateTimeField(_("Changed"), editable=False)

    class Meta:
        verbose_name = _("custom field")
        verbose_name_plural = _("custom fields")
        ordering = ["subject", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["subject", "key"], name="custom_field_key"),
            models.CheckConstraint(
                condition=Q(is_commercial=False) | Q(subject__in=["ORDER", "LINE"]), name="custom_field_commercial"
            ),
        ]

    def __str__(self) -> str:
        return self.label_zh
