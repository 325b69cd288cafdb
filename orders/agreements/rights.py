"""The verbs of frame agreements and of the library of clauses."""

from django.utils.translation import gettext_lazy as _

from accounts.roles.models import Scope
from accounts.roles.verbs import COMPANY, Verb, scopes, verbs

_GROUP = _("Agreements and contracts")
_KEEP = scopes(
    sales=Scope.OWN,
    order_desk=Scope.ALL,
    sales_manager=Scope.BELOW,
    department_head=Scope.BELOW,
    api_client=Scope.ALL,
)
_SEE = {**_KEEP, **scopes(finance=Scope.ALL, executive=Scope.ALL, administrator=Scope.ALL)}
_DECIDE = scopes(order_desk=Scope.ALL, sales_manager=Scope.BELOW, department_head=Scope.BELOW)
_VERBS = {
    "agreement.view": Verb(_("See frame agreements"), _GROUP, _SEE),
    "agreement.edit": Verb(_("Write frame agreements"), _GROUP, _KEEP),
    "agreement.decide": Verb(_("Put frame agreements in force, end them"), _GROUP, _DECIDE),
    "clause.edit": Verb(
        _("Keep the clauses of contracts"),
        _GROUP,
        scopes(order_desk=Scope.ALL, sales_manager=Scope.ALL, administrator=Scope.ALL),
        offered=COMPANY,
    ),
}


def register() -> None:
    """Declare them; called once from ``OrdersConfig.ready``."""
    for code, verb in _VERBS.items():
        verbs.register(code, verb)
