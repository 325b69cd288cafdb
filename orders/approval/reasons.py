"""Why somebody is asked: stored as ``how:name``, read in the reader's language. Pure."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from common import reference

_WORDS = {
    "head": gettext_noop("Head of %(department)s"),
    "substitute": gettext_noop("Stands in for the head of %(department)s"),
    "role": gettext_noop("Approves for %(department)s"),
    "anyone": gettext_noop("May approve everything; nobody nearer can decide"),
    "holder": gettext_noop("Role %(name)s"),
    "shipped": gettext_noop("Role %(name)s"),  # a role that comes with the software: its name is translated
    "named": gettext_noop("Named in the matrix"),
    "customer": gettext_noop("The customer confirms"),
    "added": gettext_noop("Added by %(name)s"),
    "escalated": gettext_noop("Asked as well because the decision of %(name)s is late"),
}
LENGTH = 200


def of(how: str, name: str = "") -> str:
    """A reason as it is stored."""
    return f"{how}:{name}"[:LENGTH]


def words(why: str) -> str:
    """The stored reason in words; anything else as it stands."""
    how, _colon, name = why.partition(":")
    shown = _(name) if how == "shipped" else reference.shown(name)
    return _(_WORDS[how]) % {"name": shown, "department": shown} if how in _WORDS else why
