"""Looking for a person in everything that is kept: in which rows, columns, texts and files, and whose business still
needs him. Reads only; what is found says where, never what."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Case, CharField, Field, Func, Model, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast

from common.planner import planned
from customers.models import Contact
from customers.privacy import files, knowing, places
from customers.privacy.marks import Marks, plain
from customers.privacy.models import FoundPlace
from customers.privacy.places import Person, Table

Fate = FoundPlace.Fate
STEP = 2_000  # rows at a time through the cursor
FILE = "file"
# a look reads whole tables and files between statements: longer than a page may otherwise take
_PATIENCE = {"statement_timeout": "600000", "idle_in_transaction_session_timeout": "600000"}


class Place(NamedTuple):
    """A cell: its table, row and column."""

    table: str
    row_id: int
    column: str


class Change(NamedTuple):
    """What becomes of a row: ``cleared`` columns by the person they belong to, ``worded`` whose marks are replaced by
    the word, whether its business is open; ``is_decided``: somebody said so of the worded ones."""

    row_id: int
    cleared: tuple[tuple[Person, tuple[str, ...]], ...]
    worded: tuple[str, ...]
    is_open: bool
    is_decided: bool = False


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
    """Everything that names the person; it takes long (``ahead``). ``goes_on``: another contact takes his place in open
    business."""
    found, his = Look(), knowing.family(contact.customer_id)
    with planned(**_PATIENCE):
        for model in places.models():
            _look_into(model, contact, marks, goes_on, found, his)
        for customer_id in his:
            _look_into_files(customer_id, marks, found)
    return found


def look_for_needs(contact: Contact, marks: Marks, *, goes_on: bool) -> list[tuple[str, int, str]]:
    """The open business alone that still needs the person, as (table, key, reference): quick, for nothing that has
    ended is read."""
    found, his = Look(), knowing.family(contact.customer_id)
    for model in places.models():
        if places.table_of(model).is_open is not None:
            _look_into(model, contact, marks, goes_on, found, his, only_open=True)
    return found.needs


def rows_about(model: type[Model], customer_id: int) -> QuerySet | None:
    """The rows of a model that are about a customer, or about one who was merged into him; None where nothing leads to
    him."""
    scope = _scope(model, knowing.family(customer_id))
    return None if scope is None else model._base_manager.filter(scope)


def _scope(model: type[Model], his: Sequence[int]) -> Q | None:
    conditions = [Q(**{f"{path}__in": his}) for path in places.paths_of(model)]
    if places.table_of(model).has_subject:
        conditions.append(places.about_his(his))
    return reduce(or_, conditions) if conditions else None


def _written(columns: Sequence[Field]) -> Any:
    """All words of a row as one text."""
    cells = [
        one.attname if isinstance(one, CharField | TextField) else Cast(one.attname, TextField()) for one in columns
    ]
    return Func(Value("\n"), *cells, function="CONCAT_WS", output_field=TextField())


def _wanted(model: type[Model], contact: Contact, marks: Marks, his: Sequence[int]) -> Q:
    """Rows about the customer that name the person in any way or point to him; of others, which lead to nobody, only
    what he alone is reached by: a name means other people too."""
    scope, declared = _scope(model, his), places.table_of(model)
    paths, alone = places.paths_of(model), _with(marks.alone)
    wanted = alone if scope is None else scope & _with(marks.anything)
    if scope is not None and declared.has_subject:
        wanted |= alone
    elif scope is not None and paths and _may_be_nobodys(model, paths[0]):
        wanted |= alone & Q(**{f"{paths[0]}__isnull": True})
    for key in {one.contact for one in declared.people if one.contact}:
        wanted |= Q(**{key: contact.pk})
    return wanted


def _with(pattern: str) -> Q:
    return Q(words_of_row__iregex=pattern) if pattern else Q(pk__in=[])


def _candidates(
    model: type[Model],
    columns: Sequence[Field],
    contact: Contact,
    marks: Marks,
    his: Sequence[int],
    only_open: bool = False,
) -> Iterable[dict]:
    wanted, declared = _wanted(model, contact, marks, his), places.table_of(model)
    is_open = Case(When(declared.is_open, then=True), default=False) if declared.is_open else Value(False)
    keys = {one.contact for one in declared.people if one.contact} - {model._meta.pk.attname}
    names = ["pk", "row_is_open", *(one.attname for one in columns), *keys]
    if declared.is_open and declared.reference != "pk":
        names.append(declared.reference)
    all_rows = model._base_manager.filter(declared.is_open) if only_open and declared.is_open else model._base_manager
    rows = all_rows.annotate(words_of_row=_written(columns), row_is_open=is_open).filter(wanted)
    return rows.order_by("pk").values(*dict.fromkeys(names)).iterator(chunk_size=STEP)


def _may_be_nobodys(model: type[Model], path: str) -> bool:
    return "__" not in path and path != "pk" and model._meta.get_field(path).null


def _look_into(
    model: type[Model],
    contact: Contact,
    marks: Marks,
    goes_on: bool,
    found: Look,
    his: Sequence[int],
    only_open: bool = False,
) -> None:
    columns, declared, table = places.searched(model), places.table_of(model), model._meta.db_table
    if not columns:
        return
    for row in _candidates(model, columns, contact, marks, his, only_open):
        cleared = cleared_of(declared, row, contact, marks)
        mine = {name for _person, names in cleared for name in names}
        worded, kept_words = [], False
        for one in columns:
            column = places.column_of(one)
            fate = fate_of(column, row[one.attname], declared, marks, mine)
            if fate == Fate.DECIDED:
                found.texts.append(Place(table, row["pk"], column))
            elif fate == Fate.REPLACED and column not in mine:
                worded.append(column)
            kept_words |= fate == Fate.KEPT and column in declared.comes_back
            if fate:
                found.counts[table, column, fate] += 1
        if cleared or worded:
            change = Change(row["pk"], cleared, tuple(worded), row["row_is_open"])
            found.changes.setdefault(table, []).append(change)
        can_go_on = goes_on and declared.can_go_on and not worded and not kept_words
        if row["row_is_open"] and (cleared or worded or kept_words) and not can_go_on:
            found.needs.append((table, row["pk"], str(row.get(declared.reference) or row["pk"])))


def cleared_of(
    declared: Table, row: Mapping[str, Any], contact: Contact, marks: Marks
) -> tuple[tuple[Person, tuple[str, ...]], ...]:
    """Which of a row's people is the person, and the columns of each that say something."""
    return tuple(
        (person, tuple(name for name in person.columns if row[name]))
        for person in declared.people
        if is_his(person, row, contact, marks)
    )


def fate_of(column: str, value: Any, declared: Table, marks: Marks, mine: Collection[str]) -> str:
    """What is done with a cell: "" where it does not name the person. In doubt somebody decides."""
    if column in mine:
        return Fate.REPLACED
    if not value or not marks.stand_in(as_text(value)):
        return ""
    if column in declared.kept:
        return Fate.KEPT
    if column in declared.asked or marks.is_unsure(as_text(value)):
        return Fate.DECIDED
    of_people = {name for one in declared.people for name in one.columns}
    is_clear = declared.is_copy or (column not in of_people and isinstance(value, str) and marks.is_whole(value))
    return Fate.REPLACED if is_clear else Fate.DECIDED


def is_his(person: Person, row: Mapping[str, Any], contact: Contact, marks: Marks) -> bool:
    """Whether the columns of a row mean the person: by the contact they point to, else by the name, else by phone or
    mail where no other name stands beside them. Not where something of somebody else stands there, nor by what
    another person has too."""
    name, phone, mail = (row[column] if column else "" for column in (person.name, person.phone, person.mail))
    key = row.get("pk" if person.contact == "id" else person.contact) if person.contact else None
    if key is not None:
        is_called = not name or marks.is_name(name) or plain(name) in map(plain, marks.left_out)
        return key == contact.pk and (person.contact == "id" or is_called)
    if (phone and not marks.is_phone(phone)) or (mail and not marks.is_mail(mail)):
        return False
    is_reached = any(one and not marks.is_others(one) for one in (phone, mail))
    if name:
        return marks.is_name(name) and (is_reached or not marks.is_others(name))
    return is_reached


def as_text(value: Any) -> str:
    """A cell as a text to look through."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _look_into_files(customer_id: int, marks: Marks, found: Look) -> None:
    hits, unread = files.look_for(customer_id, marks)
    found.unread += unread
    for row_id in hits:
        found.texts.append(Place(files.TABLE, row_id, FILE))
        found.counts[files.TABLE, FILE, Fate.DECIDED] += 1
