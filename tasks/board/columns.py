"""The columns of a board: a state each, those to be started told apart by whether somebody was picked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Q, Value, When
from django.utils.translation import pgettext_lazy

from common import dates
from common.keyset import Page, Sort
from tasks.task.models import Task
from tasks.task.states import State

DONE_DAYS = 14  # how long what is done stays on the company's board


@dataclass(frozen=True)
class Column:
    """``glyph`` is its look (UI 3), ``sort`` the order of its cards."""

    key: str
    label: Any
    glyph: str
    sort: str = "planned_end"


COLUMNS = {
    one.key: one
    for one in (
        Column("unpicked", pgettext_lazy("task", "To be given out"), "draft"),
        Column("open", State.OPEN.label, "wait"),
        Column("running", State.RUNNING.label, "run"),
        Column("blocked", State.BLOCKED.label, "block"),
        Column("done", State.DONE.label, "closed", "-done_at"),
    )
}
SORTS = {
    "planned_end": Sort("planned_end", nullable=True, descending=False),
    "done_at": Sort("done_at", nullable=True),
}


@dataclass(frozen=True)
class Lane:
    """A column with its cards (or the next ones) and how many it has."""

    column: Column
    page: Page[Task]
    total: int | None = None

    @property
    def more(self) -> str | None:
        """The cursor of the next cards."""
        return self.page.next_cursor


_BY_STATE = {State.RUNNING: "running", State.BLOCKED: "blocked", State.DONE: "done"}


def column_of(state: str, is_picked: bool) -> str:
    """The key of the column of a released task."""
    if state == State.OPEN:
        return "open" if is_picked else "unpicked"
    return _BY_STATE[State(state)]


def expression() -> Case:
    """The key of the column of a task, for the database."""
    unpicked = When(state=State.OPEN, is_picked=False, then=Value("unpicked"))
    return Case(
        unpicked, *(When(state=state, then=Value(column_of(state, True))) for state in (State.OPEN, *_BY_STATE))
    )


def condition(key: str, today: date) -> Q:
    """What the tasks of a column have in common; of those that are done, the latest days only."""
    if key in ("unpicked", "open"):
        return Q(state=State.OPEN, is_picked=key == "open")
    if key == "done":
        return Q(state=State.DONE, done_at__gte=dates.day_start(today - timedelta(DONE_DAYS)))
    return Q(state=State.RUNNING if key == "running" else State.BLOCKED)


def split(tasks: Iterable[Task]) -> dict[str, list[Task]]:
    """Released tasks by column, all columns there; within one as ``Column.sort`` says."""
    found: dict[str, list[Task]] = {key: [] for key in COLUMNS}
    for one in tasks:
        found[column_of(one.state, one.is_picked)].append(one)
    for key, rows in found.items():
        if key == "done":
            rows.sort(key=lambda one: (one.done_at, one.pk), reverse=True)
        else:
            rows.sort(key=lambda one: (one.planned_end or date.max, one.pk))
    return found
