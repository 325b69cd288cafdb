"""Classification of what is written: set on the rows before they are saved, and kept as history afterwards.

An operation that adds or changes texts calls ``assign`` before it writes and ``keep`` after: a constant number of
statements for any number of rows, inside its own transaction.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from common import dates
from common.classification.engine import Classified, Given, RuleSet
from common.rows import insert_rows, update_rows
from segments.classification import queries
from segments.classification.models import RuleVersion
from segments.classification.subjects import Subject, subjects

_PERIOD = ("tags", "flags", "facets", "rules_number")


def assign(thing: str, rows: Sequence[Any]) -> None:
    """Set what the rules in force say on rows of a thing (does not save)."""
    if rows:
        version = queries.hold_active()
        put(subjects[thing], rows, version.number, queries.rule_set(version))


def put(subject: Subject, rows: Sequence[Any], number: int, rule_set: RuleSet) -> None:
    """Set what these rules say on rows (does not save)."""
    group_of = {rule.key: rule.group for rule in rule_set.rules}
    for row in rows:
        found = rule_set.classify(texts_of(subject, row))
        row.tags, row.flags, row.rules_number = list(found.tags), list(found.flags), number
        firsts = _firsts(found, group_of)
        for group, column in subject.groups.items():
            setattr(row, column, firsts.get(group, ""))
        facets = subject.complete(row, found.facets)
        for facet, column in subject.facets.items():
            setattr(row, column, facets.get(facet, subject.empty.get(facet, "")))
    subject.link(rows)


def texts_of(subject: Subject, row: Any) -> dict[str, str]:
    """Field of the rules → what the row holds there."""
    return {field: getattr(row, column) for field, column in subject.texts.items()}


def _firsts(found: Classified, group_of: Mapping[str, str]) -> dict[str, str]:
    """Group → the tag of it that was given first. A second one raises CONFLICT in the engine."""
    firsts: dict[str, str] = {}
    for reason in found.reasons:
        if reason.given is Given.TAG:
            firsts.setdefault(group_of[reason.rule], reason.code)
    return firsts


def keep(thing: str, rows: Iterable[Any], at: datetime) -> None:
    """Write the history of rows that were classified and saved: a new period where tags, flags or facets changed."""
    keep_of(subjects[thing], rows, dates.business_day(at))


def keep_first(thing: str, rows: Iterable[Any]) -> None:
    """The same for rows whose texts never change: what nobody classified before has been so ever since."""
    keep_of(subjects[thing], rows, date.min)


def keep_of(subject: Subject, rows: Iterable[Any], today: date) -> None:
    """The same for a subject and a day. What is seen the first time is taken to have been so ever since; a second
    change on one day replaces the first."""
    wanted = {row.pk: _period(subject, row) for row in rows}
    if not wanted:
        return
    open_rows = open_periods(subject, wanted)
    again, ended, new = [], [], []
    for pk, columns in wanted.items():
        standing = open_rows.get(pk)
        if standing is not None and _same(standing, columns):
            continue
        if standing is not None and standing.valid_from is not None and standing.valid_from >= today:
            for name, value in columns.items():
                setattr(standing, name, value)
            again.append(standing)
            continue
        if standing is not None:
            standing.valid_until = today
            ended.append(standing)
        new.append(subject.periods(of_id=pk, valid_from=today if standing else None, **columns))
    update_rows(again, _PERIOD)
    update_rows(ended, ["valid_until"])
    insert_rows(new)


def open_periods(subject: Subject, keys: Iterable[int]) -> dict[int, Any]:
    """Key of a row → the period that still goes on."""
    return {one.of_id: one for one in _manager(subject).filter(of__in=list(keys), valid_until=None)}


def is_kept(subject: Subject, row: Any, standing: Any | None) -> bool:
    """Whether a period says what the row does."""
    return standing is not None and _same(standing, _period(subject, row))


def _period(subject: Subject, row: Any) -> dict[str, Any]:
    facets = {facet: getattr(row, column) for facet, column in subject.facets.items()}
    return {
        "tags": row.tags,
        "flags": row.flags,
        "facets": {facet: value for facet, value in facets.items() if value not in ("", None)},
        "rules_number": row.rules_number,
    }


def _same(standing: Any, columns: Mapping[str, Any]) -> bool:
    return all(getattr(standing, name) == columns[name] for name in _PERIOD if name != "rules_number")


def _manager(subject: Subject) -> Any:
    return subject.periods._default_manager


def behind(subject: Subject, version: RuleVersion) -> QuerySet[Any]:
    """Rows that other rules than these classified, or none yet."""
    return subject.model._default_manager.exclude(rules_number=version.number)


def in_chunks(rows: QuerySet[Any], size: int) -> Iterator[list[Any]]:
    """Rows in the order of their keys, so many at a time."""
    last = 0
    while chunk := list(rows.filter(pk__gt=last).order_by("pk")[:size]):
        yield chunk
        last = chunk[-1].pk


def only_texts(subject: Subject) -> QuerySet[Any]:
    """Rows with what classification reads and fills, and nothing else."""
    columns = {"pk", *subject.texts.values(), *subject.columns}
    return subject.model._default_manager.only(*columns)
