"""Every read of order templates."""

from django.db.models import Q, QuerySet

from accounts import policies as rights
from accounts.people.models import User
from common import errors, keyset
from customers import policies as customers
from orders.entry.repeated.models import OrderTemplate

SORTS: dict[str, keyset.Sort] = {
    "name": keyset.Sort("name", descending=False),
    "id": keyset.Sort("pk"),
}


def templates(actor: User, customer_id: int | None = None) -> QuerySet[OrderTemplate]:
    """Templates that ``actor`` may use, his own and shared ones, of customers that he sees; with ``customer_id`` those
    that fit him. None for who may not enter orders."""
    if not rights.can(actor, "order.create"):
        return OrderTemplate.objects.none()
    rows = OrderTemplate.objects.filter(Q(owner=actor) | Q(is_shared=True)).select_related("customer", "owner")
    rows = rows.filter(Q(customer=None) | Q(customer__in=customers.visible_to(actor)))
    return rows.filter(Q(customer=None) | Q(customer_id=customer_id)) if customer_id else rows


def get_template(*, actor: User, template_id: int) -> OrderTemplate:
    """A template that ``actor`` may use. Raises NotFound."""
    found = templates(actor).filter(pk=template_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def lock_own(*, actor: User, template_id: int) -> OrderTemplate:
    """A template, held; only its owner changes it. Raises NotFound, NotAllowed."""
    get_template(actor=actor, template_id=template_id)
    found = OrderTemplate.objects.select_for_update(no_key=True).filter(pk=template_id).first()
    if found is None:
        raise errors.NotFound()
    if found.owner_id != actor.pk:
        raise errors.NotAllowed()
    return found
