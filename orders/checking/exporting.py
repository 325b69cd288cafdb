"""The list of order errors as a file."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common import doors, keyset
from common.conditions.kinds import Kind
from common.exports import conditions, plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain
from orders.checking import queries
from orders.checking.choices import ErrorKind, ErrorStage
from orders.checking.filters import OrderErrorFilter

COLUMNS: dict[str, Plain] = {
    one.column.key: one
    for one in (
        Plain(Column("found_at", _("Found at"), Kind.MOMENT), ("found_at",)),
        Plain(Column("order", _("Order"), Kind.CODE, width=20), ("order__number",)),
        Plain(Column("line_no", _("Line"), Kind.NUMBER, width=8), ("line_no",)),
        Plain(Column("customer", _("Customer"), width=32), ("order__customer__name",)),
        Plain(Column("kind", _("Kind"), Kind.CHOICE), ("kind",), lambda row: ErrorKind(row.kind).label),
        Plain(Column("stage", _("Found"), Kind.CHOICE), ("stage",), lambda row: ErrorStage(row.stage).label),
        Plain(Column("description", _("What is wrong"), width=40), ("description",)),
        Plain(Column("made_by", pgettext_lazy("order error", "Made by")), ("made_by__name",)),
        Plain(Column("found_by", _("Found by")), ("found_by__name",)),
        Plain(Column("correction", _("Corrected how"), width=40), ("correction",)),
        Plain(Column("corrected_at", _("Corrected at"), Kind.MOMENT), ("corrected_at",)),
        Plain(Column("corrected_by", _("Corrected by")), ("corrected_by__name",)),
        Plain(Column("dismissal", _("Why it is no error"), width=32), ("dismissal",)),
    )
}
COST = Plain(Column("cost", _("Cost"), Kind.NUMBER), ("cost",))


def open_errors(actor: Any, asked: Asked) -> Sheet:
    """The list as ``actor`` asks for it; what errors cost only for who sees amounts."""
    found = doors.filter_of(OrderErrorFilter, asked.query, queries.list_errors(actor))
    sort = asked.query.get("sort") or queries.DEFAULT_SORT
    offered = {**COLUMNS, "cost": COST} if queries.sees_cost(actor) else COLUMNS
    return plain.sheet(
        keyset.ordered(found.qs, sorts=queries.SORTS, sort=sort),
        plain.pick(offered, [*offered] if asked.columns is None else asked.columns),
        condition=conditions.in_words(found),
        sorted_by=conditions.sorting(sort, queries.SORTS, {"found_at": _("Found at")}),
    )


def register() -> None:
    """Called once from this room's wiring."""
    entry = ExportList(_("Order errors"), "order.view", "orders:error-list", open_errors, OrderErrorFilter.base_filters)
    lists.register("order-errors", entry)
