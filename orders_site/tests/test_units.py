"""What is counted comes whole, at every place where a quantity is entered."""

from decimal import Decimal as D

import pytest

from accounts.people import queries as people
from common import errors
from orders.fulfilment import operations as fulfilment
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT
from products.catalogue import units
from products.stock import operations as stock
from products.tests.builders import make_product, make_warehouse, stock_row

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("unit", ["台", "只", "个", "套", "件", "pcs", ""])
def test_pieces_are_whole(unit):
    assert units.fault(unit, D("0.5"))
    assert not units.fault(unit, D("2.0000"))


@pytest.mark.parametrize("unit", ["kg", "KG", "ｍ", "米", "m²"])
def test_what_is_measured_has_parts(unit):
    assert not units.fault(unit, D("0.5"))


def test_stock_takes_no_part_of_a_piece():
    system, product, other = people.system_user(), make_product(stock=5), make_warehouse()
    here = stock_row(product).warehouse_id
    half = {"product_id": product.pk, "at": AT, "actor": system}
    for refused in (
        lambda: stock.receive_goods(quantity=D("0.5"), **half),
        lambda: stock.count_stock(counted=D("4.5"), **half),
        lambda: stock.adjust_stock(difference=D("0.5"), reason="x", **half),
        lambda: stock.transfer_stock(quantity=D("0.5"), from_warehouse_id=here, to_warehouse_id=other.pk, **half),
    ):
        with pytest.raises(errors.Invalid):
            refused()
    measured = make_product(unit="kg")
    stock.receive_goods(actor=system, product_id=measured.pk, quantity=D("0.5"), at=AT)
    assert stock_row(measured).on_hand == D("0.5")


def test_orders_and_notices_take_no_part_of_a_piece():
    with pytest.raises(errors.Invalid) as refusal:
        builders.make_draft(lines=[builders.line(make_product(), D("0.0001"))])
    assert list(refusal.value.fields) == ["lines.1.quantity"]
    order = builders.make_effective()
    with pytest.raises(errors.Invalid):
        flow.make_outbound(order, D("0.5"))
    measured = builders.make_effective(lines=[builders.line(make_product(unit="kg", stock=9), D("2.5"))])
    assert flow.make_outbound(measured, D("0.5")).lines.get().quantity == D("0.5")


def test_what_is_there_in_parts_already_stays_and_goes():
    product = make_product(stock=5)
    order = builders.make_effective(lines=[builders.line(product, 2)])
    line = flow.first_line(order)
    type(line).objects.filter(pk=line.pk).update(ordered=D("1.5"), original=D("1.5"))
    document = flow.make_outbound(order, D("1.5"))
    fulfilment.audit_outbound(actor=people.system_user(), document_id=document.pk, at=AT)
    assert flow.first_line(order).shipped == D("1.5")
