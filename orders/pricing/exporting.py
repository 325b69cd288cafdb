"""Customers' prices and item codes as files, named as the import reads them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common import doors, keyset
from common.conditions.kinds import Kind
from common.exports import conditions, plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain
from orders.pricing import queries
from orders.pricing.filters import CustomerItemFilter, CustomerPriceFilter
from products.pricing.exporting import ROW

_CUSTOMER = (
    Plain(Column("customer", _("Customer code"), Kind.CODE), ("customer__code",)),
    Plain(Column("customer_name", _("Customer"), width=32), ("customer__name",)),
)
PRICES: dict[str, Plain] = {
    one.column.key: one
    for one in (
        *_CUSTOMER,
        *ROW,
        Plain(Column("currency", _("Currency"), Kind.CODE, width=10), ("currency_id",)),
        Plain(Column("tax_mode", _("Prices"), Kind.CODE), ("tax_mode",)),
        Plain(Column("reason", _("Agreed how")), ("reason",)),
    )
}
ITEMS: dict[str, Plain] = {
    one.column.key: one
    for one in (
        *_CUSTOMER,
        Plain(Column("code", _("Customer's item code"), Kind.CODE), ("code",)),
        Plain(Column("item_name", _("Customer's item name"), width=32), ("name",)),
        Plain(Column("product", _("Product code"), Kind.CODE), ("product__code",)),
        Plain(Column("name", _("Product name"), width=32), ("product__name",)),
    )
}


def open_prices(actor: Any, asked: Asked) -> Sheet:
    """The prices of customers as ``actor`` asks for them."""
    return _sheet(asked, CustomerPriceFilter, queries.prices(actor), PRICES, queries.SORTS, "product")


def open_items(actor: Any, asked: Asked) -> Sheet:
    """The item codes of customers as ``actor`` asks for them."""
    return _sheet(asked, CustomerItemFilter, queries.items(actor), ITEMS, queries.ITEM_SORTS, "code")


def _sheet(
    asked: Asked,
    filters: Any,
    rows: QuerySet,
    offered: Mapping[str, Plain],
    sorts: Mapping[str, keyset.Sort],
    fallback: str,
) -> Sheet:
    found = doors.filter_of(filters, asked.query, rows)
    sort = asked.query.get("sort") or fallback
    keys: Sequence[str] = [*offered] if asked.columns is None else asked.columns
    labels = {key: offered[key].column.label for key in sorts if key in offered}
    return plain.sheet(
        keyset.ordered(found.qs, sorts=sorts, sort=sort),
        plain.pick(offered, keys),
        condition=conditions.in_words(found, {}),
        sorted_by=conditions.sorting(sort, sorts, labels),
    )


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    for key, label, verb, opening, filters in (
        ("customer-prices", _("Customers' prices"), "price.view", open_prices, CustomerPriceFilter),
        ("customer-items", _("Customers' item codes"), "customer.view", open_items, CustomerItemFilter),
    ):
        lists.register(key, ExportList(label, verb, "customers:customer-list", opening, filters.base_filters))
