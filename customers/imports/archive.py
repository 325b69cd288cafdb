"""Customers as a target of imports: their fields, what is checked, and how they are written."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import policies as rights
from accounts.people.models import User
from common.imports import fitting, known
from common.imports.batch import Batch
from common.imports.models import ImportedKey
from common.imports.targets import Field, Target, importers
from customers import operations, policies
from customers.imports import partners
from customers.models import Address, Contact, Customer
from segments.custom_fields import importing
from segments.custom_fields.values import CUSTOMER

_CHUNK = 2_000
_PLACE = ("province", "city", "street", "postcode")

FIELDS = (
    Field(
        "code",
        _("Customer code"),
        required=True,
        max_length=40,
        hints=("customer_code", "客户代码", "客户编号", "客户编码", "客户 ID"),
    ),
    Field("name", _("Name"), required=True, max_length=120, hints=("customer_name", "company", "客户名称", "单位名称")),
    Field("short_name", _("Short name"), max_length=60, hints=("简称",)),
    Field("english_name", _("English name"), max_length=160, hints=("英文名",)),
    Field("kind", _("Kind"), choices=dict(Customer.Kind.choices), hints=("客户类型", "segment", "type")),
    Field("industry", _("Industry"), max_length=80, hints=("行业",)),
    Field("territory", _("Department in charge"), max_length=80, hints=("分管部门", "territory", "region", "地区")),
    Field("owner", _("Salesperson"), hints=("业务员", "salesperson", "owner")),
    Field("department", _("Sales department"), hints=("销售部门", "department")),
    Field("invoice_title", _("Invoice title"), max_length=120, hints=("开票名称", "发票抬头")),
    Field("tax_number", _("Tax number"), max_length=40, hints=("税号",)),
    Field("bank_name", _("Bank"), max_length=120, hints=("开户行",)),
    Field("bank_account", _("Bank account"), max_length=60, hints=("账号",)),
    Field("invoice_address", _("Invoice address and phone"), max_length=200),
    Field("payment_term", _("Payment terms"), hints=("付款条件", "payment_terms")),
    Field("currency", _("Currency"), max_length=3, hints=("币种", "currency")),
    Field("group", _("Group"), kind="key", refers_to="customers", hints=("集团", "上级客户")),
    Field("bill_to", _("Bill-to / payer"), kind="key", refers_to="customers", hints=("付款方", "bill_to")),
    Field("ship_to", _("Ship-to"), kind="key", refers_to="customers", hints=("收货方", "ship_to")),
    Field("agent", _("Agent"), kind="key", refers_to="customers", hints=("代理商",)),
    Field(
        "credit_limit",
        _("Credit limit"),
        kind="decimal",
        minimum="0",
        decimals=2,
        strict=True,
        verb=policies.CREDIT,
        hints=("信用额度", "credit_limit", "creditlimit"),
        sensitive=policies.CREDIT,
    ),
    Field(
        "credit_order_cap",
        _("Largest single order"),
        kind="decimal",
        minimum="0",
        decimals=2,
        strict=True,
        verb=policies.CREDIT,
        sensitive=policies.CREDIT,
    ),
    Field(
        "credit_days_overdue",
        _("Days overdue allowed"),
        kind="integer",
        minimum="0",
        verb=policies.CREDIT,
        sensitive=policies.CREDIT,
    ),
    Field("credit_valid_until", _("Credit valid until"), kind="date", verb=policies.CREDIT, sensitive=policies.CREDIT),
    Field("is_credit_stopped", _("Credit stopped"), kind="boolean", verb=policies.CREDIT, sensitive=policies.CREDIT),
    Field("preferences", _("Preferences"), hints=("偏好", "preferences")),
    Field("is_active", _("Active"), kind="boolean", hints=("启用",)),
    Field("notes", _("Notes"), hints=("备注", "notes")),
    Field("contact", _("Contact"), max_length=60, hints=("联系人", "contact_name"), sensitive=policies.CONTACT),
    Field("phone", _("Phone"), max_length=40, hints=("电话", "手机", "phone"), sensitive=policies.CONTACT),
    Field("email", _("E-mail"), max_length=254, hints=("邮箱", "email", "emailaddress"), sensitive=policies.CONTACT),
    Field("province", _("Province"), max_length=40, hints=("省", "省份", "省/自治区", "state")),
    Field("city", _("City"), max_length=60, hints=("市", "城市", "city")),
    Field("street", _("Street"), max_length=200, hints=("地址", "address", "addressline1")),
    Field("postcode", _("Postcode"), max_length=20, hints=("邮编", "postalcode")),
)

_BY_CODE = "SELECT code, id FROM customers_customer WHERE merged_into_id IS NULL"
# names that stand for rows of ours: field -> SQL of (text, id); a text that fits several rows fits none
LOOKUPS = {
    "owner": "SELECT word, min(id) FROM (SELECT lower(username) AS word, id FROM accounts_user UNION"
    " SELECT lower(name), id FROM accounts_user) u GROUP BY word HAVING count(*) = 1",
    "department": "SELECT word, min(id) FROM (SELECT lower(code) AS word, id FROM accounts_department UNION"
    " SELECT lower(name), id FROM accounts_department) d GROUP BY word HAVING count(*) = 1",
    "payment_term": "SELECT word, min(id) FROM (SELECT lower(code) AS word, id FROM customers_paymentterm UNION"
    " SELECT lower(name), id FROM customers_paymentterm) t GROUP BY word HAVING count(*) = 1",
}


def check(batch: Batch) -> None:
    """Codes once, known customers left alone, names of people, departments and terms found."""
    fitting.report_codes(batch, "customers")
    fitting.report_names(batch, "customers", "name", "short_name", "english_name", "contact")
    known.report_same_code(batch, "customers")
    known.report_known(batch, "customers", "customers_customer")
    known.find_named(batch, "customers", LOOKUPS)
    _report_not_yours(batch)
    known.report_unnamed(batch, "customers", LOOKUPS)
    known.report_unknown_currency(batch, "customers")
    partners.check(batch)
    importing.check(batch, "customers", CUSTOMER)


def _report_not_yours(batch: Batch) -> None:
    """Customers of people and departments for whom the actor may not add any."""
    pairs = batch.rows("SELECT DISTINCT owner_id, department_id FROM import_customers")
    wrong = [
        pair for pair in pairs if not rights.can(batch.actor, "customer.create", owners=pair[:1], departments=pair[1:])
    ]
    if wrong:
        batch.report_where(
            "customers",
            "not_yours",
            "EXISTS (SELECT 1 FROM unnest(%(owners)s::bigint[], %(departments)s::bigint[]) AS w(owner, department)"
            " WHERE w.owner IS NOT DISTINCT FROM r.owner_id AND w.department IS NOT DISTINCT FROM r.department_id)",
            field="code",
            owners=[owner for owner, _department in wrong],
            departments=[department for _owner, department in wrong],
        )


def commit(batch: Batch) -> None:
    """Write the customers through ``create_customers``, with contact and address where the file has them. Raises
    ChangedSince."""
    fitting.fold_codes(batch, "customers")
    known.require_new(batch, "customers")
    known.find_named(batch, "customers", LOOKUPS)
    known.settle_currency(batch, "customers")
    names = [field.name for field in FIELDS if field.name not in partners.PARTNERS] + importing.names(CUSTOMER)
    columns = [f'"{name}_id"' if name in LOOKUPS else f'"{name}"' for name in names]
    rows = batch.rows(f"SELECT key, {', '.join(columns)} FROM import_customers ORDER BY file, line")
    made: list[tuple[str, int]] = []
    for start in range(0, len(rows), _CHUNK):
        part = [(row[0], dict(zip(names, row[1:], strict=True))) for row in rows[start : start + _CHUNK]]
        made += _write(batch, part)
        batch.tell("writing customers", min(start + _CHUNK, len(rows)), len(rows))
    known.remember(batch, "customers", made)
    partners.commit(batch)


def _write(batch: Batch, part: list[tuple[str, dict[str, Any]]]) -> list[tuple[str, int]]:
    ids = operations.create_customers(actor=batch.actor, drafts=[_draft(row) for _key, row in part], at=batch.at)
    Contact.objects.bulk_create(
        Contact(
            customer_id=ids[row["code"]],
            name=(row["contact"] or row["name"])[:60],
            phone=row["phone"] or "",
            email=row["email"] or "",
            is_default=True,
        )
        for _key, row in part
        if row["contact"] or row["phone"] or row["email"]
    )
    Address.objects.bulk_create(
        Address(
            customer_id=ids[row["code"]],
            **{name: row[name] or "" for name in _PLACE},
            recipient=(row["contact"] or "")[:60],
            phone=row["phone"] or "",
            is_default=True,
        )
        for _key, row in part
        if row["street"] or row["city"]
    )
    return [(key, ids[row["code"]]) for key, row in part]


_PLAIN = tuple(
    field.name
    for field in FIELDS
    if field.name not in (*LOOKUPS, *_PLACE, *partners.PARTNERS, "contact", "phone", "email", "currency")
)


def _draft(row: dict[str, Any]) -> dict[str, Any]:
    draft = {name: row[name] for name in _PLAIN if row[name] is not None}
    if row["currency"]:
        draft["currency_id"] = row["currency"]
    if own := importing.given(row):
        draft["custom"] = own
    return draft | {f"{name}_id": row[name] for name in LOOKUPS if row[name] is not None}


def follow_merge(*, actor: User, source: Customer, target: Customer, at: datetime) -> None:
    """Source keys that became the doubled customer stand for the other one from now on."""
    ImportedKey.objects.filter(entity="customers", object_id=source.pk).update(object_id=target.pk)


def register() -> None:
    """Called once from this room's ``register``."""
    importers.register(
        "customers",
        Target(
            label=_("Customers"),
            fields=FIELDS,
            defined=lambda: importing.fields(CUSTOMER),
            order=10,
            verb="customer.create",
            existing=_BY_CODE,
            check=check,
            commit=commit,
            is_header=True,
        ),
    )
