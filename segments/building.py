"""A condition while somebody builds it: rows as they were typed, what a press of a button makes of them, and what is
wrong with which. Changes nothing that is stored."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from common.conditions import kinds, rows, values, writing
from common.conditions.errors import BadCondition
from common.conditions.kinds import Kind, Operator
from common.conditions.rows import DEEPEST, MOST_ROWS, MOST_VALUES, Connector, Row
from common.conditions.terms import Vocabulary
from segments.conditions import Condition
from segments.fields import Field, vocabulary

_NAME = re.compile(r"c(\d{1,4})-field", re.ASCII)
_ACTION = re.compile(r"(remove|open|close|unopen|unclose|up|down)-(\d{1,4})", re.ASCII)
_LISTED = re.compile(r'"((?:[^"]|"")*)"|([^\n,，、;；]+)')
_TORN = re.compile(r'[\n,，、;；"]')


@dataclass(frozen=True)
class Draft:
    """A row as typed; a row without a field is empty yet. ``was`` is the field that its values were typed for."""

    field: str = ""
    operator: str = ""
    typed: tuple[str, ...] = ()
    connector: str = Connector.AND
    opens: int = 0
    closes: int = 0
    is_picked: bool = False
    was: str = ""


@dataclass(frozen=True)
class Built:
    """What drafts mean: the condition, None where a row is wrong, and the faults by place of the row."""

    condition: Condition | None
    faults: dict[int, str] = field(default_factory=dict)


def drafts_of(found: Iterable[Row]) -> list[Draft]:
    """Rows as they are typed, so that they can be gone on with."""
    return [
        Draft(one.field, str(one.operator), one.values, str(one.connector), one.opens, one.closes, was=one.field)
        for one in found
    ]


def read(data: QueryDict, known: Mapping[str, Field]) -> list[Draft]:
    """The rows of a form in the order in which they stand; what their fields do not take is put right."""
    prefixes = [found[0].removesuffix("-field") for name in data if (found := _NAME.fullmatch(name))]
    return [fitted(_draft(data, prefix), known) for prefix in prefixes[: MOST_ROWS + 1]]


def _draft(data: QueryDict, prefix: str) -> Draft:
    typed = data.getlist(f"{prefix}-v")
    if f"{prefix}-list" in data:
        typed = _split(data.get(f"{prefix}-list", ""))
    return Draft(
        field=data.get(f"{prefix}-field", ""),
        operator=data.get(f"{prefix}-op", ""),
        typed=tuple(typed[: MOST_VALUES + 1]),
        connector=Connector.OR if data.get(f"{prefix}-join") == Connector.OR else Connector.AND,
        opens=_depth(data.get(f"{prefix}-open", "")),
        closes=_depth(data.get(f"{prefix}-close", "")),
        is_picked=f"{prefix}-pick" in data,
        was=data.get(f"{prefix}-was", ""),
    )


def _depth(text: str) -> int:
    return min(int(text), DEEPEST) if text.isascii() and text.isdecimal() and len(text) < 4 else 0


def _split(text: str) -> list[str]:
    """Values of a list: by line or by comma; one with a comma stands in quotes."""
    found = [(whole[0].replace('""', '"') or whole[1]).strip() for whole in map(_groups, _LISTED.finditer(text))]
    return [one for one in found if one]


def _groups(found: re.Match[str]) -> tuple[str, str]:
    return found[1] or "", found[2] or ""


def joined(typed: Sequence[str]) -> str:
    """The inverse: a value on each line."""
    return "\n".join('"' + one.replace('"', '""') + '"' if _TORN.search(one) else one for one in typed)


def fitted(draft: Draft, known: Mapping[str, Field]) -> Draft:
    """The row with an operator that its field takes, and without values that were typed for another field."""
    found = known.get(draft.field)
    if found is None:
        return replace(draft, operator="", typed=(), was="")
    takes = kinds.OPERATORS[found.kind]
    operator = draft.operator if draft.operator in takes else str(takes[0])
    typed = draft.typed if draft.was in ("", draft.field) else ()
    if found.kind is Kind.FLAG and not any(typed) and operator not in kinds.NONE_NEEDED:
        typed = (kinds.TRUE,)
    return replace(draft, operator=operator, typed=typed, was=draft.field)


def understand(drafts: Sequence[Draft], known: Mapping[str, Field]) -> Built:
    """What the rows mean. Empty rows are left out; every fault is told at its row."""
    words = vocabulary(dict(known))
    found: list[Row] = []
    places: list[int] = []
    faults: dict[int, str] = {}
    for place, draft in enumerate(drafts):
        if not draft.field:
            continue
        connector = Connector(draft.connector) if places else Connector.AND
        places.append(place)
        try:
            typed = tuple(one for one in draft.typed if one.strip())
            row = Row(draft.field, _operator(draft), typed, connector, draft.opens, draft.closes)
            found.append(values.checked(row, place, words))
        except BadCondition as fault:
            faults[place] = str(fault.message)
    if not faults:
        try:
            rows.check(found)
        except BadCondition as fault:
            faults[places[min(fault.row or 0, len(places) - 1)]] = str(fault.message)
    return Built(None if faults else Condition(tuple(found), known, words), faults)


def _operator(draft: Draft) -> Operator:
    """Its operator; of a row whose field is not there any, the field is told first."""
    return Operator(draft.operator) if draft.operator in set(Operator) else Operator.EQ


def address(condition: Condition) -> str:
    """The condition as it stands in an address: by keys and codes, the same in every language."""
    return writing.write(condition.rows, Vocabulary(()), "en")


# --- what a press of a button does -------------------------------------------------------------


def pressed(drafts: list[Draft], action: str) -> tuple[list[Draft], str]:
    """The rows after an action, and the name of the control that should hold the focus ("" = as before).

    ``add``, ``wrap`` and ``unwrap`` (brackets around the picked rows), or with the place of a row ``remove-1``,
    ``open-1``, ``unopen-1``, ``close-1``, ``unclose-1``, ``up-1``, ``down-1``. Raises Invalid (BadCondition).
    """
    if action == "add":
        if len(drafts) >= MOST_ROWS:
            raise BadCondition(_("A condition has at most %(most)s rows.") % {"most": MOST_ROWS})
        return [*drafts, Draft()], f"c{len(drafts)}-field"
    if action in ("wrap", "unwrap"):
        return _bracketed(drafts, by=1 if action == "wrap" else -1), ""
    known = _ACTION.fullmatch(action)
    if known is None or int(known[2]) >= len(drafts):
        return drafts, ""
    verb, place = known[1], int(known[2])
    if verb == "remove":
        left = [*drafts[:place], *drafts[place + 1 :]]
        return left, f"c{min(place, len(left) - 1)}-field" if left else "add"
    if verb in ("up", "down"):
        return _moved(drafts, place, -1 if verb == "up" else 1)
    return _turned(drafts, place, verb), ""


def _moved(drafts: list[Draft], place: int, step: int) -> tuple[list[Draft], str]:
    other = place + step
    if not 0 <= other < len(drafts):
        return drafts, f"c{place}-move"
    found = list(drafts)
    found[place], found[other] = found[other], found[place]
    return found, f"c{other}-move"


def _turned(drafts: list[Draft], place: int, verb: str) -> list[Draft]:
    """One bracket more or less before or after a row."""
    step = -1 if verb.startswith("un") else 1
    row, found = drafts[place], list(drafts)
    if verb.endswith("open"):
        found[place] = replace(row, opens=max(0, min(row.opens + step, DEEPEST)))
    else:
        found[place] = replace(row, closes=max(0, min(row.closes + step, DEEPEST)))
    return found


def _bracketed(drafts: list[Draft], by: int) -> list[Draft]:
    """Brackets around the picked rows, from the first to the last of them; or those that stand around them taken
    away, of all rows where none is picked."""
    picked = [place for place, one in enumerate(drafts) if one.is_picked]
    if not picked and by > 0:
        raise BadCondition(_("Pick the rows first that belong into the brackets."))
    first, last = (picked[0], picked[-1]) if picked else (0, len(drafts) - 1)
    if by < 0:
        within = range(first, last + 1)
        return [replace(one, opens=0, closes=0) if place in within else one for place, one in enumerate(drafts)]
    found = [replace(one, is_picked=False) for one in drafts]
    found[first] = replace(found[first], opens=min(found[first].opens + 1, DEEPEST))
    found[last] = replace(found[last], closes=min(found[last].closes + 1, DEEPEST))
    return found
