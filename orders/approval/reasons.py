"""Why somebody is asked: stored as ``how:department``, read in the reader's language. Pure."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

_WORDS = {
    "head": gettext_noop("Head of %(department)s"),
    "substitute": gettext_noop("Stands in for the head of %(department)s"),
    "role": gettext_noop("Approves for %(department)s"),
    "anyone": gettext_noop("May approve everything; nobody nearer can decide"),
}


def words(why: str) -> str:
    """The stored reason in words; anything else as it stands."""
    how, _colon, department = why.partition(":")
    return _(_WORDS[how]) % {"department": department} if how in _WORDS else why
