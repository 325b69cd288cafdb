"""Statement of account and ageing (SEMANTICS 12)."""

from datetime import date
from decimal import Decimal as D

import pytest

from accounts.people import queries as people
from accounts.tests.builders import make_user
from common import errors
from customers.tests.builders import make_customer, payment_term
from orders.closure import operations as closure
from orders.fulfilment import operations as fulfilment
from orders.settlement import operations, queries
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, TODAY
from products.tests import builders as products

pytestmark = pytest.mark.django_db


@pytest.fixture
def system():
    return people.system_user()


def order_of(lines=((3, "33.333333"),), **options):
    cast = builders.make_order_cast()
    customer = builders.make_buyer(cast.owner, payment_term=options.pop("term", None))
    product = products.make_product(stock=1000)
    drafts = [builders.line(product, quantity, price) for quantity, price in lines]
    return builders.make_effective(cast.owner, customer=customer, lines=drafts, **options)


def rows(account):
    return [(entry.day, entry.kind, entry.debit, entry.credit, entry.balance) for entry in account.entries]


def test_shares_of_a_line_sum_to_its_amount_and_freight_stands_with_the_first_delivery(system):
    order = order_of([(3, "33.333333")], freight=D(10))
    for day in (1, 2, 3):
        flow.make_shipped(order, 1, ship_date=date(2026, 11, day))
    flow.make_paid(order, 60, received_date=date(2026, 11, 5))
    (account,) = queries.statement(system, order.customer_id)
    assert rows(account) == [
        (date(2026, 11, 1), "DELIVERY", D("33.33"), 0, D("33.33")),
        (date(2026, 11, 1), "FREIGHT", D(10), 0, D("43.33")),
        (date(2026, 11, 2), "DELIVERY", D("33.34"), 0, D("76.67")),
        (date(2026, 11, 3), "DELIVERY", D("33.33"), 0, D("110.00")),
        (date(2026, 11, 5), "RECEIPT", 0, D(60), D("50.00")),
    ]
    assert (account.debit, account.credit, account.closing) == (D("110.00"), D(60), D("50.00"))
    assert account.debit == builders.fresh(order).total_amount


def test_what_came_before_the_first_day_is_the_opening_balance(system):
    order = order_of([(3, 100)])
    flow.make_shipped(order, 1, ship_date=date(2026, 10, 1))
    flow.make_shipped(order, 1, ship_date=date(2026, 11, 1))
    (account,) = queries.statement(system, order.customer_id, date(2026, 11, 1), date(2026, 11, 30))
    assert (account.opening, account.closing, len(account.entries)) == (D(100), D(200), 1)
    (account,) = queries.statement(system, order.customer_id, date(2026, 10, 1), date(2026, 10, 31))
    assert (account.opening, account.closing, len(account.entries)) == (0, D(100), 1)


def test_void_money_and_shipments_taken_back_leave_the_statement(system):
    order = order_of([(3, 100)])
    document = flow.make_shipped(order)
    receipt = flow.make_paid(order)
    fulfilment.unaudit_outbound(actor=system, document_id=document.pk, reason="x", at=AT)
    operations.void_receipt(actor=system, receipt_id=receipt.pk, reason="x", at=AT)
    assert queries.statement(system, order.customer_id) == []


def test_what_is_shipped_again_is_not_charged_twice(system):
    order = order_of([(3, 100)])
    document = flow.make_shipped(order)
    mine = document.lines.get().pk
    flow.sign(document, lines={mine: (D(2), D(1))}, reship=[mine])
    flow.make_shipped(order)
    (account,) = queries.statement(system, order.customer_id)
    assert account.debit == D(300)


def test_services_and_the_account_of_the_bill_to(system):
    cast = builders.make_order_cast()
    payer = make_customer(owner=cast.owner)
    order = builders.make_effective(
        cast.owner, bill_to_id=payer.pk, lines=[builders.line(products.make_service(), 1, 500)]
    )
    fulfilment.perform_service(
        actor=system, order_id=order.pk, line_no=1, quantity=D(1), performed_date=TODAY, proof="r", at=AT
    )
    assert queries.statement(system, order.customer_id) == []
    (account,) = queries.statement(system, payer.pk)
    assert [(entry.kind, entry.debit) for entry in account.entries] == [("SERVICE", D(500))]


def test_money_of_a_sister_company_shows_in_both_accounts(system):
    cast = builders.make_order_cast()
    head = make_customer(owner=cast.owner)
    member = builders.make_buyer(cast.owner, group=head)
    order = builders.make_effective(cast.owner, customer=member)
    flow.make_paid(order, 400, customer_id=head.pk)
    (payer,) = queries.statement(system, head.pk)
    assert [(entry.kind, entry.debit, entry.credit) for entry in payer.entries] == [
        ("RECEIPT", 0, D(400)),
        ("TRANSFER", D(400), 0),
    ]
    (account,) = queries.statement(system, member.pk)
    assert [(entry.kind, entry.credit) for entry in account.entries] == [("TRANSFER", D(400))]


def test_ageing_sorts_what_is_open_by_how_long_it_is_due(system):
    cast = builders.make_order_cast()
    customer = builders.make_buyer(cast.owner, payment_term=payment_term("COD"))
    product = products.make_product(stock=1000)
    for shipped, price in (((2026, 11, 20), 1), ((2026, 11, 19), 2), ((2026, 10, 1), 4), ((2026, 1, 1), 8), (None, 16)):
        order = builders.make_effective(cast.owner, customer=customer, lines=[builders.line(product, 1, price)])
        if shipped:
            flow.make_signed(order, ship_date=date(*shipped), signed_date=date(*shipped))
    flow.make_receipt(order, 5)
    (found,) = queries.ageing(system, customer.pk, TODAY)
    assert (found.undated, found.not_due) == (D(16), D(1))
    assert [(bucket.first, bucket.last, bucket.amount) for bucket in found.buckets] == [
        *[(1, 30, D(2)), (31, 60, D(4)), (61, 90, 0), (91, None, D(8))],
    ]
    assert (found.overdue, found.open, found.unallocated, found.balance) == (D(14), D(31), D(5), D(26))


def test_closing_is_about_goods_only_and_ages_on(system):
    order = order_of([(4, 100)], term=payment_term("COD"))
    flow.make_signed(order, 2, ship_date=date(2026, 9, 1), signed_date=date(2026, 9, 1))
    closure.close_order(actor=system, order_id=order.pk, reason_code="CUSTOMER", reason="", at=AT)
    (found,) = queries.ageing(system, order.customer_id, TODAY)
    assert (found.overdue, found.open) == (D(200), D(200))


def test_accounts_are_for_who_sees_receipts_and_the_customer():
    cast = builders.make_order_cast()
    order = builders.make_effective(cast.owner)
    assert queries.statement(builders.person(cast.owner.pk), order.customer_id) == []
    with pytest.raises(errors.NotFound):
        queries.statement(builders.person(cast.stranger.pk), order.customer_id)
    with pytest.raises((errors.NotAllowed, errors.NotFound)):
        queries.ageing(make_user("warehouse"), order.customer_id, TODAY)
