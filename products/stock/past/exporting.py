"""Stock as of a past moment as a file."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import dates, keyset, reference
from common.conditions.kinds import Kind
from common.exports import conditions, plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain
from products.stock.past import queries
from products.stock.past.filters import PastStockFilter

COLUMNS: dict[str, Plain] = {
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
        Plain(Column("then", gettext_lazy("On hand then"), Kind.NUMBER), ("then",)),
        Plain(Column("now", gettext_lazy("On hand today"), Kind.NUMBER), ("on_hand",)),
        Plain(
            Column("moved", gettext_lazy("Moved since"), Kind.NUMBER),
            ("on_hand", "then"),
            lambda row: row.on_hand - row.then,
        ),
        Plain(Column("unit", gettext_lazy("Unit"), width=8), ("product__unit",)),
    )
}


def open_past_stock(actor: Any, asked: Asked) -> Sheet:
    """The list as ``actor`` asks for it."""
    chosen = queries.found(actor, asked.query, asked.at)
    sort = asked.query.get("sort") or queries.DEFAULT
    moment = f"{chosen.moment.astimezone(dates.business_zone()):%Y-%m-%d %H:%M}"
    words = [conditions.line(_("As of"), moment)]
    for name, field in chosen.filters.items():
        if name != "at" and (given := [one for one in asked.query.getlist(name) if one]):
            words.append(conditions.line(field.label or name, "、".join(given)))
    return plain.sheet(
        keyset.ordered(queries.rows_of(chosen), sorts=queries.SORTS, sort=sort),
        plain.pick(COLUMNS, [*COLUMNS] if asked.columns is None else asked.columns),
        condition=words,
    )


def register() -> None:
    """Called once from this room's wiring."""
    known = frozenset(PastStockFilter.base_filters)
    label = gettext_lazy("Stock as of a past moment")
    lists.register("past-stock", ExportList(label, queries.VIEW, "products:past-stock", open_past_stock, known))
