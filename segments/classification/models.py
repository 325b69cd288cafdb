"""The rules of the company's method as data: versions, their rules, the names of what rules give (R001–R022), and the
columns that what is classified carries."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.functional import Promise, lazystr
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from common import reference
from common.classification import rules as method
from common.classification.wording import KIND_LABELS

THINGS = [("customer", _("Customer")), ("product", _("Product"))]


def _codes(label: Any) -> ArrayField:
    return ArrayField(models.CharField(max_length=40), verbose_name=label, default=list, blank=True)


class RuleVersion(models.Model):
    """A whole set of rules. One is in force, one at most is being worked on; those before are kept as they were.

    ``number`` counts up and stands beside everything that was classified; ``version`` counts the edits of a draft.
    """

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("Draft")
        ACTIVE = "ACTIVE", _("In force")
        RETIRED = "RETIRED", _("Retired")

    number = models.PositiveIntegerField(_("Number"), unique=True)
    state = models.CharField(_("State"), max_length=8, choices=State.choices, default=State.DRAFT)
    note = models.CharField(_("What changed"), max_length=300, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("By"))
    created_at = models.DateTimeField(_("Created"))
    activated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("Put in force by")
    )
    activated_at = models.DateTimeField(_("In force since"), null=True)
    retired_at = models.DateTimeField(_("In force until"), null=True)
    job = models.ForeignKey("common.Job", models.SET_NULL, null=True, related_name="+", editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("version of the rules")
        verbose_name_plural = _("versions of the rules")
        constraints = [
            models.UniqueConstraint(fields=["state"], name="rule_version_one_active", condition=Q(state="ACTIVE")),
            models.UniqueConstraint(fields=["state"], name="rule_version_one_draft", condition=Q(state="DRAFT")),
            models.CheckConstraint(
                condition=Q(state="DRAFT", activated_at__isnull=True)
                | Q(state="ACTIVE", activated_at__isnull=False, retired_at__isnull=True)
                | Q(state="RETIRED", activated_at__isnull=False, retired_at__isnull=False),
                name="rule_version_moments",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class Tag(models.Model):
    """The name of something that rules give: a tag, a group of tags that exclude each other, or a flag for the list
    of deviations. Shipped names are English sources, shown in the reader's language until somebody renames them."""

    class Kind(models.TextChoices):
        TAG = "TAG", _("Tag")
        GROUP = "GROUP", pgettext_lazy("tags", "Group")
        FLAG = "FLAG", _("Deviation")

    rules = models.ForeignKey(RuleVersion, models.CASCADE, related_name="tags", verbose_name=_("Version of the rules"))
    kind = models.CharField(_("Kind"), max_length=5, choices=Kind.choices, default=Kind.TAG)
    code = models.CharField(_("Code"), max_length=40)
    thing = models.CharField(_("Of what"), max_length=10, choices=THINGS, blank=True)
    group = models.CharField(pgettext_lazy("tags", "Group"), max_length=40, blank=True)
    name = models.CharField(_("Name"), max_length=80)
    english_name = models.CharField(_("English name"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("tag of the rules")
        verbose_name_plural = _("tags of the rules")
        ordering = ["kind", "id"]
        constraints = [models.UniqueConstraint(fields=["rules", "kind", "code"], name="rule_tag_code")]

    def __str__(self) -> str:
        if self.english_name and get_language() == "en":
            return self.english_name
        return reference.shown(self.name)

    @property
    def label(self) -> Promise:
        """The name, in the language of whoever reads it at last."""
        return lazystr(self)


class Rule(models.Model):
    """One rule of a version, as ``common.classification.rules.Rule`` says."""

    rules = models.ForeignKey(RuleVersion, models.CASCADE, related_name="rules", verbose_name=_("Version of the rules"))
    key = models.CharField(_("Key"), max_length=40)
    subject = models.CharField(_("Field"), max_length=40, choices=list(method.SUBJECTS.items()))
    kind = models.CharField(
        _("How it looks"), max_length=10, choices=[(kind.value, label) for kind, label in KIND_LABELS.items()]
    )
    operands = ArrayField(models.CharField(max_length=method.LONGEST_OPERAND), verbose_name=_("Values"), default=list)
    tags = _codes(_("Tags"))
    group = models.CharField(pgettext_lazy("tags", "Group"), max_length=40, blank=True)
    when = _codes(_("Only if"))
    unless = _codes(_("Not if"))
    flags = _codes(_("Deviations where it holds"))
    misfit_flags = _codes(_("Deviations where the text does not fit"))
    empty_flags = _codes(_("Deviations where there is no text"))
    sequence = models.PositiveIntegerField(_("Sequence"), default=0)

    class Meta:
        verbose_name = _("classification rule")
        verbose_name_plural = _("classification rules")
        ordering = ["sequence", "id"]
        constraints = [models.UniqueConstraint(fields=["rules", "key"], name="classification_rule_key")]

    def __str__(self) -> str:
        return self.key


class Classified(models.Model):
    """What is classified: its tags and flags, and the number of the rules that gave them (0: none looked yet)."""

    tags = ArrayField(models.CharField(max_length=40), default=list, editable=False)
    flags = ArrayField(models.CharField(max_length=40), default=list, editable=False)
    rules_number = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True


class Period(models.Model):
    """What something was classified as, from ``valid_from`` (None: ever since) up to and without ``valid_until``
    (None: still), and the number of the rules that said so first. Its own model adds ``of``."""

    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    tags = ArrayField(models.CharField(max_length=40), default=list)
    flags = ArrayField(models.CharField(max_length=40), default=list)
    facets = models.JSONField(default=dict)
    rules_number = models.PositiveIntegerField()

    class Meta:
        abstract = True

    @staticmethod
    def constraints_of(name: str) -> list[models.BaseConstraint]:
        """One open row of each, and none that ends before it begins."""
        return [
            models.UniqueConstraint(fields=["of"], name=f"{name}_open", condition=Q(valid_until__isnull=True)),
            models.UniqueConstraint(fields=["of", "valid_from"], name=f"{name}_day", nulls_distinct=False),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name=f"{name}_order",
            ),
        ]
