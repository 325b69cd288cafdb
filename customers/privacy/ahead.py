"""Looking for a person before anything is locked, for it takes long: who works with the customer waits for nobody.

What comes in between the look and the change the second look finds, a day later; open business is asked about once more
under the lock, and rows that became somebody else's are asked again as they are changed.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from customers.models import Contact
from customers.privacy import knowing
from customers.privacy.looking import Look, look_for
from customers.privacy.marks import Marks, kept
from customers.privacy.models import AnonymisationRequest

_UNDER_WAY = (AnonymisationRequest.State.OPEN, AnonymisationRequest.State.CONFIRMED)


class Ahead(NamedTuple):
    """What was found before anything was locked, and whom and how it was looked for."""

    asked: tuple[Any, ...] = ()
    found: Look | None = None

    def still_of(self, contact: Contact, marks: Marks, goes_on: bool) -> Look:
        """The same as long as it was for just this; else everything is looked through anew."""
        if self.found is not None and self.asked == (contact.pk, contact.customer_id, marks, goes_on):
            return self.found
        return look_for(contact, marks, goes_on=goes_on)


def of_contact(contact: Contact | None, also: Iterable[str], *, goes_on: bool) -> Ahead:
    """For whom a request is to be noted; nothing for who is not there, or unknown already."""
    if contact is None or knowing.is_anonymised(contact):
        return Ahead()
    return _look(contact, knowing.marks_of(contact, also), goes_on)


def of_request(request: AnonymisationRequest, *, goes_on: bool) -> Ahead:
    """For a request under way."""
    return _look(request.contact, kept(request.marks), goes_on) if request.state in _UNDER_WAY else Ahead()


def _look(contact: Contact, marks: Marks, goes_on: bool) -> Ahead:
    return Ahead((contact.pk, contact.customer_id, marks, goes_on), look_for(contact, marks, goes_on=goes_on))
