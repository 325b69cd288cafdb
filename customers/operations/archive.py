"""Customers: add and change (R031, R053, R054)."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import policies as rights
from accounts.people.models import User
from common import currencies, dates, editing, errors, events
from common.operation import operation
from common.text import fold_code
from customers import classes, codes, policies, queries
from customers.models import Assignment, Customer
from customers.operations import holders
from customers.operations.standing import CREDIT_FIELDS
from segments.classification import computing
from segments.classification.subjects import subjects
from segments.custom_fields import values

FIELDS = (
    "code",
    "name",
    "short_name",
    "english_name",
    "kind",
    "industry",
    "paper_language",
    "billing_rule",
    "group",
    "bill_to",
    "ship_to",
    "agent",
    "invoice_title",
    "tax_number",
    "bank_name",
    "bank_account",
    "invoice_address",
    "payment_term",
    "currency",
    "preferences",
    "notes",
    "is_active",
)
PARTNERS = ("group", "bill_to", "ship_to", "agent")
ASSIGNED = ("territory", "department", "owner")
_UNCHECKED = (*PARTNERS, "payment_term", "currency", "department", "owner")


@operation
def create_customer(*, actor: User, at: datetime, **fields: Any) -> Customer:
    """Add a customer: FIELDS (``code`` and ``name`` required), who is in charge (ASSIGNED), from today on, and values
    of custom fields as ``custom``.

    Without an owner it is the actor, without a department the owner's. Raises NotAllowed, Invalid.
    """
    customer = _new_customer(actor, at, fields)
    values.require_filled(actor, values.CUSTOMER, customer.custom)
    rights.require(actor, "customer.create", owners=[customer.owner_id], departments=[customer.department_id])
    currencies.require_code(str(customer.currency_id))
    editing.check(customer, exclude=PARTNERS)
    codes.require_shape(customer.code)
    _require_partners(actor, customer, PARTNERS)
    computing.assign(classes.THING, [customer])
    customer.save(force_insert=True)
    computing.keep(classes.THING, [customer], at)
    _assign_first([customer], actor, at)
    events.record("customer.created", customer, at=at, number=customer.code)
    return customer


@operation
def create_customers(*, actor: User, drafts: Iterable[Mapping[str, Any]], at: datetime) -> dict[str, int]:
    """Add many at once (imports), in a constant number of statements: {code: id}.

    The caller has checked lengths and that foreign keys exist; owners are as given; credit terms may come along
    for who may set them. Needs the right to create without limit of scope for all of them. Raises NotAllowed,
    Invalid naming taken codes.
    """
    drafts = list(drafts)
    sets_credit = any(name in draft for draft in drafts for name in CREDIT_FIELDS)
    customers = [_new_customer(actor, at, draft, is_import=True) for draft in drafts]
    pairs = {(customer.owner_id, customer.department_id) for customer in customers}
    for owner_id, department_id in pairs:
        rights.require(actor, "customer.create", owners=[owner_id], departments=[department_id])
        if sets_credit:
            rights.require(actor, policies.CREDIT, owners=[owner_id], departments=[department_id])
    codes = Counter(customer.code for customer in customers)
    taken = set(Customer.objects.filter(code__in=list(codes)).values_list("code", flat=True))
    taken |= {code for code, count in codes.items() if count > 1}
    if taken:
        raise errors.Invalid(fields={"code": [_("Taken: %(codes)s") % {"codes": ", ".join(sorted(taken)[:20])}]})
    computing.assign(classes.THING, customers)
    Customer.objects.bulk_create(customers, batch_size=1000)
    computing.keep(classes.THING, customers, at)
    _assign_first(customers, actor, at)
    events.record("customer.loaded", at=at, rows=len(customers))
    return {customer.code: customer.pk for customer in customers}


@operation
def update_customer(
    *, actor: User, customer_id: int, version: int, changes: Mapping[str, Any], at: datetime
) -> Customer:
    """Change a customer that was read at ``version`` (FIELDS, and in ``custom`` the custom fields that are to change;
    who is in charge: ``assign_customer``).

    Raises NotFound, NotAllowed, Stale, WrongState (merged), Invalid.
    """
    own, given = values.apart(changes)
    columns = _columns(own, FIELDS)
    if "group_id" in columns:
        holders.lock_for_regroup(customer_id, columns["group_id"])
    customer = queries.lock_customer(actor=actor, customer_id=customer_id)
    policies.require(actor, "customer.edit", customer)
    told = values.change(actor, values.CUSTOMER, customer, version, columns, given)
    old_holder = customer.credit_holder_id
    changed = editing.assign(customer, columns)
    if not changed:
        return customer
    if "currency" in changed:  # one that went out of use meanwhile may stay
        currencies.require_code(str(customer.currency_id))
    editing.check(customer, exclude=[name for name in _UNCHECKED if name not in changed or name in PARTNERS])
    if "code" in changed:
        codes.require_shape(customer.code)
    _require_partners(actor, customer, [name for name in PARTNERS if name in changed])
    queries.set_search(customer)
    customer.version += 1
    customer.updated_at = at
    written = [*changed, "name_key", "search_text", "search_grams", "version", "updated_at"]
    save_classified(customer, written, at, is_changed=bool(set(classes.TEXTS).intersection(changed)))
    if customer.credit_holder_id != old_holder:
        holders.tell(customer, old_holder, at)
    events.record("customer.changed", customer, at=at, number=customer.code, fields=values.named(changed, told))
    return customer


def save_classified(customer: Customer, columns: list[str], at: datetime, *, is_changed: bool = True) -> None:
    """Save columns of a locked customer; where what the rules read ``is_changed``, with what they say now."""
    if is_changed:
        computing.assign(classes.THING, [customer])
        columns = [*columns, *subjects[classes.THING].columns]
    customer.save(update_fields=columns)
    if is_changed:
        computing.keep(classes.THING, [customer], at)


def _columns(fields: Mapping[str, Any], known: Collection[str]) -> dict[str, Any]:
    columns = editing.as_columns(Customer, _trimmed(fields), known)
    if "currency_id" in columns:
        columns["currency_id"] = fold_code(columns["currency_id"] or "").upper()
    return columns


def _new_customer(actor: User, at: datetime, fields: Mapping[str, Any], is_import: bool = False) -> Customer:
    known = FIELDS + ASSIGNED + (CREDIT_FIELDS if is_import else ())
    own, given = values.apart(fields)
    columns = editing.as_columns(Customer, _trimmed(own), known) if is_import else _columns(own, known)
    if not is_import:
        _fill_in_charge(actor, own, columns)
    customer = Customer(created_at=at, updated_at=at, custom=values.started(actor, values.CUSTOMER, given))
    editing.assign(customer, columns)
    queries.set_search(customer)
    return customer


def _fill_in_charge(actor: User, fields: Mapping[str, Any], columns: dict[str, Any]) -> None:
    owner = fields.get("owner")
    if columns.get("owner_id") is None and not actor.is_system:
        owner, columns["owner_id"] = actor, actor.pk
    if columns.get("department_id") is None and columns.get("owner_id"):
        owner = owner if isinstance(owner, User) else User.objects.filter(pk=columns["owner_id"]).first()
        columns["department_id"] = owner.department_id if owner else None


def _assign_first(customers: list[Customer], actor: User, at: datetime) -> None:
    today = dates.business_day(at)
    Assignment.objects.bulk_create(
        (
            Assignment(
                customer=customer,
                valid_from=today,
                territory=customer.territory,
                department_id=customer.department_id,
                owner_id=customer.owner_id,
                created_by=actor,
                created_at=at,
            )
            for customer in customers
        ),
        batch_size=1000,
    )


def _trimmed(fields: Mapping[str, Any]) -> dict[str, Any]:
    values = {name: value.strip() if isinstance(value, str) else value for name, value in fields.items()}
    if values.get("tax_number"):
        values["tax_number"] = "".join(values["tax_number"].split()).upper()
    return values


def _require_partners(actor: User, customer: Customer, names: Iterable[str]) -> None:
    """Group head, payer, receiver and agent are other, living customers that the actor sees; groups have one level."""
    wanted = {name: pk for name in names if (pk := getattr(customer, f"{name}_id")) is not None}
    if not wanted:
        return
    found = {row.pk: row for row in policies.visible_to(actor).filter(pk__in=wanted.values())}
    wrong: dict[str, list[Any]] = {}
    for name, pk in wanted.items():
        partner = found.get(pk)
        if partner is None or partner.merged_into_id:
            wrong[name] = [_("Choose a customer that is in use.")]
        elif pk == customer.pk:
            wrong[name] = [_("Choose another customer than this one.")]
        elif name == "group" and partner.group_id:
            wrong[name] = [_("%(customer)s is itself a member of a group.") % {"customer": partner.name}]
    if "group" in wanted and customer.pk and Customer.objects.filter(group_id=customer.pk).exists():
        wrong["group"] = [_("Other customers belong to this one's group, so it cannot join another.")]
    if wrong:
        raise errors.Invalid(fields=wrong)
