"""What a person is recognised by, what he is called afterwards, and whose data must stay."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.people.models import User
from accounts.trail.models import TrailRow
from common import errors
from customers.models import Contact
from customers.privacy import marks
from customers.privacy.models import AnonymisationRequest, DataHold

_COLUMNS = ("name", "phone", "email")


def marks_of(contact: Contact, also: Iterable[str] = ()) -> marks.Marks:
    """The contact's name, phone and mail, those that he had before, and what else he is known by."""
    names, phones, mails = {contact.name}, {contact.phone}, {contact.email}
    for column, value in _former(contact):
        {"name": names, "phone": phones, "email": mails}[column].add(value)
    for one in (" ".join(text.split()) for text in also):
        if "@" in one:
            mails.add(one)
        elif len(marks.digits(one)) >= marks.SHORTEST_PHONE:
            phones.add(one)
        else:
            names.add(one)
    wanted = [[one for one in found if one] for found in (names, phones, mails)]
    return marks.of(*map(sorted, wanted), is_rare=_are_rare(contact, wanted[0]))


def word_for(contact: Contact) -> str:
    """What stands in the name's place, in the language of the house."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("Anonymised contact %(number)s") % {"number": contact.pk}


def is_anonymised(contact: Contact) -> bool:
    """Whether the person was made unknown already."""
    done = (AnonymisationRequest.State.CONFIRMED, AnonymisationRequest.State.DONE)
    return AnonymisationRequest.objects.filter(contact=contact, state__in=done).exists()


def is_held(customer_id: int) -> bool:
    """Whether the customer's data must stay."""
    return DataHold.objects.filter(customer_id=customer_id, lifted_at=None).exists()


def require_not_held(customer_id: int) -> None:
    """Raise Conflict (``data_held``) where the customer's data must stay."""
    if is_held(customer_id):
        raise errors.Conflict(_("The data of this customer is on hold; nothing of it may go."), code="data_held")


def _former(contact: Contact) -> Iterable[tuple[str, str]]:
    rows = TrailRow.objects.filter(table_name=Contact._meta.db_table, row_id=str(contact.pk))
    for changes in rows.exclude(operation="B").values_list("changes", flat=True):
        for column in _COLUMNS:
            told: Any = changes.get(column)
            for value in told if isinstance(told, list) else [told]:
                if isinstance(value, str) and value:
                    yield column, value


def _are_rare(contact: Contact, names: Iterable[str]) -> bool:
    """Whether nobody else in the archive and in this house is called so."""
    for name in names:
        others = Contact.objects.filter(name__iexact=name).exclude(customer_id=contact.customer_id)
        if others.exists() or User.objects.filter(name__iexact=name).exists():
            return False
    return True
