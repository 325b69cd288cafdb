"""Every read of the customer archive that a door or another app makes."""

from django.db.models import QuerySet

from accounts.people.models import User
from common import errors, text
from customers import policies
from customers.models import Customer


def set_search(customer: Customer) -> None:
    """Recompute what the customer is found and sorted by (does not save)."""
    customer.set_search(customer.code, customer.name, customer.short_name, customer.english_name)
    customer.name_key = text.pinyin(customer.name)[:200]


def get_customer(*, actor: User, customer_id: int) -> Customer:
    """A customer the actor may see. Raises NotFound."""
    customer = policies.visible_to(actor).filter(pk=customer_id).first()
    if customer is None:
        raise errors.NotFound()
    return customer


def lock_customer(*, actor: User, customer_id: int) -> Customer:
    """A customer the actor may see, locked (never blocks those who insert drafts for him). Raises NotFound."""
    rows = policies.visible_to(actor).filter(pk=customer_id)
    customer = rows.select_for_update(no_key=True, of=("self",)).first()
    if customer is None:
        raise errors.NotFound()
    return customer


def all_for_rule() -> QuerySet[Customer]:
    """All customers, for rules; what they reveal of others is masked by the caller."""
    return Customer.objects.all()
