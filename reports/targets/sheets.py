"""What a plan is before it is drawn: rows and cells, and what somebody typed into them. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from reports.targets.members import Member, Plan
from reports.targets.operations import Seen
from reports.targets.spreading import MONTHS
from reports.targets.subjects import Whose

YEAR = 0
COLUMNS = (YEAR, *MONTHS)
Cell = tuple[Whose, int]
NOTHING = Seen()


@dataclass(frozen=True)
class Shown:
    """What a page showed in a cell: a row of ours with its figure, or nothing."""

    seen: Seen = NOTHING
    text: str = ""


@dataclass(frozen=True)
class Box:
    """A cell. ``text``: what stands in it; ``spread``: what the year leaves for the month, where nothing does;
    ``last``: last year's figure; ``fault``: why it cannot be; ``told``: what others stored meanwhile."""

    name: str
    month: int
    text: str
    spread: str = ""
    last: str = ""
    fault: str = ""
    told: str = ""
    is_new: bool = False


@dataclass(frozen=True)
class Line:
    """A row. ``months``: the sum of its months; ``gap``: by how much they miss its year; ``parts``: what those below it
    in the tree add up to."""

    member: Member
    boxes: tuple[Box, ...]
    can_edit: bool
    months: str = ""
    gap: str = ""
    parts: str = ""
    parts_gap: str = ""


@dataclass(frozen=True)
class Foot:
    """Sums of the parts, by column, and by how much they miss the whole."""

    sums: tuple[str, ...]
    gaps: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """A plan as it stands, or as somebody wants it."""

    plan: Plan
    whole: Line
    lines: tuple[Line, ...]
    foot: Foot | None
    seen: str  # what was shown, to be sent back
    can_save: bool
    changes: int = 0  # cells that are not as stored

    @property
    def all_lines(self) -> tuple[Line, ...]:
        """The whole and its parts."""
        return (self.whole, *self.lines)


@dataclass(frozen=True)
class Draft:
    """What somebody typed and what he was shown; ``faults`` and ``told``: cell → words, of a refused attempt."""

    typed: Mapping[Cell, str] = field(default_factory=dict)
    shown: Mapping[Cell, Shown] = field(default_factory=dict)
    faults: Mapping[Cell, str] = field(default_factory=dict)
    told: Mapping[Cell, str] = field(default_factory=dict)


def cell_name(cell: Cell) -> str:
    """A cell in one word."""
    return f"{cell[0].code}|{cell[1]}"


def pack(shown: Mapping[Cell, Shown]) -> str:
    """What was shown, as one field of a form carries it."""
    found: dict[str, dict[str, list[Any]]] = {}
    for (whose, month), one in shown.items():
        kept = found.setdefault(whose.code, {})
        if one.seen.pk:
            kept[str(month)] = [one.seen.pk, one.seen.version, one.text]
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))
