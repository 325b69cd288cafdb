"""Which boards somebody may look at, which is his first, and what he sees on one: period, department, tiles."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from accounts import access
from accounts import policies as rights
from accounts.people import operations as people
from accounts.people import queries as people_queries
from accounts.people.models import Department, User
from accounts.roles.models import Scope
from common import dates, errors
from orders.order import policies as orders
from reports.boards import catalogue, tiles
from reports.boards.catalogue import BOARDS, TILES, Board, Tile
from reports.boards.tiles import Span
from reports.figures import policies
from reports.figures.periods import Period
from tasks.task import policies as tasks

CHOICE = "reports.board"  # the key of the preference
SELLS = "SALES"
PERIODS = (Period.THIS_WEEK, Period.THIS_MONTH, Period.THIS_QUARTER, Period.THIS_YEAR)


@dataclass(frozen=True)
class View:
    """A board as somebody looks at it. ``department``: the one picked, 0 for none; ``departments`` with all below it.
    ``names`` and ``amounts`` are off on a wall that strangers pass."""

    actor: User
    board: Board
    span: Span
    at: datetime
    department: int = 0
    departments: tuple[int, ...] = ()
    names: bool = True
    amounts: bool = True

    @property
    def today(self) -> date:
        """The company's day."""
        return dates.business_day(self.at)

    @property
    def filters(self) -> Mapping[str, tuple[str, ...]]:
        """As questions take them."""
        return {"department": tuple(str(pk) for pk in self.departments)} if self.departments else {}

    @property
    def told(self) -> tiles.Told:
        """As tiles of figures take it."""
        return tiles.Told(self.actor, self.span, self.today, self.department, self.filters)

    @property
    def query(self) -> dict[str, str]:
        """What stands in the addresses of its tiles."""
        found = {"board": self.board.code, "period": self.span.period.value}
        return {**found, **({"department": str(self.department)} if self.department else {})}


@dataclass(frozen=True)
class Offer:
    """What may be chosen: boards, and departments whose orders he sees more than one of."""

    boards: list[Board]
    departments: list[Department] = field(default_factory=list)


def boards_for(actor: User) -> list[Board]:
    """The boards that his rights allow, in order. Raises NotAllowed for who may not see reports."""
    policies.require_view(actor)
    roles = _roles(actor)
    return [one for one in BOARDS.values() if _may(actor, one, roles)]


def _roles(actor: User) -> frozenset[str]:
    return frozenset(actor.user_roles.filter(role__is_active=True).values_list("role__code", flat=True))


def _may(actor: User, board: Board, roles: frozenset[str]) -> bool:
    if board.is_whole and not policies.reach_of(actor).is_all:
        return False
    if board.is_led:
        return tasks.leads(tasks.ASSIGN)(actor)
    return bool(roles & set(board.roles)) or any(actor.can(verb) for verb in board.any_of)


def first_board(actor: User, offered: list[Board]) -> str:
    """The board that he sees first: the one that he chose, else that of his role. Raises NotFound for who has none."""
    codes = {one.code for one in offered}
    chosen = people_queries.preference(actor, CHOICE, "")
    if chosen in codes:
        return str(chosen)
    sells = actor.department is not None and actor.department.kind == SELLS
    found = catalogue.first_of(_roles(actor), sells=sells, offered=codes)
    if not found:
        raise errors.NotFound()
    return found


def choose(*, actor: User, board: str, at: datetime) -> None:
    """Keep which board somebody sees first. Raises NotAllowed, NotFound for one that is not his to see."""
    if board not in {one.code for one in boards_for(actor)}:
        raise errors.NotFound()
    people.remember(actor=actor, key=CHOICE, value=board, at=at)


def departments_for(actor: User) -> list[Department]:
    """The departments that sell and whose orders he sees as a whole, parents first; none where there is no choice."""
    scope = access.of(actor).scope(orders.VIEW)
    if scope in (None, Scope.OWN):
        return []
    reach = policies.reach_of(actor)
    found = [one for one in people_queries.list_departments() if one.is_active and one.kind == SELLS]
    seen = [one for one in found if reach.is_all or one.pk in reach.departments]
    return seen if len(seen) > 1 else []


def view_of(actor: User, given: Mapping[str, str], at: datetime) -> View:
    """The board that an address names, or his first. Raises NotAllowed, NotFound for one that is not his to see."""
    offered = boards_for(actor)
    code = given.get("board") or first_board(actor, offered)
    board = next((one for one in offered if one.code == code), None)
    if board is None:
        raise errors.NotFound()
    period = given.get("period", "")
    span = tiles.span_of(Period(period) if period in PERIODS else Period.THIS_MONTH, dates.business_day(at))
    picked, below = _department(actor, given.get("department", ""))
    return View(actor, board, span, at, picked, below)


def _department(actor: User, text: str) -> tuple[int, tuple[int, ...]]:
    """A department and all below it. Raises NotFound for one that is not among those offered."""
    if not text:
        return 0, ()
    offered = departments_for(actor)
    top = next((one for one in offered if str(one.pk) == text), None)
    if top is None:
        raise errors.NotFound()
    return top.pk, tuple(one.pk for one in offered if one.path.startswith(top.path))


def rows_of(view: View) -> list[list[Tile]]:
    """The tiles below the key figures that are his to see, row by row."""
    rows = [[TILES[code] for code in row if is_seen(view, TILES[code])] for row in view.board.rows]
    return [row for row in rows if row]


def is_seen(view: View, tile: Tile) -> bool:
    """Whether a tile is his to see."""
    if tile.any_of and not any(view.actor.can(verb) for verb in tile.any_of):
        return False
    if tile.fields and not view.amounts:
        return False
    return not any(rights.effect(view.actor, name) for name in tile.fields)


def tile_of(view: View, code: str) -> Tile:
    """A tile of the board. Raises NotFound for one that is not there, or not his to see."""
    if code not in view.board.tiles or not is_seen(view, TILES[code]):
        raise errors.NotFound()
    return TILES[code]
