"""Money received: recorded once, allocated now or later, never more than there is (SEMANTICS 12, 16)."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.collaboration.models import Notification
from accounts.people import queries as people
from accounts.tests.builders import make_user
from common import errors
from common.models import Event, ExchangeRate
from customers.tests.builders import make_customer
from orders.closure import operations as closure
from orders.credit import exposure
from orders.lifecycle import operations as lifecycle
from orders.settlement import operations, queries
from orders.settlement.models import Allocation, Receipt
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, TODAY
from products.tests import builders as products

pytestmark = pytest.mark.django_db


@pytest.fixture
def system():
    return people.system_user()


def allocate(receipt, *pairs):
    return operations.allocate_receipt(
        actor=people.system_user(), receipt_id=receipt.pk, allocations=[(row.pk, D(n)) for row, n in pairs], at=AT
    )


def test_a_receipt_that_pays_an_order_settles_it():
    order = builders.make_effective()
    receipt = flow.make_paid(order)
    after = builders.fresh(order)
    assert receipt.number == "RC20261120-0001"
    assert (receipt.amount, receipt.allocated) == (D(1000), D(1000))
    assert (after.received_amount, after.settlement, after.next_due_date) == (D(1000), "PAID", None)
    assert Event.objects.filter(kind="order.paid", subject_id=order.pk).exists()
    assert flow.broken_invariants() == {}


def test_money_before_goods_is_an_advance_and_after_them_a_part():
    order = builders.make_effective()
    flow.make_paid(order, 300)
    assert builders.fresh(order).settlement == "ADVANCE"
    flow.make_shipped(order, 1)
    assert builders.fresh(order).settlement == "PARTIAL"


def test_a_receipt_found_later_is_allocated_later():
    order = builders.make_effective()
    receipt = flow.make_receipt(order, 400)
    assert builders.fresh(order).settlement == "NONE"
    row = flow.plan_of(order)[0]
    allocate(receipt, (row, 150))
    receipt = allocate(receipt, (row, 250))
    assert (receipt.allocated, builders.fresh(order).received_amount) == (D(400), D(400))
    assert flow.broken_invariants() == {}


def test_one_receipt_pays_several_orders_in_parts():
    cast = builders.make_order_cast()
    customer = builders.make_buyer(cast.owner)
    orders = [builders.make_effective(cast.owner, customer=customer) for _n in range(2)]
    receipt = flow.make_receipt(orders[0], 1500)
    allocate(receipt, (flow.plan_of(orders[0])[0], 1000), (flow.plan_of(orders[1])[0], 500))
    assert [builders.fresh(order).settlement for order in orders] == ["PAID", "ADVANCE"]
    assert flow.broken_invariants() == {}


def test_more_than_a_plan_row_has_open_is_refused_with_the_figures():
    order = builders.make_effective()
    receipt = flow.make_receipt(order, 1200)
    with pytest.raises(errors.Conflict) as refusal:
        allocate(receipt, (flow.plan_of(order)[0], "1000.01"))
    assert (refusal.value.code, refusal.value.details["open"]) == ("over_allocated", "1000.00")
    assert builders.fresh(order).received_amount == 0


def test_more_than_the_receipt_has_left_is_refused_with_the_figures():
    order = builders.make_effective()
    row = flow.plan_of(order)[0]
    receipt = flow.make_receipt(order, 100)
    allocate(receipt, (row, 60))
    with pytest.raises(errors.Conflict) as refusal:
        allocate(receipt, (row, 41))
    assert (refusal.value.code, refusal.value.details["left"]) == ("over_allocated", "40.00")
    with pytest.raises(errors.Conflict):
        allocate(receipt, (row, 25), (row, 25))
    assert flow.broken_invariants() == {}


def test_an_overpayment_stays_unallocated_and_visible(system):
    order = builders.make_effective()
    receipt = flow.make_receipt(order, 1200)
    operations.allocate_oldest_first(actor=system, receipt_id=receipt.pk, at=AT)
    receipt.refresh_from_db()
    assert (receipt.allocated, receipt.amount - receipt.allocated) == (D(1000), D(200))
    assert queries.ageing(system, order.customer_id, TODAY)[0].unallocated == D(200)


def test_the_oldest_due_is_paid_first_and_what_is_not_dated_last(system):
    cast = builders.make_order_cast()
    customer = builders.make_buyer(cast.owner)
    undated, late, later = [builders.make_effective(cast.owner, customer=customer) for _n in range(3)]
    flow.make_shipped(later, ship_date=date(2026, 11, 2))
    flow.make_shipped(late, ship_date=date(2026, 10, 2))
    receipt = flow.make_receipt(undated, 1500)
    operations.allocate_oldest_first(actor=system, receipt_id=receipt.pk, at=AT)
    assert [builders.fresh(order).received_amount for order in (late, later, undated)] == [D(1000), D(500), 0]
    assert flow.broken_invariants() == {}


# --- whose money -------------------------------------------------------------------------------


def test_a_strangers_money_does_not_pay():
    order, other = builders.make_effective(), builders.make_effective()
    receipt = flow.make_receipt(other, 100)
    with pytest.raises(errors.Conflict) as refusal:
        allocate(receipt, (flow.plan_of(order)[0], 100))
    assert refusal.value.code == "payer_differs"


def test_the_bill_to_and_a_company_of_the_same_group_pay():
    cast = builders.make_order_cast()
    head = make_customer(owner=cast.owner)
    member = builders.make_buyer(cast.owner, group=head)
    sister = make_customer(owner=cast.owner, group=head)
    payer = make_customer(owner=cast.owner)
    order = builders.make_effective(cast.owner, customer=member, bill_to_id=payer.pk)
    row = flow.plan_of(order)[0]
    for customer in (head, sister, payer, member):
        receipt = flow.make_receipt(order, 100, customer_id=customer.pk)
        allocate(receipt, (row, 100))
    assert builders.fresh(order).received_amount == D(400)
    assert flow.broken_invariants() == {}


def test_money_of_a_bill_to_lowers_the_exposure_of_whose_order_it_pays(system):
    cast = builders.make_order_cast()
    payer = make_customer(owner=cast.owner)
    order = builders.make_effective(cast.owner, bill_to_id=payer.pk)
    receipt = flow.make_receipt(order, 1000, customer_id=payer.pk)
    assert exposure.of_holder(payer.pk).total == D(-1000)
    allocate(receipt, (flow.plan_of(order)[0], 1000))
    assert (exposure.of_holder(payer.pk).total, exposure.of_holder(order.customer_id).total) == (0, 0)
    assert flow.broken_invariants() == {}
    operations.void_receipt(actor=system, receipt_id=receipt.pk, reason="bounced", at=AT)
    assert (exposure.of_holder(payer.pk).total, exposure.of_holder(order.customer_id).total) == (0, D(1000))
    assert flow.broken_invariants() == {}


def test_another_currency_does_not_pay():
    ExchangeRate.objects.create(currency_id="USD", valid_from=date(2026, 1, 1), rate=D("7.1"))
    order = builders.make_effective()
    receipt = flow.make_receipt(order, 100, currency="USD")
    assert (receipt.currency_id, receipt.exchange_rate) == ("USD", D("7.1"))
    assert exposure.of_holder(order.customer_id).received == D("710.00")
    with pytest.raises(errors.Conflict) as refusal:
        allocate(receipt, (flow.plan_of(order)[0], 100))
    assert refusal.value.code == "currency_differs"
    assert flow.broken_invariants() == {}


def test_a_void_order_takes_no_money(system):
    order = builders.make_effective()
    row = flow.plan_of(order)[0]
    receipt = flow.make_receipt(order, 100)
    lifecycle.void_order(actor=system, order_id=order.pk, reason="mistake", at=AT)
    with pytest.raises((errors.WrongState, errors.NotFound)):
        allocate(receipt, (row, 100))
    assert flow.broken_invariants() == {}


def test_money_goes_on_for_closed_and_archived_orders(system):
    order = builders.make_effective()
    flow.make_signed(order)
    flow.make_paid(order, 400)
    assert (builders.fresh(order).status, builders.fresh(order).settlement) == ("CLOSED", "PARTIAL")
    receipt = flow.make_paid(order)
    flow.make_invoiced(order)
    lifecycle.archive_order(actor=system, order_id=order.pk, at=AT)
    allocation = receipt.allocations.get()
    operations.revoke_allocation(actor=system, allocation_id=allocation.pk, reason="wrong order", at=AT)
    after = builders.fresh(order)
    assert (after.status, after.settlement, after.received_amount) == ("ARCHIVED", "PARTIAL", D(400))
    allocate(receipt, (flow.plan_of(order)[0], 600))
    assert builders.fresh(order).settlement == "PAID"
    assert flow.broken_invariants() == {}


# --- recorded once -----------------------------------------------------------------------------


def test_the_same_payment_is_recorded_once():
    order = builders.make_effective()
    first = flow.make_paid(order, 300, provider="bank", external_id="TX1")
    again = flow.make_paid(order, 300, provider="bank", external_id="TX1")
    assert (again.pk, Receipt.objects.count(), Allocation.objects.count()) == (first.pk, 1, 1)
    assert builders.fresh(order).received_amount == D(300)
    other = flow.make_receipt(order, 300, provider="other bank", external_id="TX1")
    assert other.pk != first.pk


def test_another_content_under_the_same_external_number_is_refused():
    order = builders.make_effective()
    flow.make_receipt(order, 300, provider="bank", external_id="TX1")
    for other in ({"amount": 301}, {"amount": 300, "received_date": date(2026, 11, 1)}):
        with pytest.raises(errors.Conflict) as refusal:
            flow.make_receipt(order, provider="bank", external_id="TX1", **other)
        assert refusal.value.code == "external_id_used"


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": 0},
        {"amount": "-5"},
        {"amount": "0.0000001"},
        {"received_date": TODAY + timedelta(days=1)},
        {"method": "GOLD"},
        {"notes": "x" * 301},
    ],
)
def test_wrong_entries_are_named(wrong):
    order = builders.make_effective()
    entries = {"amount": 100, **wrong}
    with pytest.raises(errors.Invalid) as refusal:
        flow.make_receipt(order, **entries)
    assert set(wrong) <= set(refusal.value.fields)
    assert not Receipt.objects.exists()


# --- taken back --------------------------------------------------------------------------------


def test_an_allocation_taken_back_frees_money_and_row(system):
    order = builders.make_effective()
    receipt = flow.make_paid(order, 600)
    allocation = receipt.allocations.get()
    operations.revoke_allocation(actor=system, allocation_id=allocation.pk, reason="wrong order", at=AT)
    allocation.refresh_from_db()
    receipt.refresh_from_db()
    assert (allocation.revoked_at, allocation.revoked_by, receipt.allocated) == (AT, system, 0)
    assert (builders.fresh(order).received_amount, builders.fresh(order).settlement) == (0, "NONE")
    assert Event.objects.filter(kind="receipt.allocation_revoked", reason="wrong order").exists()
    with pytest.raises(errors.WrongState):
        operations.revoke_allocation(actor=system, allocation_id=allocation.pk, reason="again", at=AT)
    assert flow.broken_invariants() == {}


def test_taking_back_what_an_order_was_overpaid_lets_its_plan_shrink(system):
    cast = builders.make_order_cast()
    from customers.tests.builders import payment_term

    customer = builders.make_buyer(cast.owner, payment_term=payment_term("PREPAID"))
    order = builders.make_effective(cast.owner, customer=customer)
    receipt = flow.make_paid(order)
    closure.close_order(actor=system, order_id=order.pk, reason_code="SUPPLY", reason="", at=AT)
    assert builders.fresh(order).settlement == "OVERPAID"
    operations.revoke_allocation(actor=system, allocation_id=receipt.allocations.get().pk, reason="paid back", at=AT)
    assert (builders.fresh(order).settlement, flow.plan_of(order)[0].amount) == ("PAID", 0)
    assert flow.broken_invariants() == {}


def test_a_void_receipt_takes_everything_back_and_keeps_its_number(system):
    order = builders.make_effective()
    receipt = flow.make_paid(order)
    before = exposure.of_holder(order.customer_id).received
    operations.void_receipt(actor=system, receipt_id=receipt.pk, reason="cheque bounced", at=AT)
    receipt.refresh_from_db()
    assert (receipt.is_void, receipt.allocated, receipt.number) == (True, 0, "RC20261120-0001")
    assert builders.fresh(order).settlement == "NONE"
    assert before - exposure.of_holder(order.customer_id).received == D(1000)
    with pytest.raises(errors.WrongState):
        operations.void_receipt(actor=system, receipt_id=receipt.pk, reason="again", at=AT)
    with pytest.raises(errors.WrongState):
        allocate(receipt, (flow.plan_of(order)[0], 1))
    assert flow.broken_invariants() == {}


def bank(order, amount=1000, **more):
    return flow.make_receipt(order, amount, provider="bank", external_id="777", **more)


def test_a_payment_typed_wrong_is_recorded_rightly_under_its_number(system):
    order = builders.make_effective()
    wrong = bank(order, 100)
    with pytest.raises(errors.Conflict):
        bank(order, 1000)
    operations.void_receipt(actor=system, receipt_id=wrong.pk, reason="typed wrong", at=AT)
    right = bank(order, 1000)
    assert (right.pk != wrong.pk, exposure.of_holder(order.customer_id).received) == (True, D(1000))
    assert bank(order, 1000) == right
    with pytest.raises(errors.Conflict) as refusal:
        operations.restore_receipt(actor=system, receipt_id=wrong.pk, reason="it did come", at=AT)
    assert refusal.value.details["receipt"] == right.number
    assert flow.broken_invariants() == {}


def test_money_comes_in_cents():
    order = builders.make_effective()
    with pytest.raises(errors.Invalid) as refusal:
        flow.make_receipt(order, "0.001")
    assert "amount" in refusal.value.fields
    with pytest.raises(errors.Invalid) as refusal:
        flow.make_receipt(order, 100, allocations=[(flow.plan_of(order)[0].pk, D("0.001"))])
    assert "allocations.1.amount" in refusal.value.fields


def test_money_of_long_ago_comes_with_an_import():
    order = builders.make_effective()
    with pytest.raises(errors.Invalid) as refusal:
        flow.make_receipt(order, 100, received_date=date(1, 1, 1))
    assert "received_date" in refusal.value.fields


def test_a_payment_whose_receipt_is_void_is_not_recorded_once_more_but_restored(system):
    order = builders.make_effective()
    receipt = bank(order)
    operations.void_receipt(actor=system, receipt_id=receipt.pk, reason="a slip", at=AT)
    with pytest.raises(errors.Conflict) as refusal:
        bank(order)
    assert (refusal.value.code, refusal.value.details["receipt"]) == ("receipt_void", receipt.number)
    operations.restore_receipt(actor=system, receipt_id=receipt.pk, reason="it did come", at=AT)
    assert exposure.of_holder(order.customer_id).received == D(1000)
    assert bank(order) == receipt
    allocate(receipt, (flow.plan_of(order)[0], 1000))
    assert builders.fresh(order).settlement == "PAID"
    with pytest.raises(errors.WrongState):
        operations.restore_receipt(actor=system, receipt_id=receipt.pk, reason="again", at=AT)
    with pytest.raises(errors.NotAllowed):
        operations.restore_receipt(actor=make_user("api_client"), receipt_id=receipt.pk, reason="x", at=AT)
    assert flow.broken_invariants() == {}


@pytest.mark.parametrize("rate", ["7.2", "6.8"])
def test_a_paid_order_in_another_currency_leaves_no_exposure_whatever_the_rate_did(system, rate):
    ExchangeRate.objects.create(currency_id="USD", valid_from=date(2026, 1, 1), rate=D("7"))
    order = builders.make_effective(currency_id="USD", lines=[builders.line(products.make_product(stock=5), 1, 100)])
    ExchangeRate.objects.create(currency_id="USD", valid_from=date(2026, 11, 19), rate=D(rate))
    flow.make_signed(order)
    receipt = flow.make_receipt(order, 150, currency="USD")
    allocate(receipt, (flow.plan_of(order)[0], 100))
    assert exposure.of_holder(order.customer_id).total == -50 * D(rate), "what is left counts at the rate of its day"
    assert flow.broken_invariants() == {}
    operations.revoke_allocation(actor=system, allocation_id=receipt.allocations.get().pk, reason="x", at=AT)
    assert exposure.of_holder(order.customer_id).received == 150 * D(rate)
    assert flow.broken_invariants() == {}


def test_taking_back_asks_for_a_reason(system):
    receipt = flow.make_paid(builders.make_effective())
    with pytest.raises(errors.Invalid):
        operations.void_receipt(actor=system, receipt_id=receipt.pk, reason="", at=AT)
    with pytest.raises(errors.Invalid):
        operations.revoke_allocation(actor=system, allocation_id=receipt.allocations.get().pk, reason=" ", at=AT)


# --- who may -----------------------------------------------------------------------------------


def test_finance_records_sales_see_their_own_and_strangers_nothing():
    cast = builders.make_order_cast()
    order = builders.make_effective(cast.owner)
    finance = make_user("finance")
    receipt = flow.make_paid(order, 100, actor=finance)
    owner, stranger = builders.person(cast.owner.pk), builders.person(cast.stranger.pk)
    assert list(queries.list_receipts(owner)) == [receipt]
    assert not queries.list_receipts(stranger).exists()
    assert not queries.list_receipts(make_user("warehouse")).exists()
    with pytest.raises(errors.NotFound):
        queries.get_receipt(stranger, receipt.number)
    with pytest.raises(errors.NotAllowed):
        flow.make_receipt(order, 1, actor=owner)
    with pytest.raises(errors.NotAllowed):
        operations.void_receipt(actor=owner, receipt_id=receipt.pk, reason="x", at=AT)
    with pytest.raises(errors.NotFound):
        operations.void_receipt(actor=stranger, receipt_id=receipt.pk, reason="x", at=AT)
    told = Notification.objects.filter(kind="receipt.recorded")
    assert [row.user_id for row in told] == [cast.owner.pk]


def test_filters_find_by_number_order_customer_external_number_and_rest():
    from orders.settlement.filters import ReceiptFilter

    def filtered(**data):
        found = ReceiptFilter(data, queries.list_receipts(people.system_user()))
        assert found.is_valid(), found.errors
        return list(found.qs)

    order = builders.make_effective()
    paid = flow.make_paid(order, 300, provider="bank", external_id="TX77")
    rest = flow.make_receipt(builders.make_effective(), 50)
    assert filtered(q=paid.number) == filtered(q=order.number) == filtered(q="TX77") == [paid]
    assert filtered(q=order.customer.name) == filtered(order=order.number) == filtered(amount_min=100) == [paid]
    assert filtered(is_unallocated=True) == filtered(customer=rest.customer_id) == [rest]
    assert filtered(is_unallocated=False) == filtered(number=paid.number.lower()) == [paid]
    assert len(filtered(q="rc2026")) == 2


def test_statements_do_not_grow_with_the_orders_paid(system):
    cast = builders.make_order_cast()
    customer, product = builders.make_buyer(cast.owner), products.make_product(stock=1000)
    figures = []
    for count in (2, 12):
        orders = [
            builders.make_effective(cast.owner, customer=customer, lines=[builders.line(product, 1)])
            for _n in range(count)
        ]
        receipt = flow.make_receipt(orders[0], 100 * count)
        pairs = [(flow.plan_of(order)[0], 100) for order in orders]
        with CaptureQueriesContext(connection) as captured:
            allocate(receipt, *pairs)
        figures.append(len(captured))
    assert figures[0] == figures[1] <= 22, figures
