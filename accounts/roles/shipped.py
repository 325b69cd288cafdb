"""The roles that come with the software (R283–R288), and how they and their rights get into the database.

Names are English source strings, shown in the reader's language as long as nobody renames the role.
"""

from datetime import datetime

from django.utils.translation import gettext_noop as _

from accounts.roles.models import FieldRule, Role, RoleGrant, SeededRight
from accounts.roles.verbs import RoleCode, sensitive_fields, verbs

ROLES: dict[str, tuple[str, str]] = {
    RoleCode.SALES: (_("Sales representative"), _("Owns customers and their orders from receipt to collection")),
    RoleCode.ORDER_DESK: (_("Order desk"), _("Verifies and enters orders, bridge between the departments")),
    RoleCode.EXECUTING_OWNER: (_("Order executing owner"), _("Answers for the execution of the orders given to him")),
    RoleCode.DECOMPOSITION_ADMIN: (_("Decomposition administrator"), _("Breaks orders down into tasks")),
    RoleCode.SALES_MANAGER: (_("Sales manager"), _("Approves and supervises the orders of a region")),
    RoleCode.DEPARTMENT_HEAD: (_("Department head"), _("Approves and supervises the work of a department")),
    RoleCode.PRODUCTION: (_("Production"), _("Makes what orders need")),
    RoleCode.PURCHASING: (_("Purchasing"), _("Buys what orders need")),
    RoleCode.WAREHOUSE: (_("Warehouse"), _("Keeps stock and audits outbound documents")),
    RoleCode.LOGISTICS: (_("Logistics"), _("Ships, follows shipments and records their signing")),
    RoleCode.SERVICE: (_("Customer service"), _("Answers customers after delivery and performs services")),
    RoleCode.FINANCE: (_("Finance"), _("Receipts, credit, invoices")),
    RoleCode.EXECUTIVE: (_("Executive"), _("Reads everything")),
    RoleCode.ADMINISTRATOR: (_("Administrator"), _("People, roles, settings")),
    RoleCode.API_CLIENT: (_("API client"), _("Another system of the company")),
}


def seed(at: datetime) -> None:
    """Make the shipped roles and hand out each verb's and field's defaults, once in its life.

    Idempotent; whatever an administrator granted, narrowed or removed stays as he left it.
    """
    Role.objects.bulk_create(
        [
            Role(code=code, name=name, description=description, is_shipped=True)
            for code, (name, description) in ROLES.items()
        ],
        ignore_conflicts=True,
    )
    wanted = {f"verb:{code}" for code in verbs} | {f"field:{name}" for name in sensitive_fields}
    fresh = wanted - set(SeededRight.objects.values_list("key", flat=True))
    if not fresh:
        return
    roles = dict(Role.objects.filter(is_shipped=True).values_list("code", "id"))
    RoleGrant.objects.bulk_create(
        [
            RoleGrant(role_id=roles[role], verb=code, scope=scope)
            for code, verb in verbs.items()
            if f"verb:{code}" in fresh
            for role, scope in verb.defaults.items()
        ],
        ignore_conflicts=True,
    )
    FieldRule.objects.bulk_create(
        [
            FieldRule(role_id=roles[role], field=name, effect=effect)
            for name, sensitive in sensitive_fields.items()
            if f"field:{name}" in fresh
            for role, effect in sensitive.defaults.items()
        ],
        ignore_conflicts=True,
    )
    SeededRight.objects.bulk_create([SeededRight(key=key) for key in sorted(fresh)], ignore_conflicts=True)
