"""What a reader asks the feed for, as he writes it: patterns of kinds, a subject."""

import re

from django.utils.translation import gettext as _

from common import errors
from integration.catalogue import kinds
from integration.feed.queries import Wanted

_TYPE = re.compile(r"(?P<type>[a-z_]+\.[a-z_]+)(?::(?P<id>\d{1,18}))?")


def wanted(*, kind: str = "", subject: str = "") -> Wanted:
    """What is meant. Raises Invalid for a kind that does not exist: a misspelt one would be waited for in vain."""
    patterns = [one.strip() for one in kind.split(",") if one.strip()]
    chosen = _kinds(patterns) if patterns else None
    text = subject.strip()
    if found := _TYPE.fullmatch(text):
        return Wanted(chosen, found["type"], int(found["id"]) if found["id"] else None)
    return Wanted(chosen, number=text)


def _kinds(patterns: list[str]) -> frozenset[str]:
    found: set[str] = set()
    for pattern in patterns:
        meant = kinds.matching(pattern)
        if not meant:
            raise errors.Invalid(fields={"kind": [_("There is no kind of event “%(name)s”.") % {"name": pattern}]})
        found |= meant
    return frozenset(found)
