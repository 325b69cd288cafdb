"""A little company for tests of boards: orders of two departments, facts kept up."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal as D

from django.core.cache import cache

from accounts.people.models import User
from customers.models import Customer
from orders.order.models import Order
from orders.tests.builders import AT, Cast, line, make_buyer, make_effective, make_order_cast
from orders.tests.flow_builders import make_shipped
from products.tests.builders import make_product
from reports.facts import operations as facts
from reports.targets.models import Target


@dataclass(frozen=True)
class World:
    """Orders of 10 and 30 of this month and 20 of the month before, all of ``cast.owner``'s department."""

    cast: Cast
    orders: list[Order]

    @property
    def rep(self) -> User:
        return self.cast.owner

    @property
    def boss(self) -> User:
        return self.cast.director


def make_world() -> World:
    cache.clear()
    cast = make_order_cast()
    buyer = make_buyer(cast.owner)
    Customer.objects.filter(pk=buyer.pk).update(region="East", name="Acme Scales", short_name="")
    made = []
    for days, quantity in ((31, 2), (1, 1), (0, 3)):
        goods = make_product(list_price=D(10), stock=9)
        made.append(
            make_effective(cast.owner, customer=buyer, at=AT - timedelta(days=days), lines=[line(goods, quantity)])
        )
    make_shipped(made[0], 2)
    facts.keep_up(at=AT, patience=0)
    return World(cast, made)


def set_target(by: User, measure: str, value: str, **whose: object) -> Target:
    """A target of the year."""
    return Target.objects.create(year=2026, measure=measure, value=D(value), set_by=by, set_at=AT, **whose)
