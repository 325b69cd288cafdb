"""Words of customers that another system sends (a CRM): once per external number (R299)."""

from django.utils.translation import gettext as _

from common import errors, locks
from customers.voice.models import CustomerNote

_CONTENT = ("customer_id", "kind", "text", "order_number", "score")


def find(note: CustomerNote) -> CustomerNote | None:
    """What was written down already under the number of this note, one caller at a time until commit; None: it is new.

    Raises Invalid (a number without its system), Conflict (another content under the number).
    """
    if not note.external_id:
        return None
    if not note.provider:
        raise errors.Invalid(fields={"provider": [_("Say which system it is.")]})
    locks.wait_for_key(f"customer-note/{note.provider}/{note.external_id}")
    known = CustomerNote.objects.filter(provider=note.provider, external_id=note.external_id).first()
    if known is not None and any(getattr(known, name) != getattr(note, name) for name in _CONTENT):
        text = _("%(id)s was taken in already, with another content; that one stays.") % {"id": note.external_id}
        raise errors.Conflict(text, code="external_id_used")
    return known
