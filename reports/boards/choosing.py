"""Which boards somebody may look at, which is his first, and what he sees on one: period, department, customers,
tiles."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts import access
from accounts.people import operations as people
from accounts.people import queries as people_queries
from accounts.people.models import Department, User
from accounts.roles.models import Scope
from common import dates, errors
from orders.order import policies as orders
from reports.boards import arrangements, arranging, catalogue, classes, tiles
from reports.boards import policies as boards
from reports.boards.arrangements import Kept
from reports.boards.arranging import Codes
from reports.boards.catalogue import BOARDS, TILES, Board, Tile
from reports.boards.tiles import Span
from reports.figures import policies
from reports.figures.periods import Period
from tasks.task import policies as tasks

CHOICE, CLASS = "reports.board", "reports.board.class"  # the keys of what is remembered
SELLS = "SALES"
PERIODS = (Period.THIS_WEEK, Period.THIS_MONTH, Period.THIS_QUARTER, Period.THIS_YEAR)


@dataclass(frozen=True)
class View:
    """A board as somebody looks at it. ``department``: the one picked, 0 for none; ``departments`` with all below it.
    ``customer_class``: the one picked, "" for all. ``names`` and ``amounts`` are off on a wall that strangers
    pass. ``offered``: the boards that he may look at. ``figures``: the key figures that stand on it."""

    actor: User
    board: Board
    span: Span
    at: datetime
    department: int = 0
    departments: tuple[int, ...] = ()
    customer_class: str = ""
    names: bool = True
    amounts: bool = True
    offered: tuple[Board, ...] = ()
    figures: Codes = ()

    @property
    def today(self) -> date:
        """The company's day."""
        return dates.business_day(self.at)

    @property
    def filters(self) -> Mapping[str, tuple[str, ...]]:
        """As questions take them."""
        return _filters(self.departments, self.customer_class)

    @property
    def told(self) -> tiles.Told:
        """As tiles of figures take it."""
        return tiles.Told(
            self.actor,
            self.span,
            self.today,
            self.department,
            self.filters,
            has_target=not self.customer_class,
            customer_class=self.customer_class,
        )

    @property
    def query(self) -> dict[str, str]:
        """What stands in the addresses of its tiles: all of it, whatever else he is remembered for meanwhile."""
        picked = {"department": str(self.department)} if self.department else {}
        which = {"class": self.customer_class or classes.ALL}
        return {"board": self.board.code, "period": self.span.period.value, **picked, **which}


@dataclass(frozen=True)
class Row:
    """Tiles side by side. ``shape``: their number, or how wide each is where they differ."""

    tiles: tuple[Tile, ...]
    shape: str

    def __iter__(self) -> Iterator[Tile]:
        return iter(self.tiles)


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


def choose(*, actor: User, board: str = "", customer_class: str = "", at: datetime) -> None:
    """Keep which board somebody sees first, and of which customers (``classes.ALL``: of all). Raises NotAllowed,
    NotFound for a board that is not his to see, or a class that the rules do not give."""
    offered = boards_for(actor)
    if board:
        _named(offered, board)
        people.remember(actor=actor, key=CHOICE, value=board, at=at)
    if customer_class:
        people.remember(actor=actor, key=CLASS, value=classes.picked(customer_class) or None, at=at)


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
    board = _named(offered, given.get("board") or first_board(actor, offered))
    period = given.get("period", "")
    span = tiles.span_of(Period(period) if period in PERIODS else Period.THIS_MONTH, dates.business_day(at))
    picked, below = _department(actor, given.get("department", ""))
    customer_class = _class(actor, given.get("class", ""))
    return View(actor, board, span, at, picked, below, customer_class, offered=tuple(offered), figures=board.figures)


def told_of(actor: User, given: Mapping[str, str], now: date, *, period: Period, by_year: bool = False) -> tiles.Told:
    """What figures by themselves are asked: a period, ``department``, ``class`` and ``as_of`` (a past day: as it was
    known when that ended, and periods count from it). Raises NotAllowed, NotFound, Invalid."""
    policies.require_view(actor)
    as_of = _as_of(given.get("as_of", ""), now)
    today = as_of or now
    picked, below = _department(actor, given.get("department", ""))
    customer_class = classes.picked(given.get("class", ""))
    return tiles.Told(
        actor,
        tiles.span_of(period, today, by_year=by_year),
        today,
        picked,
        _filters(below, customer_class),
        has_target=not customer_class,
        customer_class=customer_class,
        as_of=as_of,
    )


def narrowed(told: tiles.Told) -> list[str]:
    """To what figures by themselves are narrowed, in words."""
    found = [people_queries.department_name(told.department)] if told.department else []
    found += [str(classes.name_of(told.customer_class))] if told.customer_class else []
    return [*found, _("as known on %(day)s") % {"day": told.as_of.isoformat()}] if told.as_of else found


def _as_of(text: str, today: date) -> date | None:
    try:
        day = date.fromisoformat(text) if text else today
    except ValueError:
        raise errors.Invalid(fields={"as_of": [_("Write the day as 2026-11-23.")]}) from None
    if day.year < 1990:
        raise errors.Invalid(fields={"as_of": [_("Nothing is known of days before 1990.")]})
    return day if day < today else None


def _filters(departments: tuple[int, ...], customer_class: str) -> Mapping[str, tuple[str, ...]]:
    found = {"department": tuple(str(pk) for pk in departments)} if departments else {}
    return {**found, **classes.filters(customer_class)}


def _class(actor: User, text: str) -> str:
    """The class of customers that an address names, or that he looked at last if there still is one."""
    if text:
        return classes.picked(text)
    kept = str(people_queries.preference(actor, CLASS, ""))
    return kept if classes.is_known(kept) else ""


def as_arranged(view: View) -> tuple[View, Kept]:
    """The board with the key figures that its reader put there, and how its tiles stand."""
    kept = arrangements.of_person(view.actor, view.board)
    return replace(view, figures=kept.arranged.figures), kept


def board_of(actor: User, code: str) -> Board:
    """A board that he may look at. Raises NotAllowed, NotFound."""
    return _named(boards_for(actor), code)


def board_to_show(actor: User, code: str) -> Board:
    """The same; his first where none is named. Raises NotAllowed, NotFound."""
    offered = boards_for(actor)
    return _named(offered, code or next((one.code for one in offered), ""))


def _named(offered: list[Board], code: str) -> Board:
    board = next((one for one in offered if one.code == code), None)
    if board is None:
        raise errors.NotFound()
    return board


def _department(actor: User, text: str) -> tuple[int, tuple[int, ...]]:
    """A department and all below it. Raises NotFound for one that is not among those offered."""
    if not text:
        return 0, ()
    offered = departments_for(actor)
    top = next((one for one in offered if str(one.pk) == text), None)
    if top is None:
        raise errors.NotFound()
    return top.pk, tuple(one.pk for one in offered if one.path.startswith(top.path))


def rows_of(view: View, kept: Kept | None = None) -> list[Row]:
    """The tiles below the key figures that are his to see, row by row: as they are ``kept``, or as the house puts
    them."""
    if kept is None or kept.is_house:
        rows = [tuple(TILES[code] for code in row if is_seen(view, TILES[code])) for row in view.board.rows]
        return [Row(row, str(len(row))) for row in rows if row]
    seen = [one for one in kept.arranged.tiles if is_seen(view, TILES[one.code])]
    return [Row(tuple(TILES[one.code] for one in row), arranging.shape(row)) for row in arranging.rows(seen)]


def is_seen(view: View, tile: Tile) -> bool:
    """Whether a tile is his to see, and to be shown where strangers pass."""
    return (view.amounts or not tile.fields) and boards.sees(view.actor, tile)


def tile_of(view: View, code: str) -> Tile:
    """A tile that may stand on the board, as any may. Raises NotFound for one that is not there, or not his to see."""
    if code not in TILES or not is_seen(view, TILES[code]):
        raise errors.NotFound()
    return TILES[code]
