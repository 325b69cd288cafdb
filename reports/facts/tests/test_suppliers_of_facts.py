"""Sums of suppliers follow whose the products are: what was counted for one is counted for the other, an order once
(docs/adr/0112)."""

import copy
from datetime import timedelta
from decimal import Decimal as D

import pytest

from accounts.people import queries as people
from orders.tests.builders import AT, line, make_effective
from orders.tests.flow_builders import make_shipped
from products.catalogue.models import Product, Supplier
from products.tests.builders import make_product
from reports.facts import following, operations
from reports.facts.choices import Dimension, Kind
from reports.facts.models import CountedSupplier, FactMark, OwnSummary, PastFlow, Summary

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]
LATER = AT + timedelta(hours=2)


@pytest.fixture(scope="module")
def standing(once_a_file):
    return once_a_file(_make_order)


@pytest.fixture
def order(standing):
    return copy.deepcopy(standing)


def _make_order():
    """Two products of one supplier, one of nobody's; the first was shipped in part."""
    one = Supplier.objects.create(code="S1", name="One")
    Supplier.objects.create(code="S2", name="Two")
    goods = [make_product(list_price=D(price), stock=9) for price in (10, 5, 2)]
    Product.objects.filter(pk__in=[each.pk for each in goods[:2]]).update(supplier=one)
    order = make_effective(lines=[line(each, 3) for each in goods])
    make_shipped(order, 2)
    operations.keep_up(at=LATER, patience=0)
    return order


def give(order, line_no, code):
    """The product of a line becomes another supplier's."""
    supplier = Supplier.objects.get(code=code) if code else None
    Product.objects.filter(pk=order.lines.get(line_no=line_no).product_id).update(supplier=supplier)
    operations.keep_up(at=LATER, patience=0)


def kept(model=Summary, kind=Kind.ORDERED):
    """Supplier → orders and pieces, from the sums."""
    names = {0: "", **dict(Supplier.objects.values_list("pk", "code"))}
    rows = model.objects.filter(dimension=Dimension.SUPPLIER, kind=kind).exclude(lines=0)
    return {names[one.key]: (one.orders, one.quantity) for one in rows}


def is_whole():
    found = operations.compare(at=LATER)
    return not found.wrong_orders and not found.wrong_sums


def test_an_order_counts_once_for_a_supplier_of_several_of_its_products(order):
    for model in (Summary, OwnSummary):
        assert kept(model) == {"S1": (1, 6), "": (1, 3)}
    assert kept(kind=Kind.SHIPPED) == {"S1": (0, 2)}
    assert is_whole()


def test_a_product_that_becomes_another_suppliers_takes_its_sums_along(order):
    give(order, 1, "S2")
    for model in (Summary, OwnSummary):
        assert kept(model) == {"S1": (1, 3), "S2": (1, 3), "": (1, 3)}
    assert kept(kind=Kind.SHIPPED) == {"S2": (0, 2)}
    give(order, 2, "S2")
    assert kept() == {"S2": (1, 6), "": (1, 3)}
    give(order, 3, "S2")
    assert kept() == {"S2": (1, 9)}
    give(order, 1, None)
    for model in (Summary, OwnSummary):
        assert kept(model) == {"S2": (1, 6), "": (1, 3)}
    assert not PastFlow.objects.exists()  # no order became another
    assert is_whole()


def test_an_order_and_its_products_supplier_change_between_two_looks(order):
    order.lines.filter(line_no=2).update(product=order.lines.get(line_no=3).product_id)
    give(order, 1, "S2")
    assert kept() == {"S2": (1, 3), "": (1, 6)}
    assert is_whole()


def test_very_many_are_summed_up_anew(order, monkeypatch):
    monkeypatch.setattr(operations, "MOST_MOVED", 0)
    give(order, 1, "S2")
    for model in (Summary, OwnSummary):
        assert kept(model) == {"S1": (1, 3), "S2": (1, 3), "": (1, 3)}
    assert is_whole()


def test_a_site_that_has_no_sums_of_suppliers_yet_makes_them_once(order):
    for model in (Summary, OwnSummary):
        model.objects.filter(dimension=Dimension.SUPPLIER).delete()
    CountedSupplier.objects.all().delete()
    FactMark.objects.update(has_suppliers=False)
    assert is_whole()
    assert kept() == {"S1": (1, 6), "": (1, 3)}
    assert FactMark.objects.get().has_suppliers


def test_what_is_counted_for_the_wrong_one_is_put_right_at_night(order):
    CountedSupplier.objects.update(supplier_id=Supplier.objects.get(code="S2").pk)
    assert operations.compare(at=LATER).wrong_sums > 0
    assert kept() == {"S1": (1, 6), "": (1, 3)}
    assert is_whole()


def change_after_looking(order, monkeypatch, code):
    """The supplier of the first line's product changes when the comparison has followed the trail for the last time."""
    real, supplier = operations._keep_up, Supplier.objects.get(code=code)

    def followed(*given):
        done = real(*given)
        Product.objects.filter(pk=order.lines.get(line_no=1).product_id).update(supplier=supplier)
        return done

    monkeypatch.setattr(operations, "_keep_up", followed)


def test_a_supplier_that_changes_while_it_is_compared_is_no_fault(order, monkeypatch):
    change_after_looking(order, monkeypatch, "S2")
    assert is_whole()
    assert FactMark.objects.get().last_faults == 0
    monkeypatch.undo()
    operations.keep_up(at=LATER, patience=0)
    assert kept() == {"S1": (1, 3), "S2": (1, 3), "": (1, 3)}
    assert is_whole()


def test_a_supplier_of_which_nobody_heard_moves_its_sums_alone(order, monkeypatch):
    change_after_looking(order, monkeypatch, "S2")
    monkeypatch.setattr(following, "touched", lambda *_given: following.Touched([], False, False, False))
    monkeypatch.setattr(operations, "sum_up", None)
    found = operations.compare(at=LATER)
    assert (found.wrong_sums, kept()) == (1, {"S1": (1, 3), "S2": (1, 3), "": (1, 3)})


def test_a_product_that_is_new_has_a_supplier_before_it_is_ordered(order):
    made = make_product(list_price=D(7), stock=9)
    Product.objects.filter(pk=made.pk).update(supplier=Supplier.objects.get(code="S2"))
    make_effective(customer=order.customer, owner=people.system_user(), lines=[line(made, 4)])
    operations.keep_up(at=LATER, patience=0)
    assert kept() == {"S1": (1, 6), "": (1, 3), "S2": (1, 4)}
    assert is_whole()
