"""The list of tasks as a file."""

from typing import Any

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
from tasks.doing import listing
from tasks.doing.filters import TaskFilter
from tasks.task import policies
from tasks.task import queries as tasks
from tasks.task.choices import BlockReason, KeyReason, Source
from tasks.task.states import State


def _chosen(key: str, label: Any, choices: Any) -> Plain:
    labels = {"": "", **dict(choices.choices)}
    return Plain(Column(key, label, Kind.CHOICE), (key,), lambda row: str(labels[getattr(row, key)]))


def _named(key: str, label: Any, lookup: str) -> Plain:
    """A name that may have come with the software."""
    return Plain(Column(key, label, width=18), (lookup,), lambda row: shown(getattr(row, lookup) or ""))


def _yes(key: str, label: Any) -> Plain:
    return Plain(Column(key, label, Kind.FLAG), (key,))


def _why_key(row: Any) -> str:
    labels = dict(KeyReason.choices)
    return ", ".join(str(labels[one]) for one in row.key_reasons)


COLUMNS: dict[str, Plain] = {
    one.column.key: one
    for one in (
        Plain(Column("title", _("Task"), width=32), ("title",)),
        Plain(Column("order", _("Order"), Kind.CODE, width=20), ("order__number",)),
        Plain(Column("line", _("Line"), Kind.NUMBER), ("line_no",)),
        Plain(Column("customer", _("Customer"), width=28), ("order__customer__name",)),
        _chosen("state", _("State"), State),
        Plain(Column("progress", _("Progress"), Kind.NUMBER), ("progress",)),
        _named("phase", _("Phase"), "phase__name"),
        Plain(Column("department", _("Department")), ("department__name",)),
        Plain(Column("owner", _("Owner")), ("owner__name",)),
        _yes("is_picked", _("Executor picked")),
        Plain(Column("planned_start", _("Start"), Kind.DATE), ("planned_start",)),
        Plain(Column("planned_end", _("End"), Kind.DATE), ("planned_end",)),
        Plain(Column("department_due_date", _("Department's due date"), Kind.DATE), ("department_due_date",)),
        Plain(Column("baseline_end", _("First planned end"), Kind.DATE), ("baseline_end",)),
        Plain(Column("slack_days", _("Slack in days of work"), Kind.NUMBER), ("slack_days",)),
        Plain(Column("key", _("Key task because"), width=24), ("key_reasons",), _why_key),
        Plain(Column("planned_hours", _("Planned hours"), Kind.NUMBER, is_summed=True), ("planned_hours",)),
        Plain(Column("actual_hours", _("Hours so far"), Kind.NUMBER, is_summed=True), ("actual_hours",)),
        Plain(Column("open_predecessors", _("Waits for"), Kind.NUMBER), ("open_predecessors",)),
        _chosen("block_reason", _("Blocked by"), BlockReason),
        Plain(Column("block_words", _("Blocked because"), width=28), ("block_words",)),
        Plain(Column("goal", _("Goal"), width=32), ("goal",)),
        Plain(Column("requirements", _("Requirements"), width=40), ("requirements",)),
        Plain(Column("result", _("Result"), width=40), ("result",)),
        _chosen("source", _("Came"), Source),
        Plain(Column("released_at", _("Released"), Kind.MOMENT), ("released_at",)),
        Plain(Column("started_at", pgettext_lazy("task", "Started"), Kind.MOMENT), ("started_at",)),
        Plain(Column("done_at", pgettext_lazy("task", "Done"), Kind.MOMENT), ("done_at",)),
    )
}
# columns of the screen that have other names, or are several, in the file
_IN_FILE = {
    "start": ("planned_start",),
    "due": ("department_due_date",),
    "hours": ("planned_hours", "actual_hours"),
    "slack": ("slack_days",),
    "baseline": ("baseline_end",),
    "done": ("done_at",),
}
SORT_WORDS = {"planned_end": _("End"), "id": _("Released")}


def open_tasks(actor: Any, asked: Asked) -> Sheet:
    """The list as ``actor`` asks for it."""
    today = dates.business_day(asked.at)
    found = doors.filter_of(TaskFilter, asked.query, tasks.list_tasks(actor), actor=actor, today=today)
    sort = asked.query.get("sort") or tasks.DEFAULT_SORT
    names = {
        "customer": lambda pk: customers.label(actor=actor, customer_id=pk),
        "owner": people.person_name,
        "department": people.department_name,
    }
    return plain.sheet(
        keyset.ordered(found.qs, sorts=tasks.SORTS, sort=sort),
        plain.pick(COLUMNS, _on_screen(actor) if asked.columns is None else asked.columns),
        condition=conditions.in_words(found, names),
        sorted_by=conditions.sorting(sort, tasks.SORTS, SORT_WORDS),
    )


def _on_screen(actor: Any) -> list[str]:
    """The columns that the actor sees there now."""
    shown_there = listing.chosen(people.preference(actor, listing.COLUMNS_KEY))
    return [key for column in shown_there for key in _IN_FILE.get(column.key, (column.key,))]


def register() -> None:
    """Called once from this room's wiring."""
    lists.register(
        "tasks", ExportList(_("Tasks"), policies.VIEW, "tasks:task-list", open_tasks, TaskFilter.base_filters)
    )
