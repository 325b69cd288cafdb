"""A small year of orders whose figures can be worked out by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from accounts.people import queries as people
from accounts.people.models import User
from common import dates
from customers.models import Customer
from orders.order.models import Order
from orders.tests.builders import AT, Cast, line, make_buyer, make_effective, make_order_cast
from products.catalogue.models import ProductCategory
from products.tests.builders import make_product
from reports.facts import operations as facts
from reports.layout.paper import Paper
from reports.standard import queries

TODAY = dates.business_day(AT)


@dataclass(frozen=True)
class World:
    """The orders stand as in ``SOLD``."""

    cast: Cast
    buyers: Sequence[Customer]
    goods: Sequence[Any]
    orders: Sequence[Order]


# days before 20 November 2026, buyer, product (100 a piece, 10 a piece), pieces: amounts are 1000, 40, 60, 300, 100
# from September on, and 500, 80 in November 2025
SOLD = ((0, 0, 0, 10), (20, 1, 1, 4), (33, 0, 1, 6), (70, 2, 0, 3), (75, 0, 0, 1), (370, 0, 0, 5), (380, 1, 1, 8))


def make_world() -> World:
    """Seven orders of three customers in three provinces, five of this year and two of last year's months."""
    cast = make_order_cast()
    category = ProductCategory.objects.create(code="W", name="Weights")
    goods = [make_product(list_price=Decimal(price), stock=999, category=category) for price in (100, 10)]
    buyers = [make_buyer(cast.owner) for _n in range(3)]
    places = (("North", "河北"), ("South", "广东"), ("South", "广西"))
    for buyer, (region, province) in zip(buyers, places, strict=True):
        Customer.objects.filter(pk=buyer.pk).update(region=region, province=province)
    made = [
        make_effective(
            cast.owner, at=AT - timedelta(days=days), customer=buyers[buyer], lines=[line(goods[product], pieces)]
        )
        for days, buyer, product, pieces in SOLD
    ]
    facts.keep_up(at=AT, patience=0)
    return World(cast, buyers, goods, made)


def make(code: str, actor: User | None = None, here: str = "", **given: Any) -> Paper:
    """A report as its door makes it."""
    texts = {name: str(value) for name, value in given.items()}
    return queries.made(actor or people.system_user(), code, texts, TODAY, here)


def table(paper: Paper, *keys: str) -> dict[str, Any]:
    """First cell → the cells of these columns."""
    places = [paper.index(key) for key in keys]
    return {
        str(row.cells[0]): row.cells[places[0]] if len(keys) == 1 else tuple(row.cells[place] for place in places)
        for row in paper.rows
    }


def back(days: int) -> date:
    """The day so many days ago."""
    return TODAY - timedelta(days=days)
