"""Goods came in: whose orders wait for them hears of it. Giving them out is a person's decision (R125, R128)."""

from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_noop

from accounts.collaboration import inbox
from accounts.people.models import User
from orders.order.watchers import watchers
from orders.promise import queries
from products.catalogue.models import Product

SHOWN = 200  # of more orders nobody needs to be told that they wait


def offer(*, actor: User, product: Product, at: datetime) -> None:
    """Tell the people of the orders that wait for a product that some of it is free. Fills
    ``products.stock.arrivals``."""
    if not queries.is_asked_for(product.pk):
        return
    waiting = queries.waiting_lines(product.pk)[:SHOWN]
    people = dict.fromkeys(pk for line in waiting for pk in watchers(line.order, but=actor))
    if not people:
        return
    free = queries.availability([product.pk])[product.pk].available
    parameters = {"product": str(product), "free": f"{max(Decimal(0), free).normalize():f}", "unit": product.unit}
    inbox.notify(
        people,
        kind="stock.arrived",
        message=gettext_noop("%(product)s came in: %(free)s %(unit)s are free, and orders of yours wait for it."),
        parameters=parameters,
        subject=product,
        at=at,
    )
