"""The verbs of delivery: the order desk and the warehouse draft, the warehouse audits, logistics has it signed."""

from django.utils.translation import gettext_lazy as _

from accounts.roles.models import Scope
from accounts.roles.verbs import COMPANY, RoleCode, Verb, scopes, verbs

_GROUP = _("Delivery")
_EVERYWHERE = dict.fromkeys(
    (
        RoleCode.ORDER_DESK,
        RoleCode.DECOMPOSITION_ADMIN,
        *RoleCode.EXECUTORS,
        RoleCode.FINANCE,
        RoleCode.EXECUTIVE,
        RoleCode.ADMINISTRATOR,
        RoleCode.API_CLIENT,
    ),
    Scope.ALL,
)
_OWN_SIDE = {
    RoleCode.SALES: Scope.OWN,
    RoleCode.EXECUTING_OWNER: Scope.OWN,
    RoleCode.SALES_MANAGER: Scope.BELOW,
    RoleCode.DEPARTMENT_HEAD: Scope.BELOW,
}
_DRAFTERS = {
    RoleCode.ORDER_DESK: Scope.ALL,
    RoleCode.EXECUTING_OWNER: Scope.OWN,
    RoleCode.WAREHOUSE: Scope.ALL,
    RoleCode.LOGISTICS: Scope.ALL,
    RoleCode.API_CLIENT: Scope.ALL,
}

_VERBS = {
    "outbound.view": Verb(_("See outbound documents"), _GROUP, {**_EVERYWHERE, **_OWN_SIDE}),
    "outbound.draft": Verb(_("Write delivery notices"), _GROUP, _DRAFTERS),
    "outbound.void": Verb(_("Void delivery notices"), _GROUP, _DRAFTERS),
    "outbound.audit": Verb(
        _("Audit outbound documents"), _GROUP, {RoleCode.WAREHOUSE: Scope.ALL, RoleCode.API_CLIENT: Scope.ALL}
    ),
    "outbound.unaudit": Verb(_("Un-audit outbound documents"), _GROUP, {RoleCode.WAREHOUSE: Scope.ALL}),
    "outbound.sign": Verb(
        _("Record the signing of deliveries"),
        _GROUP,
        {RoleCode.LOGISTICS: Scope.ALL, RoleCode.ORDER_DESK: Scope.ALL, RoleCode.API_CLIENT: Scope.ALL},
    ),
    "outbound.unsign": Verb(
        _("Take the signing of deliveries back"),
        _GROUP,
        {RoleCode.LOGISTICS: Scope.ALL, RoleCode.ORDER_DESK: Scope.ALL},
    ),
    "outbound.tell": Verb(
        _("Tell customers of an arrival"),
        _GROUP,
        {
            RoleCode.LOGISTICS: Scope.ALL,
            RoleCode.ORDER_DESK: Scope.ALL,
            RoleCode.SERVICE: Scope.ALL,
            RoleCode.SALES: Scope.OWN,
            RoleCode.EXECUTING_OWNER: Scope.OWN,
            RoleCode.API_CLIENT: Scope.ALL,
        },
    ),
    "tracking.submit": Verb(
        _("Send news of carriers"),
        _GROUP,
        scopes(logistics=Scope.ALL, api_client=Scope.ALL),
        offered=COMPANY,
    ),
    "ship_date.submit": Verb(
        _("Send ship dates from the company's own software"),
        _GROUP,
        scopes(logistics=Scope.ALL, api_client=Scope.ALL),
        offered=COMPANY,
    ),
    "ship_date.resolve": Verb(
        _("Settle received ship dates"),
        _GROUP,
        scopes(logistics=Scope.ALL, warehouse=Scope.ALL, order_desk=Scope.ALL),
        offered=COMPANY,
    ),
    "service.perform": Verb(
        _("Record services performed"),
        _GROUP,
        {RoleCode.SERVICE: Scope.ALL, RoleCode.ORDER_DESK: Scope.ALL, RoleCode.EXECUTING_OWNER: Scope.OWN},
    ),
}


def register() -> None:
    """Declare them; called once when the app is ready."""
    for code, verb in _VERBS.items():
        verbs.register(code, verb)
