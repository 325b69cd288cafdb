"""What a reader asks the feed for, as he writes it: patterns of kinds, a subject."""

import re
from dataclasses import replace

from django.utils.translation import gettext as _

from common import errors
from integration.catalogue import kinds
from integration.feed.queries import Wanted

_TYPE = re.compile(r"(?P<type>[a-z_]+\.[a-z_]+)(?::(?P<id>\d{1,18}))?")
_LIKE_A_TYPE = re.compile(r"[a-z_]+:\d+")


def wanted(*, kind: str = "", subject: str = "") -> Wanted:
    """What is meant. Raises Invalid for a kind, or a type of thing, that the catalogue does not know: a misspelt one
    would be waited for in vain."""
    patterns = [one.strip() for one in kind.split(",") if one.strip()]
    chosen = _kinds(patterns) if patterns else None
    found = about(subject)
    if found.subject_type and found.subject_type not in _types():
        words = _("No event is about “%(name)s”.") % {"name": found.subject_type}
        raise errors.Invalid(fields={"subject": [words]})
    if _LIKE_A_TYPE.fullmatch(found.number):
        words = _("Write the type of a thing like orders.order:118.")
        raise errors.Invalid(fields={"subject": [words]})
    return replace(found, kinds=chosen)


def about(subject: str) -> Wanted:
    """What a subject means that was asked for before, whatever the catalogue knows now."""
    text = subject.strip()
    if found := _TYPE.fullmatch(text):
        return Wanted(None, found["type"], int(found["id"]) if found["id"] else None)
    return Wanted(number=text)


def _types() -> frozenset[str]:
    return frozenset(one for kind in kinds.all_kinds().values() for one in kind.subjects)


def _kinds(patterns: list[str]) -> frozenset[str]:
    found: set[str] = set()
    for pattern in patterns:
        meant = kinds.matching(pattern)
        if not meant:
            raise errors.Invalid(fields={"kind": [_("There is no kind of event “%(name)s”.") % {"name": pattern}]})
        found |= meant
    return frozenset(found)
