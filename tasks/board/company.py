"""The board of all open tasks by state: each column a page at a time, the numbers of all (R141)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import BigIntegerField, Case, Count, F, Prefetch, Q, QuerySet, When, Window
from django.db.models.expressions import OrderBy
from django.db.models.functions import RowNumber

from accounts.people.models import User
from common import errors, keyset
from tasks.board import columns, rights
from tasks.board.columns import COLUMNS, SORTS, Lane
from tasks.task import policies, queries
from tasks.task.models import Task, TaskSkill
from tasks.task.states import LIVE, State

PAGE_SIZE = 25  # cards of a column at first, and with each "more"
_SHOWN = (
    *("order_id", "line_no", "title", "state", "is_picked", "is_critical", "key_reasons", "progress", "version"),
    *("block_reason", "block_words", "open_predecessors", "planned_end", "department_due_date", "done_at"),
    *("order__number", "order__stage", "order__salesperson_id", "order__executing_owner_id", "order__created_by_id"),
    *("order__department_id", "order__customer__name", "order__customer__short_name"),
    *("department__name", "department__head_id", "owner__name", "owner__is_system"),
)


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
    firsts = _firsts(rows)
    totals = {lane: number for _key, lane, number in firsts}
    cards = columns.split(_drawn(Task.objects.filter(pk__in=[key for key, *_rest in firsts])))
    return _board(actor, [Lane(one, _first_page(one, cards[key]), totals.get(key, 0)) for key, one in COLUMNS.items()])


def _firsts(rows: QuerySet[Task]) -> list[tuple[int, str, int]]:
    """The first cards of every column and one more of each: key, column, and how many the column has. One statement,
    which asks once who sees what, and joins nothing: what cards show is read by key."""
    lane, done = columns.expression(), Q(state=State.DONE)
    order = [
        OrderBy(Case(When(done, then="done_at")), descending=True),
        OrderBy(Case(When(~done, then="planned_end")), nulls_last=True),
        OrderBy(Case(When(done, then=-F("pk")), default=F("pk"), output_field=BigIntegerField())),
    ]
    bare = rows.select_related(None).order_by().annotate(lane=lane)
    numbered = bare.annotate(
        place=Window(RowNumber(), partition_by="lane", order_by=order), number=Window(Count("pk"), partition_by="lane")
    )
    return list(numbered.filter(place__lte=PAGE_SIZE + 1).values_list("pk", "lane", "number"))


def _first_page(column: columns.Column, cards: list[Task]) -> keyset.Page[Task]:
    return keyset.first_page(cards, sorts=SORTS, sort=column.sort, size=PAGE_SIZE)


def open_lane(actor: User, rows: QuerySet[Task], *, key: str, cursor: str | None, today: date) -> Board:
    """More cards of one column. Raises NotFound for a column that is not there, Invalid for a broken cursor."""
    if key not in COLUMNS:
        raise errors.NotFound()
    return _board(actor, [Lane(COLUMNS[key], _page(rows, COLUMNS[key], cursor, today))])


def _page(rows: QuerySet[Task], column: columns.Column, cursor: str | None, today: date) -> keyset.Page[Task]:
    cards = _drawn(rows.filter(columns.condition(column.key, today)))
    return keyset.paginate(cards, sorts=SORTS, sort=column.sort, cursor=cursor, size=PAGE_SIZE)


def _drawn(rows: QuerySet[Task]) -> QuerySet[Task]:
    """Tasks with what a card shows of them and what says who may do what to them, and nothing else."""
    asked = TaskSkill.objects.select_related("skill").order_by("-level", "pk")
    wide = rows.select_related(None).select_related("order__customer", "department", "owner").only(*_SHOWN)
    return wide.prefetch_related(Prefetch("skills", asked, to_attr="asked"))


def _board(actor: User, lanes: list[Lane]) -> Board:
    cards = [one for lane in lanes for one in lane.page.items]
    live = [one for one in cards if one.state in LIVE]
    return Board(
        lanes,
        may_assign=rights.allowed(actor, policies.ASSIGN, live),
        may_work=rights.allowed(actor, policies.WORK, cards),
    )
