"""Edits of several people put into one request, cell by cell (R195): what nobody else touched is written; what somebody
else wrote meanwhile is asked, with his name. Nothing is saved here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors
from orders.changes import fields, naming
from orders.changes.choices import Action
from orders.changes.models import ChangeItem, ChangeRequest
from orders.changes.reading import Cell, Reader, cell_of
from orders.order import policies
from orders.order.models import Order, OrderLine

VALUE, SEEN = "value", "seen"
Edits = Mapping[str, Mapping[str, Any]]  # path -> {value, and seen where the sender says what stood there}


@dataclass
class Merged:
    """The items of a request after edits: all of them, those to be written and those that go."""

    items: dict[str, ChangeItem]
    written: list[ChangeItem] = field(default_factory=list)
    gone: list[ChangeItem] = field(default_factory=list)

    @property
    def has_changed(self) -> bool:
        """Whether anything is different."""
        return bool(self.written or self.gone)


def merge(
    request: ChangeRequest,
    lines: Sequence[OrderLine],
    items: Iterable[ChangeItem],
    edits: Edits,
    *,
    actor: User,
    at: datetime,
) -> Merged:
    """Put ``edits`` into the items of a request whose order is at hand. A cell set back to the order's own value takes
    its item away; a new line (``lines.+1``) gets the next free number.

    Raises Invalid (paths of cells, also of those whose value the actor may not know), and Stale where a cell is neither
    as the sender saw it nor as he wants it: ``fields`` = {path: [present, sent]}, ``people`` = {path: who wrote it}.
    Nothing is merged by halves.
    """
    return _Merging(request, lines, items, edits, actor, at).run()


class _Merging:
    def __init__(
        self,
        request: ChangeRequest,
        lines: Sequence[OrderLine],
        items: Iterable[ChangeItem],
        edits: Edits,
        actor: User,
        at: datetime,
    ):
        self.request, self.order, self.actor, self.at = request, request.order, actor, at
        self.lines = {line.line_no: line for line in lines}
        self.found = Merged({item.path: item for item in items})
        self.cells = [(cell_of(path), edit) for path, edit in edits.items()]
        _require_known(cell for cell, _edit in self.cells)
        _require_seen([cell for cell, _edit in self.cells], actor)
        written = [(cell, edit.get(key)) for cell, edit in self.cells for key in (VALUE, SEEN)]
        self.reader = Reader(self.order, actor, written)
        self.fresh: dict[str, int] = {}
        self.stale: dict[str, list[str]] = {}
        self.people: dict[str, str] = {}
        self.faults: dict[str, list[errors.Text]] = {}

    def run(self) -> Merged:
        wanted: dict[Cell, tuple[Any, Mapping[str, Any]]] = {}
        for cell, edit in self.cells:
            try:
                wanted[self._placed(cell)] = (self.reader.read(cell, edit.get(VALUE)), edit)
            except errors.Invalid as refusal:
                self.faults |= refusal.fields
        if self.faults:
            raise errors.Invalid(fields=self.faults)
        # lines first: a cell of a line that is cancelled is another matter than one of a line that stays
        for cell, (value, edit) in sorted(wanted.items(), key=lambda one: bool(one[0].field)):
            self._put(cell, value, edit, wanted)
        if self.stale:
            raise errors.Stale(
                _("Somebody else changed the same cells meanwhile."),
                code="cells_changed",
                fields=self.stale,
                people=self.people,
                version=self.request.version,
            )
        if self.faults:
            raise errors.Invalid(fields=self.faults)
        return self.found

    def _placed(self, cell: Cell) -> Cell:
        """A new line by the number that it gets."""
        if not isinstance(cell.line, str):
            return cell
        if cell.line not in self.fresh:
            taken = [*self.lines, *(one.line_no for one in self.found.items.values() if one.line_no)]
            self.fresh[cell.line] = max([*taken, *self.fresh.values()], default=0) + 1
        return Cell(self.fresh[cell.line], cell.field)

    def _put(self, cell: Cell, value: Any, edit: Mapping[str, Any], wanted: Mapping[Cell, Any]) -> None:
        item = self.found.items.get(cell.path)
        present = item.new if item else self._own(cell)
        if not cell.field:
            present = self._is_cancelled(cell)
        if present == value:
            return
        if SEEN in edit and self.reader.seen(cell, edit[SEEN]) != present:
            self._conflict(cell.path, present, edit, item)
        elif not cell.field:
            self._cancel(cell, value, wanted)
        elif (cancelled := self.found.items.get(Cell(cell.line, "").path)) is not None:
            self._of_cancelled(cell, edit, cancelled)
        else:
            self._write(cell, value, item)

    def _own(self, cell: Cell) -> Any:
        """What the order says there; None of a line that it does not have."""
        row: Order | OrderLine | None = self.order if cell.line is None else self.lines.get(int(cell.line))
        known = fields.find(cell.field, of_line=cell.line is not None) if cell.field else None
        return fields.value_of(row, known) if row is not None and known is not None else None

    def _write(self, cell: Cell, value: Any, item: ChangeItem | None) -> None:
        own = self._own(cell)
        is_new = cell.line is not None and cell.line not in self.lines
        if value == own or (is_new and value in (None, "")):
            if item is not None:
                self._drop(item)
            return
        if item is None:
            action = Action.HEADER if cell.line is None else Action.ADD if is_new else Action.MODIFY
            item = ChangeItem(request=self.request, action=action, line_no=cell.line, field=cell.field, old=own)
        item.new, item.by, item.at = value, self.actor, self.at
        self.found.items[cell.path] = item
        self.found.written.append(item)

    def _drop(self, item: ChangeItem) -> None:
        del self.found.items[item.path]
        if item.pk is not None:
            self.found.gone.append(item)

    # --- lines that are cancelled ---------------------------------------------------------------

    def _of(self, cell: Cell) -> list[ChangeItem]:
        """The items of a line that change or add it."""
        return [one for one in self.found.items.values() if one.line_no == cell.line and one.field]

    def _is_cancelled(self, cell: Cell) -> bool:
        """Whether a line is to go; a new one that has nothing is gone."""
        return cell.path in self.found.items or (cell.line not in self.lines and not self._of(cell))

    def _cancel(self, cell: Cell, value: bool, wanted: Mapping[Cell, Any]) -> None:
        """Cancel a line or a new one, or let it stand again. What somebody else wrote into it goes only with his
        words before the eyes of who cancels."""
        if not value:
            if (item := self.found.items.get(cell.path)) is not None:
                self._drop(item)
            return
        for other in self._of(cell):
            if other.by_id != self.actor.pk and Cell(cell.line, other.field) not in wanted:
                self._conflict(other.path, other.new, {}, other)
        for other in self._of(cell):
            self._drop(other)
        if cell.line in self.lines:
            self._write_cancel(cell)

    def _write_cancel(self, cell: Cell) -> None:
        item = ChangeItem(
            request=self.request,
            action=Action.CANCEL,
            line_no=cell.line,
            new=True,
            by=self.actor,
            at=self.at,
        )
        self.found.items[cell.path] = item
        self.found.written.append(item)

    def _of_cancelled(self, cell: Cell, edit: Mapping[str, Any], cancelled: ChangeItem) -> None:
        if cancelled.by_id == self.actor.pk:
            self.faults[cell.path] = [_("Line %(line)s is cancelled by this request.") % {"line": cell.line}]
        else:
            self._conflict(cancelled.path, True, edit, cancelled)

    # --- conflicts --------------------------------------------------------------------------------

    def _conflict(self, path: str, present: Any, edit: Mapping[str, Any], item: ChangeItem | None) -> None:
        sent = edit.get(VALUE)
        self.stale[path] = [self._told(path, present), naming.text(None, sent, {})]
        self.people[path] = item.by.name if item else ""

    def _told(self, path: str, value: Any) -> str:
        """A value in words, as the sender may know it."""
        cell = cell_of(path)
        known = fields.find(cell.field, of_line=cell.line is not None) if cell.field else None
        if known is not None and known.column in policies.unseen_columns(self.actor):
            return ""
        thought = ChangeItem(line_no=cell.line, field=cell.field, new=value)
        return naming.text(known, value, naming.codes_of([thought]))


def _require_seen(cells: Iterable[Cell], actor: User) -> None:
    """Who may not know a value does not write it: whether his is the order's own would tell him what that is."""
    hidden = policies.hidden_columns(actor)
    faults: dict[str, list[errors.Text]] = {}
    for cell in cells:
        known = fields.find(cell.field, of_line=cell.line is not None) if cell.field else None
        if known is not None and known.column in hidden:
            faults[cell.path] = [_("This is not shown to your role, so it is not yours to change.")]
    if faults:
        raise errors.Invalid(fields=faults)


def _require_known(cells: Iterable[Cell]) -> None:
    faults: dict[str, list[errors.Text]] = {}
    for cell in cells:
        if cell.field and fields.find(cell.field, of_line=cell.line is not None) is None:
            faults[cell.path] = [_("This does not change by a request.")]
    if faults:
        raise errors.Invalid(fields=faults)
