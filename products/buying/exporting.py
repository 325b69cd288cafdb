"""Purchase prices as a file, as the import takes them; without the prices for who may not know what we pay."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from common import doors, keyset
from common.conditions.kinds import Kind
from common.exports import conditions, plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain
from products.buying import queries
from products.buying.filters import PurchasePriceFilter

COLUMNS: dict[str, Plain] = {
    one.column.key: one
    for one in (
        Plain(Column("product", _("Product code"), Kind.CODE), ("product__code",)),
        Plain(Column("name", _("Product name"), width=32), ("product__name",)),
        Plain(Column("supplier", _("Supplier"), Kind.CODE), ("supplier__code",)),
        Plain(Column("supplier_name", _("Name of the supplier"), width=28), ("supplier__name",)),
        Plain(Column("currency", _("Currency"), Kind.CODE, width=10), ("currency_id",)),
        Plain(Column("price", _("Purchase price, without tax"), Kind.NUMBER), ("price",)),
        Plain(Column("min_quantity", _("From quantity"), Kind.NUMBER), ("min_quantity",)),
        Plain(
            Column("lead_time_days", _("Lead time, days"), Kind.NUMBER),
            ("lead_time_days", "supplier__lead_time_days"),
            lambda row: row.supplier__lead_time_days if row.lead_time_days is None else row.lead_time_days,
        ),
        Plain(Column("valid_from", _("Valid from"), Kind.DATE), ("valid_from",)),
        Plain(Column("valid_until", _("Valid until"), Kind.DATE), ("valid_until",)),
        Plain(Column("item_code", _("Supplier's item code"), Kind.CODE), ("item_code",)),
        Plain(Column("notes", _("Notes"), width=32), ("notes",)),
    )
}
_SECRET = ("price", "currency")
_SORTED = {"product": _("Product code"), "supplier": _("Supplier"), "valid_from": _("Valid from"), "id": _("Number")}


def open_prices(actor: Any, asked: Asked) -> Sheet:
    """The list as ``actor`` asks for it."""
    found = doors.filter_of(PurchasePriceFilter, asked.query, queries.list_prices(actor))
    sort = asked.query.get("sort") or queries.DEFAULT_SORT
    offered = {key: one for key, one in COLUMNS.items() if key not in _SECRET or queries.may_see(actor)}
    return plain.sheet(
        keyset.ordered(found.qs, sorts=queries.SORTS, sort=sort),
        plain.pick(offered, [*offered] if asked.columns is None else asked.columns),
        condition=conditions.in_words(found, {}),
        sorted_by=conditions.sorting(sort, queries.SORTS, _SORTED),
    )


def register() -> None:
    """Called once from ``ProductsConfig.ready``."""
    lists.register(
        "purchase-prices",
        ExportList(
            _("Purchase prices"),
            "product.view",
            "products:purchase-price-list",
            open_prices,
            PurchasePriceFilter.base_filters,
        ),
    )
