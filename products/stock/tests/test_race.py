"""Many real connections want the same pieces: never more is promised or issued than is there."""

import threading
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection

from accounts.people import queries as people
from accounts.tests.builders import AT
from common import errors, invariants, operation
from products.stock import operations
from products.tests.builders import make_product, stock_row

pytestmark = pytest.mark.django_db(transaction=True)

CLIENTS = 8


def at_once(calls):
    """Run the calls on a connection each, all released at the same moment; their results or errors."""
    barrier = threading.Barrier(len(calls))

    def run(call):
        barrier.wait(timeout=20)
        try:
            return call()
        except errors.DomainError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def inside(actor, call):
    return lambda: operation.in_operation(actor.pk, call)


def test_the_last_piece_is_reserved_once():
    product, system = make_product(stock=1), people.system_user()
    want = inside(system, lambda: operations.reserve(wanted=[(product.pk, Decimal(1))]))
    results = at_once([want, want])
    assert sorted(len(taken) for taken in results) == [0, 1]
    assert stock_row(product).reserved == 1


def test_a_hundred_pieces_and_many_clients_never_oversell():
    product, system = make_product(stock=100), people.system_user()

    def client():
        got = Decimal(0)
        for _ in range(25):
            taken = operation.in_operation(system.pk, lambda: operations.reserve(wanted=[(product.pk, Decimal(1))]))
            got += sum(quantity for _p, _row, quantity in taken)
        return got

    answers = at_once([client] * CLIENTS)  # 200 wishes for 100 pieces
    assert sum(answers) == 100
    assert stock_row(product).reserved == 100


def test_the_last_piece_is_issued_once():
    product, system = make_product(stock=1), people.system_user()
    row = stock_row(product)
    take = inside(
        system,
        lambda: operations.issue(actor=system, items=[(row.pk, Decimal(1), Decimal(0))], document=None, at=AT),
    )
    results = at_once([take, take])
    assert sum(isinstance(result, errors.OutOfStock) for result in results) == 1
    row = stock_row(product)
    assert (row.on_hand, row.movements.filter(kind="ISSUE").count()) == (0, 1)


def test_orders_that_want_the_same_products_in_opposite_order_do_not_wait_for_each_other():
    first, second = make_product(stock=200), make_product(stock=200)
    system = people.system_user()

    def client(products):
        wanted = [(product.pk, Decimal(1)) for product in products]

        def run():
            for _ in range(20):
                taken = operation.in_operation(system.pk, lambda: operations.reserve(wanted=wanted))
                held = [(row, quantity) for _p, row, quantity in taken]
                operation.in_operation(system.pk, lambda rows=held: operations.release(rows=rows))

        return run

    results = at_once([client([first, second]), client([second, first])] * 2)
    assert results == [None] * 4
    assert (stock_row(first).reserved, stock_row(second).reserved) == (0, 0)


def test_two_first_arrivals_make_one_row():
    product, system = make_product(), people.system_user()

    def arrive():
        operations.receive_goods(actor=system, product_id=product.pk, quantity=Decimal(5), at=AT)

    at_once([arrive] * 4)
    assert stock_row(product).on_hand == 20
    assert not invariants.offenders(invariants.invariants["stock.moved"])
