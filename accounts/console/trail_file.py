"""The audit trail as a file: a row for each changed row, in the words of its page (RELIABILITY 2.12)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy, ngettext
from django.utils.translation import pgettext_lazy as _named

from accounts.console import forms
from accounts.trail import queries as trail
from common import dates, errors, keyset
from common.conditions.kinds import Kind
from common.exports import conditions, plain, tallies
from common.exports.lists import Asked, Column, ExportList, Sheet, lists
from common.exports.plain import Plain

SHOWN_AT_FIRST = timedelta(days=30)
CELL = 2_000  # letters
_OPERATIONS = {
    "I": gettext_lazy("New"),
    "U": gettext_lazy("Changed"),
    "D": gettext_lazy("Deleted"),
    "B": gettext_lazy("Batch"),
}
_READ = ("at", "transaction_id", "actor_id", "door", "request_id", "table_name", "row_id", "operation", "changes")


def search_form(query: QueryDict, at: datetime) -> forms.AuditSearchForm:
    """What is asked of the trail. Where nothing is, the last days: nobody reads all of it by opening the page."""
    since = dates.business_day(at) - SHOWN_AT_FIRST
    return forms.AuditSearchForm(query or {"first": since.isoformat()})


def asked_of(form: forms.AuditSearchForm) -> dict[str, Any]:
    """The conditions of a valid form that hold something."""
    return {name: value for name, value in form.cleaned_data.items() if value}


@dataclass(frozen=True)
class Line:
    """A row of the trail in words."""

    moment: datetime
    person: str
    meaning: str
    reason: str
    table: str
    row: str
    operation: str
    changes: str
    door: str
    request: str
    transaction: str


def _lines(rows: list[Any]) -> list[Line]:
    """A row in words for each. An event says what itself means, a changed row what its transaction means at first: a
    run over thousands of rows means thousands of things, and each row of it would say them all."""
    said: dict[int, Line] = {}
    events: dict[int, list[Any]] = {}
    for row in rows:
        if row.table_name == trail.EVENTS:
            events.setdefault(row.transaction_id, []).append(row)
    for one in trail.in_words(rows, each=True):
        together = _means(one.first_meanings, one.more_meanings)
        for change in one.changes:
            row = change.row
            said[row.pk] = _line(one, row, together, str(change.table), _changes(change.columns))
        for row in events.get(one.number, ()):
            found = one.own.get(row.pk)
            said[row.pk] = _line(one, row, together if found is None else _means([found]))
    return [said[row.pk] for row in rows]


def _line(one: trail.Transaction, row: Any, means: tuple[str, str], table: str = "", changes: str = "") -> Line:
    kind = str(_OPERATIONS[row.operation]) if table else ""
    return Line(
        row.at, one.actor, *means, table, row.row_id if table else "", kind, changes,
        row.door, row.request_id, str(row.transaction_id),
    )  # fmt: skip


def _means(meanings: Iterable[Mapping[str, Any]], more: int = 0) -> tuple[str, str]:
    """What happened and why: each thing said once, none longer than a cell can hold."""
    told = [" ".join(filter(None, (str(one["label"]), one.get("subject_number")))) for one in meanings]
    if more:
        told.append(ngettext("and %(count)s more", "and %(count)s more", more) % {"count": f"{more:,}"})
    reasons = dict.fromkeys(one["reason"] for one in meanings if one.get("reason"))
    return "; ".join(told)[:CELL], "; ".join(reasons)[:CELL]


def _changes(columns: Iterable[Any]) -> str:
    """“Quantity: 10 → 12; Price: 3”, as far as a cell goes."""
    return "; ".join(f"{column.name}: {_from_to(column.old, column.new)}" for column in columns)


def _from_to(old: Any, new: Any) -> str:
    if old is None or old == new:  # of a redacted value both are gone
        return str(new)
    return f"{old} → {'–' if new is None else new}"


def _made(key: str, label: Any, name: str, kind: Kind = Kind.TEXT, width: int = 0) -> Plain:
    return Plain(Column(key, label, kind, width), _READ, lambda line: getattr(line, name))


COLUMNS: dict[str, Plain] = {
    one.column.key: one
    for one in (
        _made("at", gettext_lazy("Time"), "moment", Kind.MOMENT),
        _made("person", gettext_lazy("Person"), "person"),
        _made("meaning", gettext_lazy("What happened"), "meaning", width=36),
        _made("reason", gettext_lazy("Reason"), "reason", width=24),
        _made("table", gettext_lazy("Table"), "table"),
        _made("row", gettext_lazy("Row number"), "row", Kind.CODE),
        _made("operation", _named("trail", "Change"), "operation"),
        _made("changes", gettext_lazy("Changes"), "changes", width=60),
        _made("door", gettext_lazy("Door"), "door", Kind.CODE),
        _made("request", gettext_lazy("Request"), "request", Kind.CODE),
        _made("transaction", gettext_lazy("Transaction"), "transaction", Kind.CODE),
    )
}


@dataclass(frozen=True)
class _Asked:
    """A form as the words of conditions read it."""

    form: forms.AuditSearchForm


def open_trail(actor: Any, asked: Asked) -> Sheet:
    """The rows that the page finds for the same address, newest first. Raises NotAllowed, Invalid."""
    form = search_form(asked.query, asked.at)
    if not form.is_valid():
        raise errors.Invalid(fields={name: [str(one) for one in found] for name, found in form.errors.items()})
    found = plain.sheet(
        keyset.ordered(trail.search(actor=actor, **asked_of(form)), sorts=trail.SORTS, sort="id"),
        plain.pick(COLUMNS, [*COLUMNS] if asked.columns is None else asked.columns),
        condition=conditions.in_words(_Asked(form)),
        prepare=_lines,
    )
    return replace(found, whom=lambda: tallies.UNTOLD)  # what a row was and is may be anybody's


def register() -> None:
    """Called once from the console's wiring."""
    known = forms.AuditSearchForm.base_fields
    lists.register("trail", ExportList(gettext_lazy("Audit trail"), "audit.view", "admin:audit", open_trail, known))
