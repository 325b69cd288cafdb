"""Arranging a board: for oneself, or for everybody in a role (R317)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.people.models import User
from accounts.roles.models import Role
from common import editing, errors, events
from common.operation import operation
from reports.boards import arrangements, arranging, choosing, policies
from reports.boards.arranging import Placed, Size
from reports.boards.catalogue import TILES, Board
from reports.boards.models import BoardArrangement

ARRANGED = "board.arranged"
MOST_FIGURES = 12


@operation
def arrange(
    *,
    actor: User,
    board: str,
    figures: Sequence[str],
    tiles: Sequence[Mapping[str, Any]],
    role: str = "",
    version: int | None = None,
    at: datetime,
) -> BoardArrangement:
    """Put these key figures on a board that he looks at and these tiles (``code``, ``size``: the usual one unless told)
    below them, in this order; with ``role`` (its code) for everybody in it who arranged nothing himself. Tiles of the
    house's board that are not named and that he sees are taken out. ``version``: that which was read, 0 where there
    was none. Raises NotAllowed, NotFound, Stale, Invalid."""
    found = choosing.board_of(actor, board)
    for_role = policies.role_for(actor, found, role) if role else None
    _require_known(figures, tiles)
    put = [arrangements.placed(found, one["code"], one.get("size") or "") for one in tiles]
    row = _locked(actor, found, for_role, at)
    editing.require_seen(row, version)
    return _keep(row, actor, list(figures), arranging.written(put), _taken_out(actor, found, for_role, put), at)


@operation
def go_back(*, actor: User, board: str, role: str = "", version: int | None = None, at: datetime) -> BoardArrangement:
    """Forget an arrangement: one's own (that of the role counts again), or that of a role (the house's counts). Raises
    NotAllowed, NotFound, Stale."""
    found = choosing.board_of(actor, board)
    for_role = policies.role_for(actor, found, role) if role else None
    row = _locked(actor, found, for_role, at)
    editing.require_seen(row, version)
    return _keep(row, actor, [], [], [], at)


def _taken_out(actor: User, board: Board, role: Role | None, put: Sequence[Placed]) -> list[str]:
    """What he could have left there: a tile that he may not see waits at its place for the day on which he may."""
    shown = {one.code for one in put}
    codes = arrangements.standard_of(board).codes
    return [code for code in codes if code not in shown and (role is not None or policies.sees(actor, TILES[code]))]


def _keep(
    row: BoardArrangement,
    actor: User,
    figures: list[str],
    tiles: list[dict[str, str]],
    hidden: list[str],
    at: datetime,
) -> BoardArrangement:
    if (row.figures, row.tiles, row.hidden) == (figures, tiles, hidden):
        return row
    row.figures, row.tiles, row.hidden, row.saved_by, row.saved_at = figures, tiles, hidden, actor, at
    row.version += 1
    row.save()
    if row.role is not None:  # what somebody does to his own page is told to nobody
        events.record(ARRANGED, row, at=at, number=row.board, role=row.role.code)
    return row


def _locked(actor: User, board: Board, role: Role | None, at: datetime) -> BoardArrangement:
    """The row, locked; made when there is none. Of two who make it at once the second waits for the first."""
    whose = {"role": role} if role is not None else {"person": actor}
    rows = BoardArrangement.objects.select_for_update(no_key=True, of=("self",)).filter(board=board.code, **whose)
    row = rows.first()
    if row is None:
        new = BoardArrangement(board=board.code, saved_by=actor, saved_at=at, **whose)
        BoardArrangement.objects.bulk_create([new], ignore_conflicts=True)
        row = rows.get()
    return row


def _require_known(figures: Sequence[str], tiles: Sequence[Mapping[str, Any]]) -> None:
    wrong = {
        "figures": _wrong(figures, arrangements.FIGURE_CODES, _("There is no key figure “%(code)s”.")),
        "tiles": _wrong([one["code"] for one in tiles], arrangements.TILE_CODES, _("There is no tile “%(code)s”.")),
    }
    if not figures or len(figures) > MOST_FIGURES:
        wrong["figures"] = _("Keep one to %(most)s key figures.") % {"most": MOST_FIGURES}
    if any(one.get("size") and one["size"] not in set(Size) for one in tiles):
        wrong["tiles"] = _("A tile takes a third, a half or the whole of a row.")
    found: dict[str, list[errors.Text]] = {name: [message] for name, message in wrong.items() if message}
    if found:
        raise errors.Invalid(fields=found)


def _wrong(codes: Sequence[str], known: Sequence[str], unknown: str) -> str:
    strange = [code for code in codes if code not in known]
    if strange:
        return unknown % {"code": strange[0]}
    return _("Name each once.") if len(set(codes)) != len(codes) else ""
