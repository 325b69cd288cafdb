"""Goods come back: quantities, stock, closure, what the customer gets (SEMANTICS 3, 11, 16)."""

from decimal import Decimal as D

import pytest

from accounts.people import queries as people
from accounts.tests.builders import make_user
from common import errors
from orders.closure import operations as closure
from orders.fulfilment import operations as fulfilment
from orders.fulfilment.numbers import operations as numbers
from orders.fulfilment.numbers.models import GoodsNumber
from orders.lifecycle import operations as lifecycle
from orders.returns import operations, queries
from orders.returns.models import ReturnLine
from orders.returns.rules import Decision, Inspected
from orders.returns.tests.builders import announce, approve, make_received, make_sent, settle
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT
from products.stock.models import StockMovement, StockRow
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db


def _line(order):
    return flow.first_line(order)


def test_a_plain_return_reopens_nothing_and_leaves_the_row_closed():
    order = make_sent()
    document = make_received(order, 3, scrapped=1)
    line = _line(order)
    assert (line.returned, line.returning, line.reship, line.closure, line.row_closed) == (D(3), 0, 0, "AUTO", True)
    assert builders.fresh(order).status == "CLOSED"
    moved = StockMovement.objects.get(document_type="orders.returndocument", document_id=document.pk)
    assert (moved.kind, moved.quantity, moved.document_number) == ("RETURN", D(2), document.number)
    settle(document, {})
    after = builders.fresh(order)
    assert (after.status, _line(order).closure, after.due_amount) == ("CLOSED", "AUTO", after.total_amount)
    assert flow.broken_invariants() == {}


def test_what_is_shipped_again_opens_line_and_order_is_held_promised_and_goes_out():
    order = make_sent()
    document = settle(make_received(order, 2, scrapped=2), {1: Decision(reship=D(2))})
    line, after = _line(order), builders.fresh(order)
    assert (line.reship, line.open, line.reserved, line.closure, line.row_closed) == (D(2), D(2), D(2), "OPEN", True)
    assert (after.status, after.fulfilment, document.status) == ("EFFECTIVE", "PARTIAL", "SETTLED")
    assert line.promised_date is not None and flow.broken_invariants() == {}
    flow.make_signed(order)
    line, after = _line(order), builders.fresh(order)
    assert (line.shipped, line.open, line.closure, after.status) == (D(12), 0, "AUTO", "CLOSED")
    assert after.shipped_amount == after.lines_amount
    assert flow.broken_invariants() == {}


def test_no_more_comes_back_than_was_shipped_less_lost_returned_and_announced():
    order = builders.make_effective()
    sent = flow.make_shipped(order, 6)
    flow.sign(sent, lines={sent.lines.get().pk: (D(5), D(1))})
    announce(order, 2)
    with pytest.raises(errors.Invalid) as refused:
        announce(order, 4)
    assert "lines.1.quantity" in refused.value.fields
    announce(order, 3)
    assert queries.returnable_lines(order) == []
    assert flow.broken_invariants() == {}


def test_a_void_return_gives_its_pieces_free_and_one_that_came_is_not_voided():
    order = make_sent()
    document = announce(order, 10)
    operations.void_return(actor=people.system_user(), return_id=document.pk, reason="customer keeps them", at=AT)
    assert _line(order).returning == 0
    came = make_received(order, 10)
    with pytest.raises(errors.WrongState):
        operations.void_return(actor=people.system_user(), return_id=came.pk, reason="no", at=AT)


def test_nobody_approves_what_he_wrote_and_nothing_is_received_before():
    order = make_sent()
    desk = make_user("order_desk")
    document = announce(order, actor=desk)
    with pytest.raises(errors.NotAllowed):
        operations.approve_return(actor=desk, return_id=document.pk, at=AT)
    with pytest.raises(errors.WrongState) as refused:
        operations.receive_return(actor=people.system_user(), return_id=document.pk, lines={1: Inspected(D(2))}, at=AT)
    assert refused.value.details["possible"] == ["approve", "void"]


def test_less_may_come_than_was_announced_but_no_more_and_not_nothing():
    order = make_sent()
    document = approve(announce(order, 4))

    def receive(found):
        return operations.receive_return(actor=people.system_user(), return_id=document.pk, lines={1: found}, at=AT)

    for found in (Inspected(D(4), D(1)), Inspected(), Inspected(D(-1), D(2))):
        with pytest.raises(errors.Invalid):
            receive(found)
    receive(Inspected(D(3)))
    line = _line(order)
    assert (line.returned, line.returning) == (D(3), 0)
    assert queries.returnable_lines(order) == [(line, D(7))]


def test_goods_that_came_back_keep_their_audit():
    order = builders.make_effective()
    sent = flow.make_shipped(order)
    announce(order, 2)
    with pytest.raises(errors.WrongState, match="void that return first"):
        fulfilment.unaudit_outbound(actor=people.system_user(), document_id=sent.pk, reason="slip", at=AT)


def test_a_line_closed_by_hand_is_not_opened_by_a_decision():
    order = make_sent(4)
    document = make_received(order)
    closure.close_line(
        actor=people.system_user(), order_id=order.pk, line_no=1, reason_code="CUSTOMER", reason="", at=AT
    )
    with pytest.raises(errors.WrongState):
        settle(document, {1: Decision(reship=D(1))})
    settle(document, {1: Decision(refund=D(1))})
    assert _line(order).closure == "SHORT" and flow.broken_invariants() == {}


def test_a_refund_is_due_until_finance_settles_it_and_never_above_what_was_paid_for_the_pieces():
    order = make_sent()
    flow.make_paid(order)
    line = _line(order)
    document = make_received(order, 3)
    for wrong in (Decision(refund=D(4)), Decision(refund=D(1), refund_amount=line.amount)):
        with pytest.raises(errors.Invalid):
            settle(document, {1: wrong})
    settle(document, {1: Decision(reship=D(1), refund=D(2))})
    (due,) = queries.refunds_due(order_ids=[order.pk])
    assert (due.number, due.line_no, due.quantity, due.amount) == (document.number, 1, D(2), line.amount * 2 / 10)
    finance = make_user("finance")
    operations.settle_refund(actor=finance, return_id=document.pk, reference="B-9", at=AT)
    assert queries.refunds_due(customer_ids=[order.customer_id]) == []
    with pytest.raises(errors.WrongState):
        operations.settle_refund(actor=finance, return_id=document.pk, reference="B-9", at=AT)


def test_another_product_goes_out_on_an_exchange_order_once():
    order = make_sent()
    document = settle(make_received(order, 2), {1: Decision(replaced=D(2))})
    other = make_product(stock=5)
    desk = make_user("order_desk")
    lines = [builders.line(other, 2)]
    made = operations.write_exchange_order(actor=desk, return_id=document.pk, lines=lines, at=AT)
    assert (made.order_type.code, made.customer_id, made.due_amount) == ("EXCHANGE", order.customer_id, 0)
    document.refresh_from_db()
    assert document.replacement_id == made.pk and builders.fresh(order).status == "CLOSED"
    with pytest.raises(errors.WrongState):
        operations.write_exchange_order(actor=desk, return_id=document.pk, lines=lines, at=AT)


def test_what_was_lost_is_shipped_again_later():
    order = builders.make_effective()
    sent = flow.make_shipped(order)
    flow.sign(sent, lines={sent.lines.get().pk: (D(7), D(3))})
    again = {"document_id": sent.pk, "order": order.number, "line_no": 1, "at": AT, "actor": people.system_user()}
    operations.reship_loss(quantity=D(2), **again)
    line, after = _line(order), builders.fresh(order)
    assert (line.reship, line.open, line.closure, after.status) == (D(2), D(2), "OPEN", "EFFECTIVE")
    with pytest.raises(errors.Invalid):
        operations.reship_loss(quantity=D(2), **again)
    assert flow.broken_invariants() == {}


def test_the_archive_waits_for_a_return_and_for_its_refund():
    order = make_sent()
    flow.make_paid(order)
    flow.make_invoiced(order)
    document = announce(order)
    system = people.system_user()

    def refused():
        with pytest.raises(errors.WrongState) as told:
            lifecycle.archive_order(actor=system, order_id=order.pk, at=AT)
        return told.value.code

    assert refused() == "not_solved"
    operations.void_return(actor=system, return_id=document.pk, reason="slip", at=AT)
    settle(make_received(order), {1: Decision(refund=D(2))})
    assert refused() == "not_settled"
    (due,) = queries.refunds_due(order_ids=[order.pk])
    operations.settle_refund(actor=system, return_id=due.return_id, at=AT)
    assert lifecycle.archive_order(actor=system, order_id=order.pk, at=AT).status == "ARCHIVED"


def test_a_void_return_outlives_the_lines_of_an_order_that_goes_back():
    order = builders.make_effective()
    sent = flow.make_shipped(order)
    document = announce(order, 2)
    system = people.system_user()
    operations.void_return(actor=system, return_id=document.pk, reason="slip", at=AT)
    fulfilment.unaudit_outbound(actor=system, document_id=sent.pk, reason="slip", at=AT)
    fulfilment.void_outbound(actor=system, document_id=sent.pk, reason="slip", at=AT)
    lifecycle.unapprove_order(actor=system, order_id=order.pk, reason="slip", at=AT)
    mine = ReturnLine.objects.get(document=document)
    assert mine.order_line_id is None and mine.of.line_no == 1


def test_returned_goods_lie_in_the_warehouse_they_were_received_in():
    order = make_sent()
    line = _line(order)
    before = StockRow.objects.get(product_id=line.product_id).on_hand
    make_received(order, 2)
    assert StockRow.objects.get(product_id=line.product_id).on_hand == before + 2


def test_serial_numbers_that_came_back_are_named_and_may_go_out_again():
    product = make_product(stock=9, numbering="SERIAL")
    order = builders.make_effective(lines=[builders.line(product, 2)])
    sent, system = flow.make_outbound(order), people.system_user()
    pieces = {sent.lines.get().pk: [("S1", D(1)), ("S2", D(1))]}
    numbers.record_numbers(actor=system, document_id=sent.pk, numbers=pieces, at=AT)
    fulfilment.audit_outbound(actor=system, document_id=sent.pk, at=AT)
    document = approve(announce(order, 1))

    def receive(*named):
        found = Inspected(D(1), numbers=[(one, D(1)) for one in named])
        return operations.receive_return(actor=system, return_id=document.pk, lines={1: found}, at=AT)

    for wrong in ((), ("S9",), ("S1", "S2")):
        with pytest.raises(errors.Invalid) as refused:
            receive(*wrong)
        assert "lines.1.numbers" in refused.value.fields
    receive("S1")
    assert GoodsNumber.objects.get(number="S1").back_quantity == 1
    assert document.lines.get().numbers == [["S1", "1"]]
