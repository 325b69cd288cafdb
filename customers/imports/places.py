"""Contacts and addresses as targets of their own: any number of them for a customer of the file or of ours."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from common.imports import fitting, known
from common.imports.batch import SKIPPED, Batch
from common.imports.targets import Field, Target, importers
from customers import operations, policies

_CUSTOMER = Field(
    "customer",
    _("Customer"),
    kind="key",
    required=True,
    refers_to="customers",
    hints=("customer_code", "客户代码", "客户编号", "customerid"),
)
_DEFAULT = Field("is_default", _("Default"), kind="boolean", hints=("默认",))
CONTACT_FIELDS = (
    _CUSTOMER,
    Field(
        "name", _("Name"), required=True, max_length=60, hints=("联系人", "contact_name"), sensitive=policies.CONTACT
    ),
    Field("title", _("Job title"), max_length=60, hints=("职务", "title")),
    Field("phone", _("Phone"), max_length=40, hints=("电话", "手机", "phone"), sensitive=policies.CONTACT),
    Field("email", _("E-mail"), max_length=254, hints=("邮箱", "email"), sensitive=policies.CONTACT),
    _DEFAULT,
)
ADDRESS_FIELDS = (
    _CUSTOMER,
    Field("label", _("Label"), max_length=40, hints=("地址类型", "label")),
    Field("recipient", _("Recipient"), max_length=60, hints=("收货人", "recipient"), sensitive=policies.CONTACT),
    Field("phone", _("Phone"), max_length=40, hints=("收货电话", "phone"), sensitive=policies.CONTACT),
    Field("province", _("Province"), max_length=40, hints=("省", "省份", "state")),
    Field("city", _("City"), max_length=60, hints=("市", "城市", "city")),
    Field("street", _("Street"), required=True, max_length=200, hints=("地址", "address", "addressline1")),
    Field("postcode", _("Postcode"), max_length=20, hints=("邮编", "postalcode")),
    _DEFAULT,
)
# table, and the columns by which a row is known to be there already
_THERE = {"contacts": ("customers_contact", ("name", "phone")), "addresses": ("customers_address", ("city", "street"))}


def _check(entity: str) -> Callable[[Batch], None]:
    def check(batch: Batch) -> None:
        """Refuse rows of unknown customers and of those the actor may not change; leave alone what is there."""
        known.refer(batch, entity, "customer")
        known.report_orphans(batch, entity, "customer")
        if entity == "contacts":
            fitting.report_names(batch, entity, "name")
        ids = [row[0] for row in batch.rows(f"SELECT DISTINCT customer_id FROM import_{entity} WHERE customer_id > 0")]
        allowed = policies.visible_to(batch.actor, "customer.edit").filter(pk__in=ids).values_list("pk", flat=True)
        where = "r.customer_id IS NOT NULL AND r.customer_id <> ALL(%(allowed)s::bigint[])"
        batch.report_where(entity, "not_yours", where, field="customer", allowed=list(allowed))
        known.give_keys(batch, entity, "customer", *_THERE[entity][1])
        field = _THERE[entity][1][-1]
        batch.report_where(entity, "known_already", _there(entity), field=field, drop=SKIPPED)

    return check


def _there(entity: str) -> str:
    table, columns = _THERE[entity]
    same = " AND ".join(f"lower(x.{name}) = lower(coalesce(r.{name}, ''))" for name in columns)
    return f"EXISTS (SELECT 1 FROM {table} x WHERE x.customer_id = r.customer_id AND {same})"


def _commit(entity: str, fields: tuple[Field, ...], load: Callable[..., list[int]]) -> Callable[[Batch], None]:
    names = [field.name for field in fields if field.name != "customer"]

    def commit(batch: Batch) -> None:
        """Write what is not there yet. Raises ChangedSince."""
        known.require_resolved(batch, entity, "customer")
        if batch.value(f"SELECT EXISTS (SELECT 1 FROM import_{entity} r WHERE {_there(entity)})"):
            raise known.ChangedSince()
        columns = ", ".join(f'"{name}"' for name in names)
        found = batch.rows(f"SELECT customer_id, {columns} FROM import_{entity} ORDER BY file, line")
        rows: list[tuple[int, dict[str, Any]]] = [
            (pk, {name: value for name, value in zip(names, values, strict=True) if value is not None})
            for pk, *values in found
        ]
        load(actor=batch.actor, rows=rows, at=batch.at)
        batch.notes.setdefault("written", {})[entity] = len(rows)

    return commit


def register() -> None:
    """Called once from this room's ``register``."""
    for place, (entity, label, fields, load) in enumerate(
        (
            ("contacts", _("Contacts"), CONTACT_FIELDS, operations.load_contacts),
            ("addresses", _("Addresses"), ADDRESS_FIELDS, operations.load_addresses),
        )
    ):
        importers.register(
            entity,
            Target(
                label=label,
                fields=fields,
                order=12 + place,
                verb="customer.edit",
                check=_check(entity),
                commit=_commit(entity, fields, load),
                needs_words=True,
            ),
        )
