"""What was taken away, itself as a file: for an auditor."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people import queries as people
from common import doors, keyset
from common.conditions.kinds import Kind
from common.exports import conditions, plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain
from customers import queries as customers
from customers.disclosures import policies, queries
from customers.disclosures.filters import DisclosureFilter
from customers.disclosures.models import Disclosure

_KINDS, _DOORS = dict(Disclosure.Kind.choices), dict(Disclosure.Door.choices)
_TAKEN = pgettext_lazy("file", "Taken")
COLUMNS: dict[str, Plain] = {
    one.column.key: one
    for one in (
        Plain(Column("taken_at", _TAKEN, Kind.MOMENT), ("taken_at",)),
        Plain(Column("taken_by", pgettext_lazy("file", "Taken by")), ("taken_by__name",)),
        Plain(Column("kind", _("Kind"), Kind.CHOICE), ("kind",), lambda row: str(_KINDS[row.kind])),
        Plain(Column("title", _("What"), width=32), ("title",)),
        Plain(Column("form", _("Format"), Kind.CODE), ("form",)),
        Plain(Column("door", _("Way"), Kind.CHOICE), ("door",), lambda row: str(_DOORS[row.door])),
        Plain(Column("rows", _("Rows"), Kind.NUMBER, format="0"), ("rows",)),
        Plain(Column("customers", _("Customers"), Kind.NUMBER, format="0"), ("customers",)),
        Plain(Column("fetches", _("Fetched"), Kind.NUMBER, format="0"), ("fetches",)),
        Plain(Column("last_fetched_at", _("Last fetched"), Kind.MOMENT), ("last_fetched_at",)),
    )
}


def open_disclosures(actor: Any, asked: Asked) -> Sheet:
    """The list as ``actor`` asks for it."""
    found = doors.filter_of(DisclosureFilter, asked.query, queries.list_disclosures(actor))
    names = {"customer": lambda pk: customers.label(actor=actor, customer_id=pk), "person": people.person_name}
    return plain.sheet(
        keyset.ordered(found.qs, sorts=queries.SORTS, sort=queries.DEFAULT_SORT),
        plain.pick(COLUMNS, [*COLUMNS] if asked.columns is None else asked.columns),
        condition=conditions.in_words(found, names),
        sorted_by=conditions.sorting(queries.DEFAULT_SORT, queries.SORTS, {"taken": _TAKEN}),
    )


def register() -> None:
    """Called once from this room's wiring."""
    lists.register(
        "disclosures",
        ExportList(
            _("Data taken away"),
            policies.VIEW,
            "customers:disclosure-list",
            open_disclosures,
            DisclosureFilter.base_filters,
        ),
    )
