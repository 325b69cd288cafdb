"""The verbs and company settings of this app."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.roles.models import Scope
from accounts.roles.queries import list_roles
from accounts.roles.verbs import COMPANY, RoleCode, Verb, verbs
from accounts.rulebook.checks import Check, checks
from common import settings, upload_limits

_GROUP = _("Administration")
_ADMINISTRATOR = {RoleCode.ADMINISTRATOR: Scope.ALL}

_VERBS = {
    "admin.console": Verb(_("Open the admin console"), _GROUP, _ADMINISTRATOR, offered=COMPANY),
    "audit.view": Verb(
        _("Read the audit trail"), _GROUP, {**_ADMINISTRATOR, RoleCode.EXECUTIVE: Scope.ALL}, offered=COMPANY
    ),
    "user.manage": Verb(_("Manage people and departments"), _GROUP, _ADMINISTRATOR),
    "role.manage": Verb(_("Manage roles and rights"), _GROUP, _ADMINISTRATOR, offered=COMPANY),
    "role.try": Verb(
        _("Look at the app as another role or person, changing nothing"), _GROUP, _ADMINISTRATOR, offered=COMPANY
    ),
    "setting.manage": Verb(_("Change company settings"), _GROUP, _ADMINISTRATOR, offered=COMPANY),
    "outbox.resend": Verb(_("Send doubtful messages again"), _GROUP, _ADMINISTRATOR, offered=COMPANY),
    "job.retry": Verb(_("Begin background work again, or leave it"), _GROUP, _ADMINISTRATOR, offered=COMPANY),
    "handover.run": Verb(
        _("Hand work over"),
        _GROUP,
        {
            **_ADMINISTRATOR,
            RoleCode.SALES_MANAGER: Scope.BELOW,
            RoleCode.DEPARTMENT_HEAD: Scope.BELOW,
        },
    ),
    "attachment.remove": Verb(
        _("Remove attachments of others"),
        _GROUP,
        {**_ADMINISTRATOR, RoleCode.ORDER_DESK: Scope.ALL, RoleCode.SALES_MANAGER: Scope.ALL},
    ),
    "token.issue": Verb(
        _("Have API tokens of one's own"), _GROUP, dict.fromkeys(RoleCode.EVERYONE, Scope.OWN), (Scope.OWN,)
    ),
}


def _roles() -> list[tuple[str, Any]]:
    return [(role.code, str(role)) for role in list_roles()]


_SETTINGS = {
    "mfa_roles": settings.Definition(
        [RoleCode.ADMINISTRATOR, RoleCode.FINANCE],
        _("Roles whose holders must sign in with a second factor (codes of roles)"),
        group="security",
        choices=_roles,
    ),
    "attachment_max_mb": settings.Definition(
        20, _("Largest attachment, in megabytes"), group="security", bounds=settings.Bounds(1, 50)
    ),
    "attachments_most": settings.Definition(
        300,
        _("Files that one order, customer or the like may have"),
        group="security",
        bounds=settings.Bounds(1, 10_000),
    ),
    "attachments_most_mb": settings.Definition(
        1000,
        _("Megabytes that the files of one order, customer or the like may have together"),
        group="security",
        bounds=settings.Bounds(1, 100_000),
    ),
    "token_max_days": settings.Definition(
        365, _("Longest life of an API token, in days"), group="security", bounds=settings.Bounds(1, 3660)
    ),
}


def register() -> None:
    """Declare them; called once from ``AccountsConfig.ready``."""
    for code, verb in _VERBS.items():
        verbs.register(code, verb)
    for key, definition in _SETTINGS.items():
        settings.definitions.register(key, definition)
    checks.register(
        upload_limits.CODE,
        Check(_("A person brings no more files on a day than the settings say"), _GROUP, upload_limits.CODE),
    )
