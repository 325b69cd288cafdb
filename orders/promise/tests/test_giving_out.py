"""Goods came in: who waits is told, sees what he would get, and a person gives it out (R125, R128)."""

import copy
from decimal import Decimal as D

import pytest
from rest_framework.test import APIClient

from accounts.collaboration.models import Notification
from accounts.people.queries import system_user
from accounts.tests.builders import make_user
from common import errors
from common.models import Event
from orders.lifecycle import operations as lifecycle
from orders.promise import operations, queries, shortage
from orders.tests.builders import AT, TODAY, fresh, line, lines_of, make_effective, make_order_cast
from orders.tests.flow_builders import broken_invariants
from orders.tests.page_builders import Browser
from products.stock import operations as stock
from products.stock.shortfall import shortfall
from products.tests.builders import make_product, receive

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made")]


@pytest.fixture(scope="module")
def made(once_a_file):
    return once_a_file(_make_all)


@pytest.fixture
def mine(made):
    return copy.deepcopy(made)


@pytest.fixture
def cast(mine):
    return mine[0]


@pytest.fixture
def product(mine):
    return mine[1]


@pytest.fixture
def waiting(mine):
    return mine[2]


def _make_all():
    cast = _make_cast()
    product = _make_product()
    waiting = _make_waiting(cast, product)
    return cast, product, waiting


def _make_cast():
    return make_order_cast()


def _make_product():
    return make_product(stock=0)


def _make_waiting(cast, product):
    """Three orders that found nothing: by age, the last one urgent."""
    found = [make_effective(cast.owner, lines=[line(product, 5)]) for _ in range(2)]
    return [*found, make_effective(cast.owner, lines=[line(product, 5)], is_urgent=True)]


def held(orders):
    return [lines_of(order)[0].reserved for order in orders]


# --- one order -----------------------------------------------------------------------------------


def test_the_order_page_reserves_what_came_in(cast, product, waiting):
    order = waiting[0]
    desk, url = Browser(cast.desk), f"/orders/{waiting[0].reference}/"
    receive(product, 3)
    assert f'action="{url}reserve/"' in desk.get(url).text
    assert desk.post(f"{url}reserve/", version=order.version + 1).status_code == 409
    assert desk.post(f"{url}reserve/", version=order.version).status_code == 303
    assert held([order]) == [3]
    assert "still short: lines 1" in desk.get(url).text
    receive(product, 2)
    desk.post(f"{url}reserve/", version=fresh(order).version)
    assert held([order]) == [5]
    assert f'action="{url}reserve/"' not in desk.get(url).text, "nothing is left to reserve"
    assert broken_invariants() == {}


def test_the_api_reserves_what_came_in(cast, product, waiting):
    receive(product, 7)
    order, client = waiting[0], APIClient()
    client.force_authenticate(make_user("api_client"))
    url = f"/api/v1/orders/{order.number}/reserve/"
    assert client.post(url, headers={"Idempotency-Key": "a", "If-Match": '"99"'}).status_code == 412
    answer = client.post(url, headers={"Idempotency-Key": "b"}).json()
    assert answer["lines"][0]["reserved"] == "5"
    client.force_authenticate(cast.owner)
    assert client.post(url, headers={"Idempotency-Key": "c"}).status_code == 403


def test_where_nothing_came_in_nothing_happens(cast, waiting):
    before = fresh(waiting[0]).version
    operations.reserve_order(actor=cast.desk, order_id=waiting[0].pk, at=AT)
    assert fresh(waiting[0]).version == before
    assert not Event.objects.filter(kind="order.reserved").exists()


# --- all that wait for a product -------------------------------------------------------------------


def test_what_is_free_is_proposed_to_the_most_urgent_first(cast, product, waiting):
    first, second, urgent = waiting
    receive(product, 7)
    found = queries.waiting_for(cast.desk, product.pk)
    assert [(one.line.order_id, one.short, one.gets) for one in found] == [
        (urgent.pk, D(5), D(5)),
        (first.pk, D(5), D(2)),
        (second.pk, D(5), D(0)),
    ]
    assert all(one.may for one in found)
    assert not any(one.may for one in queries.waiting_for(cast.owner, product.pk))
    assert not queries.waiting_for(cast.stranger, product.pk)


def test_the_product_page_gives_it_to_the_orders_that_are_ticked(cast, product, waiting):
    first, second, urgent = waiting
    receive(product, 7)
    desk = Browser(cast.desk)
    panel = desk.part(f"/panels/products/{product.pk}/orders/", "product-orders").text
    assert f'value="{urgent.pk}" checked' in panel
    assert f'value="{second.pk}" checked' not in panel
    done = desk.post(f"/panels/products/{product.pk}/reserve/", orders=[first.pk, urgent.pk])
    assert done.status_code == 303
    assert held(waiting) == [2, 0, 5]
    assert fresh(urgent).reserved_amount > 0
    assert Event.objects.filter(kind="order.reserved").count() == 2
    assert "Reserve for the ticked orders" not in desk.part(f"/panels/products/{product.pk}/orders/", "x").text
    assert desk.post(f"/panels/products/{product.pk}/reserve/", orders=[second.pk]).status_code == 303
    assert held(waiting) == [2, 0, 5], "none of it was free any more"
    assert broken_invariants() == {}


def test_only_who_may_reserve_gives_out_and_frozen_orders_get_nothing(cast, product, waiting):
    first, second, _urgent = waiting
    receive(product, 20)
    url = f"/panels/products/{product.pk}/reserve/"
    assert "Reserve for the ticked orders" not in Browser(cast.owner).part(url.replace("reserve", "orders"), "x").text
    assert Browser(cast.owner).post(url, orders=[first.pk]).status_code == 403
    assert Browser(cast.stranger).post(url, orders=[first.pk]).status_code == 404
    assert Browser(cast.desk).post(url).status_code == 422
    lifecycle.freeze_order(actor=cast.desk, order_id=first.pk, reason="dispute", at=AT)
    chosen = [first.pk, second.pk]
    served = operations.reserve_waiting(actor=cast.desk, product_id=product.pk, order_ids=chosen, at=AT)
    assert [order.pk for order in served] == [second.pk]
    with pytest.raises(errors.NotFound):
        operations.reserve_waiting(actor=cast.desk, product_id=product.pk, order_ids=[0], at=AT)


def test_an_arrival_tells_the_people_of_waiting_orders_and_gives_out_nothing(cast, product, waiting):
    Notification.objects.all().delete()
    receive(product, 4)
    told = Notification.objects.filter(kind="stock.arrived")
    assert [(one.user_id, one.subject_type, one.subject_id) for one in told] == [
        (cast.owner.pk, "products.product", product.pk)
    ]
    assert held(waiting) == [0, 0, 0]
    receive(make_product(), 4)
    assert told.count() == 1, "nobody waits for the other product"


# --- a count that comes between ----------------------------------------------------------------------


def test_lines_that_lost_their_stock_are_promised_anew(cast):
    product = make_product(stock=10, lead_time_days=30)
    order = make_effective(cast.owner, lines=[line(product, 10)], requested_date=TODAY)
    before = lines_of(order)[0].promised_date
    stock.count_stock(actor=system_user(), product_id=product.pk, counted=D(4), at=AT)
    after = lines_of(order)[0]
    assert (after.reserved, after.promised_date > before, fresh(order).promised_date) == (4, True, after.promised_date)
    assert [entry.promised_date for entry in queries.promises_of(order.pk)] == [before, after.promised_date]


def test_a_reservation_made_while_the_count_looked_is_let_go_too(cast, monkeypatch):
    product = make_product(stock=10)
    first = make_effective(cast.owner, lines=[line(product, 6)])
    late = []

    def let_go(**arguments):
        if not late:  # another order takes the rest between the look and the lock
            late.append(make_effective(cast.owner, lines=[line(product, 4)]))
        shortage.let_go(**arguments)

    monkeypatch.setitem(shortfall._entries, "orders.reservations", let_go)
    row = stock.count_stock(actor=system_user(), product_id=product.pk, counted=D(5), at=AT)
    assert (row.on_hand, row.reserved) == (5, 5)
    assert sum(held([first, *late])) == 5
    assert broken_invariants() == {}
