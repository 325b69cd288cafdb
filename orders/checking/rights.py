"""The rights of verification and order errors."""

from django.utils.translation import gettext_lazy as _

from accounts.console.rights import ModelRights, admin_rights
from accounts.roles.models import Scope
from accounts.roles.verbs import Verb, scopes, verbs

VERIFY, RECORD, DISMISS = "order.verify", "order.error", "order.error_dismiss"
_GROUP = _("Orders")
_OWN, _BELOW, _ALL = Scope.OWN, Scope.BELOW, Scope.ALL
_FINDERS = scopes(
    sales=_OWN,
    executing_owner=_OWN,
    sales_manager=_BELOW,
    department_head=_BELOW,
    order_desk=_ALL,
    warehouse=_ALL,
    logistics=_ALL,
    finance=_ALL,
    service=_ALL,
    api_client=_ALL,
)

_VERBS = {
    VERIFY: Verb(_("Verify orders before approval"), _GROUP, scopes(order_desk=_ALL)),
    RECORD: Verb(_("Record errors in orders"), _GROUP, _FINDERS),
    DISMISS: Verb(
        _("Dismiss errors that were none"),
        _GROUP,
        scopes(order_desk=_ALL, sales_manager=_BELOW, department_head=_BELOW),
    ),
}


def register() -> None:
    """Declare them; called once from ``OrdersConfig.ready``."""
    admin_rights.register("orders.checkpoint", ModelRights(change="setting.manage"))
    for code, verb in _VERBS.items():
        verbs.register(code, verb)
