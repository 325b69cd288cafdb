"""The verbs of exceptions: who sees orders sees what went wrong with them; everybody near them reports it."""

from django.utils.translation import gettext_lazy as _

from accounts.roles.models import Scope
from accounts.roles.verbs import RoleCode, Verb, scopes, verbs

_GROUP = _("Returns and exceptions")
_OWN, _BELOW, _ALL = Scope.OWN, Scope.BELOW, Scope.ALL
_SALES = {"sales": _OWN, "executing_owner": _OWN}
_HEADS = {"sales_manager": _BELOW, "department_head": _BELOW}
_HOUSE = {
    **dict.fromkeys(RoleCode.EXECUTORS, _ALL),
    **dict.fromkeys((RoleCode.ORDER_DESK, RoleCode.DECOMPOSITION_ADMIN, RoleCode.FINANCE, RoleCode.EXECUTIVE), _ALL),
}

_VERBS = {
    "exception.view": Verb(
        _("See exceptions and complaints"),
        _GROUP,
        {**scopes(**_SALES, **_HEADS, administrator=_ALL, api_client=_ALL), **_HOUSE},
    ),
    "exception.raise": Verb(
        _("Report exceptions and complaints"), _GROUP, {**scopes(**_SALES, **_HEADS, api_client=_ALL), **_HOUSE}
    ),
    "exception.work": Verb(
        _("Answer exceptions, record decisions, close and reopen them"),
        _GROUP,
        scopes(**_SALES, **_HEADS, order_desk=_ALL, service=_ALL, executive=_ALL),
    ),
    "exception.claim": Verb(
        _("File claims against carriers"), _GROUP, scopes(logistics=_ALL, order_desk=_ALL, finance=_ALL)
    ),
    "contingency.edit": Verb(
        _("Prepare contingency plans"),
        _GROUP,
        scopes(order_desk=_ALL, sales_manager=_ALL, department_head=_ALL, executive=_ALL, administrator=_ALL),
    ),
}


def register() -> None:
    """Declare them; called once from ``OrdersConfig.ready``."""
    for code, verb in _VERBS.items():
        verbs.register(code, verb)
