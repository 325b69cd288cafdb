"""The audit of outbound documents and its way back (SEMANTICS 3, 11; R024, R028, R163, R164)."""

import re
from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.collaboration.models import Notification
from accounts.people import queries as people
from accounts.tests.builders import make_user
from common import errors, settings
from common.models import Event, Setting
from orders.closure import operations as closure
from orders.fulfilment import operations, queries
from orders.fulfilment.models import OutboundDocument
from orders.lifecycle import operations as lifecycle
from orders.order.models import OrderStep
from orders.promise.models import Reservation
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, TODAY
from products.stock import operations as stock
from products.stock.models import StockMovement
from products.tests import builders as products

pytestmark = pytest.mark.django_db


@pytest.fixture
def system():
    return people.system_user()


def set_percent(key, value):
    Setting.objects.update_or_create(key=key, defaults={"value": value})
    settings.forget()


@pytest.fixture(autouse=True)
def _forget_settings():
    yield
    settings.forget()


def test_the_last_piece_closes_line_and_order_and_says_y(system):
    order = builders.make_effective()
    document = flow.make_shipped(order)
    line, order = flow.first_line(order), builders.fresh(order)
    assert (line.shipped, line.drafted, line.reserved, line.row_closed, line.closure) == (D(10), 0, 0, True, "AUTO")
    assert (line.first_ship_date, line.last_ship_date) == (TODAY, TODAY)
    assert (order.status, order.fulfilment, order.shipped_amount) == ("CLOSED", "FULL", order.lines_amount)
    assert document.status == "AUDITED"
    step = OrderStep.objects.filter(order=order).last()
    assert (step.move, step.from_status, step.to_status) == ("close", "EFFECTIVE", "CLOSED")
    assert flow.broken_invariants() == {}


def test_a_partial_shipment_leaves_line_and_order_open(system):
    order = builders.make_effective()
    flow.make_shipped(order, 4)
    line, order = flow.first_line(order), builders.fresh(order)
    assert (line.shipped, line.reserved, line.open, line.row_closed, line.closure) == (D(4), D(6), D(6), False, "OPEN")
    assert (order.status, order.fulfilment) == ("EFFECTIVE", "PARTIAL")
    assert line.ordered == D(10)
    assert flow.broken_invariants() == {}


def test_several_documents_of_one_order_fill_it():
    order = builders.make_effective()
    for quantity in (3, 3, 4):
        flow.make_shipped(order, quantity)
    assert builders.fresh(order).status == "CLOSED"
    assert flow.broken_invariants() == {}


def test_one_document_carries_lines_of_several_orders(system):
    cast = builders.make_order_cast()
    customer, product = builders.make_buyer(cast.owner), products.make_product(stock=100)
    orders = [builders.make_effective(cast.owner, customer=customer, lines=[builders.line(product, n)]) for n in (5, 7)]
    lines = [(flow.first_line(order).pk, flow.first_line(order).ordered) for order in orders]
    document = operations.draft_outbound(actor=system, lines=lines, at=AT)
    operations.audit_outbound(actor=system, document_id=document.pk, at=AT)
    assert [builders.fresh(order).status for order in orders] == ["CLOSED", "CLOSED"]
    assert products.stock_row(product).on_hand == D(88)
    assert StockMovement.objects.filter(document_id=document.pk, kind="ISSUE").count() == 1
    assert flow.broken_invariants() == {}


def test_own_reservations_go_first_then_free_stock(system):
    product = products.make_product(stock=10)
    order = builders.make_effective(lines=[builders.line(product, 15)])
    products.receive(product, 10)
    assert flow.first_line(order).reserved == D(10)
    flow.make_shipped(order, 12)
    row = products.stock_row(product)
    assert (row.on_hand, row.reserved) == (D(8), D(0))
    assert not Reservation.objects.exists()
    assert flow.broken_invariants() == {}


def test_what_is_reserved_for_others_is_not_issued(system):
    product = products.make_product(stock=10)
    builders.make_effective(lines=[builders.line(product, 8)])
    late = builders.make_effective(lines=[builders.line(product, 5)])
    document = flow.make_outbound(late)
    with pytest.raises(errors.OutOfStock) as refusal:
        operations.audit_outbound(actor=system, document_id=document.pk, at=AT)
    figures = {"product": product.code, "asked": "5", "available": "2", "warehouse": "WH01", "elsewhere": {}}
    assert refusal.value.details == figures
    assert products.stock_row(product).on_hand == D(10)
    assert flow.broken_invariants() == {}


def test_a_product_without_any_stock_row_is_out_of_stock(system):
    order = builders.make_effective(lines=[builders.line(products.make_product(), 1)])
    with pytest.raises(errors.OutOfStock):
        flow.make_shipped(order)


def test_goods_held_elsewhere_are_given_back_when_they_leave_from_another_warehouse(system):
    other = products.make_warehouse()
    product = products.make_product(stock=10)
    order = builders.make_effective(lines=[builders.line(product, 10)])
    products.receive(product, 10, warehouse=other)
    flow.make_shipped(order, warehouse_id=other.pk)
    assert products.stock_row(product).reserved == 0
    assert products.stock_row(product, other).on_hand == 0
    assert flow.broken_invariants() == {}


def test_every_stock_row_of_an_audit_is_locked_at_once_whatever_warehouse_it_is_in(system):
    product, other = products.make_product(stock=3), products.make_warehouse()
    products.receive(product, 10, warehouse=other)
    order = builders.make_effective(lines=[builders.line(product, 5)])
    here = products.stock_row(product)
    document = flow.make_outbound(order, warehouse_id=other.pk)
    with CaptureQueriesContext(connection) as captured:
        operations.audit_outbound(actor=system, document_id=document.pk, at=AT)
    locks = [one["sql"] for one in captured if "products_stockrow" in one["sql"] and "FOR NO KEY UPDATE" in one["sql"]]
    (wanted,) = re.findall(r'"id" IN \(([\d, ]+)\)', locks[0])
    assert set(map(int, wanted.split(", "))) == {here.pk, products.stock_row(product, other).pk}
    assert flow.broken_invariants() == {}


def test_the_warehouse_is_the_one_that_holds_the_goods():
    other = products.make_warehouse()
    product = products.make_product(stock=5, warehouse=other)
    order = builders.make_effective(lines=[builders.line(product, 5)])
    assert flow.make_outbound(order).warehouse_id == other.pk


def test_the_actual_ship_date_is_given_or_the_business_day(system):
    order = builders.make_effective()
    assert flow.make_shipped(order, 1, ship_date=date(2026, 11, 18)).ship_date == date(2026, 11, 18)
    document = flow.make_outbound(order, 1)
    # 17:30 UTC is half past one on the next day in Shanghai
    late = AT.replace(hour=17, minute=30)
    assert operations.audit_outbound(actor=system, document_id=document.pk, at=late).ship_date == date(2026, 11, 21)
    line = flow.first_line(order)
    assert (line.first_ship_date, line.last_ship_date) == (date(2026, 11, 18), date(2026, 11, 21))


def test_goods_do_not_leave_before_their_order_was_placed(system):
    order = builders.make_effective()
    document = flow.make_outbound(order, 5)
    for day in (date(1, 1, 1), order.order_date - timedelta(1)):
        with pytest.raises(errors.Invalid) as refusal:
            operations.audit_outbound(actor=system, document_id=document.pk, ship_date=day, at=AT)
        assert "ship_date" in refusal.value.fields
    with pytest.raises(errors.Invalid) as refusal:
        flow.make_outbound(order, 1, planned_ship_date=date(1, 1, 1))
    assert "planned_ship_date" in refusal.value.fields
    with pytest.raises(errors.Invalid) as refusal:
        operations.update_outbound(
            actor=system, document_id=document.pk, version=None, changes={"freight": D("99999999999999.99")}, at=AT
        )
    assert "freight" in refusal.value.fields


def test_goods_do_not_leave_tomorrow(system):
    document = flow.make_outbound(builders.make_effective())
    with pytest.raises(errors.Invalid) as refusal:
        operations.audit_outbound(actor=system, document_id=document.pk, ship_date=TODAY + timedelta(1), at=AT)
    assert "ship_date" in refusal.value.fields


def test_a_tolerance_lowered_after_drafting_stops_the_audit(system):
    order = builders.make_effective()
    set_percent("orders.over_delivery_percent", "10")
    document = flow.make_outbound(order, 11)
    set_percent("orders.over_delivery_percent", "0")
    with pytest.raises(errors.Conflict) as refusal:
        operations.audit_outbound(actor=system, document_id=document.pk, at=AT)
    assert refusal.value.code == "over_delivery"
    assert refusal.value.details["lines"][0]["allowed"] == "10"


def test_over_delivery_within_the_tolerance_goes_and_is_not_charged(system):
    order = builders.make_effective()
    set_percent("orders.over_delivery_percent", "10")
    flow.make_shipped(order, 11)
    line, after = flow.first_line(order), builders.fresh(order)
    assert (line.shipped, line.row_closed, after.shipped_amount) == (D(11), True, after.lines_amount)
    assert flow.broken_invariants() == {}


def test_under_tolerance_closes_the_line_but_row_close_stays_n_and_only_what_came_is_owed(system):
    set_percent("orders.under_delivery_percent", "20")
    order = builders.make_effective()
    flow.make_shipped(order, 8)
    line, after = flow.first_line(order), builders.fresh(order)
    assert (line.closure, line.row_closed, line.reserved, after.status) == ("AUTO", False, 0, "CLOSED")
    assert flow.plan_of(order)[0].amount == after.total_amount * 8 / 10
    assert flow.broken_invariants() == {}


@pytest.mark.parametrize("on_line", [False, True])
def test_a_freeze_stops_a_notice_that_was_drafted_before(system, on_line):
    order = builders.make_effective()
    document = flow.make_outbound(order)
    lines = [1] if on_line else []
    lifecycle.freeze_order(actor=system, order_id=order.pk, reason="quality", line_nos=lines, at=AT)
    with pytest.raises(errors.WrongState) as refusal:
        operations.audit_outbound(actor=system, document_id=document.pk, at=AT)
    assert "quality" in str(refusal.value)
    assert products.stock_row(flow.first_line(order).product).on_hand == D(100)


def test_an_audit_happens_once(system):
    document = flow.make_shipped(builders.make_effective(), 3)
    with pytest.raises(errors.WrongState) as refusal:
        operations.audit_outbound(actor=system, document_id=document.pk, at=AT)
    assert refusal.value.details["possible"] == ["sign", "unaudit"]


def test_credit_is_checked_again_when_goods_leave_and_its_figures_stay_with_finance(system):
    from customers.models import Customer

    cast = builders.make_order_cast()
    customer = builders.make_buyer(cast.owner)
    order = builders.make_effective(cast.owner, customer=customer)
    document = flow.make_outbound(order)
    Customer.objects.filter(pk=customer.pk).update(credit_limit=D(500))
    with pytest.raises(errors.CreditExceeded) as refusal:
        operations.audit_outbound(actor=system, document_id=document.pk, at=AT)
    assert refusal.value.details["limit"] == "500.00"
    with pytest.raises(errors.CreditExceeded) as refusal:
        operations.audit_outbound(actor=make_user("warehouse"), document_id=document.pk, at=AT)
    assert "limit" not in refusal.value.details


def test_the_people_of_the_order_hear_of_the_shipment(system):
    order = builders.make_effective()
    document = flow.make_shipped(order, 2)
    heard = Notification.objects.filter(kind="outbound.shipped", user_id=order.salesperson_id)
    assert heard.get().parameters == {"orders": order.number, "document": document.number, "day": "2026-11-20"}
    assert Event.objects.filter(kind="order.shipped", subject_id=order.pk).exists()
    assert Event.objects.filter(kind="outbound.audited", subject_id=document.pk).exists()


# --- un-audit ----------------------------------------------------------------------------------


def test_taking_an_audit_back_restores_stock_flag_line_and_order(system):
    order = builders.make_effective()
    document = flow.make_shipped(order)
    operations.unaudit_outbound(actor=system, document_id=document.pk, reason="wrong goods", at=AT)
    line, after = flow.first_line(order), builders.fresh(order)
    assert (line.shipped, line.drafted, line.reserved) == (D(0), D(10), D(10))
    assert (line.row_closed, line.closure, line.first_ship_date, line.last_ship_date) == (False, "OPEN", None, None)
    assert (after.status, after.fulfilment, after.next_due_date, after.closed_at) == ("EFFECTIVE", "NONE", None, None)
    row = products.stock_row(line.product)
    assert (row.on_hand, row.reserved) == (D(100), D(10))
    assert StockMovement.objects.filter(document_id=document.pk, kind="ISSUE_REVERSED").count() == 1
    assert OrderStep.objects.filter(order=order).last().move == "reopen"
    assert flow.broken_invariants() == {}


def test_a_document_taken_back_can_be_audited_again(system):
    order = builders.make_effective()
    document = flow.make_shipped(order)
    operations.unaudit_outbound(actor=system, document_id=document.pk, reason="date", at=AT)
    operations.audit_outbound(actor=system, document_id=document.pk, at=AT)
    assert builders.fresh(order).status == "CLOSED"
    assert flow.broken_invariants() == {}


def test_ship_dates_follow_what_still_stands(system):
    order = builders.make_effective()
    flow.make_shipped(order, 3, ship_date=date(2026, 11, 10))
    second = flow.make_shipped(order, 3, ship_date=date(2026, 11, 15))
    assert builders.fresh(order).next_due_date == date(2026, 12, 30)
    operations.unaudit_outbound(actor=system, document_id=second.pk, reason="not gone", at=AT)
    line = flow.first_line(order)
    assert (line.first_ship_date, line.last_ship_date) == (date(2026, 11, 10), date(2026, 11, 10))


def test_an_audit_is_not_taken_back_without_a_reason_or_after_signing(system):
    order = builders.make_effective()
    document = flow.make_shipped(order)
    with pytest.raises(errors.Invalid):
        operations.unaudit_outbound(actor=system, document_id=document.pk, reason=" ", at=AT)
    flow.sign(document)
    with pytest.raises(errors.WrongState):
        operations.unaudit_outbound(actor=system, document_id=document.pk, reason="late", at=AT)


def test_a_shipment_stays_while_its_line_is_closed_by_hand_and_is_taken_back_once_that_is_open(system):
    order = builders.make_effective()
    document = flow.make_shipped(order, 4)
    closure.close_line(actor=system, order_id=order.pk, line_no=1, reason_code="CUSTOMER", reason="enough", at=AT)
    with pytest.raises(errors.WrongState) as refusal:
        operations.unaudit_outbound(actor=system, document_id=document.pk, reason="wrong", at=AT)
    assert refusal.value.details["possible"] == ["line_reopen"]
    button = {action.verb: action for action in queries.possible_verbs(system, document)}["outbound.unaudit"]
    assert (button.allowed, "by hand" in button.why_not) == (False, True)
    closure.reopen_line(actor=system, order_id=order.pk, line_no=1, reason="a slip", at=AT)
    operations.unaudit_outbound(actor=system, document_id=document.pk, reason="wrong", at=AT)
    line = flow.first_line(order)
    assert (line.closure, line.shipped, line.reserved, builders.fresh(order).status) == ("OPEN", 0, D(10), "EFFECTIVE")
    assert flow.broken_invariants() == {}


def test_a_shipment_taken_over_from_elsewhere_is_not_audited_a_second_time(system):
    order = builders.make_effective()
    document = flow.make_shipped(order, 4)
    OutboundDocument.objects.filter(pk=document.pk).update(moves_stock=False)  # as an import of open orders leaves it
    with pytest.raises(errors.WrongState):
        operations.unaudit_outbound(actor=system, document_id=document.pk, reason="wrong", at=AT)
    assert (builders.fresh(order).status, flow.first_line(order).shipped) == ("EFFECTIVE", 4)


def test_shipments_of_an_archived_order_stay(system):
    order = builders.make_effective()
    document = flow.make_signed(order)
    flow.make_paid(order)
    flow.make_invoiced(order)
    lifecycle.archive_order(actor=system, order_id=order.pk, at=AT)
    with pytest.raises(errors.WrongState):
        operations.unaudit_outbound(actor=system, document_id=document.pk, reason="x", at=AT)


def test_a_count_below_what_is_held_never_leads_to_an_issue_that_is_not_there(system):
    product = products.make_product(stock=10)
    order = builders.make_effective(lines=[builders.line(product, 10)])
    document = flow.make_outbound(order)
    stock.count_stock(actor=system, product_id=product.pk, counted=D(4), at=AT)
    with pytest.raises(errors.OutOfStock):
        operations.audit_outbound(actor=system, document_id=document.pk, at=AT)
    assert flow.broken_invariants() == {}
