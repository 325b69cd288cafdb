"""Reservations are rows; nothing is oversold; a short count lets the least urgent go (SEMANTICS 10)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.collaboration.models import Notification
from accounts.people.queries import system_user
from accounts.tests.builders import make_user
from common import errors
from common.invariants import invariants, offenders
from orders.lifecycle import operations as lifecycle
from orders.promise import queries
from orders.promise.models import Reservation
from orders.tests.builders import AT, TODAY, fresh, line, lines_of, make_effective, make_order_cast
from products.stock import operations as stock
from products.tests.builders import make_product, make_warehouse, receive, stock_row

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def cast():
    return make_order_cast()


def count(product, quantity):
    return stock.count_stock(actor=make_user("warehouse"), product_id=product.pk, counted=D(quantity), at=AT)


def sound():
    for key in ("stock.held", "promise.outlived", "promise.beyond", "order.sums", "order.states"):
        assert offenders(invariants[key]) == [], key


def test_lines_of_one_product_are_served_by_number(cast):
    product = make_product(stock=7)
    order = make_effective(cast.owner, lines=[line(product, 5), line(product, 5)])
    assert [one.reserved for one in lines_of(order)] == [5, 2]
    sound()


def test_the_second_order_gets_what_the_first_left(cast):
    product = make_product(stock=7)
    first = make_effective(cast.owner, lines=[line(product, 5)])
    second = make_effective(cast.owner, lines=[line(product, 5)])
    assert (lines_of(first)[0].reserved, lines_of(second)[0].reserved) == (5, 2)
    assert queries.availability([product.pk])[product.pk].available == 0
    (short,) = queries.list_shortages(cast.owner)
    assert (short.order_id, short.short) == (second.pk, 3)
    assert not queries.list_shortages(cast.stranger)


def test_stock_in_several_warehouses_is_taken_from_the_default_first(cast):
    product, other = make_product(stock=3), make_warehouse()
    receive(product, 10, warehouse=other)
    order = make_effective(cast.owner, lines=[line(product, 5)])
    held = {row.stock_row.warehouse_id: row.quantity for row in queries.reservations_of([lines_of(order)[0].pk])}
    assert held == {stock_row(product).warehouse_id: 3, other.pk: 2}


def test_a_count_below_the_reserved_lets_the_least_urgent_go_and_tells_its_people(cast):
    product = make_product(stock=10)
    urgent = make_effective(cast.owner, lines=[line(product, 4)], is_urgent=True)
    soon = make_effective(cast.owner, lines=[line(product, 3)], requested_date=TODAY + timedelta(days=5))
    late = make_effective(cast.owner, lines=[line(product, 3)], requested_date=TODAY + timedelta(days=50))
    row = count(product, 6)
    assert (row.on_hand, row.reserved) == (6, 6)
    assert [lines_of(order)[0].reserved for order in (urgent, soon, late)] == [4, 2, 0]
    assert fresh(late).reserved_amount == 0
    told = Notification.objects.filter(kind="order.shortage")
    assert {note.subject_id for note in told} == {soon.pk, late.pk}
    assert set(told.values_list("user", flat=True)) == {cast.owner.pk}
    sound()


def test_a_count_that_covers_the_reserved_touches_nobody(cast):
    product = make_product(stock=10)
    order = make_effective(cast.owner, lines=[line(product, 4)])
    count(product, 4)
    assert lines_of(order)[0].reserved == 4
    assert not Notification.objects.filter(kind="order.shortage").exists()


def test_reserved_pieces_are_not_transferred_away(cast):
    product, other = make_product(stock=10), make_warehouse()
    make_effective(cast.owner, lines=[line(product, 8)])
    with pytest.raises(errors.OutOfStock):
        stock.transfer_stock(
            actor=system_user(),
            product_id=product.pk,
            from_warehouse_id=stock_row(product).warehouse_id,
            to_warehouse_id=other.pk,
            quantity=D(3),
            at=AT,
        )
    assert Reservation.objects.get().quantity == 8


def test_every_promise_is_kept_in_the_book(cast):
    order = make_effective(cast.owner)
    (entry,) = queries.promises_of(order.pk)
    assert (entry.promised_date, entry.actor) == (lines_of(order)[0].promised_date, cast.head)
    lifecycle.void_order(actor=cast.head, order_id=order.pk, reason="ordered twice", at=AT)
    assert (lines_of(order)[0].promised_date, len(queries.promises_of(order.pk))) == (None, 1)
    assert offenders(invariants["promise.said"]) == []
