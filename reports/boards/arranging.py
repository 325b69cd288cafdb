"""Tiles of a board in another order (R317): what was kept and what is new put together, rows, one step. Pure.

``standard`` is the board as the house puts it. What is kept knows the tiles of its day: one that came to the board
later stands behind the one that it follows there."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

Codes = tuple[str, ...]
ACROSS = 6  # parts of a row


class Size(StrEnum):
    """How much of a row a tile takes."""

    THIRD = "THIRD"
    HALF = "HALF"
    WHOLE = "WHOLE"

    @property
    def parts(self) -> int:
        """Of the parts of a row."""
        return {Size.THIRD: 2, Size.HALF: 3, Size.WHOLE: ACROSS}[self]


@dataclass(frozen=True)
class Placed:
    """A tile where it stands."""

    code: str
    size: Size = Size.THIRD


@dataclass(frozen=True)
class Arranged:
    """``figures``: the key figures in order; ``tiles``: those below them in order; ``hidden``: tiles of the standard
    that were taken out."""

    figures: Codes
    tiles: tuple[Placed, ...]
    hidden: frozenset[str] = frozenset()

    @property
    def codes(self) -> Codes:
        """The tiles in order."""
        return tuple(one.code for one in self.tiles)


def standard(figures: Codes, rows: Sequence[Codes]) -> Arranged:
    """A board as the house puts it: two in a row take half of it each, three a third."""
    sizes = {1: Size.WHOLE, 2: Size.HALF}
    return Arranged(figures, tuple(Placed(code, sizes.get(len(row), Size.THIRD)) for row in rows for code in row))


def merged(standard: Arranged, kept: Arranged, known: Collection[str]) -> Arranged:
    """What is kept, with the tiles of the standard that it does not know at their place, without tiles that are no
    more (``known``: those that there are)."""
    tiles = [one for one in kept.tiles if one.code in known]
    for place, one in enumerate(standard.tiles):
        codes = [other.code for other in tiles]
        if one.code in known and one.code not in codes and one.code not in kept.hidden:
            before = next((code for code in reversed(standard.codes[:place]) if code in codes), None)
            tiles.insert(codes.index(before) + 1 if before is not None else 0, one)
    hidden = kept.hidden & set(standard.codes) - {one.code for one in tiles}
    return replace(kept, tiles=tuple(tiles), hidden=hidden)


def rows(tiles: Sequence[Placed]) -> list[list[Placed]]:
    """As many in a row as it takes; what is left of a row is divided among those in it."""
    found: list[list[Placed]] = []
    left = 0
    for one in tiles:
        if one.size.parts > left:
            found.append([])
            left = ACROSS
        found[-1].append(one)
        left -= one.size.parts
    return found


def shape(row: Sequence[Placed]) -> str:
    """The name of a row's columns: how many, or how wide each is where they differ."""
    parts = [one.size.parts for one in row]
    return str(len(row)) if len(set(parts)) == 1 else "".join(str(one) for one in parts)


def moved(codes: Sequence[str], code: str, step: int) -> list[str]:
    """``code`` one place up (-1) or down (1); as they were where there is no such place."""
    found = list(codes)
    place = found.index(code) + step if code in found else -1
    if 0 <= place < len(found):
        found.remove(code)
        found.insert(place, code)
    return found


def written(tiles: Sequence[Placed]) -> list[dict[str, str]]:
    """As it is stored."""
    return [{"code": one.code, "size": one.size.value} for one in tiles]


def read(figures: Sequence[str], tiles: Sequence[Mapping[str, Any]], hidden: Collection[str]) -> Arranged:
    """What was stored."""
    return Arranged(tuple(figures), tuple(Placed(one["code"], Size(one["size"])) for one in tiles), frozenset(hidden))
