"""The verbs of money received: finance records and allocates, the sales side sees its own."""

from django.utils.translation import gettext_lazy as _

from accounts.roles.models import Scope
from accounts.roles.verbs import RoleCode, Verb, verbs

_GROUP = _("Receipts")
_FINANCE = {RoleCode.FINANCE: Scope.ALL}
_SYSTEMS = {**_FINANCE, RoleCode.API_CLIENT: Scope.ALL}

_VERBS = {
    "receipt.view": Verb(
        _("See receipts and accounts"),
        _GROUP,
        {
            **_SYSTEMS,
            RoleCode.ORDER_DESK: Scope.ALL,
            RoleCode.EXECUTIVE: Scope.ALL,
            RoleCode.ADMINISTRATOR: Scope.ALL,
            RoleCode.SALES: Scope.OWN,
            RoleCode.SALES_MANAGER: Scope.BELOW,
            RoleCode.DEPARTMENT_HEAD: Scope.BELOW,
        },
    ),
    "receipt.record": Verb(_("Record receipts"), _GROUP, _SYSTEMS),
    "receipt.allocate": Verb(_("Allocate receipts to orders"), _GROUP, _SYSTEMS),
    "receipt.void": Verb(_("Void receipts"), _GROUP, _FINANCE),
    "receipt.write_off": Verb(_("Write off small differences, charges and discounts"), _GROUP, _FINANCE),
    "receipt.pay_back": Verb(_("Pay money back to customers"), _GROUP, _FINANCE),
    "receipt.restore": Verb(_("Restore void receipts"), _GROUP, _FINANCE),
}


def register() -> None:
    """Declare them; called once when the app is ready."""
    for code, verb in _VERBS.items():
        verbs.register(code, verb)
