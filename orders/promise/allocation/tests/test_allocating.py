"""Goods given out anew: what was previewed is done in one go, or nothing (R128)."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from accounts.collaboration.models import Notification
from common import errors
from orders.lifecycle import operations as lifecycle
from orders.order.models import Order
from orders.promise import queries
from orders.promise.allocation import operations, plans
from orders.tests.builders import AT, TODAY, fresh, line, lines_of, make_effective, make_order_cast
from orders.tests.flow_builders import broken_invariants
from products.tests.builders import make_product, receive

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_order_cast()


@pytest.fixture
def product():
    return make_product(stock=10, lead_time_days=30)


def order_of(cast, product, quantity, rule="LOSE", *, days=0, **more):
    """An order whose line has a rule of its own."""
    order = make_effective(cast.owner, lines=[line(product, quantity)], requested_date=TODAY + timedelta(days), **more)
    operations.set_rule(actor=cast.desk, order_id=order.pk, line_no=1, rule=rule, at=AT)
    return order


def held(*orders):
    return [lines_of(order)[0].reserved for order in orders]


def promised(*orders):
    return [lines_of(order)[0].promised_date for order in orders]


def run(cast, product, token=None):
    token = plans.plan_run([product.pk], TODAY).token if token is None else token
    return operations.run(actor=cast.desk, product_ids=[product.pk], token=token, at=AT)


def test_a_run_gives_to_who_wins_and_says_who_loses_and_by_how_many_days(cast, product):
    first, keeps = order_of(cast, product, 5), order_of(cast, product, 5, "KEEP")
    winner = order_of(cast, product, 3, "WIN")
    assert held(first, keeps, winner) == [5, 5, 0]
    plan = plans.plan_run([product.pk], TODAY)
    assert [(one.line.order_id, one.gain) for one in plan.changes] == [(first.pk, D(-3)), (winner.pk, D(3))]
    assert [one.line.order_id for one in plan.broken] == [first.pk]
    assert held(first, keeps, winner) == [5, 5, 0], "a preview changes nothing"
    before = promised(first, winner)
    run(cast, product)
    assert held(first, keeps, winner) == [2, 5, 3]
    after = promised(first, winner)
    assert (after[0] > before[0], after[1]) == (True, date(2026, 11, 25))
    assert fresh(first).promised_date == after[0]
    assert [link["kind"] for link in queries.promises_of(first.pk)[-1].chain][-1] == "GIVEN_AWAY"
    assert {one.subject_id for one in Notification.objects.filter(kind="order.shortage")} == {first.pk}
    assert broken_invariants() == {}
    with pytest.raises(errors.Conflict):
        run(cast, product)


def test_a_run_that_is_no_longer_what_was_shown_does_nothing(cast, product):
    first = order_of(cast, product, 10)
    winner = order_of(cast, product, 3, "WIN")
    token = plans.plan_run([product.pk], TODAY).token
    receive(product, 1)
    with pytest.raises(errors.Stale):
        run(cast, product, token)
    assert held(first, winner) == [10, 0]


def test_frozen_orders_keep_what_they_have_and_the_class_of_an_order_says_its_rule(cast, product):
    frozen = order_of(cast, product, 6)
    lifecycle.freeze_order(actor=cast.desk, order_id=frozen.pk, reason="dispute", at=AT)
    far = make_effective(cast.owner, lines=[line(product, 4)], requested_date=TODAY + timedelta(200))
    urgent = make_effective(cast.owner, lines=[line(product, 9)], is_urgent=True)
    rules = {plans.rule_of(one) for order in (far, urgent) for one in plans.lines_of([product.pk]).filter(order=order)}
    assert rules == {"LOSE", "WIN"}
    run(cast, product)
    assert held(frozen, far, urgent) == [6, 0, 4]


def test_one_line_takes_what_it_lacks_from_the_least_important(cast, product):
    first, last = order_of(cast, product, 5, days=1), order_of(cast, product, 5, days=2)
    urgent = order_of(cast, product, 7, "WIN")
    target = lines_of(urgent)[0].pk
    plan = plans.plan_taking(target, TODAY)
    assert {one.line.order_id: one.gain for one in plan.changes} == {urgent.pk: 7, first.pk: -2, last.pk: -5}
    operations.take(actor=cast.desk, line_id=target, token=plan.token, at=AT)
    assert held(first, last, urgent) == [3, 0, 7]
    assert broken_invariants() == {}


def test_a_person_moves_what_one_line_holds_to_another(cast, product):
    giver, taker = order_of(cast, product, 10, "KEEP"), order_of(cast, product, 4)
    ids = {"from_id": lines_of(giver)[0].pk, "to_id": lines_of(taker)[0].pk}
    plan = plans.plan_move(**ids, quantity=D(3), today=TODAY)
    operations.move(actor=cast.desk, **ids, quantity=D(3), token=plan.token, at=AT)
    assert held(giver, taker) == [7, 3]
    assert broken_invariants() == {}
    for quantity in (0, 5, 8):
        with pytest.raises(errors.Invalid):
            plans.plan_move(**ids, quantity=D(quantity), today=TODAY)


def test_only_who_may_gives_out_anew(cast, product):
    order = order_of(cast, product, 5)
    with pytest.raises(errors.NotAllowed):
        operations.run(actor=cast.owner, product_ids=[product.pk], token="", at=AT)
    with pytest.raises(errors.NotAllowed):
        operations.set_rule(actor=cast.owner, order_id=order.pk, line_no=1, rule="WIN", at=AT)
    with pytest.raises(errors.Invalid):
        operations.set_rule(actor=cast.desk, order_id=order.pk, line_no=1, rule="MINE", at=AT)


def test_statements_do_not_grow_with_the_lines(cast, product, django_assert_max_num_queries):
    order_of(cast, product, 10)
    for _one in range(3):
        order_of(cast, product, 2, "WIN")
    Order.objects.filter(is_urgent=False).update(priority=5)
    with django_assert_max_num_queries(8):
        assert len(plans.plan_run([product.pk], TODAY).changes) == 4
