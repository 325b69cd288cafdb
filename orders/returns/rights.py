"""The verbs of returns: sales and service write them, heads approve, the warehouse inspects, the order desk decides,
finance refunds."""

from django.utils.translation import gettext_lazy as _

from accounts.roles.models import Scope
from accounts.roles.verbs import Verb, scopes, verbs

_GROUP = _("Returns and exceptions")
_OWN, _BELOW, _ALL = Scope.OWN, Scope.BELOW, Scope.ALL
_SALES = {"sales": _OWN, "executing_owner": _OWN}
_HEADS = {"sales_manager": _BELOW, "department_head": _BELOW}
_HOUSE = dict.fromkeys(
    ("order_desk", "service", "warehouse", "logistics", "finance", "executive", "administrator"), _ALL
)

_VERBS = {
    "return.view": Verb(_("See returns"), _GROUP, scopes(**_SALES, **_HEADS, **_HOUSE, api_client=_ALL)),
    "return.draft": Verb(
        _("Write returns and void them"), _GROUP, scopes(**_SALES, order_desk=_ALL, service=_ALL, api_client=_ALL)
    ),
    "return.approve": Verb(_("Approve returns"), _GROUP, scopes(**_HEADS, order_desk=_ALL, executive=_ALL)),
    "return.receive": Verb(
        _("Receive and inspect returned goods"), _GROUP, scopes(warehouse=_ALL, service=_ALL, api_client=_ALL)
    ),
    "return.settle": Verb(
        _("Decide what a customer gets for returned or lost goods"), _GROUP, scopes(**_HEADS, order_desk=_ALL)
    ),
    "return.reverse": Verb(
        _("Take back what was received or decided of returns"), _GROUP, scopes(**_HEADS, order_desk=_ALL)
    ),
    "return.refund": Verb(
        _("Record refunds of returns and take them back"), _GROUP, scopes(finance=_ALL, api_client=_ALL)
    ),
}


def register() -> None:
    """Declare them; called once from ``OrdersConfig.ready``."""
    for code, verb in _VERBS.items():
        verbs.register(code, verb)
