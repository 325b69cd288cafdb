"""The verbs of risk."""

from django.utils.translation import gettext_lazy as _

from accounts.roles.models import Scope
from accounts.roles.verbs import Verb, scopes, verbs
from orders.risk import policies

_GROUP = _("Risk")
_OWN, _BELOW, _ALL = Scope.OWN, Scope.BELOW, Scope.ALL
_HANDLE = scopes(
    sales=_OWN,
    executing_owner=_OWN,
    sales_manager=_BELOW,
    department_head=_BELOW,
    finance=_ALL,
    executive=_ALL,
    administrator=_ALL,
)


def register() -> None:
    """Declare them; called once from ``OrdersConfig.ready``."""
    office = scopes(finance=_ALL, executive=_ALL, administrator=_ALL)
    for code, label, defaults in (
        (policies.VIEW, _("See risk warnings"), _HANDLE | scopes(order_desk=_ALL, purchasing=_ALL)),
        (policies.MANAGE, _("Take up and end risk warnings"), _HANDLE),
        (policies.ASSESS, _("Assess risks and record preventive measures"), office | scopes(department_head=_ALL)),
        (policies.MATERIAL, _("Keep materials and their prices"), office | scopes(purchasing=_ALL, api_client=_ALL)),
    ):
        verbs.register(code, Verb(label, _GROUP, defaults))
