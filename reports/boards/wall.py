"""The wall screen (R317): boards one after the other, each as one or two pictures that are read from afar. What
strangers may not read as they pass is left out unless it was chosen: names of people and customers; amounts by a
switch."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors
from reports.boards import choosing, classes, drawing
from reports.boards.catalogue import BOARDS, TILES, Board, Look, Tile
from reports.boards.choosing import View
from reports.figures.periods import Period

EVERY, LEAST, MOST = 20, 5, 600  # seconds that a picture stands
_NAMED = ("salespeople", "customers")  # tiles that are names
_OWN = ("approvals", "tasks", "checks")  # what waits for him alone: the screen is everybody's


@dataclass(frozen=True)
class Wall:
    """How a wall is set; all of it stands in its address, so that a screen opens it again after the night. ``boards``:
    those shown, in order; ``theme``: dark unless light was chosen."""

    boards: tuple[Board, ...]
    period: Period
    department: str
    customer_class: str
    every: int
    amounts: bool
    names: bool
    is_light: bool

    @property
    def query(self) -> dict[str, str]:
        """As its address writes it."""
        found = {
            "boards": ",".join(one.code for one in self.boards),
            "period": self.period.value,
            "every": str(self.every),
            "department": self.department,
            "class": self.customer_class,
            "amounts": "" if self.amounts else "off",
            "names": "on" if self.names else "",
            "theme": "light" if self.is_light else "",
        }
        return {name: value for name, value in found.items() if value}


@dataclass(frozen=True)
class Slide:
    """A picture: a board's figures with its charts, or its rankings with the numbers of what waits."""

    view: View
    has_figures: bool
    tiles: tuple[Tile, ...]
    numbers: tuple[Tile, ...] = ()


def wall_of(actor: User, given: Mapping[str, str], several: list[str]) -> Wall:
    """The wall of an address; ``several``: the boards as a form sends them, one by one. Raises NotAllowed, NotFound for
    a board that is not his to see."""
    offered = {one.code: one for one in choosing.boards_for(actor)}
    asked = [code for text in several for code in text.split(",") if code]
    codes = list(dict.fromkeys(asked)) or [choosing.first_board(actor, list(offered.values()))]
    if any(code not in offered for code in codes):
        raise errors.NotFound()
    period, every = given.get("period", ""), given.get("every", "")
    return Wall(
        boards=tuple(BOARDS[code] for code in codes),
        period=Period(period) if period in choosing.PERIODS else Period.THIS_MONTH,
        department=given.get("department", ""),
        customer_class=classes.picked(given.get("class", "")),
        every=min(max(int(every), LEAST), MOST) if every.isdecimal() and len(every) < 6 else EVERY,
        amounts=given.get("amounts") != "off",
        names=given.get("names") == "on",
        is_light=given.get("theme") == "light",
    )


def slides(actor: User, wall: Wall, at: datetime) -> list[Slide]:
    """All pictures, in the order in which they are shown."""
    found = []
    for board in wall.boards:
        given = {"board": board.code, "period": wall.period.value, "department": wall.department}
        given["class"] = wall.customer_class or classes.ALL
        view = replace(choosing.view_of(actor, given, at), amounts=wall.amounts, names=wall.names)
        found += _of(view)
    return found


def _of(view: View) -> list[Slide]:
    seen = [TILES[code] for code in view.board.tiles if choosing.is_seen(view, TILES[code])]
    charts = tuple(one for one in seen if one.look is Look.CHART)[:2]
    ranks = tuple(one for one in seen if one.look is Look.RANKING and (view.names or one.code not in _NAMED))[:2]
    numbers = tuple(one for one in seen if one.is_counted and one.code not in _OWN)
    has_figures = bool(drawing.figures_of(view))
    first = [Slide(view, has_figures, charts)] if has_figures or charts else []
    return first + ([Slide(view, False, ranks, numbers)] if ranks or numbers else [])


def words() -> dict[str, str]:
    """What its script says."""
    return {"as_of": _("as of %(time)s"), "old": _("No connection: these figures are %(minutes)s minutes old")}


def addresses(wall: Wall, count: int) -> list[str]:
    """What is asked for each picture."""
    return [urlencode({**wall.query, "slide": str(place)}) for place in range(count)]
