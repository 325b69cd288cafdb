"""Planned receipts as a file: the columns of the screen as plain values, named as the import reads them."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import doors, keyset, reference
from common.conditions.kinds import Kind
from common.exports import conditions, plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain
from products.catalogue import queries as catalogue
from products.stock.supply import queries
from products.stock.supply.filters import PlannedReceiptFilter
from products.stock.supply.models import PlannedReceipt


def _word(choices: Any, name: str) -> Any:
    words = dict(choices)
    return lambda row: str(words[getattr(row, name)])


COLUMNS: dict[str, Plain] = {
    one.column.key: one
    for one in (
        Plain(Column("product", gettext_lazy("Product code"), Kind.CODE), ("product__code",)),
        Plain(Column("name", gettext_lazy("Product name"), width=32), ("product__name",)),
        Plain(Column("kind", gettext_lazy("Kind"), Kind.CHOICE), ("kind",), _word(PlannedReceipt.Kind.choices, "kind")),
        Plain(Column("quantity", gettext_lazy("Quantity"), Kind.NUMBER), ("quantity",)),
        Plain(Column("received", gettext_lazy("Received"), Kind.NUMBER), ("received",)),
        Plain(Column("unit", gettext_lazy("Unit"), width=8), ("product__unit",)),
        Plain(Column("expected_date", gettext_lazy("Expected"), Kind.DATE), ("expected_date",)),
        Plain(Column("first_expected_date", gettext_lazy("First expected"), Kind.DATE), ("first_expected_date",)),
        Plain(
            Column("warehouse", gettext_lazy("Warehouse")),
            ("warehouse__name",),
            lambda row: reference.shown(row.warehouse__name),
        ),
        Plain(Column("supplier", gettext_lazy("Supplier")), ("supplier__name",)),
        Plain(Column("reference", gettext_lazy("Purchase or production order"), Kind.CODE), ("reference",)),
        Plain(
            Column("state", gettext_lazy("State"), Kind.CHOICE),
            ("state",),
            _word(PlannedReceipt.State.choices, "state"),
        ),
        Plain(Column("external_id", gettext_lazy("External number"), Kind.CODE), ("external_id",)),
        Plain(Column("notes", gettext_lazy("Notes"), width=32), ("notes",)),
    )
}


def open_receipts(actor: Any, asked: Asked) -> Sheet:
    """The planned receipts as ``actor`` asks for them."""
    found = doors.filter_of(PlannedReceiptFilter, asked.query, queries.receipts(actor))
    sort = asked.query.get("sort") or "expected"
    names = {"product": lambda pk: catalogue.label(actor=actor, product_id=pk)}
    return plain.sheet(
        keyset.ordered(found.qs, sorts=queries.SORTS, sort=sort),
        plain.pick(COLUMNS, [*COLUMNS] if asked.columns is None else asked.columns),
        condition=conditions.in_words(found, names),
        sorted_by=conditions.sorting(sort, queries.SORTS, {"expected": _("Expected"), "code": _("Product code")}),
    )


def register() -> None:
    """Called once from ``ProductsConfig.ready``."""
    lists.register(
        "planned-receipts",
        ExportList(
            gettext_lazy("Planned receipts"),
            "stock.view",
            "products:planned-list",
            open_receipts,
            PlannedReceiptFilter.base_filters,
        ),
    )
