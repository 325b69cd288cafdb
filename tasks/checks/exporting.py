"""The list of checks as a file: with what was found, and what is done about it."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people import queries as people
from common import dates, doors, keyset
from common.conditions.kinds import Kind
from common.exports import conditions, plain
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain
from common.reference import shown
from customers import queries as customers
from tasks.checks import queries
from tasks.checks.filters import CheckFilter
from tasks.checks.models import ProgressCheck
from tasks.task import policies
from tasks.task.models import Task

STATES, PROBLEMS = dict(ProgressCheck.State.choices), {"": "", **dict(ProgressCheck.Problem.choices)}


def _fact(name: str, label: Any) -> Plain:
    """How the order stood when it was recorded."""
    return Plain(Column(name, label, Kind.NUMBER), ("facts",), lambda row: (row.facts or {}).get(name))


COLUMNS: dict[str, Plain] = {
    one.column.key: one
    for one in (
        Plain(Column("order", _("Order"), Kind.CODE, width=20), ("order__number",)),
        Plain(Column("customer", _("Customer"), width=28), ("order__customer__name",)),
        Plain(Column("urgent", _("Urgent"), Kind.FLAG), ("order__is_urgent",)),
        Plain(Column("state", _("State"), Kind.CHOICE), ("state",), lambda row: str(STATES[row.state])),
        Plain(Column("due_date", _("Due"), Kind.DATE), ("due_date",)),
        Plain(Column("owner", _("Who checks")), ("owner__name",)),
        Plain(Column("cadence", _("Cadence")), ("cadence__name",), lambda row: shown(row.cadence__name or "")),
        Plain(Column("progress", _("Progress"), Kind.NUMBER), ("progress",)),
        Plain(
            Column("problem", pgettext_lazy("check", "Problem"), Kind.CHOICE),
            ("problem",),
            lambda row: str(PROBLEMS[row.problem]),
        ),
        Plain(Column("words", _("Words"), width=48), ("words",)),
        Plain(Column("actions", _("Corrective actions"), width=48), ("asked",), lambda row: "; ".join(row.asked)),
        _fact("tasks", _("Tasks")),
        _fact("done", _("Tasks done")),
        _fact("late", _("Late tasks")),
        _fact("blocked", _("Blocked tasks")),
        Plain(Column("checked_by", _("Checked by")), ("checked_by__name",)),
        Plain(Column("checked_at", _("Checked"), Kind.MOMENT), ("checked_at",)),
        Plain(Column("missed_at", _("Missed since"), Kind.MOMENT), ("missed_at",)),
    )
}
SORT_WORDS = {"due_date": _("Due"), "id": _("Number")}


def open_checks(actor: Any, asked: Asked) -> Sheet:
    """The list as ``actor`` asks for it."""
    today = dates.business_day(asked.at)
    found = doors.filter_of(CheckFilter, asked.query, queries.list_checks(actor), actor=actor, today=today)
    sort = asked.query.get("sort") or queries.DEFAULT_SORT
    names = {
        "customer": lambda pk: customers.label(actor=actor, customer_id=pk),
        "owner": people.person_name,
    }
    return plain.sheet(
        keyset.ordered(_with_actions(found.qs), sorts=queries.SORTS, sort=sort),
        plain.pick(COLUMNS, [*COLUMNS] if asked.columns is None else asked.columns),
        condition=conditions.in_words(found, names),
        sorted_by=conditions.sorting(sort, queries.SORTS, SORT_WORDS),
    )


def _with_actions(rows: QuerySet[ProgressCheck]) -> QuerySet[ProgressCheck]:
    asked = Task.objects.filter(check_made=OuterRef("pk")).order_by("department_due_date", "pk")
    return rows.prefetch_related(None).annotate(asked=ArraySubquery(asked.values("title")))


def register() -> None:
    """Called once from this room's wiring."""
    lists.register(
        "checks",
        ExportList(_("Progress checks"), policies.VIEW, "tasks:check-list", open_checks, CheckFilter.base_filters),
    )
