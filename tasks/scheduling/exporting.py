"""The delay ledger as a file."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.people import queries as people
from common import doors, keyset
from common.conditions.kinds import Kind
from common.exports import conditions, plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain
from customers import queries as customers
from tasks.scheduling import queries
from tasks.scheduling.choices import Cause, What
from tasks.scheduling.filters import MoveFilter
from tasks.task import policies

_CAUSES, _WHATS = dict(Cause.choices), dict(What.choices)
COLUMNS: dict[str, Plain] = {
    one.column.key: one
    for one in (
        Plain(Column("order", _("Order"), Kind.CODE, width=20), ("order__number",)),
        Plain(Column("customer", _("Customer"), width=28), ("order__customer__name",)),
        Plain(Column("line", _("Line"), Kind.NUMBER), ("line_no",)),
        Plain(Column("what", _("What moved"), Kind.CHOICE), ("what",), lambda row: str(_WHATS[row.what])),
        Plain(Column("task", _("Task"), width=32), ("task__title",)),
        Plain(Column("before", _("Before"), Kind.DATE), ("before",)),
        Plain(Column("after", _("After"), Kind.DATE), ("after",)),
        Plain(Column("days", _("Days of work"), Kind.NUMBER, is_summed=True), ("days",)),
        Plain(Column("cause", _("Cause"), Kind.CHOICE, width=20), ("cause",), lambda row: str(_CAUSES[row.cause])),
        Plain(Column("words", _("In words"), width=40), ("words",)),
        Plain(Column("department", _("Department")), ("department__name",)),
        Plain(Column("is_told", _("Customer told"), Kind.FLAG), ("is_told",)),
        Plain(Column("actor", _("Who")), ("actor__name",)),
        Plain(Column("at", _("When"), Kind.MOMENT), ("at",)),
    )
}
SORT_WORDS = {"id": _("When")}


def open_ledger(actor: Any, asked: Asked) -> Sheet:
    """The ledger as ``actor`` asks for it."""
    found = doors.filter_of(MoveFilter, asked.query, queries.list_moves(actor))
    sort = asked.query.get("sort") or queries.DEFAULT_SORT
    names = {
        "customer": lambda pk: customers.label(actor=actor, customer_id=pk),
        "by_user": people.person_name,
        "department": people.department_name,
    }
    return plain.sheet(
        keyset.ordered(found.qs, sorts=queries.SORTS, sort=sort),
        plain.pick(COLUMNS, [*COLUMNS] if asked.columns is None else asked.columns),
        condition=conditions.in_words(found, names),
        sorted_by=conditions.sorting(sort, queries.SORTS, SORT_WORDS),
    )


def register() -> None:
    """Called once from this room's wiring."""
    lists.register(
        "date-moves", ExportList(_("Delay ledger"), policies.VIEW, "tasks:ledger", open_ledger, MoveFilter.base_filters)
    )
