"""Custom fields of rows that are no lines yet, and their editor: what he does not see is not his to lose.

Such a row keeps its cells as they were typed, somebody else's among them. They stay with its number while it is no
line, go with it when it becomes one, and come with a line that something typed wrongly makes such a row again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from accounts import policies
from accounts.people.models import User
from orders.entry import rows
from orders.entry.drafts import LineDraft, UnfinishedRow
from orders.order.models import OrderLine
from segments.custom_fields import definitions, values

Cells = Mapping[str, str]


def shown(actor: User, cells: Cells) -> dict[str, str]:
    """The cells as ``actor`` sees them: without hidden custom fields, the masked ones masked."""
    effects = _Effects(actor)
    seen = {name: effects.shown(name, text) for name, text in cells.items()}
    return {name: text for name, text in seen.items() if text is not None}


def kept(
    actor: User,
    sent: Iterable[UnfinishedRow],
    stored: Iterable[Mapping[str, Any]],
    lines: Iterable[OrderLine],
) -> list[UnfinishedRow]:
    """The sent rows that are no lines, each with the cells that ``actor`` does not see in full: those of the row, or
    the line, that had its number. ``stored`` are the order's rows so far, ``lines`` its lines."""
    effects = _Effects(actor)
    before: dict[int, Cells] = {line.line_no: rows.custom_cells(line.custom) for line in lines}
    before |= {one["line_no"]: one["cells"] for one in stored}
    return [replace(one, cells=_cells(effects, one.cells, before.get(one.line_no, {}))) for one in sent]


def carried(
    actor: User, drafts: Sequence[LineDraft], stored: Iterable[Mapping[str, Any]], lines: Iterable[OrderLine]
) -> list[LineDraft]:
    """The sent lines; one that was no line so far carries what ``actor`` does not see in full, as far as it fits."""
    taken = {line.line_no for line in lines}
    before: dict[int, Cells] = {one["line_no"]: one["cells"] for one in stored if one["line_no"] not in taken}
    if not before:
        return list(drafts)
    effects = _Effects(actor)
    return [_carrying(effects, one, before[one.line_no]) if one.line_no in before else one for one in drafts]


class _Effects:
    """How an actor sees the cells of custom fields."""

    def __init__(self, actor: User):
        fields = definitions.visible(actor, values.LINE)
        self.visible = {one.name: definitions.is_masked(actor, one) for one in fields}

    def is_own(self, name: str) -> bool:
        """Whether he sees the cell in full, so that what he sends of it, or leaves out, holds."""
        return not name.startswith(f"{definitions.PREFIX}.") or self.visible.get(name) is False

    def shown(self, name: str, text: str) -> str | None:
        if self.is_own(name):
            return text
        return policies.mask(text) if name in self.visible else None

    def stays(self, name: str, text: str, sent: str | None) -> bool:
        """Whether a stored cell stays as it is: hidden, or masked and sent as it was shown."""
        return not self.is_own(name) and (name not in self.visible or sent == policies.mask(text))


def _cells(effects: _Effects, sent: Cells, before: Cells) -> dict[str, str]:
    own = {name: text for name, text in sent.items() if effects.is_own(name) or name in effects.visible}
    return own | {name: text for name, text in before.items() if effects.stays(name, text, sent.get(name)) and text}


def _carrying(effects: _Effects, draft: LineDraft, before: Cells) -> LineDraft:
    given = {f"{definitions.PREFIX}.{key}": value for key, value in (draft.custom or {}).items()}
    stay = {name: text for name, text in before.items() if effects.stays(name, text, given.get(name))}
    custom = {key: value for key, value in (draft.custom or {}).items() if f"{definitions.PREFIX}.{key}" not in stay}
    found = values.of_cells(values.LINE, stay)
    return replace(draft, custom=custom, carried={**draft.carried, **found}) if stay else draft
