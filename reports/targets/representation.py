"""Targets and notes on strategy as the API says them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from common import errors
from common.money import plain
from reports.targets.models import StrategyNote, Target
from reports.targets.operations import Entry, Outcome, Seen
from reports.targets.subjects import Kind, read, whose_of


def target(row: Target) -> dict[str, Any]:
    """``TargetSerializer``."""
    whose = whose_of(row)
    named = None if whose.kind in (Kind.COMPANY, Kind.REGION) else getattr(row, str(whose.kind))
    return {
        **{name: getattr(row, name) for name in ("year", "month", "measure", "notes", "set_at", "version")},
        "id": row.pk,
        "kind": whose.kind.value,
        "key": str(whose.key) if whose.key else None,
        "name": str(named) if named is not None else (str(whose.key) if whose.key else None),
        "value": plain(row.value),
        "set_by": str(row.set_by),
    }


def entries(rows: Iterable[Mapping[str, Any]]) -> list[Entry]:
    """What ``operations.set_targets`` takes. Raises Invalid for keys that nobody can have."""
    found: list[Entry] = []
    wrong: dict[str, list[errors.Text]] = {}
    for place, row in enumerate(rows, start=1):
        where = f"targets.{place}"
        whose = read(f"{row['kind']}:{row.get('key') or ''}")
        if whose is None:
            wrong[f"{where}.key"] = [_("This is the key of nobody.")]
            continue
        seen = Seen(row["id"], row.get("version", 0)) if row.get("id") is not None else None
        found.append(Entry(whose, row["month"], row["value"], row.get("notes"), seen, where))
    if wrong:
        raise errors.Invalid(fields=wrong)
    return found


def outcome(found: Outcome) -> dict[str, int]:
    """``TargetsSetSerializer``."""
    return {"added": found.added, "changed": found.changed, "removed": found.removed}


def note(row: StrategyNote) -> dict[str, Any]:
    """``StrategyNoteSerializer``."""
    return {
        **{name: getattr(row, name) for name in ("year", "subject", "text", "written_at", "version")},
        "id": row.pk,
        "department": row.department_id,
        "written_by": str(row.written_by),
    }


def note_given(data: Mapping[str, Any]) -> dict[str, Any]:
    """What ``strategy.save_note`` takes."""
    return {("department_id" if name == "department" else name): value for name, value in data.items()}
