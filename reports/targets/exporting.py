"""Targets as a file, a row for each, named as the import reads them."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common import doors, keyset
from common.conditions.kinds import Kind
from common.exports import conditions, plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain
from reports.figures.measures import measures
from reports.targets import policies, queries
from reports.targets.filters import TargetFilter

PAGE = ("more", "q", "propose", "percent")  # what else stands in the address of the page


def _measure(row: Any) -> str:
    return str(measures[row.measure].label) if row.measure in measures else row.measure


COLUMNS: dict[str, Plain] = {
    one.column.key: one
    for one in (
        Plain(Column("year", _("Year"), Kind.NUMBER, width=8, format="0"), ("year",)),
        Plain(Column("month", _("Month"), Kind.NUMBER, width=8, format="0"), ("month",), lambda row: row.month or None),
        Plain(Column("measure", pgettext_lazy("report", "Measure"), width=22), ("measure",), _measure),
        Plain(Column("department", _("Department"), Kind.CODE), ("department__code",)),
        Plain(Column("department_name", _("Name of the department"), width=22), ("department__name",)),
        Plain(Column("person", _("Salesperson"), Kind.CODE), ("person__username",)),
        Plain(Column("person_name", _("Name of the salesperson"), width=22), ("person__name",)),
        Plain(Column("region", _("Region")), ("region",)),
        Plain(Column("product", _("Product code"), Kind.CODE), ("product__code",)),
        Plain(Column("category", _("Category code"), Kind.CODE), ("category__code",)),
        Plain(Column("value", pgettext_lazy("column", "Target"), Kind.NUMBER, format="#,##0.####"), ("value",)),
        Plain(Column("notes", _("Notes"), width=40), ("notes",)),
        Plain(Column("set_by", _("Set by")), ("set_by__name",)),
        Plain(Column("set_at", _("Set on"), Kind.MOMENT), ("set_at",)),
    )
}


def open_list(actor: Any, asked: Asked) -> Sheet:
    """The targets that ``actor`` sees, as he asks for them."""
    found = doors.filter_of(TargetFilter, asked.query, policies.visible_to(actor))
    sort = asked.query.get("sort") or queries.DEFAULT_SORT
    keys = [*COLUMNS] if asked.columns is None else asked.columns
    labels = {key: COLUMNS[key].column.label for key in queries.SORTS if key in COLUMNS}
    return plain.sheet(
        keyset.ordered(found.qs, sorts=queries.SORTS, sort=sort),
        plain.pick(COLUMNS, keys),
        condition=conditions.in_words(found, {}),
        sorted_by=conditions.sorting(sort, queries.SORTS, labels),
    )


def register() -> None:
    """Called once from this room's wiring."""
    names = {*TargetFilter.base_filters, *PAGE}
    lists.register("targets", ExportList(_("Targets"), policies.VIEW, "reports:targets", open_list, names))
