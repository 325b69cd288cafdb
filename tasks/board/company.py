"""The board of all open tasks by state: each column a page at a time, the numbers of all (R141)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from accounts.people.models import User
from common import errors, keyset
from tasks.board import columns, rights
from tasks.board.columns import COLUMNS, SORTS, Lane
from tasks.task import policies, queries
from tasks.task.models import Task, TaskSkill
from tasks.task.states import LIVE

PAGE_SIZE = 25  # cards of a column at first, and with each "more"


@dataclass(frozen=True)
class Board:
    """The board as somebody sees it."""

    lanes: list[Lane]
    may_assign: frozenset[int]
    may_work: frozenset[int]

    @property
    def total(self) -> int:
        """Tasks that are still to be done."""
        return sum(one.total or 0 for one in self.lanes if one.column.key != "done")


def on_board(actor: User, today: date) -> QuerySet[Task]:
    """The tasks that the actor's board may hold: those to be done, and those done lately."""
    lately = columns.condition("done", today)
    return queries.list_tasks(actor).filter(Q(state__in=LIVE) | lately)


def counts(rows: QuerySet[Task]) -> dict[str, int]:
    """How many tasks of a board each column has. One statement."""
    found = dict.fromkeys(COLUMNS, 0)
    grouped = rows.order_by().values("state", "is_picked").annotate(number=Count("pk"))
    for state, is_picked, number in grouped.values_list("state", "is_picked", "number"):
        found[columns.column_of(state, is_picked)] += number
    return found


def open_board(actor: User, rows: QuerySet[Task], *, today: date) -> Board:
    """The first cards of every column of a board (``on_board``, narrowed by the reader)."""
    totals = counts(rows)
    lanes = [
        Lane(one, _page(rows, one, None, today) if totals[key] else keyset.Page([], None, None, one.sort), totals[key])
        for key, one in COLUMNS.items()
    ]
    return _board(actor, lanes)


def open_lane(actor: User, rows: QuerySet[Task], *, key: str, cursor: str | None, today: date) -> Board:
    """More cards of one column. Raises NotFound for a column that is not there, Invalid for a broken cursor."""
    if key not in COLUMNS:
        raise errors.NotFound()
    return _board(actor, [Lane(COLUMNS[key], _page(rows, COLUMNS[key], cursor, today))])


def _page(rows: QuerySet[Task], column: columns.Column, cursor: str | None, today: date) -> keyset.Page[Task]:
    cards = rows.filter(columns.condition(column.key, today))
    if column.key == "unpicked":
        asked = TaskSkill.objects.select_related("skill").order_by("-level", "pk")
        cards = cards.prefetch_related(Prefetch("skills", asked, to_attr="asked"))
    return keyset.paginate(cards, sorts=SORTS, sort=column.sort, cursor=cursor, size=PAGE_SIZE)


def _board(actor: User, lanes: list[Lane]) -> Board:
    cards = [one for lane in lanes for one in lane.page.items]
    live = [one for one in cards if one.state in LIVE]
    return Board(
        lanes,
        may_assign=rights.allowed(actor, policies.ASSIGN, live),
        may_work=rights.allowed(actor, policies.WORK, cards),
    )
