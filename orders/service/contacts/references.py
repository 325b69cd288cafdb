"""What other systems write of a contact, turned into keys."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.people import queries as people
from accounts.people.models import User
from common import errors
from customers import queries as customers
from orders.order import queries as orders
from orders.service.contacts.operations import Next


def resolved(actor: User, data: dict[str, Any]) -> dict[str, Any]:
    """``data`` with its customer, order, people and next contact as operations take them. Raises Invalid for a
    sign-in name that nobody has, NotFound for an order or a customer that is not the actor's."""
    found = dict(data)
    if "order" in found or "customer" in found:
        reference, code = found.pop("order", ""), found.pop("customer", "")
        found["order_id"] = orders.id_of(reference) if reference else None
        found["customer_id"] = customers.get_customer_by_code(actor=actor, code=code).pk if code else None
        if not reference and not code:
            raise errors.Invalid(fields={"customer": [_("Name the customer or the order.")]})
    if "owner" in found:
        found["owner_id"] = _person(found.pop("owner"), "owner")
    if (wanted := found.get("next_contact")) is not None:
        given = dict(wanted)
        found["next_contact"] = Next(owner_id=_person(given.pop("owner"), "next_contact.owner"), **given)
    return found


def _person(name: str, field: str) -> int | None:
    if not name:
        return None
    person = people.by_usernames([name]).first()
    if person is None:
        raise errors.Invalid(fields={field: [_("Nothing is known under “%(text)s”.") % {"text": name}]})
    return person.pk
