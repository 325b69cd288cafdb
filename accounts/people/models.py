"""People and departments."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from common.text import Searchable


class Department(models.Model):
    """A node of the company's tree; ``path`` holds the ids from the root, ``/1/4/9/``."""

    class Kind(models.TextChoices):
        MANAGEMENT = "MANAGEMENT", _("Management")
        SALES = "SALES", _("Sales")
        ORDER_DESK = "ORDER_DESK", _("Order desk")
        PRODUCTION = "PRODUCTION", _("Production")
        PURCHASING = "PURCHASING", _("Purchasing")
        WAREHOUSE = "WAREHOUSE", _("Warehouse")
        LOGISTICS = "LOGISTICS", _("Logistics")
        FINANCE = "FINANCE", _("Finance")
        SERVICE = "SERVICE", _("Customer service")
        SUPPLY_CHAIN = "SUPPLY_CHAIN", _("Supply chain")

    code = models.CharField(_("Code"), max_length=20, unique=True)
    name = models.CharField(_("Name"), max_length=80)
    kind = models.CharField(_("Kind"), max_length=12, choices=Kind.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("Parent")
    )
    head = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="heads", verbose_name=_("Head")
    )
    is_region = models.BooleanField(_("Is a region"), default=False)
    is_active = models.BooleanField(_("Active"), default=True)
    path = models.CharField(max_length=200, editable=False, default="")

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        indexes = [models.Index(fields=["path"], name="department_path", opclasses=["text_pattern_ops"])]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Finds people by their sign-in name; people are made by ``people.operations``."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=(username or "").strip().lower())


class User(AbstractBaseUser, Searchable):
    """A person (or a named system user) who acts in the system. Sign-in names are kept in lower case.

    ``session_epoch`` is part of what a session is checked against: raising it ends all of them.
    """

    class Theme(models.TextChoices):
        SYSTEM = "system", _("As the computer")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    class Density(models.TextChoices):
        COMPACT = "compact", _("Compact")
        DEFAULT = "default", _("Default")
        LOOSE = "loose", _("Loose")

    username = models.CharField(_("Sign-in name"), max_length=60, unique=True)
    name = models.CharField(_("Name"), max_length=60)
    email = models.EmailField(_("E-mail"), blank=True)
    phone = models.CharField(_("Phone"), max_length=30, blank=True)
    job_title = models.CharField(_("Job title"), max_length=60, blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="members", verbose_name=_("Department")
    )
    is_active = models.BooleanField(_("Active"), default=True)
    is_system = models.BooleanField(_("System user"), default=False, editable=False)
    must_change_password = models.BooleanField(_("Must change the password"), default=False)
    substitute = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="stands_in_for", verbose_name=_("Substitute")
    )
    left_at = models.DateTimeField(_("Left at"), null=True, blank=True, editable=False)
    language = models.CharField(_("Language"), max_length=10, default="zh-hans")
    theme = models.CharField(_("Theme"), max_length=6, choices=Theme.choices, default=Theme.SYSTEM)
    density = models.CharField(_("Row height"), max_length=8, choices=Density.choices, default=Density.DEFAULT)
    single_keys = models.BooleanField(_("Single-letter shortcuts"), default=True)
    wants_mail = models.BooleanField(_("Messages by mail"), default=True)
    joined_at = models.DateTimeField(_("Since"), editable=False)
    last_sign_in_at = models.DateTimeField(_("Last sign-in"), null=True, blank=True, editable=False)
    session_epoch = models.PositiveIntegerField(default=0, editable=False)
    last_login = None  # last_sign_in_at, written by the sign-in operation
    is_superuser = False  # nobody stands above the rights of his roles

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        indexes = [Searchable.search_index("user_grams")]

    def __str__(self) -> str:
        return str(_("System")) if self.is_system else self.name

    def get_short_name(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def can(self, verb: str) -> bool:
        """Whether the person holds ``verb`` in any scope: what templates and the shell ask."""
        from accounts import policies  # the person is asked, the policy answers

        return policies.can(self, verb)

    @property
    def is_staff(self) -> bool:
        """May open the admin console."""
        return self.is_active and self.can("admin.console")

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Django's admin asks ``app.action_model``; the answer is a verb of ours (``console.rights``)."""
        from accounts.console import rights

        return rights.has_perm(self, perm)

    def has_perms(self, perm_list, obj: object = None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perm_list)

    def has_module_perms(self, app_label: str) -> bool:
        from accounts.console import rights

        return rights.has_module_perms(self, app_label)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        return salted_hmac(
            "accounts.session", f"{self.password}:{self.session_epoch}", secret=secret, algorithm="sha256"
        ).hexdigest()


class UserRole(models.Model):
    """A role held by a person."""

    user = models.ForeignKey(User, models.CASCADE, related_name="user_roles", verbose_name=_("Person"))
    role = models.ForeignKey("accounts.Role", models.PROTECT, related_name="holders", verbose_name=_("Role"))

    class Meta:
        verbose_name = _("role of a person")
        verbose_name_plural = _("roles of people")
        constraints = [models.UniqueConstraint(fields=["user", "role"], name="user_role_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role_id}"


class Preference(models.Model):
    """Something a person chose for himself: columns of a list, saved filters, a collapsed panel."""

    user = models.ForeignKey(User, models.CASCADE, related_name="preferences")
    key = models.CharField(max_length=80)
    value = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="preference_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.key}"
