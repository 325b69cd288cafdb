"""Traps seen in other systems (SEMANTICS 16), where deliveries and money could fall into them."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from accounts.people import queries as people
from common import errors
from common.models import ExchangeRate
from customers.cleaning import operations as cleaning
from customers.tests.builders import payment_term
from orders.credit import exposure
from orders.fulfilment import operations as fulfilment
from orders.fulfilment.models import OutboundDocument
from orders.lifecycle import operations as lifecycle
from orders.settlement.models import Receipt
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT
from products.tests import builders as products

pytestmark = pytest.mark.django_db


@pytest.fixture
def system():
    return people.system_user()


def test_a_hold_is_not_bypassed_by_shipping_several_orders_on_one_document(system):
    cast = builders.make_order_cast()
    customer, product = builders.make_buyer(cast.owner), products.make_product(stock=100)
    free, held = [
        builders.make_effective(cast.owner, customer=customer, lines=[builders.line(product, 5)]) for _n in range(2)
    ]
    lines = [(flow.first_line(order).pk, D(5)) for order in (free, held)]
    document = fulfilment.draft_outbound(actor=system, lines=lines, at=AT)
    lifecycle.freeze_order(actor=system, order_id=held.pk, reason="dispute", at=AT)
    with pytest.raises(errors.WrongState) as refusal:
        fulfilment.audit_outbound(actor=system, document_id=document.pk, at=AT)
    assert held.number in str(refusal.value)
    assert (flow.first_line(free).shipped, products.stock_row(product).on_hand) == (0, D(100))


def test_an_advance_missing_on_one_order_holds_the_whole_document(system):
    cast = builders.make_order_cast()
    customer, product = builders.make_buyer(cast.owner), products.make_product(stock=100)
    lines = [builders.line(product, 5)]
    free = builders.make_effective(cast.owner, customer=customer, lines=lines)
    unpaid = builders.make_effective(
        cast.owner, customer=customer, lines=lines, payment_term_id=payment_term("PREPAID").pk
    )
    document = fulfilment.draft_outbound(
        actor=system, lines=[(flow.first_line(order).pk, D(5)) for order in (free, unpaid)], at=AT
    )
    with pytest.raises(errors.Conflict) as refusal:
        fulfilment.audit_outbound(actor=system, document_id=document.pk, at=AT)
    assert [row["order"] for row in refusal.value.details["rows"]] == [unpaid.number]
    assert flow.first_line(free).shipped == 0


def test_an_order_counts_at_the_rate_it_froze_whatever_the_rate_is_today(system):
    ExchangeRate.objects.create(currency_id="USD", valid_from=date(2026, 1, 1), rate=D("7"))
    order = builders.make_effective(currency_id="USD", lines=[builders.line(products.make_product(stock=10), 10, 100)])
    ExchangeRate.objects.create(currency_id="USD", valid_from=date(2026, 11, 1), rate=D("9"))
    flow.make_shipped(order, 4)
    terms = exposure.of_holder(order.customer_id)
    assert (terms.shipped, terms.on_order) == (D(2800), D(4200))
    assert flow.broken_invariants() == {}


def test_498_of_500_is_neither_delivered_nor_closed(system):
    product = products.make_product(stock=500)
    order = builders.make_effective(lines=[builders.line(product, 500)])
    flow.make_shipped(order, 498)
    after = builders.fresh(order)
    assert (after.fulfilment, after.status, flow.first_line(order).row_closed) == ("PARTIAL", "EFFECTIVE", False)
    flow.make_shipped(order, 2)
    after = builders.fresh(order)
    assert (after.fulfilment, after.status, flow.first_line(order).row_closed) == ("FULL", "CLOSED", True)


def test_an_approval_is_not_taken_back_under_goods_on_their_way_or_on_a_notice(system):
    order = builders.make_effective()
    document = flow.make_outbound(order, 1)
    for verb in (lifecycle.unapprove_order, lifecycle.void_order):
        with pytest.raises(errors.AlreadyExecuted):
            verb(actor=system, order_id=order.pk, reason="x", at=AT)
    fulfilment.audit_outbound(actor=system, document_id=document.pk, at=AT)
    for verb in (lifecycle.unapprove_order, lifecycle.void_order):
        with pytest.raises(errors.AlreadyExecuted):
            verb(actor=system, order_id=order.pk, reason="x", at=AT)


def test_an_order_whose_shipments_and_money_were_taken_back_may_go_back_to_draft(system):
    from orders.settlement import operations as settlement

    order = builders.make_effective()
    document, receipt = flow.make_shipped(order), flow.make_paid(order)
    fulfilment.unaudit_outbound(actor=system, document_id=document.pk, reason="x", at=AT)
    fulfilment.void_outbound(actor=system, document_id=document.pk, at=AT)
    settlement.void_receipt(actor=system, receipt_id=receipt.pk, reason="x", at=AT)
    lifecycle.unapprove_order(actor=system, order_id=order.pk, reason="start again", at=AT)
    assert builders.fresh(order).status == "DRAFT"
    assert flow.broken_invariants() == {}
    lifecycle.submit_order(actor=builders.person(order.created_by_id), order_id=order.pk, at=AT)
    builders.approve(order)
    assert [(row.percent, row.amount) for row in flow.plan_of(order)] == [(D(100), D(1000))]
    flow.make_paid(order)
    assert flow.broken_invariants() == {}


def test_a_merged_customer_takes_deliveries_money_and_exposure_along(system):
    cast = builders.make_order_cast()
    source, target = builders.make_buyer(cast.owner), builders.make_buyer(cast.owner)
    order = builders.make_effective(cast.owner, customer=source)
    flow.make_shipped(order, 4)
    flow.make_paid(order, 100)
    cleaning.merge_customers(actor=system, source_id=source.pk, target_id=target.pk, at=AT)
    assert OutboundDocument.objects.get().customer_id == Receipt.objects.get().customer_id == target.pk
    assert exposure.of_holder(source.pk).total == 0
    assert exposure.of_holder(target.pk).total == D(900)
    assert flow.broken_invariants() == {}


def test_from_order_to_archive(system):
    cast = builders.make_order_cast()
    customer = builders.make_buyer(cast.owner, payment_term=payment_term("ADVANCE30"))
    product, service = products.make_product(stock=100), products.make_service()
    order = builders.make_effective(
        cast.owner,
        customer=customer,
        lines=[builders.line(product, 10), builders.line(product, 5), builders.line(service, 1, 400)],
    )
    flow.make_paid(order, order.total_amount * 3 / 10)
    flow.make_signed(order, 6)
    fulfilment.perform_service(
        actor=system, order_id=order.pk, line_no=3, quantity=D(1), performed_date=builders.TODAY, proof="r", at=AT
    )
    flow.make_signed(order)
    after = builders.fresh(order)
    assert (after.status, after.fulfilment, after.signing, after.settlement) == ("CLOSED", "FULL", "FULL", "PARTIAL")
    assert after.next_due_date == builders.TODAY + timedelta(days=30)
    flow.make_paid(order)
    flow.make_invoiced(order)
    lifecycle.archive_order(actor=system, order_id=order.pk, at=AT)
    after = builders.fresh(order)
    assert (after.status, after.settlement, after.stage) == ("ARCHIVED", "PAID", "COMPLETE")
    assert exposure.of_holder(customer.pk).total == 0
    assert flow.broken_invariants() == {}
