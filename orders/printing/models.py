"""Forms of papers as the company edited them, its pictures, and what was printed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from customers.models import Customer
from orders.printing.papers import Form, Words


class PaperForm(models.Model):
    """A version of a paper's form: never changed, the newest holds; before the first one, what is shipped."""

    kind = models.CharField(_("Paper"), max_length=40)
    number = models.PositiveIntegerField(_("Version"))
    title_zh = models.CharField(_("Title, in Chinese"), max_length=80)
    title_en = models.CharField(_("Title, in English"), max_length=80)
    intro_zh = models.TextField(_("Introduction, in Chinese"), max_length=2000, blank=True)
    intro_en = models.TextField(_("Introduction, in English"), max_length=2000, blank=True)
    clauses_zh = models.TextField(_("Clauses, in Chinese"), max_length=20000, blank=True)
    clauses_en = models.TextField(_("Clauses, in English"), max_length=20000, blank=True)
    footer_zh = models.CharField(_("Foot of each page, in Chinese"), max_length=300, blank=True)
    footer_en = models.CharField(_("Foot of each page, in English"), max_length=300, blank=True)
    columns = models.JSONField(_("Columns"), default=list)
    shows_logo = models.BooleanField(_("Logo"), default=True)
    shows_seal = models.BooleanField(_("Seal, on papers that bind us"), default=False)
    shows_bank = models.BooleanField(_("Bank data"), default=False)
    shows_words = models.BooleanField(_("Total in words"), default=False)
    shows_signatures = models.BooleanField(_("Places to sign"), default=False)
    is_landscape = models.BooleanField(_("Landscape"), default=False)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Saved by"))
    saved_at = models.DateTimeField(_("Saved"))

    class Meta:
        verbose_name = _("form of a paper")
        verbose_name_plural = _("forms of papers")
        constraints = [models.UniqueConstraint(fields=["kind", "number"], name="paper_form_version")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

    def as_form(self) -> Form:
        """What the layout needs of it."""
        return Form(
            title=Words(self.title_zh, self.title_en),
            columns=self.columns,
            intro=Words(self.intro_zh, self.intro_en),
            clauses=Words(self.clauses_zh, self.clauses_en),
            footer=Words(self.footer_zh, self.footer_en),
            shows_logo=self.shows_logo,
            shows_seal=self.shows_seal,
            shows_bank=self.shows_bank,
            shows_words=self.shows_words,
            shows_signatures=self.shows_signatures,
            is_landscape=self.is_landscape,
        )


class CompanyPicture(models.Model):
    """A logo or seal for papers; the newest of its role that was not removed is printed."""

    class Role(models.TextChoices):
        LOGO = "LOGO", _("Logo")
        SEAL = "SEAL", _("Seal")

    role = models.CharField(_("Picture"), max_length=4, choices=Role.choices)
    file = models.FileField(upload_to="company/%Y/%m")
    sha256 = models.CharField(max_length=64)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Saved by"))
    saved_at = models.DateTimeField(_("Saved"))
    removed_at = models.DateTimeField(_("Removed"), null=True)

    class Meta:
        verbose_name = _("picture on papers")
        verbose_name_plural = _("pictures on papers")
        indexes = [models.Index(fields=["role", "-id"], name="company_picture_now")]

    def __str__(self) -> str:
        return f"{self.role} {self.sha256[:8]}"


class PaperPrint(models.Model):
    """A paper that was made: of what, by whom, from which form, and the digest of its file. Never changed."""

    kind = models.CharField(_("Paper"), max_length=40)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    subject_number = models.CharField(_("Number"), max_length=40)
    revision = models.PositiveIntegerField(_("Revision"))
    form_number = models.PositiveIntegerField(_("Version of the form"))  # 0: as shipped
    language = models.CharField(_("Language"), max_length=8, choices=Customer.PaperLanguage.choices)
    is_binding = models.BooleanField(_("Binding"))
    printed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Printed by")
    )
    printed_at = models.DateTimeField(_("Printed"))
    sha256 = models.CharField(_("Digest"), max_length=64)
    size = models.PositiveIntegerField(_("Size"))
    attachment = models.ForeignKey(
        "accounts.Attachment", models.PROTECT, null=True, related_name="+", verbose_name=_("Kept as")
    )

    class Meta:
        verbose_name = _("printed paper")
        verbose_name_plural = _("printed papers")
        indexes = [models.Index(fields=["subject_type", "subject_id", "-id"], name="paper_print_subject")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_number}"
