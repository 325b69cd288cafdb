"""Key figures of any kind together: measures, the backlog, how long orders take, how many customers come back."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from reports.boards import loyalty, pace, stock, tiles
from reports.boards.tiles import KEY, Span, Tile, Told
from reports.figures import policies
from reports.figures.measures import ORDERS, SERVICE
from reports.figures.measures import measures as known

Text = str | Promise
EVERY = (*KEY, stock.CODE, pace.CODE, loyalty.CODE)
_NOW = {pace.CODE: pace.tile, loyalty.CODE: loyalty.tile}  # known as they are now only
_LABELS = {one.CODE: one.LABEL for one in (stock, pace, loyalty)}
_GROUPS = {stock.CODE: ORDERS, pace.CODE: SERVICE, loyalty.CODE: SERVICE}


@dataclass(frozen=True)
class Board:
    """The tiles of a period by group, and the days that they are of."""

    span: Span
    groups: dict[Text, list[Tile]]
    as_of: object


def of(told: Told) -> Board:
    """All key figures that he may see, by group. Raises NotAllowed."""
    found, as_of = figures(told, EVERY)
    groups: dict[Text, list[Tile]] = {}
    for tile in found:
        groups.setdefault(group_of(tile.code), []).append(tile)
    return Board(told.span, groups, as_of)


def figures(told: Told, codes: Sequence[str], *, amounts: bool = True) -> tuple[list[Tile], object]:
    """Those that he may see of these key figures, in their order, and until when what happened is counted. The backlog
    is told in pieces where amounts are not his to see (or not shown: ``amounts``); how long orders take and who comes
    back are known as they are now only. Raises NotAllowed."""
    policies.require_view(told.actor)
    measured = [code for code in codes if code in known and code != stock.CODE and (amounts or not known[code].fields)]
    made, as_of = tiles.of(told, measured)
    found = {one.code: one for one in made}
    measure = stock.measure_of(told.actor, amounts=amounts) if stock.CODE in codes else None
    if measure is not None:
        found[stock.CODE] = stock.tile_of(told, measure)
    found |= {code: make(told) for code, make in _NOW.items() if code in codes and told.as_of is None}
    return [found[code] for code in codes if code in found], as_of


def label_of(code: str) -> Text:
    """How a key figure is called."""
    return _LABELS.get(code) or known[code].label


def group_of(code: str) -> Text:
    """Of which group it is."""
    return _GROUPS.get(code) or known[code].group
