"""The verbs of doubts and of the first screening."""

from django.utils.translation import gettext_lazy as _

from accounts.roles.models import Scope
from accounts.roles.verbs import Verb, scopes, verbs

_GROUP = _("Orders")
_OWN, _BELOW, _ALL = Scope.OWN, Scope.BELOW, Scope.ALL
_HEADS = {"sales_manager": _BELOW, "department_head": _BELOW}
_SALES = {"sales": _OWN, "executing_owner": _OWN, "order_desk": _ALL, **_HEADS}

_VERBS = {
    "doubt.ask": Verb(_("Ask about orders"), _GROUP, scopes(**_SALES, finance=_ALL, api_client=_ALL)),
    "doubt.close": Verb(_("Close doubts of others"), _GROUP, scopes(order_desk=_ALL, **_HEADS)),
    "order.screen": Verb(_("Set orders aside and release them"), _GROUP, scopes(**_SALES)),
}


def register() -> None:
    """Declare them; called once from ``OrdersConfig.ready``."""
    for code, verb in _VERBS.items():
        verbs.register(code, verb)
