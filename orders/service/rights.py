"""The right to have orders confirmed by their customers."""

from django.utils.translation import gettext_lazy as _

from accounts.roles.models import Scope
from accounts.roles.verbs import Verb, scopes, verbs

CONFIRM = "order.confirm"
_ASKERS = scopes(
    sales=Scope.OWN,
    executing_owner=Scope.OWN,
    sales_manager=Scope.BELOW,
    department_head=Scope.BELOW,
    order_desk=Scope.ALL,
    api_client=Scope.ALL,
)


def register() -> None:
    """Declare it; called once from ``OrdersConfig.ready``."""
    verbs.register(CONFIRM, Verb(_("Have orders confirmed by the customer"), _("Orders"), _ASKERS))
