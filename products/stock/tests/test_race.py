"""Many real connections want the same pieces: never more is promised or issued than is there."""

import threading
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection

from accounts.people import queries as people
from accounts.tests.builders import AT
from common import errors, invariants, operation
from products.stock import ledger, operations, shortfall
from products.stock.papers import operations as papers
from products.stock.papers.models import StockPaper
from products.stock.supply import operations as supply
from products.stock.supply.models import PlannedReceipt
from products.stock.supply.tests.builders import entry, make_planned
from products.tests.builders import make_product, make_warehouse, stock_row

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


def sound():
    """Whether the invariants of stock hold."""
    keys = ("stock.within", "stock.moved", "stock.papers")
    return not any(invariants.offenders(invariants.invariants[key]) for key in keys)


def test_whatever_the_warehouse_does_meanwhile_never_more_is_held_than_there_is(monkeypatch):
    product, south, system = make_product(stock=30), make_warehouse(), people.system_user()
    home = stock_row(product).warehouse_id

    def let_go(*, actor, stock_row_id, excess, at):
        held = ledger.lock_rows([stock_row_id])[stock_row_id].reserved  # others let go as well
        operations.release(rows=[(stock_row_id, min(excess, held))])

    monkeypatch.setattr(shortfall.shortfall, "_entries", {"test": let_go})

    def order():
        for _ in range(6):
            operation.in_operation(system.pk, lambda: operations.reserve(wanted=[(product.pk, Decimal(2))]))

    def warehouse():
        given = {"actor": system, "product_id": product.pk, "at": AT}
        for number in range(2):
            operations.receive_goods(quantity=Decimal(3), **given)
            operations.adjust_stock(difference=Decimal(-5), reason="摔坏", **given)
            operations.count_stock(counted=Decimal(12 + number), **given)
            try:
                operations.transfer_stock(
                    quantity=Decimal(2), from_warehouse_id=home, to_warehouse_id=south.pk, **given
                )
            except errors.OutOfStock:
                pass

    results = at_once([order, order, order, warehouse, warehouse])
    assert [one for one in results if one is not None] == []
    assert sound()


def test_a_paper_is_undone_once():
    product, system = make_product(stock=5), people.system_user()
    paper = StockPaper.objects.get()

    def undo():
        return papers.undo_paper(actor=system, paper_id=paper.pk, reason="录错", at=AT)

    results = at_once([undo, undo])
    assert sum(isinstance(one, errors.WrongState) for one in results) == 1
    assert stock_row(product).on_hand == 0
    assert sound()


def test_the_same_plan_told_twice_at_once_is_one_and_its_goods_come_once():
    product, system = make_product(), people.system_user()
    sent = entry(product, 10, provider="erp", external_id="7")

    def plan():
        return supply.plan_receipts(actor=system, entries=[sent], at=AT)[0].result

    assert sorted(at_once([plan, plan, plan])) == ["new", "same", "same"]
    receipt = PlannedReceipt.objects.get()

    def come():
        return supply.receive_planned(actor=system, receipt_id=receipt.pk, quantity=Decimal(10), at=AT)

    results = at_once([come, come])
    assert sum(isinstance(one, errors.WrongState) for one in results) == 1
    assert stock_row(product).on_hand == 10


def test_a_plan_is_received_or_cancelled_but_never_both():
    receipt, system = make_planned(make_product(), 10), people.system_user()

    def come():
        return supply.receive_planned(actor=system, receipt_id=receipt.pk, quantity=Decimal(10), at=AT)

    def cancel():
        return supply.cancel_receipt(actor=system, receipt_id=receipt.pk, reason="停产", at=AT)

    results = at_once([come, cancel])
    assert sum(isinstance(one, errors.WrongState) for one in results) == 1
