"""The page on which a board is arranged: what stands on it and what could, in order, and what a form of it says."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.models import User
from accounts.roles.models import Role
from common import errors
from reports.boards import arrangements, arranging, overview, policies
from reports.boards.arrangements import FIGURE_CODES, TILE_CODES, Kept
from reports.boards.arranging import Size
from reports.boards.catalogue import TILES, Board, Look
from reports.figures import policies as figures
from reports.figures.measures import measures as known

Text = str | Promise
SIZES: tuple[tuple[str, Text], ...] = (
    (Size.THIRD, _("A third of a row")),
    (Size.HALF, _("Half a row")),
    (Size.WHOLE, _("A whole row")),
)
_KINDS: dict[Look, Text] = {
    Look.CHART: pgettext_lazy("kind of tile", "Chart"),
    Look.RANKING: pgettext_lazy("kind of tile", "Ranking"),
    Look.QUEUE: pgettext_lazy("kind of tile", "What waits"),
    Look.LOADS: pgettext_lazy("kind of tile", "Load"),
}
FIGURE, TILE = "figure", "tile"


@dataclass(frozen=True)
class Choice:
    """A key figure or a tile: whether it stands on the board, and how large (tiles only)."""

    code: str
    label: Text
    about: Text
    is_on: bool
    size: str = ""


@dataclass(frozen=True)
class Draft:
    """What a form says: all that it offered in order, which of them stand on the board, sizes of tiles."""

    figures: list[str]
    tiles: list[str]
    shown: frozenset[tuple[str, str]]
    sizes: Mapping[str, str]

    def on(self, kind: str) -> list[str]:
        """Those of a kind that stand on the board, in order."""
        return [code for code in (self.figures if kind == FIGURE else self.tiles) if (kind, code) in self.shown]

    @property
    def placed(self) -> list[dict[str, str]]:
        """The tiles as the operation takes them."""
        return [{"code": code, "size": self.sizes.get(code, "")} for code in self.on(TILE)]

    def moved(self, text: str) -> "Draft":
        """One of them a place up or down: ``tile:trend:-1``, as the buttons of the form say. Raises NotFound."""
        kind, _colon, rest = text.partition(":")
        code, _colon, step = rest.partition(":")
        if kind not in (FIGURE, TILE) or step not in ("-1", "1"):
            raise errors.NotFound()
        figures = arranging.moved(self.figures, code, int(step)) if kind == FIGURE else self.figures
        tiles = arranging.moved(self.tiles, code, int(step)) if kind == TILE else self.tiles
        return Draft(figures, tiles, self.shown, self.sizes)


def draft_of(data: QueryDict) -> Draft:
    """What a form sent; codes that nobody knows are left out."""
    shown = {(kind, code) for kind in (FIGURE, TILE) for code in data.getlist(f"show-{kind}")}
    tiles = _known(data.getlist(TILE), TILE_CODES)
    sizes = {code: data.get(f"size-{code}", "") for code in tiles}
    return Draft(_known(data.getlist(FIGURE), FIGURE_CODES), tiles, frozenset(shown), sizes)


def _known(codes: Iterable[str], known: Sequence[str]) -> list[str]:
    return [code for code in dict.fromkeys(codes) if code in known]


def kept_of(actor: User, board: Board, role: str) -> tuple[Kept, Role | None]:
    """The arrangement that is changed: his own, or that of a role. Raises NotAllowed, NotFound."""
    if not role:
        return arrangements.of_person(actor, board), None
    found = policies.role_for(actor, board, role)
    return arrangements.of_role(board, found), found


def page(actor: User, board: Board, role: str, draft: Draft | None = None) -> dict[str, Any]:
    """What the page shows: a draft, or the arrangement as it is. Raises NotAllowed, NotFound."""
    kept, for_role = kept_of(actor, board, role)
    draft = draft or _drafted(board, kept)
    return {
        "board": board,
        "kept": kept,
        "role": for_role,
        "roles": policies.roles_for(actor, board),
        "figures": _figures(actor, draft, for_role),
        "tiles": _tiles(actor, board, draft, for_role),
        "sizes": SIZES,
    }


def _drafted(board: Board, kept: Kept) -> Draft:
    arranged = kept.arranged
    shown = {(FIGURE, code) for code in arranged.figures} | {(TILE, code) for code in arranged.codes}
    sizes = {one.code: one.size.value for one in arranged.tiles}
    return Draft(list(arranged.figures), list(arranged.codes), frozenset(shown), sizes)


def _figures(actor: User, draft: Draft, role: Role | None) -> list[Choice]:
    """Those that stand there, then the others; for a role all, as its people see their own part of them."""
    codes = list(dict.fromkeys((*draft.figures, *FIGURE_CODES)))
    seen = [code for code in codes if role is not None or code not in known or figures.sees(actor, known[code])]
    return [
        Choice(code, overview.label_of(code), overview.group_of(code), (FIGURE, code) in draft.shown) for code in seen
    ]


def _tiles(actor: User, board: Board, draft: Draft, role: Role | None) -> list[Choice]:
    codes = list(dict.fromkeys((*draft.tiles, *TILE_CODES)))
    seen = [code for code in codes if role is not None or policies.sees(actor, TILES[code])]
    return [
        Choice(
            code,
            TILES[code].title,
            _KINDS[TILES[code].look],
            (TILE, code) in draft.shown,
            draft.sizes.get(code) or arrangements.usual_size(board, code).value,
        )
        for code in seen
    ]
