"""The lists of products and of stock as files: the columns of the screen as plain values."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.people import queries as people
from common import doors, keyset, reference
from common.classification.rules import FACETS
from common.conditions.kinds import Kind
from common.exports import conditions, plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain
from products import listing, policies
from products.catalogue import queries
from products.catalogue.choices import Risk, SupplyMode
from products.catalogue.filters import ProductFilter
from products.stock import queries as stock
from products.stock.filters import MovementFilter, StockFilter
from products.stock.models import StockMovement
from segments.classification import queries as rules
from segments.custom_fields import listing as custom_fields
from segments.custom_fields.definitions import Subject


def _quantity(name: str) -> Callable[[listing.Row], Any]:
    return lambda row: None if row.product.is_service else getattr(row.stock, name)


def _state(row: listing.Row) -> str:
    words = [_("Service")] if row.product.is_service else []
    words += [] if row.product.is_active else [_("Out of use")]
    return "、".join(words if row.product.risk == Risk.LOW else [*words, str(listing.RISKS[row.product.risk])])


_LABELS = {column.key: column.label for column in listing.allowed(())}


def _plain(key: str, lookup: str, kind: Kind = Kind.TEXT, **options: Any) -> Plain:
    return Plain(Column(key, _LABELS[key], kind, **options), (lookup,))


def _made(key: str, make: Callable[[listing.Row], Any], *lookups: str, kind: Kind = Kind.TEXT) -> Plain:
    return Plain(Column(key, _LABELS[key], kind), lookups, make)


CLASSIFIED = ("tags", "flags")
_FACETS = [code for code, facet in FACETS.items() if facet.thing == "product"]

# column of the screen -> plain values
PRODUCT: dict[str, Plain] = {
    one.column.key: one
    for one in (
        _plain("code", "code", Kind.CODE),
        _plain("name", "name", width=32),
        _plain("specification", "specification"),
        _plain("category", "category__name"),
        _plain("unit", "unit", width=8),
        _made("on_hand", _quantity("on_hand"), "is_service", kind=Kind.NUMBER),
        _made("reserved", _quantity("reserved"), "is_service", kind=Kind.NUMBER),
        _made("available", _quantity("available"), "is_service", kind=Kind.NUMBER),
        _plain("list_price", "list_price", Kind.MONEY),
        _made("state", _state, "is_service", "is_active", "risk"),
        _plain("auxiliary", "auxiliary_attribute"),
        _plain("floor_price", "floor_price", Kind.MONEY),
        _plain("unit_cost", "unit_cost", Kind.MONEY),
        _plain("tax_rate", "tax_rate", Kind.NUMBER, format="0%"),
        _plain("lead_time", "lead_time_days", Kind.NUMBER),
        _made("supply_mode", lambda row: str(SupplyMode(row.product.supply_mode).label), "supply_mode"),
        _plain("supplier", "supplier__name"),
        *(_plain(name, f"text__{name}", Kind.NUMBER if FACETS[name].is_number else Kind.TEXT) for name in _FACETS),
    )
}


def _classified() -> dict[str, Plain]:
    """Tags and deviations by their names, which are asked for once."""
    known = rules.names()

    def named(key: str) -> Plain:
        lookup = f"text__{key}"
        return _made(key, lambda row: "、".join(rules.labels(getattr(row.product, lookup) or (), known)), lookup)

    return {key: named(key) for key in CLASSIFIED}


def open_products(actor: Any, asked: Asked) -> Sheet:
    """The list of products as ``actor`` asks for it."""
    hidden = policies.hidden_columns(actor)
    found = doors.filter_of(ProductFilter, asked.query, queries.list_products(actor))
    sort = asked.query.get("sort") or "code"
    picked = people.preference(actor, listing.COLUMNS_KEY)
    shown = [one.key for one in listing.chosen(picked, hidden, listing.custom(actor))]
    every = PRODUCT | _classified()
    offered = {one.key: every[one.key] for one in listing.allowed(hidden)}
    own = custom_fields.columns(actor, Subject.PRODUCT, lambda row: row.product.custom)
    offered |= {one.key: one.plain for one in own}
    names = {
        "category": lambda pk: _named(queries.categories(), "pk", pk),
        "supplier": lambda pk: _named(queries.suppliers(), "pk", pk),
    }
    return plain.sheet(
        keyset.ordered(found.qs, sorts=queries.SORTS, sort=sort),
        plain.pick(offered, shown if asked.columns is None else asked.columns),
        condition=conditions.in_words(found, names),
        sorted_by=conditions.sorting(sort, queries.SORTS, {"code": _LABELS["code"]}),
        prepare=_with_stock,
    )


def _with_stock(products: list[Any]) -> list[listing.Row]:
    totals = stock.totals([product.pk for product in products])
    return [listing.Row(product, totals[product.pk]) for product in products]


# the stock list has these columns and no choice
STOCK: dict[str, Plain] = {
    one.column.key: one
    for one in (
        Plain(Column("code", gettext_lazy("Product code"), Kind.CODE), ("product__code",)),
        Plain(Column("name", gettext_lazy("Product name"), width=32), ("product__name",)),
        Plain(Column("specification", gettext_lazy("Specification")), ("product__specification",)),
        Plain(
            Column("warehouse", gettext_lazy("Warehouse")),
            ("warehouse__name",),
            lambda row: reference.shown(row.warehouse__name),
        ),
        Plain(Column("on_hand", gettext_lazy("On hand"), Kind.NUMBER), ("on_hand",)),
        Plain(Column("reserved", gettext_lazy("Reserved"), Kind.NUMBER), ("reserved",)),
        Plain(
            Column("available", gettext_lazy("Available"), Kind.NUMBER),
            ("on_hand", "reserved"),
            lambda row: row.on_hand - row.reserved,
        ),
        Plain(Column("unit", gettext_lazy("Unit"), width=8), ("product__unit",)),
    )
}


def open_stock(actor: Any, asked: Asked) -> Sheet:
    """The stock list as ``actor`` asks for it: a row per product and warehouse."""
    found = doors.filter_of(StockFilter, asked.query, stock.list_stock(actor))
    names = {
        "product": lambda pk: queries.label(actor=actor, product_id=pk),
        "warehouse": lambda code: _named(stock.warehouses(), "code", code),
    }
    sort = asked.query.get("sort") or "code"
    return plain.sheet(
        keyset.ordered(found.qs, sorts=stock.STOCK_SORTS, sort=sort),
        plain.pick(STOCK, [*STOCK] if asked.columns is None else asked.columns),
        condition=conditions.in_words(found, names),
        sorted_by=conditions.sorting(sort, stock.STOCK_SORTS, {"code": _LABELS["code"]}),
    )


MOVEMENTS: dict[str, Plain] = {
    one.column.key: one
    for one in (
        Plain(Column("at", gettext_lazy("When"), Kind.MOMENT), ("at",)),
        Plain(
            Column("kind", gettext_lazy("Kind"), Kind.CHOICE),
            ("kind",),
            lambda row: str(StockMovement.Kind(row.kind).label),
        ),
        Plain(Column("code", gettext_lazy("Product code"), Kind.CODE), ("stock_row__product__code",)),
        Plain(Column("name", gettext_lazy("Product name"), width=32), ("stock_row__product__name",)),
        Plain(
            Column("warehouse", gettext_lazy("Warehouse")),
            ("stock_row__warehouse__name",),
            lambda row: reference.shown(row.stock_row__warehouse__name),
        ),
        Plain(Column("quantity", gettext_lazy("Quantity"), Kind.NUMBER), ("quantity",)),
        Plain(Column("unit", gettext_lazy("Unit"), width=8), ("stock_row__product__unit",)),
        Plain(Column("document", gettext_lazy("Document"), Kind.CODE, width=20), ("document_number",)),
        Plain(Column("reason", gettext_lazy("Reason"), width=32), ("reason",)),
        Plain(Column("actor", gettext_lazy("Who")), ("actor__name",)),
    )
}


def open_movements(actor: Any, asked: Asked) -> Sheet:
    """The stock movements as ``actor`` asks for them."""
    found = doors.filter_of(MovementFilter, asked.query, stock.list_movements(actor))
    names = {
        "product": lambda pk: queries.label(actor=actor, product_id=pk),
        "warehouse": lambda code: _named(stock.warehouses(), "code", code),
    }
    sort = asked.query.get("sort") or "recent"
    return plain.sheet(
        keyset.ordered(found.qs, sorts=stock.MOVEMENT_SORTS, sort=sort),
        plain.pick(MOVEMENTS, [*MOVEMENTS] if asked.columns is None else asked.columns),
        condition=conditions.in_words(found, names),
        sorted_by=conditions.sorting(sort, stock.MOVEMENT_SORTS, {"recent": _("When")}),
    )


def _named(rows: Iterable[Any], column: str, value: Any) -> str:
    """The name of the row whose column has the value; "" where there is none."""
    return next((str(row) for row in rows if getattr(row, column) == value), "")


def register() -> None:
    """Called once from ``ProductsConfig.ready``."""
    lists.register(
        "products",
        ExportList(
            gettext_lazy("Products"),
            "product.view",
            "products:product-list",
            open_products,
            ProductFilter.base_filters,
        ),
    )
    lists.register(
        "stock",
        ExportList(gettext_lazy("Stock"), "stock.view", "products:stock-list", open_stock, StockFilter.base_filters),
    )
    lists.register(
        "movements",
        ExportList(
            gettext_lazy("Stock movements"),
            "stock.view",
            "products:movement-list",
            open_movements,
            MovementFilter.base_filters,
        ),
    )
