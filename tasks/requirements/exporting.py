"""The list of requirements as a file: a row for each line."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people import queries as people
from common import doors, keyset
from common.conditions.kinds import Kind as Value
from common.exports import conditions, plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain
from tasks.requirements import policies, queries
from tasks.requirements.choices import Kind, State
from tasks.requirements.filters import RequirementFilter

KINDS, STATES = dict(Kind.choices), dict(State.choices)
COLUMNS: dict[str, Plain] = {
    one.column.key: one
    for one in (
        Plain(Column("number", _("Number"), Value.CODE, width=20), ("requirement__number",)),
        Plain(
            Column("kind", _("Kind"), Value.CHOICE),
            ("requirement__kind",),
            lambda row: str(KINDS[row.requirement__kind]),
        ),
        Plain(
            Column("state", _("State"), Value.CHOICE),
            ("requirement__state",),
            lambda row: str(STATES[row.requirement__state]),
        ),
        Plain(Column("department", _("Department")), ("requirement__department__name",)),
        Plain(Column("supplier", _("Supplier")), ("requirement__supplier__name",)),
        Plain(Column("owner", _("Owner")), ("requirement__owner__name",)),
        Plain(Column("order", _("Order"), Value.CODE, width=20), ("order__number",)),
        Plain(Column("line_no", _("Line"), Value.NUMBER), ("line_no",)),
        Plain(Column("product", _("Product code"), Value.CODE), ("product__code",)),
        Plain(Column("name", _("Product name"), width=32), ("product__name",)),
        Plain(Column("specification", _("Specification"), width=24), ("specification",)),
        Plain(Column("wording", _("Requirements"), width=48), ("wording",)),
        Plain(Column("quantity", _("Quantity"), Value.NUMBER), ("quantity",)),
        Plain(Column("accepted", _("Accepted"), Value.NUMBER), ("accepted",)),
        Plain(Column("done", _("Came so far"), Value.NUMBER), ("done",)),
        Plain(Column("unit", _("Unit"), width=8), ("product__unit",)),
        Plain(Column("needed_date", _("Needed by"), Value.DATE), ("needed_date",)),
        Plain(Column("planned_date", _("Planned day"), Value.DATE), ("planned_date",)),
        Plain(Column("first_planned_date", _("First planned day"), Value.DATE), ("first_planned_date",)),
        Plain(Column("confirmed_at", _("Day confirmed"), Value.MOMENT), ("confirmed_at",)),
        Plain(Column("reference", _("Purchase or work order"), Value.CODE), ("reference",)),
    )
}


def open_requirements(actor: Any, asked: Asked) -> Sheet:
    """The lines of the requirements that the list shows."""
    found = doors.filter_of(RequirementFilter, asked.query, queries.list_requirements(actor), actor=actor)
    rows = policies.lines_visible_to(actor).filter(requirement__in=found.qs.order_by().values("pk"))
    return plain.sheet(
        keyset.ordered(rows, sorts=LINE_SORTS, sort="id"),
        plain.pick(COLUMNS, [*COLUMNS] if asked.columns is None else asked.columns),
        condition=conditions.in_words(found, {"owner": people.person_name, "department": people.department_name}),
        sorted_by=conditions.sorting("id", LINE_SORTS, {"id": _("Number")}),
    )


LINE_SORTS = {"id": keyset.Sort("pk")}


def register() -> None:
    """Called once from this room's wiring."""
    lists.register(
        "requirements",
        ExportList(
            pgettext_lazy("documents", "Requirements"),
            "task.view",
            "tasks:requirement-list",
            open_requirements,
            RequirementFilter.base_filters,
        ),
    )
