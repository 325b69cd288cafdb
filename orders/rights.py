"""Rights and sensitive fields of orders, with what the shipped roles get (R283–R296).

Sales work on their own orders, the desk on all, managers on their department and below. Departments
that carry out see every order but no amount. Approving asks for the right and for being asked.
"""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.console.rights import ModelRights, admin_rights
from accounts.roles.models import FieldRule, Scope
from accounts.roles.verbs import COMPANY, RoleCode, SensitiveField, Verb, scopes, sensitive_fields, verbs

GROUP = _("Orders")
OWN, BELOW, ALL = Scope.OWN, Scope.BELOW, Scope.ALL
HIDE, MASK = FieldRule.Effect.HIDE, FieldRule.Effect.MASK

_SEE = scopes(
    ALL,
    sales=OWN,
    executing_owner=OWN,
    sales_manager=BELOW,
    department_head=BELOW,
)
_ENTER = scopes(
    sales=OWN,
    order_desk=ALL,
    executing_owner=OWN,
    sales_manager=BELOW,
    department_head=BELOW,
    api_client=ALL,
)
_OWN = dict.fromkeys(_ENTER, OWN)
_DECIDE = scopes(sales_manager=BELOW, department_head=BELOW, executive=ALL)
_TAKE_BACK = scopes(order_desk=ALL, sales_manager=BELOW, department_head=BELOW)
_CARRY_OUT = scopes(order_desk=ALL, executing_owner=OWN, sales_manager=BELOW, department_head=BELOW, api_client=ALL)
_TALK = scopes(
    ALL,
    sales=OWN,
    executing_owner=OWN,
    sales_manager=BELOW,
    department_head=BELOW,
)

_VERBS = {
    "order.view": Verb(_("See orders"), GROUP, _SEE),
    "order.create": Verb(_("Enter orders"), GROUP, _ENTER),
    "order.edit": Verb(_("Change orders"), GROUP, _ENTER),
    "order.submit": Verb(_("Submit for approval"), GROUP, _ENTER),
    "order.withdraw": Verb(_("Withdraw"), GROUP, _OWN),
    "order.approve": Verb(_("Approve"), GROUP, _DECIDE),
    "order.reject": Verb(_("Send back"), GROUP, _DECIDE),
    "order.add_approver": Verb(_("Ask another approver"), GROUP, _DECIDE),
    "approval.matrix": Verb(_("Keep the approval matrix"), GROUP, scopes(administrator=ALL), offered=COMPANY),
    "order.unapprove": Verb(_("Un-approve"), GROUP, _DECIDE),
    "order.void": Verb(pgettext_lazy("verb", "Void"), GROUP, {**_TAKE_BACK, RoleCode.SALES: OWN}),
    "order.freeze": Verb(pgettext_lazy("verb", "Freeze"), GROUP, {**_TAKE_BACK, RoleCode.FINANCE: ALL}),
    "order.unfreeze": Verb(pgettext_lazy("verb", "Unfreeze"), GROUP, {**_TAKE_BACK, RoleCode.FINANCE: ALL}),
    "order.close": Verb(pgettext_lazy("verb", "Close"), GROUP, _CARRY_OUT),
    "order.reopen": Verb(_("Reopen"), GROUP, _TAKE_BACK),
    "order.archive": Verb(pgettext_lazy("verb", "Archive"), GROUP, _CARRY_OUT),
    "order.restore": Verb(_("Restore"), GROUP, scopes(department_head=BELOW, administrator=ALL)),
    "order.line_close": Verb(_("Close lines"), GROUP, _CARRY_OUT),
    "order.line_reopen": Verb(_("Reopen lines"), GROUP, _TAKE_BACK),
    "order.reassign": Verb(_("Change salesperson and executing owner"), GROUP, _TAKE_BACK),
    "order.reserve": Verb(_("Reserve stock for orders"), GROUP, {**_CARRY_OUT, RoleCode.WAREHOUSE: ALL}),
    "order.comment": Verb(_("Comment on orders"), GROUP, _TALK),
}
# of these nothing is read that whoever sees the order does not see; what opens a list or a form is not among them
_PRESSES = {
    f"order.{name}"
    for name in (
        *("edit", "submit", "withdraw", "approve", "reject", "add_approver", "unapprove", "void", "freeze", "unfreeze"),
        *("close", "reopen", "archive", "line_close", "line_reopen", "reassign", "comment"),
    )
}

_CARRIERS_OUT = (RoleCode.PRODUCTION, RoleCode.WAREHOUSE, RoleCode.LOGISTICS)
_NO_COST = (
    RoleCode.SALES,
    RoleCode.ORDER_DESK,
    RoleCode.EXECUTING_OWNER,
    RoleCode.DECOMPOSITION_ADMIN,
    RoleCode.DEPARTMENT_HEAD,
    RoleCode.SERVICE,
    RoleCode.API_CLIENT,
    *_CARRIERS_OUT,
)

_FIELDS = {
    "order.amount": SensitiveField(_("Prices and amounts of orders"), GROUP, dict.fromkeys(_CARRIERS_OUT, HIDE)),
    "order.cost": SensitiveField(_("Cost of orders"), GROUP, dict.fromkeys(_NO_COST, HIDE)),
    "order.margin": SensitiveField(_("Margin of orders"), GROUP, dict.fromkeys(_NO_COST, HIDE)),
}


def register() -> None:
    """Declare them; called once from ``OrdersConfig.ready``."""
    admin_rights.register("orders.ordertype", ModelRights(change="setting.manage"))
    for model in ("matrixrow", "matrixstep"):
        admin_rights.register(f"orders.{model}", ModelRights(change="approval.matrix", delete="approval.matrix"))
    for code, verb in _VERBS.items():
        verbs.register(code, replace(verb, is_press=code in _PRESSES))
    for key, field in _FIELDS.items():
        sensitive_fields.register(key, field)
