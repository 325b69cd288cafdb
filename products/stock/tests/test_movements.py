"""What people do with stock."""

from decimal import Decimal

import pytest

from accounts.people import queries as people
from accounts.tests.builders import AT, make_user
from common import errors, invariants
from products.stock import operations, shortfall
from products.stock.models import StockMovement
from products.tests.builders import make_product, make_service, make_warehouse, stock_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper():
    return make_user("warehouse")


def broken():
    return {
        key: invariants.offenders(entry) for key, entry in invariants.invariants.items() if key.startswith("stock.")
    }


def test_goods_arrival_raises_what_is_on_hand_and_leaves_a_movement(keeper):
    product = make_product()
    operations.receive_goods(actor=keeper, product_id=product.pk, quantity=Decimal("12"), reason="PO 7", at=AT)
    row = stock_row(product)
    assert row.on_hand == Decimal("12")
    movement = row.movements.get()
    assert (movement.kind, movement.quantity, movement.actor, movement.reason) == (
        "ARRIVAL",
        Decimal("12"),
        keeper,
        "PO 7",
    )
    assert not any(broken().values())


def test_a_salesperson_cannot_receive_goods():
    product = make_product()
    with pytest.raises(errors.NotAllowed):
        operations.receive_goods(actor=make_user("sales"), product_id=product.pk, quantity=Decimal(1), at=AT)


@pytest.mark.parametrize("quantity", ["0", "-1"])
def test_an_arrival_of_nothing_is_refused(keeper, quantity):
    product = make_product()
    with pytest.raises(errors.Invalid) as refusal:
        operations.receive_goods(actor=keeper, product_id=product.pk, quantity=Decimal(quantity), at=AT)
    assert "quantity" in refusal.value.fields


def test_a_service_has_no_stock(keeper):
    with pytest.raises(errors.Invalid):
        operations.receive_goods(actor=keeper, product_id=make_service().pk, quantity=Decimal(1), at=AT)


def test_a_transfer_moves_free_pieces_and_keeps_the_sum(keeper):
    product, other = make_product(stock=10), make_warehouse()
    home = stock_row(product)
    operations.transfer_stock(
        actor=keeper,
        product_id=product.pk,
        from_warehouse_id=home.warehouse_id,
        to_warehouse_id=other.pk,
        quantity=Decimal(4),
        at=AT,
    )
    assert (stock_row(product).on_hand, stock_row(product, other).on_hand) == (6, 4)
    assert sum(StockMovement.objects.filter(kind="TRANSFER").values_list("quantity", flat=True)) == 0
    assert not any(broken().values())


def test_reserved_pieces_are_not_transferred(keeper, in_operation):
    product, other = make_product(stock=10), make_warehouse()
    in_operation(lambda: operations.reserve(wanted=[(product.pk, Decimal(8))]))
    with pytest.raises(errors.OutOfStock) as refusal:
        operations.transfer_stock(
            actor=keeper,
            product_id=product.pk,
            from_warehouse_id=stock_row(product).warehouse_id,
            to_warehouse_id=other.pk,
            quantity=Decimal(3),
            at=AT,
        )
    assert refusal.value.details == {"product": product.code, "asked": "3", "available": "2"}


def test_a_count_sets_what_is_on_hand(keeper):
    product = make_product(stock=10)
    operations.count_stock(actor=keeper, product_id=product.pk, counted=Decimal(7), at=AT)
    assert stock_row(product).on_hand == 7
    assert stock_row(product).movements.get(kind="COUNT").quantity == -3


def test_a_count_that_agrees_leaves_no_movement(keeper):
    product = make_product(stock=10)
    operations.count_stock(actor=keeper, product_id=product.pk, counted=Decimal(10), at=AT)
    assert not stock_row(product).movements.filter(kind="COUNT").exists()


def test_a_count_below_the_reserved_sum_lets_reservations_go(keeper, in_operation, monkeypatch):
    product = make_product(stock=10)
    in_operation(lambda: operations.reserve(wanted=[(product.pk, Decimal(8))]))
    asked = []

    def let_go(*, actor, stock_row_id, excess, at):
        asked.append(excess)
        operations.release(rows=[(stock_row_id, excess)])

    monkeypatch.setattr(shortfall.shortfall, "_entries", {"test": let_go})
    operations.count_stock(actor=keeper, product_id=product.pk, counted=Decimal(5), at=AT)
    row = stock_row(product)
    assert (asked, row.on_hand, row.reserved) == ([3], 5, 5)


def test_a_count_is_refused_with_figures_where_nobody_lets_go(keeper, in_operation, monkeypatch):
    product = make_product(stock=10)
    in_operation(lambda: operations.reserve(wanted=[(product.pk, Decimal(8))]))
    monkeypatch.setattr(shortfall.shortfall, "_entries", {})
    with pytest.raises(errors.Conflict) as refusal:
        operations.count_stock(actor=keeper, product_id=product.pk, counted=Decimal(5), at=AT)
    assert (refusal.value.details["asked"], refusal.value.details["available"]) == ("8", "5")
    assert stock_row(product).on_hand == 10


def test_an_adjustment_needs_a_reason(keeper):
    product = make_product(stock=10)
    with pytest.raises(errors.Invalid) as refusal:
        operations.adjust_stock(actor=keeper, product_id=product.pk, difference=Decimal(-1), reason=" ", at=AT)
    assert "reason" in refusal.value.fields


def test_an_adjustment_below_nothing_names_the_figures(keeper):
    product = make_product(stock=2)
    with pytest.raises(errors.OutOfStock) as refusal:
        operations.adjust_stock(actor=keeper, product_id=product.pk, difference=Decimal(-3), reason="broken", at=AT)
    assert refusal.value.details == {"product": product.code, "asked": "3", "available": "2"}


def test_opening_stock_is_loaded_in_a_constant_number_of_statements(django_assert_max_num_queries):
    products = [make_product() for _ in range(30)]
    rows = [(product.pk, None, Decimal(5)) for product in products]
    with django_assert_max_num_queries(12):
        operations.load_opening_stock(actor=people.system_user(), rows=rows + rows[:1], at=AT)
    assert stock_row(products[0]).on_hand == 10
    assert stock_row(products[29]).on_hand == 5
    assert not any(broken().values())


def test_the_default_warehouse_cannot_go_out_of_use():
    product = make_product(stock=1)
    warehouse = stock_row(product).warehouse
    with pytest.raises(errors.Invalid):
        operations.save_warehouse(
            actor=people.system_user(), warehouse_id=warehouse.pk, is_active=False, is_default=False, at=AT
        )


def test_making_another_warehouse_the_default_moves_the_mark():
    other = make_warehouse(is_default=True)
    product = make_product(stock=3)
    assert stock_row(product).warehouse == other


def test_a_forged_stock_row_is_named_by_the_invariants():
    product = make_product(stock=3)
    row = stock_row(product)
    row.on_hand = 4
    row.save()
    assert [found["id"] for found in broken()["stock.moved"]] == [row.pk]


def test_a_reservation_without_a_row_above_is_named_by_the_invariants(in_operation):
    product = make_product(stock=3)
    in_operation(lambda: operations.reserve(wanted=[(product.pk, Decimal(2))]))
    assert [found["id"] for found in broken()["stock.held"]] == [stock_row(product).pk]
