"""Return visits: some days after everything was signed for, somebody comes back to the customer (R188)."""

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.people import queries as people
from accounts.people.models import User
from common import dates, errors, workdays
from common.operation import operation
from customers.models import Customer
from orders.order import queries as orders
from orders.order.models import Order
from orders.order.states import Fulfilment
from orders.service.contacts import policies, queries
from orders.service.contacts.choices import Purpose, Way
from orders.service.contacts.models import FollowUp
from orders.service.contacts.operations import planning

_AT_ONCE = 500
_DAYS = 1  # of work, in which the visit is to be made


def plan_due_visits(*, at: datetime) -> int:
    """Plan the return visits that the service policies ask for by now, each order's once; returns how many."""
    made = 0
    for order_id in queries.visits_due(at, limit=_AT_ONCE):
        try:
            made += plan_visit(actor=people.system_user(), order_id=order_id, at=at) is not None
        except errors.DomainError:
            continue
    return made


@operation
def plan_visit(*, actor: User, order_id: int, at: datetime) -> FollowUp | None:
    """Plan the return visit of one order for its salesperson; None where it was planned before, something of it came
    back meanwhile, or nobody looks after it. Raises NotFound."""
    order = orders.lock_order(actor=actor, order_id=order_id)
    key = queries.visit_key(order.pk)
    if order.signing != Fulfilment.FULL or FollowUp.objects.filter(source_key=key).exists():
        return None
    customer = Customer.objects.get(pk=order.customer_id)
    owner = _who(order, customer)
    if owner is None:
        return None
    with translation.override(settings.LANGUAGE_CODE):  # it is kept: in the company's language
        subject = _("Return visit: order %(number)s") % {"number": str(order)}
    return planning.add(
        actor,
        customer,
        order,
        owner,
        at,
        subject=subject,
        purpose=Purpose.VISIT,
        way=Way.PHONE,
        plan="",
        due_date=workdays.calendar().moved(dates.business_day(at), _DAYS),
        contact_id=order.contact_id,
        contact_name=order.contact_name or "",
        source_key=key,
    )


def _who(order: Order, customer: Customer) -> User | None:
    """The salesperson of the order, else whoever has the customer, else who stands in for them."""
    for one in (order.salesperson, customer.owner):
        person = one.substitute if one is not None and not one.is_active else one
        if person is not None and policies.can_take(person, customer, order):
            return person
    return None
