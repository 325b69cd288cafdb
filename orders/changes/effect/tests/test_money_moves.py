"""New terms with fewer rows: the money of those that go stands on those that stay (SEMANTICS 8, 12)."""

from datetime import timedelta
from decimal import Decimal as D

import pytest

from common.events import Event
from customers.tests.builders import payment_term
from orders.changes.effect.tests.builders import approve, change, submitted
from orders.changes.impact import computing
from orders.changes.projecting import project
from orders.changes.tests.builders import head, modify
from orders.order import queries as orders
from orders.settlement import sharing
from orders.settlement.models import Allocation
from orders.tests.builders import AT, fresh, line, make_effective, make_order_cast
from orders.tests.flow_builders import broken_invariants, make_paid, plan_of
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def order():
    cast = make_order_cast()
    lines = [line(make_product(list_price=D(100), stock=9), 2)]
    return make_effective(cast.owner, lines=lines, payment_term_id=payment_term("ADVANCE30").pk)


def sums(order):
    """What each receipt pays of the order now."""
    found = {}
    for one in Allocation.objects.filter(plan_row__order=order, revoked_at=None):
        found[one.receipt_id] = found.get(one.receipt_id, 0) + one.amount
    return found


def test_parts_fill_what_is_asked_earliest_first_and_the_rest_stands_on_the_last():
    assert sharing.regather(D(100), [D(30), D(70)], [D(10), D(0)], [D(15), D(80)]) == [[15, 0], [5, 75]]
    assert sharing.regather(D(100), [D(100)], [D(90)], [D(30)]) == [[30]]
    assert sharing.regather(D(100), [D(100)], [D(90)], []) == []


def test_the_sheet_says_beforehand_where_it_goes_and_so_it_goes(order):
    make_paid(order, 50)
    make_paid(order, 40, at=AT + timedelta(minutes=1))  # ten of the first, forty of them on the second row
    assert [row.received for row in plan_of(order)] == [60, 30]
    before = sums(order)
    item = head("payment_term", payment_term("MONTHLY30").pk)
    found = project(fresh(order), orders.lines_of(fresh(order)), [item], actor=order.salesperson, at=AT)
    money = computing.sheet_of(found, [item], [], actor=order.salesperson, at=AT).money
    assert [(one.was, one.now, one.amount) for one in money.moved] == [(2, 1, 30)]
    assert [(one.sequence, one.amount.after) for one in money.plan] == [(1, 200), (2, 0)]
    later = AT + timedelta(minutes=2)
    change(order, item)
    (row,) = plan_of(order)
    assert (row.amount, row.received, fresh(order).received_amount) == (200, 90, 90)
    assert sums(order) == before, "each receipt pays as much as before"
    taken = Allocation.objects.filter(plan_row__order=order, revoked_at__isnull=False)
    assert {one.amount for one in taken} == {30}
    assert all(one.receipt.allocated == one.receipt.amount for one in taken) and later
    assert Event.objects.filter(kind="order.payment_moved").count() == 1
    assert broken_invariants() == {}


def test_back_and_forth_and_with_less_to_pay_than_was_paid(order):
    make_paid(order, 170)
    change(order, head("payment_term", payment_term("MONTHLY30").pk), modify(1, "quantity", 1))
    (row,) = plan_of(order)
    assert (row.amount, row.received, fresh(order).settlement) == (170, 170, "OVERPAID")
    assert broken_invariants() == {}
    change(order, head("payment_term", payment_term("ADVANCE30").pk), modify(1, "quantity", 3))
    assert [(row.percent, row.amount, row.received) for row in plan_of(order)] == [(30, 170, 170), (70, 130, 0)]
    assert broken_invariants() == {}
    change(order, head("payment_term", payment_term("MONTHLY60").pk))
    assert [(row.amount, row.received) for row in plan_of(order)] == [(300, 170)]
    assert broken_invariants() == {}


def test_a_request_signed_before_the_money_came_takes_effect_with_it(order):
    request = submitted(order, head("payment_term", payment_term("MONTHLY30").pk))
    make_paid(order, 200)
    assert approve(request).state == "EFFECTIVE"
    assert [(row.amount, row.received) for row in plan_of(order)] == [(200, 200)]
    assert broken_invariants() == {}
