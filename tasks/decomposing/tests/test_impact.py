"""What a change would do to the tasks of its order, on its impact sheet (SEMANTICS 8, docs/adr/0067)."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from orders.changes import projecting
from orders.changes.tests.builders import add, cancel, modify
from orders.order.models import Order
from orders.tests import builders as orders
from products.tests.builders import make_product
from tasks.decomposing import impact
from tasks.decomposing.tests.builders import by_origin, made_to_order, propose, release
from tasks.tests.builders import AT, make_shop

pytestmark = pytest.mark.django_db


def project(order: Order, *items):
    flat = [one for item in items for one in (item if isinstance(item, list) else [item])]
    found = Order.objects.select_related("customer", "order_type", "department").get(pk=order.pk)
    return projecting.project(found, orders.lines_of(order), flat, actor=orders.make_order_cast().owner, at=AT)


def moves(order: Order, *items) -> dict[tuple[str, str], tuple[Decimal, int]]:
    """(kind, name) → hours and days."""
    return {(one.kind, one.name): (one.hours, one.days) for one in impact.moves(project(order, *items), AT) or []}


def taken_apart(*lines) -> Order:
    shop, order = make_shop(), orders.make_effective(lines=list(lines))
    propose(order, shop)
    release(order, shop)
    return order


def test_more_pieces_move_hours_and_days():
    draft = made_to_order()
    order = taken_apart(draft)
    tasks = by_origin(order)
    found = moves(order, modify(1, "quantity", 100))
    assert found["MOVED", tasks["MADE_MAKE:1"].title] == (Decimal("18.00"), 2)  # 0.2 hours × 90 pieces: three days
    assert found["MOVED", tasks["MADE_INSPECT:1"].title][1] == 2
    assert not [one for one in found if one[0] != "MOVED"]


def test_a_line_that_goes_takes_its_tasks_along_and_one_that_comes_brings_some():
    order = taken_apart(made_to_order(), made_to_order())
    tasks = by_origin(order)
    found = moves(order, cancel(2))
    assert found["DROPPED", tasks["MADE_MAKE:2"].title][0] == -3
    assert ("DROPPED", tasks["MADE_MAKE:1"].title) not in found
    product = make_product(supply_mode="STOCK", stock=100)
    found = moves(order, add(3, product, 4))
    come = {name: hours for (kind, name), (hours, _days) in found.items() if kind == "ADDED"}
    assert len(come) == 2 and all(product.name in name and hours > 0 for name, hours in come.items())


def test_of_an_order_without_tasks_nothing_is_said():
    assert impact.moves(project(orders.make_effective(), modify(1, "quantity", 12)), AT) is None


def test_it_reads_as_much_for_many_lines_as_for_few_and_writes_nothing():
    counts = []
    for many in (2, 8):
        order = taken_apart(*[made_to_order() for _n in range(many)])
        projection = project(order, *[modify(number, "quantity", 50) for number in range(1, many + 1)])
        with CaptureQueriesContext(connection) as captured:
            impact.moves(projection, AT)
        assert not [one for one in captured.captured_queries if not one["sql"].startswith("SELECT")]
        counts.append(len(captured))
    assert counts[0] == counts[1]
