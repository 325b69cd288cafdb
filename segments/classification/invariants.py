"""What holds for classification at any moment: the rules in force would say the same, and history ends with it."""

from itertools import islice
from typing import Any

from django.utils.translation import gettext_lazy as _

from common.invariants import Invariant, invariants
from segments.classification import computing, queries
from segments.classification.subjects import Subject, subjects

_CHUNK = 1000


def otherwise(limit: int) -> list[dict[str, Any]]:
    """Rows that the rules in force would classify otherwise than they are."""
    return list(islice((fault for subject in subjects.values() for fault in _otherwise(subject)), limit))


def _otherwise(subject: Subject) -> Any:
    version = queries.active()
    rule_set = queries.rule_set(version)
    for chunk in computing.in_chunks(computing.only_texts(subject), _CHUNK):
        stored = [_stored(subject, row) for row in chunk]
        computing.put(subject, chunk, version.number, rule_set)
        for row, before in zip(chunk, stored, strict=True):
            after = _stored(subject, row)
            if before != after:
                wrong = {name: [before[name], after[name]] for name in before if before[name] != after[name]}
                yield {"id": row.pk, "of": str(subject.label), "stored, meant": str(wrong)}


def _stored(subject: Subject, row: Any) -> dict[str, Any]:
    columns: dict[str, Any] = {name: subject.model._meta.get_field(name) for name in subject.columns}
    return {name: getattr(row, column.attname) for name, column in columns.items()}


def unkept(limit: int) -> list[dict[str, Any]]:
    """Rows whose open period says something else than they do, or that have none."""
    return list(islice((fault for subject in subjects.values() for fault in _unkept(subject)), limit))


def _unkept(subject: Subject) -> Any:
    for chunk in computing.in_chunks(computing.only_texts(subject), _CHUNK):
        kept = computing.open_periods(subject, [row.pk for row in chunk])
        for row in chunk:
            if row.rules_number and not computing.is_kept(subject, row, kept.get(row.pk)):
                yield {"id": row.pk, "of": str(subject.label), "stored": str([row.tags, row.flags])}


def register() -> None:
    """Called once from this room's ``register``."""
    for key, title, find in (
        ("classified", _("Everything is classified as the rules in force say"), otherwise),
        ("periods", _("The history of classification ends with what holds now"), unkept),
    ):
        invariants.register(f"segments.{key}", Invariant(24, title, find=find))
