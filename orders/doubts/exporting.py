"""The list of doubts as a file."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from common import doors, keyset
from common.conditions.kinds import Kind
from common.exports import conditions, plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain
from orders.doubts import queries
from orders.doubts.filters import DoubtFilter
from orders.doubts.states import State

COLUMNS: dict[str, Plain] = {
    one.column.key: one
    for one in (
        Plain(Column("asked_at", _("Asked at"), Kind.MOMENT), ("asked_at",)),
        Plain(Column("order", _("Order"), Kind.CODE, width=20), ("order__number",)),
        Plain(Column("customer", _("Customer"), width=32), ("order__customer__name",)),
        Plain(Column("about", _("About"), width=24), (), lambda row: row.about),
        Plain(Column("text", _("Question"), width=48), ("text",)),
        Plain(Column("asked_by", _("Asked by")), ("asked_by__name",)),
        Plain(Column("asked_to", _("Asked of")), ("asked_to__name",)),
        Plain(Column("state", _("State"), Kind.CHOICE), (), lambda row: State(row.state).label),
        Plain(Column("answer", _("Answer"), width=48), ("answer",)),
        Plain(Column("answered_by", _("Answered by")), ("answered_by__name",)),
        Plain(Column("answered_at", _("Answered"), Kind.MOMENT), ("answered_at",)),
        Plain(Column("closed_at", _("Closed"), Kind.MOMENT), ("closed_at",)),
    )
}


def open_doubts(actor: Any, asked: Asked) -> Sheet:
    """The list as ``actor`` asks for it."""
    found = doors.filter_of(DoubtFilter, asked.query, queries.list_doubts(actor))
    sort = asked.query.get("sort") or queries.DEFAULT_SORT
    return plain.sheet(
        keyset.ordered(found.qs, sorts=queries.SORTS, sort=sort),
        plain.pick(COLUMNS, [*COLUMNS] if asked.columns is None else asked.columns),
        condition=conditions.in_words(found, {}),
        sorted_by=conditions.sorting(sort, queries.SORTS, {"id": _("Asked at")}),
    )


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    lists.register(
        "doubts", ExportList(_("Doubts"), "order.view", "orders:doubt-list", open_doubts, DoubtFilter.base_filters)
    )
