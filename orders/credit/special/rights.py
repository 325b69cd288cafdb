"""The verbs of special approvals."""

from django.utils.translation import gettext_lazy as _

from accounts.roles.models import Scope
from accounts.roles.verbs import Verb, scopes, verbs
from orders.credit.special import policies

_GROUP = _("Orders")
_OWN, _BELOW, _ALL = Scope.OWN, Scope.BELOW, Scope.ALL
_ASK = scopes(
    sales=_OWN,
    order_desk=_ALL,
    executing_owner=_OWN,
    sales_manager=_BELOW,
    department_head=_BELOW,
    finance=_ALL,
    api_client=_ALL,
)


def register() -> None:
    """Declare them; called once from ``OrdersConfig.ready``."""
    verbs.register(policies.REQUEST, Verb(_("Ask for special credit approvals"), _GROUP, _ASK))
    decides = scopes(finance=_ALL, executive=_ALL)
    verbs.register(policies.DECIDE, Verb(_("Decide special credit approvals"), _GROUP, decides))
