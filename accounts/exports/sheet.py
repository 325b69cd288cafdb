"""What pages and API show of an export: its name, how far it is, what its file is called."""

from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from common import dates
from common.exports.lists import lists
from common.exports.models import Export

State = Export.State
GLYPHS = {
    State.QUEUED: "wait",
    State.RUNNING: "run",
    State.DONE: "closed",
    State.FAILED: "block",
    State.CANCELLED: "void",
    State.EXPIRED: "archived",
}
WAITING = (State.QUEUED, State.RUNNING)


def title_of(export: Export) -> str:
    """The list's name, or that of what was asked of it."""
    entry = lists.get(export.list_key)
    if entry is None:
        return str(export.list_key)
    return (entry.title(QueryDict(export.query)) if entry.title else "") or str(entry.label)


def file_name(export: Export) -> str:
    """What the file is called where it arrives: the list and the moment."""
    return name_of(title_of(export), export.created_at, export.form)


def name_of(title: str, at: datetime, form: str) -> str:
    """What a file with this title is called, written at a moment."""
    return get_valid_filename(f"{title}-{at.astimezone(dates.business_zone()):%Y%m%d-%H%M}.{form}")


def progress_of(export: Export) -> dict[str, Any]:
    """How far an export is that is being written."""
    done, total = (export.job.done, export.job.total) if export.job else (0, 0)
    share = min(100, done * 100 // total) if total else 0
    words = _("Waiting for a worker") if export.state == State.QUEUED else _("Being written")
    return {
        "done": done,
        "total": total,
        "percent": share,
        "share": f"{share}%",
        "segment": f"sh:{share}",
        "words": words,
    }


def shown(export: Export) -> dict[str, Any]:
    """An export as a page draws it."""
    return {
        "export": export,
        "title": title_of(export),
        "glyph": GLYPHS[State(export.state)],
        "is_waiting": export.state in WAITING,
        "is_ready": export.state == State.DONE,
        "progress": progress_of(export),
        "condition": " · ".join(export.condition),
    }
