"""The order as it would be: what is changed follows, what is not stays as it was frozen (SEMANTICS 8)."""

from datetime import date
from decimal import Decimal as D

import pytest

from common import errors
from orders.changes import projecting
from orders.changes.tests.builders import add, cancel, head, modify
from orders.tests.builders import AT, line, lines_of, make_effective, make_order_cast
from orders.tests.flow_builders import make_shipped
from products.catalogue.models import Product
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_order_cast()


def project(cast, order, *items):
    flat = [one for item in items for one in (item if isinstance(item, list) else [item])]
    return projecting.project(order, lines_of(order), flat, actor=cast.owner, at=AT)


def refused(cast, order, *items):
    with pytest.raises(errors.Invalid) as found:
        project(cast, order, *items)
    return found.value.fields


def test_quantity_and_date_change_and_everything_else_stays(cast):
    first, second = make_product(list_price=D(100), stock=9), make_product(list_price=D(7))
    order = make_effective(cast.owner, lines=[line(first, 2), line(second, 3)])
    Product.objects.filter(pk=first.pk).update(list_price=120)
    found = project(cast, order, modify(1, "quantity", 5), modify(2, "requested_date", "2026-12-24"))
    assert [(one.ordered, one.price, one.amount) for one in found.lines] == [(5, 100, 500), (3, 7, 21)]
    assert found.line(2).requested_date == date(2026, 12, 24)
    assert (found.was.total_amount, found.order.total_amount) == (221, 521)
    assert (found.touched, found.head, found.gone) == ({1, 2}, frozenset(), [])
    assert [one.ordered for one in lines_of(order)] == [2, 3], "nothing is saved"


def test_lines_come_and_go(cast):
    product, new = make_product(list_price=D(10)), make_product(list_price=D(4), unit_cost=D(1))
    order = make_effective(cast.owner, lines=[line(product, 2), line(product, 1)])
    found = project(cast, order, cancel(2), add(3, new, 6))
    assert [(one.line_no, one.amount) for one in found.lines] == [(1, 20), (3, 24)]
    assert [one.line_no for one in found.gone] == [2]
    assert (found.added[0].original, found.added[0].unit_cost) == (6, 1)
    assert found.order.total_amount == 44
    assert "lines" in refused(cast, order, cancel(1), cancel(2)), "a line must stay"


def test_another_product_brings_its_own_words_and_price(cast):
    old, new = make_product(list_price=D(10), specification="A"), make_product(list_price=D(15), specification="B")
    order = make_effective(cast.owner, lines=[line(old, 2)])
    found = project(cast, order, modify(1, "product", new.pk))
    (one,) = found.lines
    assert (one.product_code, one.specification, one.price, one.amount) == (new.code, "B", 15, 30)
    found = project(cast, order, modify(1, "product", new.pk), modify(1, "price", 12))
    assert found.lines[0].amount == 24


def test_the_head_changes_and_the_reduction_is_shared_anew(cast):
    product = make_product(list_price=D(10))
    order = make_effective(cast.owner, lines=[line(product, 1), line(product, 2)])
    found = project(cast, order, head("ship_address", "3 号门"), head("freight", "8"), head("reduction", "3"))
    assert (found.order.ship_address, found.order.total_amount, found.was.total_amount) == ("3 号门", 35, 30)
    assert [one.reduction for one in found.lines] == [1, 2]
    assert found.head == {"ship_address", "freight", "reduction"}
    assert "freight" in refused(cast, order, head("freight", "-1"))
    assert "currency" in refused(cast, order, head("currency", "USD"))


def test_what_went_out_bounds_what_may_change(cast):
    product, other = make_product(list_price=D(10), stock=9), make_product()
    order = make_effective(cast.owner, lines=[line(product, 6), line(other, 1)])
    make_shipped(order, 4)
    assert "lines.1.quantity" in refused(cast, order, modify(1, "quantity", 3))
    assert "lines.1.product" in refused(cast, order, modify(1, "product", other.pk))
    assert "lines.1" in refused(cast, order, cancel(1))
    assert project(cast, order, modify(1, "quantity", 4)).order.total_amount == 140
    assert "lines.9" in refused(cast, order, modify(9, "quantity", 3))
    assert "lines.2" in refused(cast, order, add(2, product))
