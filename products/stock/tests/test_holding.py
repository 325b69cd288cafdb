"""What orders do with stock."""

from decimal import Decimal

import pytest

from accounts.people import queries as people
from accounts.tests.builders import AT
from common import errors
from products.stock import operations
from products.tests.builders import make_product, make_warehouse, receive, stock_row

pytestmark = pytest.mark.django_db

D = Decimal


def reserve(in_operation, wanted, **options):
    return in_operation(lambda: operations.reserve(wanted=wanted, **options))


def issue(in_operation, items, document=None):
    return in_operation(lambda: operations.issue(actor=people.system_user(), items=items, document=document, at=AT))


def test_as_much_as_is_there_is_reserved(in_operation):
    product = make_product(stock=5)
    row = stock_row(product)
    assert reserve(in_operation, [(product.pk, D(8))]) == [(product.pk, row.pk, 5)]
    assert stock_row(product).available == 0
    assert reserve(in_operation, [(product.pk, D(1))]) == []


def test_the_same_product_wanted_twice_is_held_for_the_sum(in_operation):
    product = make_product(stock=10)
    assert reserve(in_operation, [(product.pk, D(3)), (product.pk, D(4))]) == [(product.pk, stock_row(product).pk, 7)]


def test_the_default_warehouse_gives_first_then_the_others(in_operation):
    product, other = make_product(stock=5), make_warehouse()
    receive(product, 5, warehouse=other)
    taken = reserve(in_operation, [(product.pk, D(7))])
    assert [(row, quantity) for _p, row, quantity in taken] == [
        (stock_row(product).pk, 5),
        (stock_row(product, other).pk, 2),
    ]


def test_a_named_warehouse_gives_alone(in_operation):
    product, other = make_product(stock=5), make_warehouse()
    receive(product, 2, warehouse=other)
    taken = reserve(in_operation, [(product.pk, D(7))], warehouse_id=other.pk)
    assert [quantity for _p, _row, quantity in taken] == [2]


def test_released_pieces_are_available_again(in_operation):
    product = make_product(stock=5)
    row = stock_row(product)
    reserve(in_operation, [(product.pk, D(5))])
    in_operation(lambda: operations.release(rows=[(row.pk, D(2)), (row.pk, D(1))]))
    assert stock_row(product).available == 3


def test_issuing_reserved_pieces_takes_them_from_both_columns(in_operation):
    product = make_product(stock=10)
    row = stock_row(product)
    reserve(in_operation, [(product.pk, D(4))])
    issue(in_operation, [(row.pk, D(3), D(3)), (row.pk, D(2), D(1))], document=product)
    row = stock_row(product)
    assert (row.on_hand, row.reserved) == (5, 0)
    movement = row.movements.get(kind="ISSUE")
    assert (movement.quantity, movement.document_type, movement.document_id) == (-5, "products.product", product.pk)


def test_pieces_reserved_for_others_are_not_issued(in_operation):
    product = make_product(stock=10)
    reserve(in_operation, [(product.pk, D(8))])
    with pytest.raises(errors.OutOfStock) as refusal:
        issue(in_operation, [(stock_row(product).pk, D(3), D(0))])
    assert refusal.value.details == {"product": product.code, "asked": "3", "available": "2"}


def test_what_is_taken_back_is_held_again_where_wanted(in_operation):
    product = make_product(stock=10)
    row = stock_row(product)
    issue(in_operation, [(row.pk, D(6), D(0))])
    in_operation(
        lambda: operations.take_back(actor=people.system_user(), items=[(row.pk, D(6), D(4))], document=None, at=AT)
    )
    row = stock_row(product)
    assert (row.on_hand, row.reserved) == (10, 4)


def test_statements_do_not_grow_with_the_number_of_lines(in_operation, django_assert_num_queries):
    products = [make_product(stock=5) for _ in range(12)]

    def statements(count):
        chosen = products[:count]
        with django_assert_num_queries(1 + 2 + 3):

            def work():
                taken = operations.reserve(wanted=[(product.pk, D(2)) for product in chosen])
                operations.release(rows=[(row, D(1)) for _p, row, _q in taken])
                operations.issue(actor=system, items=[(row, D(1), D(1)) for _p, row, _q in taken], document=None, at=AT)

            work()

    system = people.system_user()
    in_operation(lambda: (statements(1), statements(12)))


def test_stock_is_touched_inside_an_operation_only():
    product = make_product(stock=1)
    with pytest.raises(RuntimeError):
        operations.reserve(wanted=[(product.pk, D(1))])
