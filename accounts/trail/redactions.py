"""Redactions that were made: for the list beside the backups, and for whoever reads the trail."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.people.models import User
from accounts.trail import journal, redacting
from accounts.trail.models import Redaction


@dataclass(frozen=True)
class Told:
    """A redaction in words: what was taken out where, by whom, when, why."""

    number: int
    at: datetime
    person: str
    reason: str
    table: str
    columns: list[str]
    rows: int
    events: int


def told(numbers: Collection[int] | None = None) -> list[Told]:
    """Redactions, the oldest first; all of them, or these."""
    rows = Redaction.objects.order_by("pk")
    found = list(rows if numbers is None else rows.filter(pk__in=numbers))
    names = dict(User.objects.filter(pk__in={one.actor_id for one in found}).values_list("pk", "name"))
    return [
        Told(
            one.pk, one.at, names.get(one.actor_id, f"#{one.actor_id}"), one.reason, one.table_name, one.columns,
            one.row_count, one.event_count,
        )
        for one in found
    ]  # fmt: skip


def _keys() -> Iterator[str]:
    return map(str, Redaction.objects.order_by("pk").values_list("key", flat=True).iterator())


def _lines(keys: Collection[str] | None = None) -> Iterator[dict[str, Any]]:
    rows = Redaction.objects.order_by("pk")
    for one in (rows if keys is None else rows.filter(key__in=keys)).iterator():
        yield {
            "key": str(one.key),
            "at": one.at.isoformat(),
            "actor": one.actor_id,
            "reason": one.reason,
            "part_of": one.part_of,
            "table": one.table_name,
            "columns": one.columns,
            "row_ids": one.row_ids,
        }


def _known(keys: set[str]) -> set[str]:
    return {str(key) for key in Redaction.objects.filter(key__in=keys).values_list("key", flat=True)}


def _repeat(*, line: dict[str, Any], actor: Any, at: datetime) -> str:
    rows = redacting.again(line=line, actor=actor, at=at)
    return f"{line['table']}: {len(line['row_ids'])} objects, {rows} rows of the trail"


def register() -> None:
    """Called once from ``AccountsConfig.ready``."""
    journal.sources.register(journal.OWN, journal.Source(_lines, _known, _repeat, _keys, _lines))
