"""32 clients on three products of a hundred pieces, by every path there is: never one piece too many (R125)."""

from decimal import Decimal as D

import pytest
from rest_framework.test import APIClient

from accounts.people.queries import system_user
from common import errors
from customers.tests.builders import make_customer
from orders.closure import operations as closure
from orders.intake.imports import passes
from orders.intake.imports.tests.builders import dry_run, profile, write_files
from orders.order.choices import CloseReason
from orders.order.models import Order, OrderLine
from orders.promise import operations as promise
from orders.promise.allocation import operations as allocation
from orders.promise.allocation import plans
from orders.promise.models import LineComponent, Reservation
from orders.tests.builders import (
    AT,
    TODAY,
    approver_of,
    line,
    make_buyer,
    make_effective,
    make_order_cast,
    make_submitted,
    person,
)
from orders.tests.flow_builders import broken_invariants
from orders.tests.page_builders import Browser
from orders.tests.racing import race
from products.kits import operations as kits
from products.kits.operations import Component
from products.stock.models import StockRow
from products.tests.builders import make_product

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

ORDERS = f"no,customer,date,ship\nA1,77.999,{TODAY},\nA2,77.999,{TODAY},\n"
LINES = "no,pos,product,qty,price,rate\nA1,1,P1,20,100,0.13\nA1,2,P2,20,100,0.13\nA2,1,P3,20,100,0.13\n"


def on_the_page(order):
    browser = Browser(approver_of(order))
    return lambda: browser.post(f"/orders/{order.number}/approve/", version=order.version)


def by_api(order):
    client = APIClient()
    client.force_authenticate(approver_of(order))
    headers = {"Idempotency-Key": order.number}
    return lambda: client.post(f"/api/v1/orders/{order.number}/approve/", headers=headers)


def reopened(order, desk):
    user = person(desk.pk)
    return lambda: closure.reopen_order(actor=user, order_id=order.pk, reason="the customer wants it after all", at=AT)


def close(order, desk):
    return closure.close_order(actor=desk, order_id=order.pk, reason_code=CloseReason.CUSTOMER, reason="", at=AT)


def imported(tmp_path):
    make_customer(code="77.999", payment_term=None)
    paths = write_files(
        tmp_path, orders=ORDERS, lines=LINES, customers="code,name\n", products="code,name,price,cost\n"
    )
    run = dry_run(paths, profile("open", more=""))
    return lambda: passes.commit_import(actor=system_user(), run_id=run.pk, at=AT)


def given_out(desk, products):
    user, ids = person(desk.pk), [product.pk for product in products]
    token = plans.plan_run(ids, TODAY).token
    return lambda: allocation.run(actor=user, product_ids=ids, token=token, at=AT)


def by_hand(desk, product, orders):
    user, ids = person(desk.pk), [order.pk for order in orders]
    return lambda: promise.reserve_waiting(actor=user, product_id=product.pk, order_ids=ids, at=AT)


def test_thirty_two_clients_on_three_products_get_a_hundred_pieces_of_each_and_not_one_more(tmp_path):
    cast = make_order_cast()
    products = [make_product(code=f"P{number}", stock=100, lead_time_days=30) for number in (1, 2, 3)]
    kit = make_product(code="K1", unit="套")
    pieces = [Component(product.pk, D(number)) for number, product in enumerate(products[:2], start=1)]
    kits.save_kit(actor=system_user(), product_id=kit.pk, components=pieces, works_on="COMPONENTS", at=AT)
    customers = [make_buyer(cast.owner) for _ in range(4)]

    def wanted(make, number):
        lines = [line(product, 7 + number % 5) for product in (products if number % 2 else products[::-1])]
        if number % 4 == 0:
            lines.insert(number % 3, line(kit, 2))
        return make(cast.owner, customer=customers[number % 4], lines=lines)

    closed = [wanted(make_effective, number) for number in range(6)]
    for order in closed:
        close(order, cast.desk)
    there = [wanted(make_effective, number) for number in range(4)]
    waiting = [wanted(make_submitted, number) for number in range(20)]
    calls = [
        *(on_the_page(order) for order in waiting[:10]),
        *(by_api(order) for order in waiting[10:]),
        *(reopened(order, cast.desk) for order in closed),
        *(by_hand(cast.desk, product, there) for product in products),
        *(given_out(cast.desk, products) for _ in range(2)),
        imported(tmp_path),
    ]
    assert len(calls) == 32
    results = race(*calls)
    unkind = [
        one for one in results if isinstance(one, Exception) and not isinstance(one, errors.Conflict | errors.Stale)
    ]
    assert not unkind
    assert Order.objects.filter(status="EFFECTIVE").count() == 32
    for product in products:
        row = StockRow.objects.get(product=product)
        held = sum(Reservation.objects.filter(stock_row=row).values_list("quantity", flat=True), D(0))
        lines = sum(OrderLine.objects.filter(product=product).values_list("reserved", flat=True), D(0))
        inside = LineComponent.objects.filter(product=product).select_related("line")
        lines += sum((one.line.reserved * one.quantity for one in inside), D(0))
        assert (row.on_hand, row.reserved, held, lines) == (100, 100, 100, 100)
    assert broken_invariants() == {}
