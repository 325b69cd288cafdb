"""Redaction: personal data goes out of the audit trail and of events, and that it went stays told (ADR 0121).

For operations that anonymise. What is taken out is kept nowhere; the trail's seals hold as before, because they are
over the hashes of rows, and a redacted row's first hash stays (``seals``). Nobody's right is asked here: who may
anonymise what is decided by whoever calls.
"""

import json
import uuid
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Any

import structlog
from django.apps import apps
from django.db import connection
from django.db.models import ForeignKey, Model
from django.utils.translation import gettext as _

from accounts.trail import install, journal
from common import errors
from common.models import Event
from common.operation import operation
from common.registry import Registry

REDACTED = "[redacted]"  # what stands in an event in the place of a text; redaction.sql writes it
EVENTS = "common_event"

# name -> callable(event_ids): copies of events elsewhere lose what the events lost; called in the operation
followers: Registry[Callable[[Collection[int]], None]] = Registry("accounts.redaction_followers")

log = structlog.get_logger(__name__)


@operation
def redact(
    *,
    table: str,
    row_ids: Collection[int | str],
    columns: Collection[str],
    reason: str,
    actor: Any,
    at: datetime,
    texts: Collection[str] = (),
    part_of: str = "",
) -> int:
    """Take the values of ``columns`` of these rows of ``table`` out of every row of the trail, sealed or not, and what
    stood there (and ``texts``) out of the events about these rows; how many rows of the trail changed.

    To be called in the operation that anonymises, after it changed the rows themselves: its own change is in the trail
    by then, with what was there. ``reason`` is kept and shown, so it must not name anybody. ``part_of``: the key of a
    line of the caller's own in the journal, which does all of it again after a restore. Raises Invalid (no reason),
    ValueError (a table or column that is none, or one that holds the trail together).
    """
    model = _check(table, columns)
    ids = [str(one) for one in row_ids]
    if not ids:
        return 0
    events = _events_about(model, ids)
    gone = _stood_there(model, ids, columns) - _stands_there(model, ids, columns) if events else set()
    told = _told(table, reason, part_of)
    return _run(told, ids, sorted(columns), events, [*gone, *texts])


@operation
def redact_events(
    *, event_ids: Collection[int], texts: Collection[str], reason: str, actor: Any, at: datetime, part_of: str = ""
) -> int:
    """Take the texts out of these events, and out of what the trail says of them; how many rows of the trail changed.
    A text shorter than four letters (two of Chinese) goes only where it is all there is. Raises Invalid (no reason)."""
    if not event_ids or not any(texts):
        return 0
    told = _told(EVENTS, reason, part_of)
    return _run(told, [str(pk) for pk in event_ids], [], list(event_ids), texts)


@operation
def again(*, line: dict[str, Any], actor: Any, at: datetime) -> int:
    """Do a redaction again that this database does not know, as its line in the journal tells it: after a restore. Of
    events that were redacted by their texts, which nobody kept, every text goes. Returns how many rows changed."""
    told = {name: line[name] for name in ("key", "reason", "part_of", "table")}
    ids = line["row_ids"]
    if line["table"] == EVENTS:
        return _run(told, ids, [], [int(pk) for pk in ids], None, keep=True)
    model = _check(line["table"], line["columns"])
    events = _events_about(model, ids)
    gone = _stood_there(model, ids, line["columns"]) if events else set()
    return _run(told, ids, line["columns"], events, gone, keep=True)


def _told(table: str, reason: str, part_of: str) -> dict[str, Any]:
    """Who and when is not told: the database knows whose operation this is, and what time it is."""
    if not reason.strip():
        raise errors.Invalid(fields={"reason": [_("Say why.")]})
    return {
        "key": str(uuid.uuid4()),
        "reason": reason.strip(),
        "part_of": part_of,
        "table": table,
    }


def _check(table: str, columns: Collection[str]) -> type[Model]:
    """The table's model, where these are columns of it that may be redacted."""
    model = next((one for one in apps.get_models(include_auto_created=True) if one._meta.db_table == table), None)
    if model is None or table not in install.audited_tables() or table == EVENTS:
        raise ValueError(f"{table} is no table whose rows can be redacted")
    fields = {field.column: field for field in model._meta.local_concrete_fields}
    for name in columns:
        if name not in fields or fields[name].primary_key or isinstance(fields[name], ForeignKey):
            raise ValueError(f"{table}.{name} is no column that can be redacted")
    return model


def _events_about(model: type[Model], ids: Iterable[str]) -> list[int]:
    numbers = [int(one) for one in ids if one.isdecimal()]
    rows = Event.objects.filter(subject_type=model._meta.label_lower, subject_id__in=numbers)
    return list(rows.order_by("pk").values_list("pk", flat=True))


_VALUES = """
SELECT DISTINCT item #>> '{}'
FROM accounts_trailrow
CROSS JOIN LATERAL jsonb_each(changes) AS found (key, value)
CROSS JOIN LATERAL jsonb_array_elements(
    CASE WHEN operation = 'U' THEN value ELSE jsonb_build_array(value) END) AS each (item)
WHERE table_name = %s AND row_id = ANY(%s) AND operation <> 'B' AND key = ANY(%s) AND jsonb_typeof(item) = 'string'
"""


def _stood_there(model: type[Model], ids: list[str], columns: Collection[str]) -> set[str]:
    """The texts that the trail knows of these columns."""
    with connection.cursor() as cursor:
        cursor.execute(_VALUES, [model._meta.db_table, ids, list(columns)])
        return {row[0] for row in cursor.fetchall() if row[0].strip()}


def _stands_there(model: type[Model], ids: list[str], columns: Collection[str]) -> set[str]:
    """The texts that the rows hold now: what stands in an anonymised row is nobody's name."""
    names = [field.attname for field in model._meta.local_concrete_fields if field.column in columns]
    now = model._base_manager.filter(pk__in=ids).values_list(*names) if names else ()
    return {value for row in now for value in row if isinstance(value, str)}


def _run(
    told: dict[str, Any],
    ids: list[str],
    columns: Collection[str],
    event_ids: list[int],
    texts: Iterable[str] | None,
    *,
    keep: bool = False,
) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT trail_rows, changed_events"
            " FROM orders_trail_redact(%s::jsonb, %s, %s::text[], %s::bigint[], %s::text[], %s)",
            [json.dumps(told), ids, list(columns), event_ids, None if texts is None else _forms(texts), keep],
        )
        rows, events = cursor.fetchone()
    if events:
        for follow in followers.values():
            follow(events)
    log.info("trail_redacted", key=told["key"], table=told["table"], rows=rows, events=len(events))
    if rows or events or keep:
        journal.write_after_commit(journal.OWN, told["key"])
    return int(rows)


def _forms(texts: Iterable[str]) -> list[str]:
    """The texts as others may have written them, the longest first: a part never hides the whole."""
    given = {one.strip() for one in texts if one.strip()}
    written = given | {one.lower() for one in given} | {one.upper() for one in given}
    return sorted(written, key=lambda one: (-len(one), one))
