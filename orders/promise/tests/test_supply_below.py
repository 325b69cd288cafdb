"""What stock knows of orders: what they want and nothing is held for; pieces that come in while one waits."""

from decimal import Decimal as D

import pytest

from accounts.people import queries as people
from accounts.tests.builders import AT, make_user
from common import operation
from orders.tests import builders
from orders.tests.racing import behind
from products.stock import operations
from products.stock.levels import queries
from products.tests.builders import make_product, stock_row


@pytest.mark.django_db
def test_what_orders_want_and_nothing_is_reserved_for_counts():
    product = make_product(stock=10)
    builders.make_effective(lines=[builders.line(product, 25)])
    assert stock_row(product).reserved == 10
    (row,) = queries.below_level(make_user("purchasing"), product_ids=[product.pk])
    assert (row.available, row.wanted, row.forecast, row.quantity) == (0, 15, -15, 15)


@pytest.mark.django_db(transaction=True)
def test_pieces_that_come_in_while_an_order_waits_for_the_row_are_its():
    product, system = make_product(stock=1), people.system_user()

    def arrive():
        operations.receive_goods(actor=system, product_id=product.pk, quantity=D(4), at=AT)

    wanted = [(product.pk, D(5))]
    taken = behind(arrive, lambda: operation.in_operation(system.pk, lambda: operations.reserve(wanted=wanted)))
    assert taken == [(product.pk, stock_row(product).pk, 5)]
