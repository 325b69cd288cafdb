"""The rights to have orders confirmed by their customers, and to look after customers."""

from django.utils.translation import gettext_lazy as _

from accounts.roles.models import Scope
from accounts.roles.verbs import Verb, scopes, verbs

CONFIRM = "order.confirm"
SERVE = "customer.serve"
_ASKERS = scopes(
    sales=Scope.OWN,
    executing_owner=Scope.OWN,
    sales_manager=Scope.BELOW,
    department_head=Scope.BELOW,
    order_desk=Scope.ALL,
    api_client=Scope.ALL,
)


def register() -> None:
    """Declare them; called once from ``OrdersConfig.ready``."""
    verbs.register(CONFIRM, Verb(_("Have orders confirmed by the customer"), _("Orders"), _ASKERS))
    words = _("Look after customers: contacts, letters, their own page, how content they are")
    verbs.register(SERVE, Verb(words, _("Customers"), {**_ASKERS, "service": Scope.ALL}))
