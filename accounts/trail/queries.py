"""Every read of the audit trail. Only the audit pages call these; no rule ever does (RELIABILITY 2.12)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Model, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from accounts import policies
from accounts.collaboration import subjects
from accounts.people.models import User
from accounts.trail import install, labels, redacted_words, stretches, wording
from accounts.trail.models import TrailRow
from common import dates, keyset

SORTS = {"id": keyset.Sort("pk")}
PAGE = 300  # trail rows a page of an object's history reads
MAX_CHILDREN = 3000
MEANINGS = 6
EVENTS = "common_event"


@dataclass(frozen=True)
class Change:
    """One row of one table, in words."""

    row: TrailRow
    table: Any
    columns: list[wording.Column]


@dataclass
class Transaction:
    """What happened together: the meaning (events), the facts (changed rows), by whom and how. Of a thing that saved
    itself a stretch of them, ``count`` from ``began`` to ``at``."""

    number: int
    at: datetime
    actor: str
    door: str
    request_id: str
    began: datetime
    count: int = 1
    meanings: list[dict[str, Any]] = field(default_factory=list)
    own: dict[int, dict[str, Any]] = field(default_factory=dict)  # of these rows that are events: what each means
    meant: int = 0  # how many meanings there are, where not all of them were read
    changes: list[Change] = field(default_factory=list)

    @property
    def first_meanings(self) -> list[dict[str, Any]]:
        """What a head line says of it; a run over many rows means the same many times."""
        return self.meanings[:MEANINGS]

    @property
    def more_meanings(self) -> int:
        return max(0, (self.meant or len(self.meanings)) - MEANINGS)


@dataclass(frozen=True)
class History:
    """A stretch of an object's history, newest first; ``before`` continues it (None at the end)."""

    transactions: list[Transaction]
    before: int | None


def history(*, actor: User, subject_type: str, subject_id: int, before: int | None = None) -> tuple[Any, History]:
    """The row and what the trail knows of it and of the rows it owns (lines, steps).

    Raises NotFound (it is not the actor's), NotAllowed (the trail is not for him).
    """
    row = subjects.get_subject(actor, subject_type, subject_id)
    policies.require(actor, "audit.view")
    owned = _owned_rows(row)
    condition = Q(table_name=row._meta.db_table, row_id=str(row.pk))
    for model, _column, ids in owned:
        condition |= Q(table_name=model._meta.db_table, row_id__in=ids)
    found = TrailRow.objects.filter(condition)
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found.order_by("-pk")[:PAGE])
    gone = _removed_children(rows, row.pk, owned)
    following = rows[-1].pk if len(rows) == PAGE else None
    shown = stretches.drawn_together(_group(rows + gone))
    redacted_words.tell(shown)
    for one in shown:
        # the trail leaves out what is empty: an import or a change of settings is about no single row
        one.meanings.sort(
            key=lambda event: (event.get("subject_type"), event.get("subject_id")) != (subject_type, row.pk)
        )
    return row, History(shown, following)


def search(
    *,
    actor: User,
    first: date | None = None,
    last: date | None = None,
    actor_id: int | None = None,
    table: str = "",
    row_id: str = "",
    request_id: str = "",
    kind: str = "",
) -> QuerySet[TrailRow]:
    """Trail rows by day, person, table, row, request or kind of event. Raises NotAllowed."""
    policies.require(actor, "audit.view")
    rows = TrailRow.objects.all()
    if first:
        rows = rows.filter(at__gte=dates.day_start(first))
    if last:
        rows = rows.filter(at__lt=dates.day_range(last, last)[1])
    if actor_id:
        rows = rows.filter(actor_id=actor_id)
    if table:
        rows = rows.filter(table_name=table)
    if row_id:
        rows = rows.filter(row_id=row_id)
    if request_id:
        rows = rows.filter(request_id=request_id)
    if kind:
        rows = rows.filter(table_name=EVENTS, changes__kind__startswith=kind)
    return rows


def in_words(rows: Iterable[TrailRow], each: bool = False) -> list[Transaction]:
    """Found rows, grouped by their transactions. ``each``: for a list of single rows; of a transaction the first
    meanings are read then and those of the rows that are events (``own``): a run has thousands of them."""
    found = _group(list(rows), each)
    redacted_words.tell(found)
    return found


def tables() -> list[tuple[str, str]]:
    """(table, its name for people) of everything that is audited."""
    return sorted(
        ((table, str(wording.table_name(table))) for table in install.audited_tables()), key=lambda pair: pair[1]
    )


def _owned_rows(row: Model) -> list[tuple[type[Model], str, list[str]]]:
    """Rows that belong to ``row`` and die with it: (model, column that points here, ids)."""
    owned = []
    audited = install.audited_tables()
    for relation in row._meta.related_objects:
        model = relation.related_model
        is_part = relation.on_delete is not None and relation.on_delete.__name__ == "CASCADE"
        if not relation.one_to_many or not is_part or model._meta.db_table not in audited:
            continue
        pks = model._base_manager.filter(**{relation.field.name: row.pk}).values_list("pk", flat=True)
        owned.append((model, str(relation.field.column), [str(pk) for pk in pks[:MAX_CHILDREN]]))
    return owned


def _removed_children(rows: list[TrailRow], pk: int, owned: list[tuple[type[Model], str, list[str]]]) -> list[TrailRow]:
    """Owned rows that were deleted: nothing points to them any more but the transactions that did it."""
    numbers = {row.transaction_id for row in rows}
    if not numbers or not owned:
        return []
    condition = Q()
    for model, column, _ids in owned:
        condition |= Q(**{"table_name": model._meta.db_table, f"changes__{column}": pk})
    return list(TrailRow.objects.filter(condition, transaction_id__in=numbers, operation="D"))


def _group(rows: list[TrailRow], each: bool = False) -> list[Transaction]:
    if not rows:
        return []
    numbers = {row.transaction_id for row in rows}
    moments = [row.at for row in rows]
    meanings = TrailRow.objects.filter(
        transaction_id__in=numbers,
        table_name=EVENTS,
        operation="I",
        at__gte=min(moments) - wording.SLACK,
        at__lte=max(moments) + wording.SLACK,
    )
    names = _names({row.actor_id for row in rows})
    groups: dict[int, Transaction] = {}
    for row in sorted(rows, key=lambda one: -one.pk):
        group = groups.setdefault(
            row.transaction_id,
            Transaction(row.transaction_id, row.at, names.get(row.actor_id or 0, ""), row.door, row.request_id, row.at),
        )
        if row.table_name != EVENTS:
            group.changes.append(Change(row, wording.table_name(row.table_name), wording.columns(row)))
    for row in _first_of(meanings) if each else meanings.order_by("pk"):
        groups[row.transaction_id].meanings.append(_meaning(row))
        groups[row.transaction_id].meant = getattr(row, "meant", 0)
    if each:
        _add_own(groups, rows)
    for group in groups.values():
        group.changes.reverse()
    _name_people(groups.values())
    return list(groups.values())


def _meaning(row: TrailRow) -> dict[str, Any]:
    return {**row.changes, "label": labels.label_of(row.changes["kind"])}


def _first_of(meanings: QuerySet[TrailRow]) -> QuerySet[TrailRow]:
    """The first of each transaction, with how many there are (``meant``)."""
    together = F("transaction_id")
    place = Window(RowNumber(), partition_by=together, order_by="pk")
    counted = meanings.annotate(place=place, meant=Window(Count("pk"), partition_by=together))
    return counted.filter(place__lte=MEANINGS).order_by("pk")


def _add_own(groups: dict[int, Transaction], rows: list[TrailRow]) -> None:
    for row in rows:
        if row.table_name == EVENTS and row.operation == "I":
            group = groups[row.transaction_id]
            group.own[row.pk] = _meaning(row)
            group.meanings.append(group.own[row.pk])  # behind the first: told of redactions like those


def _names(ids: set[int | None]) -> dict[int, str]:
    return dict(User.objects.filter(pk__in=[pk for pk in ids if pk]).values_list("pk", "name"))


def _name_people(groups: Iterable[Transaction]) -> None:
    """Write the names of people beside their numbers."""
    columns = [column for group in groups for change in group.changes for column in change.columns if column.is_person]
    ids = {value for column in columns for value in (column.old, column.new) if isinstance(value, int)}
    names = _names(set(ids))
    for column in columns:
        column.old, column.new = names.get(column.old, column.old), names.get(column.new, column.new)
