"""Gifts of promotions cost the line that they follow (SEMANTICS 4)."""

from decimal import Decimal

import pytest

from orders.order import margins, queries
from orders.tests.builders import line, make_draft
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db


def test_the_cost_of_a_gift_stands_with_its_line_and_nothing_is_lost():
    promoted = make_product(name="**DS3", list_price=Decimal(113), unit_cost=Decimal(60))
    order = make_draft(lines=[line(promoted, 14), line(make_product(unit_cost=Decimal(10)), 1)])
    lines = queries.lines_of(order)
    assert margins.line_costs(lines) == {1: 960, 3: 0, 2: 10}
    assert sum(margins.line_costs(lines).values()) == order.cost_amount
    assert margins.line_margins(order, lines)[1] == 1400 - 960
