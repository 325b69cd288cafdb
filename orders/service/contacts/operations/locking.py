"""A contact, and what it is about, under lock; what every contact must have."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.collaboration import inbox
from accounts.people.models import User
from common import editing, errors, events
from common.errors import Text
from customers import policies as customers
from customers import queries as customer_queries
from customers.models import Contact, Customer
from orders.order import policies as orders
from orders.order.models import Order
from orders.service.contacts import policies, queries
from orders.service.contacts.choices import State
from orders.service.contacts.models import FollowUp

LONGEST = 4000  # of what is written about one contact
PLANNED = gettext_noop("%(customer)s: contact the customer by %(day)s")
_NOT_CHECKED = (
    *("customer", "order", "contact", "owner", "done_by", "follows", "created_by"),
    *("held_at", "source_key"),
)


def about(actor: User, customer_id: int | None, order_id: int | None) -> tuple[Customer, Order | None]:
    """The customer, locked, and the order that a new contact is about. Whoever sees the order need not see the
    customer. Raises NotFound, NotAllowed, WrongState (the customer was merged), Invalid (another's order)."""
    order = None
    if order_id is not None:
        order = orders.visible_to(actor).filter(pk=order_id).first()
        if order is None:
            raise errors.NotFound()
        if customer_id not in (None, order.customer_id):
            raise errors.Invalid(fields={"order": [_("This customer has no such order.")]})
        customer_id = order.customer_id
    elif customer_id is None or not customers.visible_to(actor).filter(pk=customer_id).exists():
        raise errors.NotFound()
    customer = _locked_customer(customer_id)
    policies.require_serve(actor, customer, order)
    return customer, order


def _locked_customer(customer_id: int) -> Customer:
    customer = Customer.objects.select_for_update(no_key=True).get(pk=customer_id)
    customer_queries.require_standing(customer)
    return customer


def locked(actor: User, follow_up_id: int, version: int | None, *, with_customer: bool = False) -> FollowUp:
    """A planned contact that the actor may hold, locked; ``with_customer``: its customer before it, as another contact
    is agreed in it. Raises NotFound, NotAllowed, Stale, WrongState (held or dropped already)."""
    known = queries.get_contact(actor, follow_up_id)
    if with_customer:
        _locked_customer(known.customer_id)
    rows = FollowUp.objects.select_for_update(no_key=True, of=("self",)).select_related("customer", "order", "owner")
    row = rows.get(pk=follow_up_id)
    policies.require(actor, row)
    if row.state != State.PLANNED:
        raise errors.WrongState(
            _("This contact was held already.") if row.state == State.DONE else _("This contact was dropped."),
            code="settled",
            state=row.state,
            possible=[],
        )
    editing.require_seen(row, version)
    return row


def person_at(customer: Customer, contact_id: int | None, name: str) -> dict[str, Any]:
    """Who is spoken with: a contact of the customer, or a name. Raises Invalid."""
    if contact_id is None:
        return {"contact_id": None, "contact_name": name.strip()}
    found = Contact.objects.filter(customer=customer, pk=contact_id).first()
    if found is None:
        raise errors.Invalid(fields={"contact": [_("Choose a contact of this customer.")]})
    return {"contact_id": found.pk, "contact_name": found.name}


def taker(owner_id: int | None, customer: Customer, order: Order | None, actor: User) -> User:
    """Who will hold a contact: the actor where nobody is named. Raises Invalid."""
    if owner_id in (None, actor.pk):
        return actor
    person = User.objects.filter(pk=owner_id).first()
    if person is None or person.is_system or not person.is_active:
        raise errors.Invalid(fields={"owner": [_("Choose somebody who works here.")]})
    if not policies.can_take(person, customer, order):
        raise errors.Invalid(fields={"owner": [_("This person does not see the customer.")]})
    return person


def require_day(day: date | None, today: date, field: str = "due_date") -> None:
    """Raise Invalid for no day, and for one that is past."""
    if day is None:
        raise errors.Invalid(fields={field: [_("Say by when.")]})
    if day < today:
        raise errors.Invalid(fields={field: [_("Choose today or a later day.")]})


def check(row: FollowUp) -> None:
    """Raise Invalid, field by field, for what cannot be kept."""
    wrong: dict[str, list[Text]] = {}
    if not row.subject.strip():
        wrong["subject"] = [_("Write what it is about.")]
    for name in ("plan", "words"):
        if len(getattr(row, name)) > LONGEST:
            wrong[name] = [_("At most %(n)s characters.") % {"n": LONGEST}]
    if wrong:
        raise errors.Invalid(fields=wrong)
    editing.check(row, exclude=_NOT_CHECKED)


def record(what: str, row: FollowUp, at: datetime, **data: Any) -> None:
    """Say on the customer, and on the order, what became of a contact."""
    told = {"contact": row.pk, "about": row.subject, **data}
    events.record(f"customer.contact_{what}", row.customer, at=at, number=row.customer.code, **told)
    if row.order:
        events.record(f"order.contact_{what}", row.order, at=at, number=row.order.number or "", **told)


def tell_owner(row: FollowUp, actor: User, at: datetime) -> None:
    """Whoever was given a contact by another hears of it."""
    if row.owner_id == actor.pk or row.due_date is None:
        return
    inbox.notify(
        [row.owner_id],
        kind="customer.contact",
        message=PLANNED,
        parameters={"customer": row.customer.name, "day": row.due_date.isoformat()},
        subject=row,
        at=at,
    )
