"""The verbs of intake: the receiving post registers and dispatches, salespeople enter what was given to them."""

from django.utils.translation import gettext_lazy as _

from accounts.roles.models import Scope
from accounts.roles.verbs import Verb, scopes, verbs

_GROUP = _("Intake")
_OWN, _BELOW, _ALL = Scope.OWN, Scope.BELOW, Scope.ALL
_HEADS = {"sales_manager": _BELOW, "department_head": _BELOW}
_SALES = {"sales": _OWN, "executing_owner": _OWN, "order_desk": _ALL, **_HEADS}

_VERBS = {
    "intake.view": Verb(_("See intake"), _GROUP, scopes(**_SALES, executive=_ALL, administrator=_ALL, api_client=_OWN)),
    "intake.register": Verb(_("Register intake"), _GROUP, scopes(**_SALES, api_client=_ALL)),
    "intake.dispatch": Verb(_("Dispatch intake to salespeople"), _GROUP, scopes(order_desk=_ALL, **_HEADS)),
    "intake.enter": Verb(_("Enter intake as orders"), _GROUP, scopes(**_SALES)),
    "intake.settle": Verb(_("Set intake aside, discard it, take it up again"), _GROUP, scopes(**_SALES)),
}


def register() -> None:
    """Declare them; called once from ``OrdersConfig.ready``."""
    for code, verb in _VERBS.items():
        verbs.register(code, verb)
