"""What was recorded of a return by mistake is taken back, until something stands on it (SEMANTICS 11, 3)."""

from decimal import Decimal as D

import pytest

from accounts.people import queries as people
from accounts.periods import operations as periods
from accounts.tests.builders import make_user
from common import errors
from orders.closure import operations as closure
from orders.fulfilment import operations as fulfilment
from orders.fulfilment.numbers import operations as numbers
from orders.fulfilment.numbers.models import GoodsNumber
from orders.lifecycle import operations as lifecycle
from orders.returns import operations, queries
from orders.returns.rules import Decision, Inspected
from orders.returns.tests.builders import announce, approve, make_paid_back, make_received, make_sent, settle
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT
from products.stock.models import StockMovement, StockRow
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db


def _unreceive(document, **more):
    call = {"actor": make_user("order_desk"), "return_id": document.pk, "reason": "wrong parcel", "at": AT}
    return operations.unreceive_return(**call | more)


def _unsettle(document, **more):
    call = {"actor": make_user("order_desk"), "return_id": document.pk, "reason": "wrong line", "at": AT}
    return operations.unsettle_return(**call | more)


def test_a_receipt_taken_back_leaves_stock_and_lines_as_they_were():
    order = make_sent()
    product = flow.first_line(order).product_id
    before = StockRow.objects.get(product_id=product).on_hand
    document = make_received(order, 3, scrapped=1)
    assert StockRow.objects.get(product_id=product).on_hand == before + 2
    document = _unreceive(document)
    line, mine = flow.first_line(order), document.lines.get()
    assert (document.status, document.received_date, document.findings, document.warehouse) == (
        "APPROVED",
        None,
        "",
        None,
    )
    assert (line.returned, line.returning, mine.received, mine.to_stock, mine.scrapped) == (0, D(3), 0, 0, 0)
    assert StockRow.objects.get(product_id=product).on_hand == before
    (row,) = queries.reversals_of(document)
    assert (row.step, row.reason, row.held[0]["to_stock"], row.held[0]["scrapped"]) == (
        "RECEIPT",
        "wrong parcel",
        "2",
        "1",
    )
    kinds = StockMovement.objects.filter(document_type="orders.returndocument").order_by("pk")
    assert [(one.kind, one.quantity) for one in kinds] == [("RETURN", D(2)), ("RETURN_UNDONE", D(-2))]
    assert flow.broken_invariants() == {}
    found = {1: Inspected(D(1))}
    operations.receive_return(actor=people.system_user(), return_id=document.pk, lines=found, at=AT)  # and once more
    assert flow.first_line(order).returned == 1 and flow.broken_invariants() == {}


def test_goods_that_are_promised_again_keep_their_receipt():
    order = make_sent()
    document = make_received(order, 3)
    row = StockRow.objects.get(product_id=flow.first_line(order).product_id)
    StockRow.objects.filter(pk=row.pk).update(reserved=row.on_hand - 1)
    with pytest.raises(errors.OutOfStock, match="Let orders go") as refused:
        _unreceive(document)
    assert (refused.value.details["asked"], refused.value.details["available"]) == ("3", "1")


def test_pieces_that_did_not_come_and_are_announced_elsewhere_stand_in_the_way():
    order = make_sent()
    document = approve(announce(order, 4))
    found = {1: Inspected(D(3))}
    operations.receive_return(actor=people.system_user(), return_id=document.pk, lines=found, at=AT)
    other = announce(order, 7)
    with pytest.raises(errors.WrongState, match=other.number):
        _unreceive(document)


def test_a_closed_month_keeps_receipts_and_decisions():
    order = make_sent()
    document = settle(make_received(order), {})
    later = AT.replace(year=AT.year + 1)
    periods.close_month(actor=people.system_user(), month=AT.date().replace(day=1), at=later)
    with pytest.raises(errors.WrongState) as refused:
        _unsettle(document, at=later)
    assert refused.value.code == "period_closed"


def test_serial_numbers_are_out_again_unless_they_left_meanwhile():
    product = make_product(stock=9, numbering="SERIAL")
    order = builders.make_effective(lines=[builders.line(product, 1)])
    system = people.system_user()

    def send(one):
        sent = flow.make_outbound(one)
        numbers.record_numbers(actor=system, document_id=sent.pk, numbers={sent.lines.get().pk: [("S1", D(1))]}, at=AT)
        return fulfilment.audit_outbound(actor=system, document_id=sent.pk, at=AT)

    send(order)
    document = approve(announce(order, 1))
    operations.receive_return(
        actor=system, return_id=document.pk, lines={1: Inspected(D(1), numbers=[("S1", D(1))])}, at=AT
    )
    other = send(builders.make_effective(lines=[builders.line(product, 1)]))
    with pytest.raises(errors.WrongState, match=other.number):
        _unreceive(document)
    fulfilment.unaudit_outbound(actor=system, document_id=other.pk, reason="slip", at=AT)
    fulfilment.void_outbound(actor=system, document_id=other.pk, reason="slip", at=AT)
    _unreceive(document)
    assert GoodsNumber.objects.get(number="S1").back_quantity == 0


def test_a_decision_taken_back_closes_what_it_had_opened_and_lets_go_what_it_held():
    order = make_sent()
    document = settle(make_received(order, 4), {1: Decision(reship=D(2), refund=D(1))})
    assert (flow.first_line(order).reserved, builders.fresh(order).status) == (D(2), "EFFECTIVE")
    document = _unsettle(document)
    line, after = flow.first_line(order), builders.fresh(order)
    assert (line.reship, line.reserved, line.closure, after.status) == (0, 0, "AUTO", "CLOSED")
    assert (document.status, document.settled_at, queries.refunds_due()) == ("RECEIVED", None, [])
    assert queries.reversals_of(document)[0].held[0]["reship"] == "2"
    assert flow.broken_invariants() == {}
    settle(document, {1: Decision(reship=D(1))})
    assert flow.first_line(order).open == 1 and flow.broken_invariants() == {}


def test_what_went_out_again_or_is_to_keeps_its_decision():
    order = make_sent()
    document = settle(make_received(order, 2), {1: Decision(reship=D(2))})
    notice = flow.make_outbound(order)
    with pytest.raises(errors.WrongState, match=notice.number) as refused:
        _unsettle(document)
    assert refused.value.details["possible"] == ["outbound_unaudit"]
    system = people.system_user()
    fulfilment.void_outbound(actor=system, document_id=notice.pk, reason="slip", at=AT)
    closure.close_line(actor=system, order_id=order.pk, line_no=1, reason_code="CUSTOMER", reason="", at=AT)
    with pytest.raises(errors.WrongState, match="reopen"):
        _unsettle(document)


def test_money_given_back_is_taken_back_first():
    order = make_sent()
    document = make_paid_back(order)
    finance = make_user("finance")
    operations.settle_refund(actor=finance, return_id=document.pk, reference="B-9", at=AT)
    with pytest.raises(errors.WrongState, match="given back") as refused:
        _unsettle(document)
    assert refused.value.details["possible"] == ["return_refund_reverse"]
    with pytest.raises(errors.NotAllowed):
        operations.reverse_refund(actor=make_user("order_desk"), return_id=document.pk, reason="slip", at=AT)
    operations.reverse_refund(actor=finance, return_id=document.pk, reason="another customer's", at=AT)
    assert len(queries.refunds_due(order_ids=[order.pk])) == 1
    _unsettle(document)
    assert [row.step for row in queries.reversals_of(document)] == ["DECISION", "REFUND"]


def test_an_exchange_order_is_void_first_and_may_then_be_written_again():
    order = make_sent()
    document = settle(make_received(order, 2), {1: Decision(replaced=D(2))})
    desk = make_user("order_desk")
    lines = [builders.line(make_product(stock=5), 2)]
    made = operations.write_exchange_order(actor=desk, return_id=document.pk, lines=lines, at=AT)
    with pytest.raises(errors.WrongState, match="void first"):
        _unsettle(document)
    lifecycle.void_order(actor=desk, order_id=made.pk, reason="slip", at=AT)
    again = operations.write_exchange_order(actor=desk, return_id=document.pk, lines=lines, at=AT)
    lifecycle.void_order(actor=desk, order_id=again.pk, reason="slip", at=AT)
    assert _unsettle(document).replacement_id is None


def test_only_who_may_and_only_with_a_reason():
    document = make_received(make_sent())
    with pytest.raises(errors.NotAllowed):
        _unreceive(document, actor=make_user("warehouse"))
    with pytest.raises(errors.Invalid):
        _unreceive(document, reason=" ")
    with pytest.raises(errors.WrongState):
        _unsettle(document)
