"""All key figures that somebody may see, by group: measures, the backlog, how long orders take."""

from dataclasses import replace
from datetime import date

from accounts.people.models import User
from reports.boards import pace, stock, tiles
from reports.boards.tiles import Board, Told
from reports.figures.measures import ORDERS, SERVICE
from reports.figures.periods import Period


def of(*, actor: User, period: Period, by_year: bool, today: date) -> Board:
    """The key figures of a period. Raises NotAllowed."""
    board = tiles.board(actor=actor, period=period, by_year=by_year, today=today)
    told = Told(actor, board.span, today)
    groups = {label: list(found) for label, found in board.groups.items()}
    measure = stock.measure_of(actor)
    if measure is not None:
        groups.setdefault(ORDERS, []).append(stock.tile_of(told, measure))
    groups.setdefault(SERVICE, []).append(pace.tile(told))
    return replace(board, groups=groups)
