"""Putting the word in the place of a person, in the rows that were found. Inside an operation."""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Field, JSONField, Model

from accounts.collaboration.models import Attachment
from common import forgotten, text
from common.operation import current
from common.registry import Registry
from customers.models import Contact
from customers.privacy import files, looking, places
from customers.privacy.looking import FILE, Change, Fate, Place
from customers.privacy.marks import Marks

STEP = 500  # rows written in a statement

# table -> fills what rows of it are searched by, anew, once their texts changed (does not save)
searchable: Registry[Callable[[Any], None]] = Registry("customers.privacy.searchable")


@dataclass(frozen=True)
class Standing:
    """What takes the person's place: the word, or in open business another contact."""

    contact: Contact
    word: str
    marks: Marks
    at: datetime
    replacement: Contact | None = None


def replace_rows(table: str, changes: Iterable[Change], standing: Standing) -> dict[str, set[int]]:
    """Change the rows of a table as they were found; column → keys of the rows whose column changed."""
    model = model_of(table)
    wanted = {one.row_id: one for one in changes}
    changed: dict[str, set[int]] = defaultdict(set)
    for rows in _locked(model, wanted):
        for row in rows:
            for column in _change(row, wanted[row.pk], standing):
                changed[column].add(row.pk)
        _write(model, rows, changed)
    return dict(changed)


def replace_texts(found: Iterable[Place], standing: Standing, at: datetime) -> dict[str, dict[str, set[int]]]:
    """Replace the words in texts and remove the files that somebody decided so about: table → column → keys."""
    wanted: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for one in found:
        wanted[one.table][one.row_id].add(one.column)
    done: dict[str, dict[str, set[int]]] = {}
    for table, rows in wanted.items():
        emptied = {pk for pk, columns in rows.items() if table == files.TABLE and FILE in columns}
        _remove_files(emptied, at)
        told = {
            pk: Change(pk, (), tuple(columns - {FILE}), False, is_decided=True)
            for pk, columns in rows.items()
            if columns - {FILE}
        }
        done[table] = replace_rows(table, told.values(), standing)
        if emptied:
            done[table][FILE] = emptied
    return done


def model_of(table: str) -> type[Model]:
    """The model of a table."""
    return next(one for one in apps.get_models() if one._meta.db_table == table)


def _locked(model: type[Model], wanted: Mapping[int, Change]) -> Iterable[list[Any]]:
    keys = sorted(wanted)
    for start in range(0, len(keys), STEP):
        some = model._base_manager.filter(pk__in=keys[start : start + STEP]).order_by("pk")
        yield list(some.select_for_update(no_key=True, of=("self",)))


def _change(row: Any, change: Change, standing: Standing) -> set[str]:
    """Change a row; which columns differ now. What was found in it before it was locked is looked at again: somebody
    may have given it to another person meanwhile."""
    declared = places.table_of(type(row))
    cleared, worded = _still_his(row, change, standing, declared)
    columns = {name: row._meta.get_field(name) for person, names in cleared for name in names}
    columns |= {name: row._meta.get_field(name) for name in worded}
    if not columns:
        return set()
    was = {name: getattr(row, name) for name in columns}
    takes_over = standing.replacement if change.is_open and declared.can_go_on else None
    for person, names in cleared:
        values = _values(row, person, takes_over, standing)
        for name in names:
            value = values.get(name, "")
            _put(row, columns[name], _fitting(columns[name], standing, str) if value == standing.word else value)
        if takes_over is not None and person.contact and person.contact != row._meta.pk.attname:
            setattr(row, person.contact, takes_over.pk)
    for name in worded:
        _put(row, columns[name], _fitting(columns[name], standing, partial(standing.marks.replaced, was[name])))
    if cleared and declared.ends and getattr(row, declared.ends) is None:
        setattr(row, declared.ends, standing.at)
    if "version" in {one.attname for one in row._meta.concrete_fields}:
        row.version += 1  # a form that was open then has to look again
    return {name for name in columns if getattr(row, name) != was[name]}


def _still_his(
    row: Any, change: Change, standing: Standing, declared: places.Table
) -> tuple[list[tuple[places.Person, tuple[str, ...]]], list[str]]:
    cells = {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields} | {"pk": row.pk}
    now = dict(looking.cleared_of(declared, cells, standing.contact, standing.marks))
    cleared = [(person, now[person]) for person, _names in change.cleared if person in now]
    mine = {name for _person, names in cleared for name in names}
    worded = [
        name
        for name in change.worded
        if change.is_decided or looking.fate_of(name, cells[name], declared, standing.marks, mine) == Fate.REPLACED
    ]
    return cleared, worded


def _values(row: Any, person: places.Person, takes_over: Contact | None, standing: Standing) -> dict[str, Any]:
    if takes_over is not None:
        return {person.name: takes_over.name, person.phone: takes_over.phone, person.mail: takes_over.email}
    nowhere = _apart(row, person.mail) if person.is_told_apart else ""
    return {person.name: standing.word, person.phone: "", person.mail: nowhere}


def _apart(row: Any, column: str) -> str:
    """What stands for an address that the row is nothing without: who unsubscribed stays so, and a blocked address is
    still known when it is written again."""
    was, found = getattr(row, column), forgotten.stand_in(getattr(row, column))
    setattr(row, column, found)
    try:
        row.validate_unique()
        row.validate_constraints()
    except ValidationError:  # forgotten before, and written again since
        found = f"{row._meta.model_name}-{row.pk}@{forgotten.NOWHERE}"
    setattr(row, column, was)
    return found


def _fitting(column: Field, standing: Standing, made: Callable[[str], Any]) -> Any:
    """What is made with the word, or with a shorter one where the column has no room: a word that is cut off would be
    another contact's."""
    longest = getattr(column, "max_length", None)
    ways = [made(word) for word in (standing.word, f"#{standing.contact.pk}", "")]
    return next((one for one in ways if not longest or not isinstance(one, str) or len(one) <= longest), ways[-1])


def _put(row: Any, column: Field, value: Any) -> None:
    if value == "" and column.null and not isinstance(column, JSONField | ArrayField):
        value = None
    length = getattr(column, "max_length", None)
    setattr(row, column.attname, value[:length] if length and isinstance(value, str) else value)


def _write(model: type[Model], rows: list[Any], changed: Mapping[str, set[int]]) -> None:
    there = {one.attname: one for one in model._meta.concrete_fields}
    names = {*changed, *(one.contact for one in places.table_of(model).people if one.contact)} - {
        model._meta.pk.attname
    }
    names |= {"version", places.table_of(model).ends} & there.keys()
    if issubclass(model, text.Searchable):
        for row in rows:
            searchable[model._meta.db_table](row)
        names |= {"search_text", "search_grams"}
    current()
    if rows and names:
        model._base_manager.bulk_update(rows, sorted(there[name].name for name in names))


def _remove_files(keys: set[int], at: datetime) -> None:
    rows = list(Attachment.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))
    for row in rows:
        name, row.file, row.size, row.removed_at = row.file.name, "", 0, row.removed_at or at
        transaction.on_commit(partial(_delete, row.file.storage, name or ""))
    Attachment.objects.bulk_update(rows, ["file", "size", "removed_at"])


def _delete(storage: Any, name: str) -> None:
    """Off the disk, unless another row speaks of the same file."""
    if name and not Attachment.objects.filter(file=name).exists():
        storage.delete(name)


def quoted(found: Marks, values: Iterable[Any]) -> set[str]:
    """The marks as they are written in some values."""
    whole = "\n".join(one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in values)
    return {one.group(0) for one in re.finditer(found.anything, whole, re.IGNORECASE)} if found.anything else set()
