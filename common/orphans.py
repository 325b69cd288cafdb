"""Rows that point to nothing (RELIABILITY 3: 24): where the database keeps the pointer it cannot happen, unless a
foreign key was never checked; where a row names its subject by kind and key, this looks."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Exists, OuterRef

# what was said of a row may outlive it: a removed template stays in the history and in people's inboxes
_OUTLIVING = frozenset({"common.event", "accounts.notification"})
_UNCHECKED = """
    SELECT conrelid::regclass::text, conname FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
    WHERE n.nspname = current_schema() AND c.contype = 'f' AND NOT c.convalidated ORDER BY conname
"""


def find(limit: int) -> list[dict[str, Any]]:
    """Up to ``limit`` of them: the table, the row's key, what it names."""
    return list(islice(_orphans(limit), limit))


def _orphans(limit: int) -> Iterator[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(_UNCHECKED)
        for table, name in cursor.fetchall():
            yield {"id": name, "table": table, "names": "never checked"}
    for model in apps.get_models():
        names = {field.name for field in model._meta.get_fields()}
        if {"subject_type", "subject_id"} <= names and model._meta.label_lower not in _OUTLIVING:
            yield from _without_subject(model, limit)


def _without_subject(model: Any, limit: int) -> Iterator[dict[str, Any]]:
    rows = model._base_manager.exclude(subject_id=None).order_by()
    for kind in rows.values_list("subject_type", flat=True).distinct():
        of_kind = rows.filter(subject_type=kind)
        try:
            target = apps.get_model(kind)
        except (LookupError, ValueError):
            lost = of_kind
        else:
            lost = of_kind.exclude(Exists(target._base_manager.filter(pk=OuterRef("subject_id"))))
        for pk, subject_id in lost.values_list("pk", "subject_id")[:limit]:
            yield {"id": pk, "table": model._meta.db_table, "names": f"{kind} {subject_id}"}
