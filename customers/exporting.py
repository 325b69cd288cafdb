"""The customer list as a file: the columns of the screen as plain values."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.people import queries as people
from common import dates, doors, keyset
from common.conditions.kinds import Kind
from common.exports import conditions, plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain
from customers import listing, queries
from customers.filters import CustomerFilter
from customers.models import Customer
from segments.classification import queries as rules
from segments.custom_fields import listing as custom_fields
from segments.custom_fields.values import CUSTOMER


def _kind(row: Any) -> str:
    return str(Customer.Kind(row.kind).label)


def _state(row: Any) -> str:
    words = []
    if row.is_blocked:
        words.append(" ".join(filter(None, [_("Orders blocked"), row.block_reason])))
    if not row.is_active:
        words.append(_("Out of use"))
    words.append(_("New customer") if row.first_effective_at is None else _("Existing customer"))
    return "、".join(words)


def _plain(key: str, lookup: str, kind: Kind = Kind.TEXT, **options: Any) -> Plain:
    return Plain(Column(key, listing.COLUMNS[key].label, kind, **options), (lookup,))


def _made(key: str, make: Any, *lookups: str) -> Plain:
    return Plain(Column(key, listing.COLUMNS[key].label), lookups, make)


def _day(key: str, lookup: str) -> Plain:
    def day(row: Any) -> Any:
        moment = getattr(row, lookup)
        return None if moment is None else dates.business_day(moment)

    return Plain(Column(key, listing.COLUMNS[key].label, Kind.DATE), (lookup,), day)


# column of the screen -> plain values
PLAIN: dict[str, Plain] = {
    one.column.key: one
    for one in (
        _plain("code", "code", Kind.CODE),
        _plain("name", "name", width=32),
        _made("kind", _kind, "kind"),
        _plain("territory", "territory"),
        _plain("owner", "owner__name"),
        _day("last_order", "last_effective_at"),
        _made("state", _state, "is_blocked", "block_reason", "is_active", "first_effective_at"),
        _plain("department", "department__name"),
        _plain("industry", "industry"),
        _plain("region", "region"),
        _plain("province", "province"),
        _plain("province_group", "province_group"),
        _day("created", "created_at"),
    )
}

CLASSIFIED = ("tags", "flags")


def _classified() -> dict[str, Plain]:
    """Tags and deviations by their names, which are asked for once."""
    known = rules.names()

    def named(key: str) -> Plain:
        return _made(key, lambda row: "、".join(rules.labels(getattr(row, key), known)), key)

    return {key: named(key) for key in CLASSIFIED}


_SORTED = {column.sort: column.label for column in listing.COLUMNS.values() if column.sort}


def open_customers(actor: Any, asked: Asked) -> Sheet:
    """The list as ``actor`` asks for it."""
    found = doors.filter_of(CustomerFilter, asked.query, queries.list_customers(actor))
    sort = asked.query.get("sort") or "last_order"
    own = {one.key: one.plain for one in custom_fields.columns(actor, CUSTOMER)}
    picked = people.preference(actor, listing.COLUMNS_KEY)
    shown = [one.key for one in listing.chosen(picked, listing.custom(actor))]
    return plain.sheet(
        keyset.ordered(found.qs, sorts=queries.SORTS, sort=sort),
        plain.pick(PLAIN | _classified() | own, shown if asked.columns is None else asked.columns),
        condition=conditions.in_words(found, {"owner": people.person_name, "department": people.department_name}),
        sorted_by=conditions.sorting(sort, queries.SORTS, _SORTED),
    )


def register() -> None:
    """Called once from ``CustomersConfig.ready``."""
    lists.register(
        "customers",
        ExportList(
            gettext_lazy("Customers"),
            "customer.view",
            "customers:customer-list",
            open_customers,
            CustomerFilter.base_filters,
        ),
    )
