"""Prices of lists as files: the columns of the screen as plain values, and the list that each is of."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from common import doors, keyset
from common.conditions.kinds import Kind
from common.exports import conditions, plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain
from products.pricing import queries
from products.pricing.filters import PriceFilter

# named as the import reads them: what was exported goes back in
ROW: tuple[Plain, ...] = (
    Plain(Column("product", _("Product code"), Kind.CODE), ("product__code",)),
    Plain(Column("name", _("Product name"), width=32), ("product__name",)),
    Plain(Column("min_quantity", _("From quantity"), Kind.NUMBER), ("min_quantity",)),
    Plain(Column("price", _("Price"), Kind.MONEY), ("price",)),
    Plain(Column("valid_from", _("Valid from"), Kind.DATE), ("valid_from",)),
    Plain(Column("valid_until", _("Valid until"), Kind.DATE), ("valid_until",)),
)
LIST_PRICES: dict[str, Plain] = {
    one.column.key: one
    for one in (
        Plain(Column("price_list", _("Code of the price list"), Kind.CODE), ("price_list__code",)),
        *ROW,
        Plain(Column("currency", _("Currency"), Kind.CODE, width=10), ("price_list__currency_id",)),
    )
}
_SORTED = {"product": _("Product code"), "valid_from": _("Valid from")}


def open_prices(actor: Any, asked: Asked) -> Sheet:
    """The prices of one list (``list`` in the query: its code), or of all, as ``actor`` asks for them."""
    query = asked.query.copy()
    code = query.pop("list", [""])[-1]
    rows = queries.prices_of(actor, queries.get_by_code(actor=actor, code=code) if code else None)
    found = doors.filter_of(PriceFilter, query, rows)
    sort = query.get("sort") or "product"
    return plain.sheet(
        keyset.ordered(found.qs, sorts=queries.SORTS, sort=sort),
        plain.pick(LIST_PRICES, [*LIST_PRICES] if asked.columns is None else asked.columns),
        condition=[
            *([str(_("Code of the price list")) + f": {code}"] if code else []),
            *conditions.in_words(found, {}),
        ],
        sorted_by=conditions.sorting(sort, queries.SORTS, _SORTED),
    )


def register() -> None:
    """Called once from ``ProductsConfig.ready``."""
    known = {*PriceFilter.base_filters, "list"}
    lists.register(
        "list-prices",
        ExportList(_("Prices of lists"), "price.view", "products:price-list-list", open_prices, known),
    )
