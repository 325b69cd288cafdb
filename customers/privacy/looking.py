"""Looking for a person in everything that is kept: in which rows, columns, texts and files, and whose business still
needs him. Reads only; what is found says where, never what."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Case, CharField, Field, Func, Model, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast

from customers.models import Contact
from customers.privacy import files, places
from customers.privacy.marks import Marks
from customers.privacy.models import FoundPlace
from customers.privacy.places import Person, Table

Fate = FoundPlace.Fate
STEP = 2_000  # rows at a time through the cursor
FILE = "file"


class Place(NamedTuple):
    """A cell: its table, row and column."""

    table: str
    row_id: int
    column: str


class Change(NamedTuple):
    """What becomes of a row: ``cleared`` columns by the person they belong to, ``worded`` whose marks are replaced by
    the word, whether its business is open."""

    row_id: int
    cleared: tuple[tuple[Person, tuple[str, ...]], ...]
    worded: tuple[str, ...]
    is_open: bool


@dataclass
class Look:
    """What was found. ``changes``: table → rows that are changed without asking; ``texts``: those that a person decides
    on; ``counts``: (table, column, fate) → rows; ``needs``: open rows as (table, key, reference)."""

    changes: dict[str, list[Change]] = field(default_factory=dict)
    texts: list[Place] = field(default_factory=list)
    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    needs: list[tuple[str, int, str]] = field(default_factory=list)
    unread: int = 0


def look_for(contact: Contact, marks: Marks, *, goes_on: bool = False) -> Look:
    """Everything that names the person. ``goes_on``: another contact takes his place in open business."""
    found = Look()
    if marks.anything:
        for model in places.models():
            _look_into(model, contact, marks, goes_on, found)
        _look_into_files(contact.customer_id, marks, found)
    return found


def look_for_needs(contact: Contact, marks: Marks, *, goes_on: bool) -> list[tuple[str, int, str]]:
    """The open business alone that still needs the person, as (table, key, reference)."""
    found = Look()
    for model in places.models():
        if places.table_of(model).is_open is not None and marks.anything:
            _look_into(model, contact, marks, goes_on, found)
    return found.needs


def rows_about(model: type[Model], customer_id: int) -> QuerySet | None:
    """The rows of a model that are about a customer; None where nothing leads to him."""
    scope = _scope(model, customer_id)
    return None if scope is None else model._base_manager.filter(scope)


def _scope(model: type[Model], customer_id: int) -> Q | None:
    conditions = [Q(**{path: customer_id}) for path in places.paths_of(model)]
    if places.table_of(model).has_subject:
        conditions.append(places.about_his(customer_id))
    return reduce(or_, conditions) if conditions else None


def _written(columns: Sequence[Field]) -> Any:
    """All words of a row as one text."""
    cells = [
        one.attname if isinstance(one, CharField | TextField) else Cast(one.attname, TextField()) for one in columns
    ]
    return Func(Value("\n"), *cells, function="CONCAT_WS", output_field=TextField())


def _candidates(model: type[Model], columns: Sequence[Field], contact: Contact, marks: Marks) -> Iterable[dict]:
    scope = _scope(model, contact.customer_id)
    paths, alone = places.paths_of(model), Q(words_of_row__iregex=marks.alone) if marks.alone else Q(pk__in=[])
    if scope is None:
        wanted = alone
    else:
        wanted = scope & Q(words_of_row__iregex=marks.anything)
        if places.table_of(model).has_subject:
            wanted |= alone
        elif paths and _may_be_nobodys(model, paths[0]):
            wanted |= alone & Q(**{f"{paths[0]}__isnull": True})
    declared = places.table_of(model)
    is_open = Case(When(declared.is_open, then=True), default=False) if declared.is_open else Value(False)
    keys = {one.contact for one in declared.people if one.contact} - {model._meta.pk.attname}
    names = ["pk", "row_is_open", *(one.attname for one in columns), *keys]
    if declared.is_open and declared.reference != "pk":
        names.append(declared.reference)
    rows = model._base_manager.annotate(words_of_row=_written(columns), row_is_open=is_open).filter(wanted)
    return rows.order_by("pk").values(*dict.fromkeys(names)).iterator(chunk_size=STEP)


def _may_be_nobodys(model: type[Model], path: str) -> bool:
    return "__" not in path and path != "pk" and model._meta.get_field(path).null


def _look_into(model: type[Model], contact: Contact, marks: Marks, goes_on: bool, found: Look) -> None:
    columns, declared, table = places.searched(model), places.table_of(model), model._meta.db_table
    if not columns:
        return
    for row in _candidates(model, columns, contact, marks):
        cleared: list[tuple[Person, tuple[str, ...]]] = []
        mine: set[str] = set()
        for person in declared.people:
            if is_his(person, row, contact, marks):
                filled = tuple(name for name in person.columns if row[name])
                cleared.append((person, filled))
                mine.update(filled)
        shared = {name for one in declared.people for name in one.columns}
        worded = []
        for one in columns:
            column = places.column_of(one)
            fate = _fate(one, row[one.attname], declared, marks, mine, shared)
            if fate == Fate.DECIDED:
                found.texts.append(Place(table, row["pk"], column))
            elif fate == Fate.REPLACED and column not in mine:
                worded.append(column)
            if fate:
                found.counts[table, column, fate] += 1
        if cleared or worded:
            change = Change(row["pk"], tuple(cleared), tuple(worded), row["row_is_open"])
            found.changes.setdefault(table, []).append(change)
            if change.is_open and not (goes_on and declared.can_go_on and not worded):
                found.needs.append((table, row["pk"], str(row.get(declared.reference) or row["pk"])))


def _fate(one: Field, value: Any, declared: Table, marks: Marks, mine: set[str], shared: set[str]) -> str:
    if one.column in mine:
        return Fate.REPLACED
    if not value or not marks.stand_in(as_text(value)):
        return ""
    if one.column in declared.kept:
        return Fate.KEPT
    is_clear = declared.is_copy or (one.column not in shared and isinstance(value, str) and marks.is_whole(value))
    return Fate.REPLACED if is_clear else Fate.DECIDED


def is_his(person: Person, row: Any, contact: Contact, marks: Marks) -> bool:
    """Whether the columns of a row mean the person: by the contact they point to, else by the name, else by phone or
    mail where no other name stands beside them."""
    key = row.get("pk" if person.contact == "id" else person.contact) if person.contact else None
    if key is not None:
        return key == contact.pk
    if person.name and row[person.name]:
        return marks.is_name(row[person.name])
    by_phone = person.phone and row[person.phone] and marks.is_phone(row[person.phone])
    return bool(by_phone or (person.mail and row[person.mail] and marks.is_mail(row[person.mail])))


def as_text(value: Any) -> str:
    """A cell as a text to look through."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _look_into_files(customer_id: int, marks: Marks, found: Look) -> None:
    hits, found.unread = files.look_for(customer_id, marks)
    for row_id in hits:
        found.texts.append(Place(files.TABLE, row_id, FILE))
        found.counts[files.TABLE, FILE, Fate.DECIDED] += 1
