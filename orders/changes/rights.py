"""The verbs of change requests. Whoever sees an order sees its requests."""

from django.utils.translation import gettext_lazy as _

from accounts.roles.models import Scope
from accounts.roles.verbs import Verb, scopes, verbs

_GROUP = _("Orders")
_OWN, _BELOW, _ALL = Scope.OWN, Scope.BELOW, Scope.ALL
_HEADS = {"sales_manager": _BELOW, "department_head": _BELOW}
_REQUEST = scopes(sales=_OWN, executing_owner=_OWN, order_desk=_ALL, **_HEADS, api_client=_ALL)
_VERBS = {
    "change.request": Verb(_("Request changes of orders"), _GROUP, _REQUEST),
    "change.approve": Verb(_("Decide about change requests"), _GROUP, scopes(**_HEADS, executive=_ALL)),
}


def register() -> None:
    """Declare them; called once from ``OrdersConfig.ready``."""
    for code, verb in _VERBS.items():
        verbs.register(code, verb)
