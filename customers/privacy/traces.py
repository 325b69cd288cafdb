"""Taking a person out of the audit trail and of events, after the rows were changed (docs/adr/0121, 0126)."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Model, Q, TextField
from django.db.models.functions import Cast

from accounts.people.models import User
from accounts.trail import install, redacting
from accounts.trail.models import TrailRow
from common.models import Event
from customers.privacy import gone, knowing, looking, places, replacing
from customers.privacy.marks import Marks
from customers.privacy.models import AnonymisationRequest
from customers.privacy.replacing import Standing

Changed = Mapping[str, Mapping[str, Collection[int]]]


def clear(
    request: AnonymisationRequest,
    changed: Changed,
    standing: Standing,
    *,
    kept: Collection[looking.Place],
    actor: User,
    at: datetime,
    thoroughly: bool = False,
) -> int:
    """Take what stood in the changed columns out of trail and events, then what the trail and the events of the
    customer's things still say of the person from before; how many rows of either changed. ``kept``: texts that
    somebody left as they are. ``thoroughly``: rows that were deleted long ago too."""
    audited = set(install.audited_tables())
    told: dict[str, Any] = {"reason": reason_of(request), "actor": actor, "at": at, "part_of": str(request.key)}
    texts = standing.marks.sure_texts
    total = 0
    for table, columns in changed.items():
        if table in audited:
            total += _redact(table, columns, texts, told)
    others = _not_there(standing) if thoroughly else {}
    for model in places.models():
        if model._meta.db_table in audited:
            former = _former(model, standing, kept, others.get(model._meta.db_table, set()))
            total += _redact(model._meta.db_table, former, texts, told)
    ids, written = _events(standing)
    return total + len(ids) + redacting.redact_events(event_ids=ids, texts=texts | written, **told)


def reason_of(request: AnonymisationRequest) -> str:
    """Why, as the trail shows it for ever: the number of the request, nobody's name."""
    return f"Anonymisation {request.pk}: {request.ground}"


def _redact(table: str, columns: Mapping[str, Collection[Any]], texts: Collection[str], told: Mapping[str, Any]) -> int:
    """Each set of columns once, for the rows that changed in just these."""
    of_row: dict[Any, list[str]] = defaultdict(list)
    for column, keys in columns.items():
        for key in keys:
            of_row[key].append(column)
    together: dict[tuple[str, ...], list[Any]] = defaultdict(list)
    for key, names in of_row.items():
        together[tuple(sorted(names))].append(key)
    return sum(
        redacting.redact(table=table, row_ids=keys, columns=names, texts=texts, **told)
        for names, keys in sorted(together.items())
    )


def _not_there(standing: Standing) -> dict[str, set[str]]:
    """Rows of the trail that no row of the customer's leads to: what was deleted, and what is nobody's."""
    found = gone.deleted_rows(knowing.family(standing.contact.customer_id), standing.marks)
    for table, keys in gone.nobodys_rows(standing.marks):
        found.setdefault(table, set()).update(keys)
    return found


def _former(
    model: type[Model], standing: Standing, kept: Collection[looking.Place], others: Collection[str]
) -> dict[str, set[str]]:
    """What the trail says of the person in rows of the customer's that name him no more, or never by that column, and
    in the ``others``."""
    table, columns = model._meta.db_table, {one.column for one in places.searched(model)}
    left = {(str(one.row_id), one.column) for one in kept if one.table == table}
    wanted = columns - {*places.table_of(model).kept}
    found: dict[str, set[str]] = defaultdict(set)
    for row_id, changes in _trail_of(model, standing, others):
        for column, value in changes.items():
            if column in wanted and (row_id, column) not in left and _tells(standing.marks, value):
                found[column].add(row_id)
    return dict(found)


def _tells(marks: Marks, value: Any) -> bool:
    """Whether a value tells of the person beyond doubt: a short name, or one that others have, is somebody else's in a
    longer text."""
    cells = value if isinstance(value, list) else [value]
    if not marks.is_unsure(looking.as_text(value)):
        return marks.stand_in(looking.as_text(value))
    return any(marks.is_whole(one) for one in cells) or marks.is_reached(value)


def _trail_of(model: type[Model], standing: Standing, others: Collection[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    rows = looking.rows_about(model, standing.contact.customer_id)
    if (rows is None and not others) or not standing.marks.anything:
        return
    wanted = Q(row_id__in=others)
    if rows is not None:
        wanted |= Q(row_id__in=rows.annotate(as_written=Cast("pk", TextField())).values("as_written"))
    trail = TrailRow.objects.filter(wanted, table_name=model._meta.db_table).exclude(operation="B")
    named = trail.annotate(written=Cast("changes", TextField())).filter(written__iregex=standing.marks.anything)
    yield from named.values_list("row_id", "changes").iterator(chunk_size=looking.STEP)


def _events(standing: Standing) -> tuple[list[int], set[str]]:
    """The events about the customer's things that name the person, and how they write him."""
    ids, written = [], set()
    if not standing.marks.anything:
        return [], set()
    for model in (one for one in places.models() if places.paths_of(one)):
        rows: Any = looking.rows_about(model, standing.contact.customer_id)
        about = Event.objects.filter(subject_type=model._meta.label_lower, subject_id__in=rows.values("pk"))
        named = about.annotate(told=Cast("data", TextField())).filter(
            Q(told__iregex=standing.marks.anything)
            | Q(reason__iregex=standing.marks.anything)
            | Q(subject_number__iregex=standing.marks.anything)
        )
        for pk, *values in named.values_list("pk", "data", "reason", "subject_number"):
            ids.append(pk)
            written |= replacing.quoted(standing.marks, values)
    return ids, {one for one in written if not standing.marks.is_unsure(one)}
