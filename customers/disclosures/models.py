"""Who took which customers' data away (R308, R309; docs/adr/0120)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Disclosure(models.Model):
    """A file, a paper or a mail that held customers' data: by whom it was taken away, when, which one, by which door.
    Written once.

    ``what`` is the key of the list, report or paper, ``title`` what it was called then. ``rows`` are those of the
    file. ``customers`` is how many customers they are about; None: rows that were added up, so that nobody can say
    whom they are about. ``is_each_named`` false: so many that they are counted and not named one by one.
    ``export_id`` is that of an export that may be gone, ``fetches`` how often its file was handed over.
    """

    class Kind(models.TextChoices):
        LIST = "LIST", pgettext_lazy("kind of file", "List")
        REPORT = "REPORT", pgettext_lazy("kind of file", "Report")
        PAPER = "PAPER", pgettext_lazy("kind of file", "Paper")
        MAIL = "MAIL", pgettext_lazy("kind of file", "Report by mail")

    class Door(models.TextChoices):
        PAGE = "page", _("Page")
        API = "api", _("Program (API)")
        JOB = "job", _("By itself")

    kind = models.CharField(_("Kind"), max_length=6, choices=Kind.choices)
    what = models.CharField(max_length=60)
    title = models.CharField(_("What"), max_length=200)
    form = models.CharField(_("Format"), max_length=8)
    door = models.CharField(_("Way"), max_length=8, choices=Door.choices)
    rows = models.PositiveIntegerField(_("Rows"), null=True)
    customers = models.PositiveIntegerField(_("Customers"), null=True)
    is_each_named = models.BooleanField(default=True)
    export_id = models.BigIntegerField(null=True)
    fetches = models.PositiveIntegerField(_("Fetched"), default=0)
    last_fetched_at = models.DateTimeField(_("Last fetched"), null=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=pgettext_lazy("file", "Taken by")
    )
    taken_at = models.DateTimeField(pgettext_lazy("file", "Taken"))

    class Meta:
        verbose_name = _("record of data taken away")
        verbose_name_plural = _("records of data taken away")
        indexes = [
            models.Index(fields=["taken_by", "-id"], name="disclosure_of_person"),
            models.Index(fields=["taken_at"], name="disclosure_taken"),
            models.Index(fields=["export_id"], name="disclosure_export", condition=models.Q(export_id__isnull=False)),
            models.Index(
                fields=["-id"],
                name="disclosure_of_many",
                condition=models.Q(is_each_named=False) | models.Q(customers__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.what} {self.taken_by_id}"


class DisclosedCustomer(models.Model):
    """That a file held rows about a customer, and how many."""

    disclosure = models.ForeignKey(Disclosure, models.CASCADE, related_name="named")
    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+")
    rows = models.PositiveIntegerField(_("Rows"))

    class Meta:
        verbose_name = _("customer in data taken away")
        verbose_name_plural = _("customers in data taken away")
        constraints = [models.UniqueConstraint(fields=["disclosure", "customer"], name="disclosed_customer_once")]
        indexes = [models.Index(fields=["customer", "-disclosure"], name="disclosed_customer_of")]

    def __str__(self) -> str:
        return f"{self.disclosure_id} {self.customer_id}"


class ContactLook(models.Model):
    """That somebody who sees contacts masked had one shown in full. Written once; holds nothing of what was shown."""

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+", db_index=False)
    contact = models.ForeignKey("customers.Contact", models.CASCADE, related_name="+", verbose_name=_("Contact"))
    reason = models.CharField(_("What for"), max_length=200)
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Who looked"), db_index=False
    )
    looked_at = models.DateTimeField(_("Looked"))

    class Meta:
        verbose_name = _("look at a masked contact")
        verbose_name_plural = _("looks at masked contacts")
        indexes = [
            models.Index(fields=["customer", "-id"], name="contact_look_of"),
            models.Index(fields=["looked_by", "looked_at"], name="contact_look_by"),
        ]

    def __str__(self) -> str:
        return f"{self.contact_id} {self.looked_by_id}"
