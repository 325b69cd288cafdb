"""How Django's admin questions (``app.change_model``) are answered with our verbs.

Each app registers its admin models; what nobody registered may be looked at by who may open the
console, and changed by nobody. No Django permission rows are used.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from common.registry import Registry

if TYPE_CHECKING:
    from accounts.people.models import User


@dataclass(frozen=True)
class ModelRights:
    """The verbs that an admin model asks for; "" = nobody may."""

    view: str = "admin.console"
    change: str = ""
    add: str | None = None  # None: as change
    delete: str = ""


# "app_label.model" (lower case) -> rights
admin_rights: Registry[ModelRights] = Registry("accounts.admin_rights")
_DEFAULT = ModelRights()


def has_perm(user: "User", perm: str) -> bool:
    """Whether ``user`` may do what Django's admin calls ``app.action_model``; unknown: no."""
    app_label, _dot, codename = perm.partition(".")
    action, _line, model = codename.partition("_")
    if not user.is_active or app_label not in settings.OWN_APPS or action not in {"view", "add", "change", "delete"}:
        return False
    rights = admin_rights.get(f"{app_label}.{model}") or _DEFAULT
    verb = rights.change if action == "add" and rights.add is None else getattr(rights, action)
    return bool(verb) and user.can("admin.console") and user.can(verb)


def has_module_perms(user: "User", app_label: str) -> bool:
    """Whether the admin shows this app to ``user`` at all."""
    return user.is_active and app_label in settings.OWN_APPS and user.can("admin.console")
