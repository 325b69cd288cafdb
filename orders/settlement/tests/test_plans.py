"""The payment plan of an order, from its terms to its end (SEMANTICS 12)."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from accounts.people import queries as people
from accounts.tests.builders import make_user
from common import errors
from customers.models import PaymentTerm, PaymentTermRow
from customers.tests.builders import payment_term
from orders.closure import operations as closure
from orders.credit import exposure
from orders.fulfilment import operations as fulfilment
from orders.lifecycle import operations as lifecycle
from orders.settlement import queries
from orders.settlement.models import PlanRow
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, TODAY
from products.tests import builders as products

pytestmark = pytest.mark.django_db


@pytest.fixture
def system():
    return people.system_user()


def order_on(term, *, price=100, quantity=10, **options):
    cast = builders.make_order_cast()
    customer = builders.make_buyer(cast.owner, payment_term=term)
    product = products.make_product(stock=1000)
    lines = [builders.line(product, quantity, price)]
    return builders.make_effective(cast.owner, customer=customer, lines=lines, **options)


def terms(*rows):
    term = PaymentTerm.objects.create(code="T", name="terms")
    for sequence, row in enumerate(rows, start=1):
        PaymentTermRow.objects.create(term=term, sequence=sequence, **{"percent": D(100), **row})
    return term


def test_terms_become_rows_that_sum_to_the_total():
    term = terms({"percent": D("33.33")}, {"percent": D("33.33"), "basis": "SHIP"}, {"percent": D("33.34"), "days": 5})
    order = order_on(term, price="100.01", quantity=1)
    rows = flow.plan_of(order)
    assert [row.amount for row in rows] == [D("33.33"), D("33.33"), D("33.35")]
    assert [row.due_date for row in rows] == [TODAY, None, TODAY + timedelta(days=5)]
    assert builders.fresh(order).next_due_date == TODAY
    assert flow.broken_invariants() == {}


def test_an_order_without_terms_is_due_in_full_on_the_day_it_takes_effect():
    order = order_on(payment_term("MONTHLY30"))
    PlanRow.objects.filter(order=order).delete()
    order.payment_term = None
    from common.operation import in_operation
    from orders.settlement import planning

    rows = in_operation(None, lambda: planning.make_plan(order, AT))
    assert [(row.percent, row.amount, row.basis, row.due_date) for row in rows] == [(D(100), D(1000), "ORDER", TODAY)]


def test_shipment_dates_the_rows_that_wait_for_it_from_the_end_of_its_month():
    order = order_on(payment_term("MONTHLY30"))
    assert builders.fresh(order).next_due_date is None
    flow.make_shipped(order, 4, ship_date=date(2026, 11, 3))
    assert builders.fresh(order).next_due_date == date(2026, 12, 30)
    assert flow.broken_invariants() == {}


def test_a_partial_delivery_moves_the_day_to_the_latest_one():
    term = terms({"basis": "SHIP", "days": 30})
    order = order_on(term)
    flow.make_shipped(order, 4, ship_date=date(2026, 11, 3))
    flow.make_shipped(order, 4, ship_date=date(2026, 11, 13))
    assert flow.plan_of(order)[0].due_date == date(2026, 12, 13)


def test_taking_the_only_shipment_back_takes_the_due_date_back(system):
    order = order_on(terms({"basis": "SHIP"}))
    document = flow.make_shipped(order)
    fulfilment.unaudit_outbound(actor=system, document_id=document.pk, reason="x", at=AT)
    assert (flow.plan_of(order)[0].due_date, builders.fresh(order).next_due_date) == (None, None)


def test_a_short_close_shrinks_the_plan_keeping_what_was_received(system):
    order = order_on(payment_term("ADVANCE30"))
    flow.make_paid(order, 300)
    flow.make_shipped(order, 5)
    closure.close_line(actor=system, order_id=order.pk, line_no=1, reason_code="SUPPLY", reason="", at=AT)
    assert [(row.amount, row.received) for row in flow.plan_of(order)] == [(D(300), D(300)), (D(200), 0)]
    assert builders.fresh(order).settlement == "PARTIAL"
    flow.make_paid(order)
    assert builders.fresh(order).settlement == "PAID"
    assert flow.broken_invariants() == {}


def test_opening_again_brings_the_remainder_back_into_the_plan(system):
    order = order_on(payment_term("ADVANCE30"))
    flow.make_paid(order, 300)
    flow.make_shipped(order, 5)
    closure.close_line(actor=system, order_id=order.pk, line_no=1, reason_code="SUPPLY", reason="", at=AT)
    closure.reopen_line(actor=system, order_id=order.pk, line_no=1, reason="back", at=AT)
    assert [(row.amount, row.received) for row in flow.plan_of(order)] == [(D(300), D(300)), (D(700), 0)]
    assert flow.broken_invariants() == {}


def test_more_received_than_is_then_due_shows_as_overpaid(system):
    order = order_on(payment_term("ADVANCE30"))
    flow.make_paid(order, 300)
    closure.close_order(actor=system, order_id=order.pk, reason_code="TERMINATED", reason="", at=AT)
    after = builders.fresh(order)
    assert (after.settlement, after.received_amount) == ("OVERPAID", D(300))
    assert [(row.amount, row.received) for row in flow.plan_of(order)] == [(D(300), D(300)), (0, 0)]
    assert flow.broken_invariants() == {}


# --- control point -----------------------------------------------------------------------------


def test_goods_do_not_leave_before_an_advance_that_must_come_first(system):
    order = order_on(payment_term("PREPAID"))
    document = flow.make_outbound(order)
    with pytest.raises(errors.Conflict) as refusal:
        fulfilment.audit_outbound(actor=system, document_id=document.pk, at=AT)
    assert refusal.value.code == "payment_missing"
    row = refusal.value.details["rows"][0]
    assert (D(row["amount"]), D(row["received"]), D(row["missing"])) == (D(1000), 0, D(1000))
    flow.make_paid(order, 999)
    with pytest.raises(errors.Conflict):
        fulfilment.audit_outbound(actor=system, document_id=document.pk, at=AT)
    flow.make_paid(order)
    fulfilment.audit_outbound(actor=system, document_id=document.pk, at=AT)
    assert flow.broken_invariants() == {}


def test_an_allowed_shortfall_lets_goods_go(system):
    order = order_on(terms({"control": "SHIP", "allowed_shortfall": D(10), "is_advance": True}))
    flow.make_paid(order, "899.99")
    document = flow.make_outbound(order)
    with pytest.raises(errors.Conflict):
        fulfilment.audit_outbound(actor=system, document_id=document.pk, at=AT)
    flow.make_paid(order, "0.01")
    fulfilment.audit_outbound(actor=system, document_id=document.pk, at=AT)


def test_who_may_not_see_amounts_gets_the_refusal_without_them():
    order = order_on(payment_term("PREPAID"))
    document = flow.make_outbound(order)
    with pytest.raises(errors.Conflict) as refusal:
        fulfilment.audit_outbound(actor=make_user("warehouse"), document_id=document.pk, at=AT)
    assert refusal.value.details["rows"] == [{"order": order.number}]
    assert "1000" not in str(refusal.value)


# --- back to draft -----------------------------------------------------------------------------


def test_un_approval_takes_the_plan_away_unless_money_came(system):
    order = order_on(payment_term("ADVANCE30"))
    lifecycle.unapprove_order(actor=system, order_id=order.pk, reason="price", at=AT)
    assert not flow.plan_of(order)
    paid = order_on(payment_term("PREPAID"))
    flow.make_paid(paid, 1)
    with pytest.raises(errors.AlreadyExecuted):
        lifecycle.unapprove_order(actor=system, order_id=paid.pk, reason="price", at=AT)


@pytest.mark.parametrize("code", ["SAMPLE", "LOAN"])
def test_a_type_that_is_not_paid_for_has_a_value_but_no_plan_no_debt_and_no_exposure(system, code):
    order = order_on(payment_term("MONTHLY30"), order_type_code=code)
    assert (order.total_amount, flow.plan_of(order)) == (D(1000), [])
    assert exposure.of_holder(order.customer_id).total == 0
    flow.make_signed(order)
    after = builders.fresh(order)
    assert (after.status, after.settlement, after.next_due_date) == ("CLOSED", "PAID", None)
    assert exposure.of_holder(order.customer_id).total == 0
    assert queries.statement(system, order.customer_id) == []
    assert flow.broken_invariants() == {}
    lifecycle.archive_order(actor=system, order_id=order.pk, at=AT)
