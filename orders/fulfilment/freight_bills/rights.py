"""The verbs of carriers' bills: logistics enters them, finance approves and pays."""

from django.utils.translation import gettext_lazy as _

from accounts.roles.models import Scope
from accounts.roles.verbs import COMPANY, Verb, scopes, verbs

VIEW, RECORD, APPROVE, PAY = "freight.view", "freight.record", "freight.approve", "freight.pay"
_GROUP = _("Carriers' bills")
_ALL = Scope.ALL
_ENTERING = scopes(logistics=_ALL, finance=_ALL, api_client=_ALL)
_VERBS = {
    VIEW: Verb(
        _("See carriers' bills"), _GROUP, {**_ENTERING, **scopes(executive=_ALL, administrator=_ALL)}, offered=COMPANY
    ),
    RECORD: Verb(_("Enter carriers' bills"), _GROUP, _ENTERING, offered=COMPANY),
    APPROVE: Verb(_("Approve carriers' bills"), _GROUP, scopes(finance=_ALL, executive=_ALL), offered=COMPANY),
    PAY: Verb(_("Note payments to carriers"), _GROUP, scopes(finance=_ALL), offered=COMPANY),
}


def register() -> None:
    """Declare them; called once from ``OrdersConfig.ready``."""
    for code, verb in _VERBS.items():
        verbs.register(code, verb)
