"""What a person is recognised by, what he is called afterwards, and whose data must stay."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.people.models import User
from accounts.trail.models import TrailRow
from common import errors
from customers.models import Address, Contact, Customer
from customers.privacy import marks
from customers.privacy.models import AnonymisationRequest, DataHold

_COLUMNS = ("name", "phone", "email")
_MANY = 1_000  # who has a number too: one is enough


def marks_of(contact: Contact, also: Iterable[str] = ()) -> marks.Marks:
    """The contact's name, phone and mail, those that he had before, and what else he is known by; a name that is the
    company's own is none of his."""
    names, phones, mails = {contact.name}, {contact.phone}, {contact.email}
    for column, value in _former(contact):
        {"name": names, "phone": phones, "email": mails}[column].add(value)
    added = _cleaned(also)
    for kind, one in added:
        {"name": names, "phone": phones, "email": mails}[kind].add(one)
    companies = _company_names(contact.customer_id)
    company = {one for one in names if marks.plain(one) in companies}
    wanted = [sorted(filter(None, found)) for found in (names - company, phones, mails)]
    found = marks.of(*wanted)
    return marks.of(
        *wanted,
        others=sorted(_others(contact, found)),
        also=[one for _kind, one in added],
        left_out=sorted(filter(None, company)),
    )


def require_his(contact: Contact, also: Iterable[str]) -> None:
    """Raise Invalid where what somebody adds by hand is another person's: a contact's, or one of this house."""
    taken = _others(contact, marks.of(*_by_kind(_cleaned(also))))
    taken |= {one for kind, one in _cleaned(also) if kind == "name" and _is_somebodys(contact, one)}
    taken |= {one for _kind, one in _cleaned(also) if marks.plain(one) in _company_names(contact.customer_id)}
    if taken:
        words = _("This is somebody else's, or the company's own: %(which)s.") % {"which": ", ".join(sorted(taken))}
        raise errors.Invalid(fields={"also": [words]})


def family(customer_id: int) -> list[int]:
    """A customer and all who were merged into him."""
    return [customer_id, *Customer.objects.filter(merged_into=customer_id).order_by("pk").values_list("pk", flat=True)]


def word_for(contact: Contact) -> str:
    """What stands in the name's place, in the language of the house."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("Anonymised contact %(number)s") % {"number": contact.pk}


def is_anonymised(contact: Contact) -> bool:
    """Whether the person is unknown: by what stands there, for data may have come back since."""
    if contact.phone or contact.email:
        return False
    done = (AnonymisationRequest.State.CONFIRMED, AnonymisationRequest.State.DONE)
    return AnonymisationRequest.objects.filter(contact=contact, state__in=done, word=contact.name).exists()


def is_held(customer_id: int) -> bool:
    """Whether the customer's data must stay, or that of one who was merged into him."""
    return DataHold.objects.filter(customer_id__in=family(customer_id), lifted_at=None).exists()


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


def _cleaned(also: Iterable[str]) -> list[tuple[str, str]]:
    """What was added by hand, and what it is."""
    found = []
    for one in filter(None, (" ".join(text.split()) for text in also)):
        is_phone = len(marks.digits(one)) >= marks.SHORTEST_PHONE
        found.append(("email" if "@" in one else "phone" if is_phone else "name", one))
    return found


def _by_kind(found: Iterable[tuple[str, str]]) -> list[list[str]]:
    return [[one for kind, one in found if kind == wanted] for wanted in _COLUMNS]


def _company_names(customer_id: int) -> set[str]:
    columns = ("name", "short_name", "english_name", "invoice_title")
    rows = Customer.objects.filter(pk__in=family(customer_id)).values_list(*columns)
    return {marks.plain(one) for row in rows for one in row if one}


def _is_somebodys(contact: Contact, name: str) -> bool:
    others = Contact.objects.exclude(pk=contact.pk).filter(customer_id__in=family(contact.customer_id))
    return others.filter(name__iexact=name).exists() or User.objects.filter(name__iexact=name).exists()


def _others(contact: Contact, found: marks.Marks) -> set[str]:
    """Which of the marks another person has too: names at the customer and in this house, phones and addresses
    anywhere."""
    taken = {one for one in found.names if _is_somebodys(contact, one)}
    if not found.reached:
        return taken
    contacts = Contact.objects.exclude(pk=contact.pk)
    addresses = Address.objects.exclude(recipient__in=["", *found.names, *found.left_out])
    phones = [*_written(contacts, "phone", found), *_written(addresses, "phone", found)]
    phones += [*_written(User.objects.all(), "phone", found)]
    phones += [*_written(Customer.objects.all(), "invoice_address", found)]  # the company's own switchboard
    mails = [*_written(contacts, "email", found), *_written(User.objects.all(), "email", found)]
    taken |= {one for one in found.phones if any(marks.of(phones=[one]).stand_in(text) for text in phones)}
    return taken | {one for one in found.mails if any(marks.plain(text) == one for text in mails)}


def _written(rows: QuerySet, column: str, found: marks.Marks) -> list[str]:
    return list(rows.filter(**{f"{column}__iregex": found.reached}).values_list(column, flat=True)[:_MANY])
