"""Rights and sensitive fields of the customer archive, with what the shipped roles get."""

from django.utils.translation import gettext_lazy as _

from accounts.console.rights import ModelRights, admin_rights
from accounts.roles.models import FieldRule, Scope
from accounts.roles.verbs import RoleCode, SensitiveField, Verb, scopes, sensitive_fields, verbs

CUSTOMERS, TERMS = _("Customers"), _("Terms and partners")
OWN, BELOW, ALL = Scope.OWN, Scope.BELOW, Scope.ALL
HIDE, MASK = FieldRule.Effect.HIDE, FieldRule.Effect.MASK

_NO_CREDIT = (
    RoleCode.EXECUTING_OWNER,
    RoleCode.DECOMPOSITION_ADMIN,
    *RoleCode.EXECUTORS,
    RoleCode.API_CLIENT,
)
_NO_CONTACT = (
    RoleCode.DECOMPOSITION_ADMIN,
    RoleCode.PRODUCTION,
    RoleCode.PURCHASING,
    RoleCode.WAREHOUSE,
)


def register() -> None:
    """Declare them; called once from ``CustomersConfig.ready``."""
    view = scopes(
        sales=OWN,
        order_desk=ALL,
        executing_owner=ALL,
        decomposition_admin=ALL,
        sales_manager=BELOW,
        department_head=BELOW,
        warehouse=ALL,
        logistics=ALL,
        service=ALL,
        finance=ALL,
        executive=ALL,
        administrator=ALL,
        api_client=ALL,
    )
    write = scopes(sales=OWN, order_desk=ALL, sales_manager=BELOW, administrator=ALL, api_client=ALL)
    note = write | scopes(executing_owner=ALL, department_head=BELOW, logistics=ALL, service=ALL, finance=ALL)
    credit = scopes(finance=ALL, executive=ALL, administrator=ALL)
    for verb, label, defaults in (
        ("customer.view", _("See customers"), view),
        ("customer.create", _("Add customers"), write),
        ("customer.edit", _("Change customers, contacts and addresses"), write),
        ("customer.assign", _("Assign customers"), scopes(sales_manager=BELOW, administrator=ALL)),
        ("customer.block", _("Block customers"), scopes(sales_manager=BELOW, finance=ALL, administrator=ALL)),
        ("customer.merge", _("Merge customers"), scopes(order_desk=ALL, administrator=ALL)),
        ("customer.credit", _("Propose credit limits and grades, stop credit, keep guarantees and reports"), credit),
        ("customer.credit_decide", _("Decide credit limits, grades and guarantees"), credit),
        ("customer.note", _("Write down what customers say, and follow up"), note),
    ):
        verbs.register(verb, Verb(label, CUSTOMERS, defaults=defaults))
    finance = scopes(finance=ALL, administrator=ALL)
    for verb, label, defaults in (
        ("carrier.edit", _("Add and change carriers"), scopes(logistics=ALL, administrator=ALL)),
        ("payment_term.edit", _("Add and change payment terms"), finance),
        ("currency.edit", _("Add and change currencies and rates"), finance),
    ):
        verbs.register(verb, Verb(label, TERMS, defaults=defaults))
    sensitive_fields.register(
        "customer.credit", SensitiveField(_("Credit limit and use"), CUSTOMERS, dict.fromkeys(_NO_CREDIT, HIDE))
    )
    sensitive_fields.register(
        "customer.contact",
        SensitiveField(_("Contact names, phones, e-mail"), CUSTOMERS, dict.fromkeys(_NO_CONTACT, MASK), is_text=True),
    )
    for model, verb in (
        ("customers.customer", "customer.edit"),
        ("customers.carrier", "carrier.edit"),
        ("customers.paymentterm", "payment_term.edit"),
        ("customers.paymenttermrow", "payment_term.edit"),
        ("common.currency", "currency.edit"),
        ("common.exchangerate", "currency.edit"),
    ):
        admin_rights.register(model, ModelRights(change=verb))
