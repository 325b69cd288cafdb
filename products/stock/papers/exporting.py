"""Papers of the warehouse as a file: a row per line, as the screen says it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import doors, keyset, reference
from common.conditions.kinds import Kind
from common.exports import conditions, plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain
from products.catalogue import queries as catalogue
from products.stock import queries as stock
from products.stock.papers import queries
from products.stock.papers.filters import StockPaperFilter
from products.stock.papers.models import StockPaper

_KINDS, _STATES = dict(StockPaper.Kind.choices), dict(StockPaper.State.choices)
COLUMNS: dict[str, Plain] = {
    one.column.key: one
    for one in (
        Plain(Column("number", gettext_lazy("Number"), Kind.CODE, width=20), ("paper__number",)),
        Plain(Column("day", gettext_lazy("Day"), Kind.DATE), ("paper__day",)),
        Plain(
            Column("kind", gettext_lazy("Kind"), Kind.CHOICE),
            ("paper__kind",),
            lambda row: str(_KINDS[row.paper__kind]),
        ),
        Plain(
            Column("state", gettext_lazy("State"), Kind.CHOICE),
            ("paper__state",),
            lambda row: str(_STATES[row.paper__state]),
        ),
        Plain(
            Column("warehouse", gettext_lazy("Warehouse")),
            ("paper__warehouse__name",),
            lambda row: reference.shown(row.paper__warehouse__name),
        ),
        Plain(
            Column("to_warehouse", gettext_lazy("To")),
            ("paper__to_warehouse__name",),
            lambda row: reference.shown(row.paper__to_warehouse__name or ""),
        ),
        Plain(Column("supplier", gettext_lazy("Supplier")), ("paper__supplier__name",)),
        Plain(Column("reference", gettext_lazy("Delivery note or purchase order"), Kind.CODE), ("paper__reference",)),
        Plain(Column("code", gettext_lazy("Product code"), Kind.CODE), ("product__code",)),
        Plain(Column("name", gettext_lazy("Product name"), width=32), ("product__name",)),
        Plain(Column("book", gettext_lazy("Book"), Kind.NUMBER), ("book",)),
        Plain(Column("counted", gettext_lazy("Counted"), Kind.NUMBER), ("counted",)),
        Plain(Column("quantity", gettext_lazy("Quantity"), Kind.NUMBER), ("quantity",)),
        Plain(Column("unit", gettext_lazy("Unit"), width=8), ("product__unit",)),
        Plain(Column("note", gettext_lazy("Note"), width=24), ("note",)),
        Plain(Column("reason", gettext_lazy("Reason"), width=32), ("paper__reason",)),
        Plain(Column("actor", gettext_lazy("Who")), ("paper__created_by__name",)),
    )
}


def open_papers(actor: Any, asked: Asked) -> Sheet:
    """The lines of the papers as ``actor`` asks for them."""
    found = doors.filter_of(StockPaperFilter, asked.query, queries.papers(actor))
    names = {
        "product": lambda pk: catalogue.label(actor=actor, product_id=pk),
        "warehouse": lambda code: next((str(one) for one in stock.warehouses() if one.code == code), ""),
    }
    return plain.sheet(
        keyset.ordered(queries.lines_in(found.qs), sorts=queries.LINE_SORTS, sort="recent"),
        plain.pick(COLUMNS, [*COLUMNS] if asked.columns is None else asked.columns),
        condition=conditions.in_words(found, names),
        sorted_by=conditions.sorting("recent", queries.LINE_SORTS, {"recent": _("Number")}),
    )


def register() -> None:
    """Called once from ``ProductsConfig.ready``."""
    lists.register(
        "stock-papers",
        ExportList(
            gettext_lazy("Papers of the warehouse"),
            "stock.view",
            "products:paper-list",
            open_papers,
            StockPaperFilter.base_filters,
        ),
    )
