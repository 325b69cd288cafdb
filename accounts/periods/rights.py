"""The verbs of the period close: finance closes, opening a closed month again is a privilege."""

from django.utils.translation import gettext_lazy as _

from accounts.roles.models import Scope
from accounts.roles.verbs import COMPANY, Verb, scopes, verbs

VIEW, CLOSE, REOPEN = "period.view", "period.close", "period.reopen"
_GROUP = _("Period close")
_ALL = Scope.ALL


def register() -> None:
    """Declare them; called once from ``AccountsConfig.ready``."""
    see = scopes(finance=_ALL, executive=_ALL, administrator=_ALL)
    verbs.register(VIEW, Verb(_("See which months are closed"), _GROUP, see, offered=COMPANY))
    verbs.register(CLOSE, Verb(_("Close months"), _GROUP, scopes(finance=_ALL), offered=COMPANY))
    reopen = scopes(executive=_ALL, administrator=_ALL)
    verbs.register(REOPEN, Verb(_("Open closed months again"), _GROUP, reopen, offered=COMPANY))
