"""Planned receipts: planned once per external number, moved with a reason, received in parts, given up."""

from decimal import Decimal as D

import pytest

from accounts.people import queries as people
from accounts.tests.builders import AT, make_user
from common import errors
from products.cleaning import operations as cleaning
from products.stock import queries
from products.stock.supply import news, operations
from products.stock.supply.models import PlannedReceipt
from products.stock.supply.tests.builders import entry, in_days, make_planned, plan
from products.tests.builders import make_product, make_service, make_supplier, make_warehouse, stock_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard(monkeypatch):
    """What those who promised goods hear."""
    told = []
    monkeypatch.setattr(news.replanned, "_entries", {"test": lambda *, actor, changes, at: told.extend(changes)})
    return told


def receive(receipt, quantity, actor=None, **more):
    return operations.receive_planned(
        actor=actor or people.system_user(), receipt_id=receipt.pk, quantity=D(quantity), at=AT, **more
    )


def change(receipt, actor=None, **changes):
    return operations.change_receipt(actor=actor or people.system_user(), receipt_id=receipt.pk, at=AT, **changes)


def supply(*products, **more):
    return [(one.date, one.quantity) for one in queries.supply_by_date([one.pk for one in products], **more)]


def test_what_is_to_come_is_summed_by_product_and_day(django_assert_num_queries):
    product, other = make_product(), make_product()
    plan(entry(product, 30, 5), entry(product, 20, 5), entry(product, 7, 9), entry(other, 1, 2))
    with django_assert_num_queries(1):
        assert supply(product) == [(in_days(5), 50), (in_days(9), 7)]


def test_the_same_external_number_is_the_same_receipt(heard):
    product = make_product(supplier=make_supplier())
    sent = entry(product, 30, 5, provider="erp", external_id="PO-1/10")
    (first,) = plan(sent)
    (again,) = plan(sent)
    (moved,) = plan(entry(product, 25, 8, provider="erp", external_id="PO-1/10", notes="港口拥堵"))
    assert [one.result for one in (first, again, moved)] == ["new", "same", "changed"]
    receipt = PlannedReceipt.objects.get()
    assert (receipt.quantity, receipt.expected_date, receipt.first_expected_date) == (25, in_days(8), in_days(5))
    assert receipt.supplier == product.supplier
    assert [(one.before, one.after, one.reason) for one in receipt.moves.all()] == [
        (in_days(5), in_days(8), "港口拥堵")
    ]
    assert [(one.before, one.after, one.open_after, one.is_worse) for one in heard] == [
        (None, in_days(5), 30, False),
        (in_days(5), in_days(8), 25, True),
    ]


def test_an_external_number_never_becomes_another_product_nor_wakes_what_is_done_with():
    product, other = make_product(), make_product()
    sent = entry(product, 30, provider="erp", external_id="7")
    receipt = plan(sent)[0].receipt
    with pytest.raises(errors.Conflict):
        plan(entry(other, 30, provider="erp", external_id="7"))
    receive(receipt, 30)
    assert plan(sent)[0].result == "same"
    with pytest.raises(errors.Conflict):
        plan(entry(product, 40, provider="erp", external_id="7"))
    assert plan(entry(other, 30, provider="mes", external_id="7"))[0].result == "new"


def test_planned_receipts_are_all_entered_or_none():
    good, service = make_product(), make_service()
    with pytest.raises(errors.Invalid) as refusal:
        plan(entry(good, 5), entry(service, 5))
    assert refusal.value.fields.keys() == {"rows.2.product"}
    assert not PlannedReceipt.objects.exists()
    with pytest.raises(errors.Invalid) as refusal:
        plan(entry(good, "0.5"))
    assert refusal.value.fields.keys() == {"rows.1.quantity"}


def test_goods_come_in_parts_and_raise_stock_each_time(heard):
    product = make_product()
    receipt = make_planned(product, 100, reference="PO-8")
    heard.clear()
    receive(receipt, 40)
    assert (stock_row(product).on_hand, supply(product)) == (40, [(in_days(10), 60)])
    done = receive(receipt, 65)
    assert (done.state, done.received, stock_row(product).on_hand) == ("RECEIVED", 105, 105)
    assert (supply(product), heard) == ([], [])
    with pytest.raises(errors.WrongState):
        receive(receipt, 1)


def test_a_rest_that_is_dropped_is_news_for_those_who_counted_on_it(heard):
    receipt = make_planned(make_product(), 100)
    heard.clear()
    done = receive(receipt, 90, is_rest_dropped=True)
    assert done.state == "RECEIVED"
    assert [(one.after, one.open_before, one.is_worse) for one in heard] == [(None, 10, True)]


def test_goods_from_another_warehouse_of_ours_are_supply_there_only():
    product, south = make_product(stock=50), make_warehouse()
    home = stock_row(product).warehouse_id
    receipt = make_planned(product, 20, kind="TRANSFER", from_warehouse_id=home, warehouse_id=south.pk)
    assert (supply(product), supply(product, warehouse_id=south.pk)) == ([], [(in_days(10), 20)])
    receive(receipt, 20)
    assert (stock_row(product).on_hand, stock_row(product, south).on_hand) == (30, 20)
    with pytest.raises(errors.Invalid):
        make_planned(product, 20, kind="TRANSFER", warehouse_id=south.pk)


def test_a_day_moves_with_a_reason_and_on_the_version_that_was_read():
    receipt = make_planned(make_product(), 10)
    with pytest.raises(errors.Invalid) as refusal:
        change(receipt, expected_date=in_days(12))
    assert refusal.value.fields.keys() == {"reason"}
    moved = change(receipt, expected_date=in_days(12), reason="缺料", version=1)
    assert (moved.expected_date, moved.first_expected_date, moved.version) == (in_days(12), in_days(10), 2)
    with pytest.raises(errors.Stale):
        change(receipt, quantity=D(12), version=1)


def test_what_came_already_cannot_be_planned_away():
    receipt = make_planned(make_product(), 10)
    receive(receipt, 6)
    with pytest.raises(errors.Invalid):
        change(receipt, quantity=D(6))


def test_giving_up_keeps_what_came(heard):
    product = make_product()
    receipt, untouched = make_planned(product, 10), make_planned(product, 5)
    receive(receipt, 6)
    heard.clear()
    system = people.system_user()
    given_up = operations.cancel_receipt(actor=system, receipt_id=receipt.pk, reason="供应商停产", at=AT)
    assert (given_up.state, given_up.end_reason, stock_row(product).on_hand) == ("RECEIVED", "供应商停产", 6)
    assert operations.cancel_receipt(actor=system, receipt_id=untouched.pk, reason="停产", at=AT).state == "CANCELLED"
    assert [one.open_before for one in heard] == [4, 5]
    assert supply(product) == []


def test_buyers_plan_the_warehouse_receives_and_sales_do_neither():
    product, buyer, keeper = make_product(), make_user("purchasing"), make_user("warehouse")
    receipt = plan(entry(product, 5), actor=buyer)[0].receipt
    with pytest.raises(errors.NotAllowed):
        receive(receipt, 5, actor=buyer)
    assert receive(receipt, 5, actor=keeper).state == "RECEIVED"
    with pytest.raises(errors.NotAllowed):
        plan(entry(product, 5), actor=make_user("sales"))


def test_a_merged_product_takes_its_planned_receipts_along():
    source, target = make_product(), make_product()
    receipt = make_planned(source, 5)
    cleaning.merge_products(actor=people.system_user(), source_id=source.pk, target_id=target.pk, at=AT)
    assert supply(target) == [(in_days(10), 5)]
    receive(receipt, 5)
    assert stock_row(target).on_hand == 5
