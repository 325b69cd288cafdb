"""The right to answer for one's department what a change means."""

from django.utils.translation import gettext_lazy as _

from accounts.console.rights import ModelRights, admin_rights
from accounts.roles.models import Scope
from accounts.roles.verbs import Verb, scopes, verbs

ASSESS = "change.assess"
EDIT = "setting.manage"
_OWN = Scope.OWN


def register() -> None:
    """Declare it; called once from ``OrdersConfig.ready``."""
    given = scopes(
        production=_OWN,
        purchasing=_OWN,
        warehouse=_OWN,
        logistics=_OWN,
        service=_OWN,
        finance=_OWN,
        department_head=Scope.BELOW,
        order_desk=Scope.ALL,
    )
    verbs.register(ASSESS, Verb(_("Say what changes mean for one's department"), _("Orders"), given))
    admin_rights.register("orders.changedepartment", ModelRights(change=EDIT))
