"""A change takes effect: everything follows it, once (SEMANTICS 8, R195–R202)."""

from datetime import date
from decimal import Decimal as D

import pytest

from orders.changes.effect.tests.builders import approved, take_effect
from orders.changes.revisions.models import OrderRevision
from orders.changes.tests.builders import add, cancel, head, modify
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, fresh, line, lines_of, make_effective, make_order_cast
from orders.tests.flow_builders import broken_invariants, make_shipped, plan_of
from products.tests.builders import make_product, stock_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_order_cast()


def test_quantities_stock_plan_and_promises_follow(cast):
    more, less, gone, new = (make_product(list_price=D(10), stock=50) for _one in range(4))
    order = make_effective(cast.owner, lines=[line(more, 5), line(less, 8), line(gone, 3)])
    former = order.content_hash
    items = [modify(1, "quantity", 9), modify(2, "quantity", 6), cancel(3), add(4, new, 2)]
    request = take_effect(approved(order, *items))
    order = fresh(order)
    assert (request.state, request.revision, order.revision, request.effective_at) == ("EFFECTIVE", 2, 2, AT)
    assert [(one.line_no, one.ordered, one.original, one.reserved) for one in lines_of(order)] == [
        *((1, 9, 5, 9), (2, 6, 8, 6), (4, 2, 2, 2)),
    ]
    assert [stock_row(one).reserved for one in (more, less, gone, new)] == [9, 6, 0, 2]
    assert (order.total_amount, [row.amount for row in plan_of(order)]) == (170, [170])
    assert all(one.promised_date for one in lines_of(order))
    kept = OrderRevision.objects.get()
    assert (kept.revision, kept.content_hash, kept.request_id, kept.ended_at) == (1, former, request.pk, AT)
    assert [one["ordered"] for one in kept.content["lines"]] == ["5", "8", "3"]
    assert order.content_hash != former
    assert broken_invariants() == {}
