"""Events as plain dictionaries: for the API, and for whoever else is sent them."""

from typing import Any

from accounts.trail.labels import label_of
from integration.feed.queries import Entry, Page


def page(found: Page) -> dict[str, Any]:
    """Some events (``EventPageSerializer``)."""
    return {
        "after": found.after,
        "has_more": found.has_more,
        "newest": found.newest,
        "results": [event(one) for one in found.entries],
    }


def event(one: Entry) -> dict[str, Any]:
    """An event (``EventSerializer``)."""
    has_subject = one.subject_id is not None
    return {
        "position": one.position,
        "id": one.id,
        "at": one.at,
        "kind": one.kind,
        "label": str(label_of(one.kind)),
        "subject": {"type": one.subject_type, "id": one.subject_id, "number": one.subject_number}
        if has_subject or one.subject_number
        else None,
        "actor": {"username": one.actor, "name": one.actor_name} if one.actor else None,
        "door": one.door,
        "reason": one.reason,
        "data": one.data,
        "redacted": one.redacted,
    }
