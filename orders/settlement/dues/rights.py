"""The verb of following up what is due."""

from django.utils.translation import gettext_lazy as _

from accounts.roles.models import Scope
from accounts.roles.verbs import Verb, scopes, verbs

_OWN, _BELOW, _ALL = Scope.OWN, Scope.BELOW, Scope.ALL
FOLLOW = "payment.follow"


def register() -> None:
    """Declare it; called once from ``OrdersConfig.ready``."""
    holders = {"sales": _OWN, "sales_manager": _BELOW, "department_head": _BELOW, "order_desk": _ALL}
    verbs.register(
        FOLLOW, Verb(_("Follow up payments"), _("Receipts"), scopes(**holders, finance=_ALL, api_client=_ALL))
    )
