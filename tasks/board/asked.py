"""What addresses of calendars and loads ask for; nonsense is refused, nothing is guessed."""

from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _

from common import errors, typed

FIRST, LAST = date(2000, 1, 1), date(2100, 1, 1)


def day(query: QueryDict, name: str, otherwise: date) -> date:
    """A day like 2026-11-23. Raises Invalid."""
    text = query.get(name, "")
    if not text:
        return otherwise
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or not FIRST <= found < LAST:
        raise errors.Invalid(fields={name: [_("Write a day like 2026-11-23.")]})
    return found


def number(query: QueryDict, name: str, otherwise: int, most: int) -> int:
    """A whole number from 1 to ``most``. Raises Invalid."""
    text = query.get(name, "")
    if not text:
        return otherwise
    if not (text.isascii() and text.isdecimal() and len(text) < 5 and 1 <= int(text) <= most):
        raise errors.Invalid(fields={name: [_("From 1 to %(n)s.") % {"n": most}]})
    return int(text)


def person(query: QueryDict) -> int | None:
    """Whose calendar. Raises NotFound for what no person can have."""
    text = query.get("person", "")
    if not text:
        return None
    found = typed.read_key(text)
    if found is None:
        raise errors.NotFound()
    return found
