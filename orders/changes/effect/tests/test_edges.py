"""Changes at their edges: money, quantities and states that meet (SEMANTICS 3, 4, 8, 12)."""

from decimal import Decimal as D

import pytest
from django.db.models import F

from accounts.people.queries import system_user
from common import errors
from customers.operations import masters
from customers.tests.builders import payment_term
from orders.agreements.queries import called
from orders.agreements.tests.builders import agreed, line_ref, make_agreement
from orders.changes.effect.tests.builders import change
from orders.changes.projecting import project
from orders.changes.tests.builders import cancel, head, modify
from orders.closure import operations as closure
from orders.lifecycle import operations as lifecycle
from orders.order import queries as orders
from orders.order.models import OrderLine
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, TODAY, fresh, line, lines_of, make_buyer, make_effective, make_order_cast
from orders.tests.flow_builders import broken_invariants, make_shipped, plan_of
from products.promotions.models import Promotion
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_order_cast()


def sound():
    assert broken_invariants() == {}


def test_every_step_of_the_money_adds_up(cast):
    p = make_product(list_price=D("33.33"), stock=99)
    q = make_product(list_price=D("7.77"), stock=99)
    order = make_effective(cast.owner, lines=[line(p, 3), line(q, 7)], freight=D(12), reduction=D("0.38"))
    flow.make_paid(order, 60)
    sound()
    for items in (
        [modify(1, "price", "20.01")],
        [modify(2, "discount", "0.15")],
        [head("reduction", "5.55")],
        [head("freight", "0")],
        [head("reduction", "0"), head("freight", "30")],
        [modify(1, "quantity", "1"), cancel(2)],
    ):
        change(order, *items)
        order = fresh(order)
        assert sum(row.amount for row in plan_of(order)) >= order.due_amount
        sound()


@pytest.mark.parametrize("mode", ["INCLUSIVE", "EXCLUSIVE"])
def test_every_step_adds_up_with_a_part_invoiced(cast, mode):
    p = make_product(list_price=D("33.33"), stock=99)
    q = make_product(list_price=D("7.77"), stock=99)
    order = make_effective(
        cast.owner, lines=[line(p, 3), line(q, 7)], freight=D(12), reduction=D("0.38"), tax_mode=mode
    )
    make_shipped(order, 2)
    flow.make_invoiced(order)
    sound()
    for items in (
        [head("reduction", "5.55")],
        [head("freight", "3")],
        [head("reduction", "0"), head("freight", "30")],
        [modify(1, "quantity", "2")],
        [modify(2, "price", "1")],
        [cancel(2)],
    ):
        change(order, *items)
        order = fresh(order)
        sound()


def test_a_gift_let_go_stays_let_go_when_its_line_grows(cast):
    product = make_product(name="* Sensor", list_price=D(10), stock=99)
    order = make_effective(cast.owner, lines=[line(product, 4)])
    _source, gift = lines_of(order)
    make_shipped(order, lines=[(gift.pk, D(1))])
    why = {"reason_code": "CUSTOMER", "reason": "x", "at": AT}
    closure.close_line(actor=system_user(), order_id=order.pk, line_no=2, **why)
    change(order, modify(1, "quantity", 6))
    assert [(one.ordered, one.open, one.closure) for one in lines_of(order)] == [(6, 6, "OPEN"), (4, 0, "SHORT")]
    change(order, modify(1, "product", make_product(list_price=D(10), stock=9).pk))
    assert [(one.ordered, one.gift_of_id, one.closure) for one in lines_of(order)][1] == (4, None, "SHORT")
    assert broken_invariants() == {}


def test_a_gift_of_which_pieces_are_out_does_not_become_something_else(cast):
    product, other = (make_product(name=f"* {name}", list_price=D(10), stock=99) for name in ("Sensor", "Other"))
    order = make_effective(cast.owner, lines=[line(product, 4)])
    make_shipped(order, lines=[(lines_of(order)[1].pk, D(1))])
    with pytest.raises(errors.Invalid) as refusal:
        change(order, modify(1, "product", other.pk))
    assert set(refusal.value.fields) == {"lines.2.product"}


def test_gifts_stay_as_agreed_whatever_became_of_the_promotion(cast):
    product, plain = make_product(name="* Sensor", list_price=D(10), stock=99), make_product(name="Plain", stock=9)
    order = make_effective(cast.owner, lines=[line(product, 4), line(plain, 3)])
    Promotion.objects.filter(mark="*").update(is_active=False)
    Promotion.objects.create(code="ALL", name="All", scope="LISTED", buy=1, give=1).listed.create(product=plain)
    change(order, modify(1, "requested_date", "2026-12-24"), modify(2, "requested_date", "2026-12-24"))
    assert [(one.ordered, one.is_gift) for one in lines_of(order)] == [(4, False), (3, False), (4, True)]
    change(order, modify(1, "quantity", 6))
    assert [(one.ordered, one.is_gift) for one in lines_of(order)] == [(6, False), (3, False), (6, True)]
    assert broken_invariants() == {}


def test_a_frozen_gift_holds_its_line(cast):
    order = make_effective(cast.owner, lines=[line(make_product(name="* Sensor", list_price=D(10), stock=99), 4)])
    lifecycle.freeze_order(actor=system_user(), order_id=order.pk, line_nos=[2], reason="dispute", at=AT)
    with pytest.raises(errors.Invalid) as refusal:
        change(order, modify(1, "quantity", 6))
    assert set(refusal.value.fields) == {"lines.2"}


def test_a_price_typed_over_that_of_an_agreement(cast):
    product = make_product(list_price=D(10), stock=99)
    buyer = make_buyer(cast.owner)
    agreement = make_agreement(cast.owner, buyer, [agreed(product, 8, 100)])
    order = make_effective(cast.owner, customer=buyer, lines=[line(product, 5), line(product, 5)])
    assert [(one.price, one.price_source) for one in lines_of(order)] == [(8, "FRAME")] * 2
    assert called([line_ref(agreement)])[line_ref(agreement)].quantity == 10
    change(order, modify(1, "quantity", 7), modify(2, "price", 7))
    one, two = lines_of(order)
    assert (one.price, one.price_source, one.agreement_line_id) == (8, "FRAME", line_ref(agreement))
    assert (two.price, two.price_source, two.price_rule, two.agreement_line_id) == (7, "MANUAL", "", None)
    assert called([line_ref(agreement)])[line_ref(agreement)].quantity == 7
    assert broken_invariants() == {}


def test_amounts_of_a_file_stay_when_the_reduction_is_spread_anew(cast):
    products = [make_product(list_price=D(price), stock=99) for price in ("33.33", "7.77")]
    order = make_effective(cast.owner, lines=[line(products[0], 3), line(products[1], 7)], reduction=D(2))
    said = lines_of(order)[0].amount + 1
    OrderLine.objects.filter(order=order, line_no=1).update(amount=said, net=F("net") + 1)
    found = project(fresh(order), orders.lines_of(fresh(order)), [head("reduction", "1")], actor=cast.owner, at=AT)
    one, two = found.lines
    assert (one.amount, one.reduction + two.reduction) == (said, 1)
    assert [each.amount - each.reduction - each.tax - each.net for each in found.lines] == [0, 0]


def test_money_in_another_currency_keeps_the_rate_that_was_frozen(cast):
    masters.save_rate(actor=system_user(), currency_code="USD", valid_from=TODAY, rate=D("7.1"), at=AT)
    one, two, other = (make_product(list_price=D("71"), stock=99) for _each in range(3))
    lines = [line(one, 10, "9.99"), line(two, 4)]
    order = make_effective(cast.owner, lines=lines, currency_id="USD", reduction=D("0.07"), tax_mode="EXCLUSIVE")
    flow.make_paid(order, 30, currency="USD")
    make_shipped(order, 3)
    masters.save_rate(actor=system_user(), currency_code="USD", valid_from=TODAY, rate=D("6.5"), at=AT)
    change(order, modify(1, "price", "9.5"), modify(2, "product", other.pk), head("freight", "12.34"))
    order = fresh(order)
    assert (order.exchange_rate, lines_of(order)[1].price) == (D("7.1"), D("8.8496"))
    assert sum(row.amount for row in plan_of(order)) == order.due_amount == order.total_amount
    sound()
    change(order, head("payment_term", payment_term("ADVANCE30").pk), modify(1, "quantity", 3), cancel(2))
    assert sum(row.amount for row in plan_of(order)) == fresh(order).due_amount
    sound()
