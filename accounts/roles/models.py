"""Roles: operation rights, data scope and field rules (R292–R296)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """Which rows a right reaches, from narrow to wide."""

    OWN = "OWN", _("Own")
    DEPARTMENT = "DEPARTMENT", _("Department")
    BELOW = "BELOW", _("Department and below")
    REGION = "REGION", _("Region")
    ALL = "ALL", _("All")


class Role(models.Model):
    """A post or duty with its rights; shipped roles come from ``roles.matrix`` and may be edited."""

    code = models.CharField(_("Code"), max_length=40, unique=True)
    name = models.CharField(_("Name"), max_length=60)
    description = models.TextField(_("Duties"), blank=True)
    is_shipped = models.BooleanField(default=False, editable=False)
    is_active = models.BooleanField(_("Active"), default=True)
    # its rights on what ``accounts.reaches`` knows reach the rows of a condition kept on a floor above
    by_condition = models.BooleanField(_("Reaches by a condition"), default=False, editable=False)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")

    def __str__(self) -> str:
        return str(_(self.name)) if self.is_shipped else self.name


class SeededRight(models.Model):
    """A verb or field whose shipped defaults were handed out once; what an administrator then removes
    stays removed."""

    key = models.CharField(max_length=80, primary_key=True)

    def __str__(self) -> str:
        return self.key


class RoleGrant(models.Model):
    """A role may do a verb within a scope."""

    role = models.ForeignKey(Role, models.CASCADE, related_name="grants", verbose_name=_("Role"))
    verb = models.CharField(_("Right"), max_length=60)
    scope = models.CharField(_("Scope"), max_length=10, choices=Scope.choices, default=Scope.ALL)

    class Meta:
        verbose_name = _("right")
        verbose_name_plural = _("rights")
        constraints = [models.UniqueConstraint(fields=["role", "verb"], name="role_verb_once")]

    def __str__(self) -> str:
        return f"{self.role_id} {self.verb} {self.scope}"


class FieldRule(models.Model):
    """A role sees a sensitive field not at all, or masked; who holds a role without the rule sees it."""

    class Effect(models.TextChoices):
        HIDE = "HIDE", _("Hidden")
        MASK = "MASK", _("Masked")

    role = models.ForeignKey(Role, models.CASCADE, related_name="field_rules", verbose_name=_("Role"))
    field = models.CharField(_("Field"), max_length=60)
    effect = models.CharField(_("Effect"), max_length=4, choices=Effect.choices)

    class Meta:
        verbose_name = _("field rule")
        verbose_name_plural = _("field rules")
        constraints = [models.UniqueConstraint(fields=["role", "field"], name="role_field_once")]

    def __str__(self) -> str:
        return f"{self.role_id} {self.field} {self.effect}"
