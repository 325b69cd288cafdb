"""Goods of orders that were taken over as history come back: quantities and stock, never the file's money."""

from decimal import Decimal as D

import pytest

from accounts.people import queries as people
from accounts.tests.builders import make_user
from common import errors
from orders.intake.imports.tests.builders import AT, bring_in, broken_invariants, write_files
from orders.lifecycle import operations as lifecycle
from orders.order.models import Order
from orders.returns import operations
from orders.returns.rules import Decision, Inspected
from orders.tests.page_builders import Browser
from products.stock.models import StockRow

pytestmark = pytest.mark.django_db


def test_goods_of_history_come_back_and_are_replaced_but_nothing_opens(tmp_path):
    bring_in(write_files(tmp_path))
    order = Order.objects.get(source_number="A1")
    system, before = people.system_user(), (order.due_amount, order.total_amount, order.shipped_amount)

    def announce(source="A1", quantity=2):
        key = Order.objects.get(source_number=source).pk
        return operations.draft_return(actor=system, order_id=key, lines={1: D(quantity)}, reason="REPAIR", at=AT)

    lifecycle.archive_order(actor=system, order_id=order.pk, at=AT)
    with pytest.raises(errors.WrongState, match="restore it first") as refused:
        announce()
    assert refused.value.details["possible"] == ["restore"]
    desk = Browser(make_user("order_desk"))
    assert "It is restored before goods of it come back" in desk.get(f"/orders/{order.reference}/aftercare/").text
    lifecycle.restore_order(actor=system, order_id=order.pk, reason="goods come back", at=AT)
    with pytest.raises(errors.Invalid) as unproved:
        announce("A2", 1)
    assert "no shipment" in str(unproved.value.fields)
    document = announce()
    with pytest.raises(errors.WrongState, match="coming back"):
        lifecycle.archive_order(actor=system, order_id=order.pk, at=AT)
    operations.approve_return(actor=make_user("order_desk"), return_id=document.pk, at=AT)
    call = {"actor": system, "return_id": document.pk, "at": AT}
    operations.receive_return(lines={1: Inspected(D(2))}, **call)
    line = order.lines.get(line_no=1)
    assert (line.returned, StockRow.objects.get(product_id=line.product_id).on_hand) == (D(2), D(2))
    assert 'name="lines.1.refund"' not in desk.get(f"/returns/{document.number}/settle/").text
    with pytest.raises(errors.WrongState) as again:
        operations.settle_return(lines={1: Decision(reship=D(1))}, **call)
    assert again.value.details["possible"] == ["exchange"]
    with pytest.raises(errors.Invalid):
        operations.settle_return(lines={1: Decision(refund=D(1))}, **call)
    operations.settle_return(lines={1: Decision(replaced=D(2))}, **call)
    order.refresh_from_db()
    assert (order.status, order.due_amount, order.total_amount, order.shipped_amount) == ("CLOSED", *before)
    assert broken_invariants() == {}
    operations.unsettle_return(reason="slip", **call)
    operations.unreceive_return(reason="slip", **call)
    assert order.lines.get(line_no=1).returned == 0 and broken_invariants() == {}
