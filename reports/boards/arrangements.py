"""Reads of how a board is arranged: one's own arrangement before that of one's role, that before the house's (R317)."""

from dataclasses import dataclass

from django.db.models import Q

from accounts.people.models import User
from accounts.roles.models import Role
from reports.boards import arranging, loyalty
from reports.boards.arranging import Arranged, Placed, Size
from reports.boards.catalogue import BOARDS, FIGURES, TILES, Board, Look
from reports.boards.models import BoardArrangement
from reports.boards.tiles import KEY

OWN, ROLE, HOUSE = "own", "role", "house"
# what may stand on a board, whatever it is: every key figure, every tile; each reader gets those that are his to see
FIGURE_CODES = tuple(
    dict.fromkeys((*KEY, *(code for board in BOARDS.values() for code in board.figures), loyalty.CODE))
)
TILE_CODES = tuple(code for code in TILES if code != FIGURES)


@dataclass(frozen=True)
class Kept:
    """How a board is arranged. ``origin``: whose arrangement it is; ``version``: of the row that a change would change
    (0: there is none yet)."""

    arranged: Arranged
    origin: str = HOUSE
    version: int = 0

    @property
    def is_house(self) -> bool:
        """As the house puts it."""
        return self.origin == HOUSE


def of_person(actor: User, board: Board) -> Kept:
    """As ``actor`` sees it: his own arrangement; else that of his role (of several, the one that the board is more
    for); else the house's."""
    held = Role.objects.filter(holders__user=actor, is_active=True)
    rows = BoardArrangement.objects.filter(Q(person=actor) | Q(role__in=held), board=board.code)
    found = list(rows.select_related("role").order_by("pk"))
    mine = next((one for one in found if one.person_id is not None), None)
    version = mine.version if mine else 0
    if mine is not None and mine.figures:
        return Kept(_read(board, mine), OWN, version)
    theirs = [(_rank(board, one.role.code), one.pk, one) for one in found if one.role is not None and one.figures]
    if theirs:
        return Kept(_read(board, min(theirs)[2]), ROLE, version)
    return Kept(standard_of(board), HOUSE, version)


def of_role(board: Board, role: Role) -> Kept:
    """As everybody in a role sees it who arranged nothing himself."""
    row = BoardArrangement.objects.filter(role=role, board=board.code).first()
    if row is None or not row.figures:
        return Kept(standard_of(board), HOUSE, row.version if row else 0)
    return Kept(_read(board, row), ROLE, row.version)


def standard_of(board: Board) -> Arranged:
    """The board as the house puts it."""
    return arranging.standard(board.figures, board.rows)


def usual_size(board: Board, code: str) -> Size:
    """How large a tile is unless somebody says so: as on the house's board, else as what it shows needs."""
    there = next((one.size for one in standard_of(board).tiles if one.code == code), None)
    return there or (Size.HALF if TILES[code].look in (Look.CHART, Look.LOADS) else Size.THIRD)


def placed(board: Board, code: str, size: str = "") -> Placed:
    """A tile of a size, its usual one unless told."""
    return Placed(code, Size(size) if size else usual_size(board, code))


def _rank(board: Board, code: str) -> int:
    return board.roles.index(code) if code in board.roles else len(board.roles)


def _read(board: Board, row: BoardArrangement) -> Arranged:
    kept = arranging.read(row.figures, row.tiles, row.hidden)
    return arranging.merged(standard_of(board), kept, TILE_CODES)
