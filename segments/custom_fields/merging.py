"""Values of custom fields when two rows become one: chosen one by one, like the columns (R262, R310)."""

from collections.abc import Collection
from typing import Any

from accounts.people.models import User
from common.likeness.merging import Choice
from segments.custom_fields import definitions, values


def names(actor: User, subject: str) -> list[str]:
    """What can be chosen: the fields in use that the actor may see."""
    return [one.name for one in definitions.visible(actor, subject)]


def choices(actor: User, subject: str, source: Any, target: Any) -> list[Choice]:
    """The fields in which the two differ and of which the one that goes says something. Where the one that stays says
    nothing, it is taken by itself."""
    found = []
    for one in definitions.visible(actor, subject):
        ours, theirs = target.custom.get(one.key), source.custom.get(one.key)
        if theirs is None or ours == theirs:
            continue
        kept, other = (values.words(one, values.shown_value(actor, one, value)) for value in (ours, theirs))
        found.append(Choice(one.name, one.label, kept, other, taken=ours is None))
    return found


def taken(actor: User, subject: str, source: Any, target: Any, wanted: Collection[str]) -> dict[str, Any]:
    """The values of the one that stays: its own with those that are ``wanted`` of the other. A value of a field that
    the actor does not see, or that is out of use, fills a gap: nobody chose to lose it."""
    offered = {one.key: one.name for one in definitions.visible(actor, subject)}
    found = dict(target.custom)
    for key, value in source.custom.items():
        if offered[key] in wanted if key in offered else key not in found:
            found[key] = value
    return found
