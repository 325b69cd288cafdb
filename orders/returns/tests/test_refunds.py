"""A return for money: what its order owes, and where the money comes from (SEMANTICS 9, 12, R208)."""

from decimal import Decimal as D

import pytest

from accounts.people import queries as people
from accounts.tests.builders import make_user
from common import errors
from orders.credit import exposure
from orders.invoicing import operations as invoicing
from orders.invoicing import queries as invoices
from orders.invoicing.models import Invoice
from orders.lifecycle import operations as lifecycle
from orders.returns import operations, queries
from orders.returns.models import ReturnDocument
from orders.returns.rules import Decision
from orders.returns.tests.builders import make_paid_back, make_received, make_sent, settle
from orders.settlement import operations as settlement
from orders.settlement import queries as settled_money
from orders.settlement.models import Receipt
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT

pytestmark = pytest.mark.django_db
SYSTEM = people.system_user


def _exposed(order):
    return exposure.of_holder(order.customer.credit_holder_id)


def _state(order):
    order = builders.fresh(order)
    return order.due_amount, order.received_amount, order.settlement


def _kinds(document):
    return [(row.kind, row.amount) for row in document.refunds.filter(revoked_at=None)]


def test_what_was_not_paid_is_set_off_and_the_order_owes_less_in_plan_exposure_and_invoicing():
    order = make_sent()
    flow.make_invoiced(order)
    total, before = order.total_amount, _exposed(order).total
    document = settle(make_received(order, 2), {1: Decision(refund=D(2))})
    part = total * 2 / 10
    after, line = builders.fresh(order), flow.first_line(order)
    assert (after.due_amount, after.credited_amount, after.settlement) == (total - part, part, "NONE")
    assert (line.refunded, line.credited) == (D(2), part)
    assert sum(row.amount for row in flow.plan_of(order)) == total - part
    assert before - _exposed(order).total == part and _exposed(order).shipped == 0
    assert _kinds(document) == [("SET_OFF", part)] and queries.refunds_due() == []
    flow.make_paid(order)
    assert _state(order) == (total - part, total - part, "PAID")
    invoicing.reverse_invoice(
        actor=SYSTEM(), invoice_id=Invoice.objects.get().pk, lines=[(1, D(2))], reason="returned", at=AT
    )
    assert (builders.fresh(order).invoicing, _exposed(order).total) == ("FULL", 0)
    assert not invoices.list_open_lines(SYSTEM()).exists()
    assert flow.broken_invariants() == {}
    assert lifecycle.archive_order(actor=SYSTEM(), order_id=order.pk, at=AT).status == "ARCHIVED"


def test_what_was_paid_is_paid_back_with_one_press_and_taken_back_with_the_record():
    order = make_sent()
    document, total = make_paid_back(order), order.total_amount
    part, source = total / 5, Receipt.objects.get()
    assert _state(order) == (total - part, total, "OVERPAID") and len(queries.refunds_due()) == 1
    (account,) = settled_money.statement(SYSTEM(), order.customer_id)
    assert (account.closing, account.entries[-2].kind, account.entries[-2].credit) == (-part, "RETURN", part)
    assert _exposed(order).total == -part
    operations.settle_refund(actor=make_user("finance"), return_id=document.pk, reference="B-1", at=AT)
    paid = Receipt.objects.get(kind="REFUND")
    assert (paid.amount, paid.refund_of, paid.refund_for, paid.external_id) == (-part, source, document.number, "B-1")
    assert (_state(order), _exposed(order).total) == ((total - part, total - part, "PAID"), 0)
    assert document.lines.get().refund_reference == paid.number and flow.broken_invariants() == {}
    with pytest.raises(errors.WrongState):
        operations.settle_refund(actor=SYSTEM(), return_id=document.pk, at=AT)
    with pytest.raises(errors.WrongState) as refused:
        settlement.void_receipt(actor=SYSTEM(), receipt_id=paid.pk, reason="bounced", at=AT)
    assert refused.value.code == "refund_of_return"
    operations.reverse_refund(actor=SYSTEM(), return_id=document.pk, reason="bounced", at=AT)
    assert _state(order) == (total - part, total, "OVERPAID") and flow.broken_invariants() == {}
    operations.settle_refund(actor=SYSTEM(), return_id=document.pk, reference="B-1", at=AT)
    assert _state(order)[2] == "PAID" and flow.broken_invariants() == {}


def test_the_money_may_stay_on_the_account_and_comes_back_while_it_is_there():
    document = make_paid_back(order := make_sent())
    part = order.total_amount / 5
    operations.settle_refund(actor=SYSTEM(), return_id=document.pk, how="KEPT", at=AT)
    source = Receipt.objects.get()
    assert source.amount - source.allocated == part and _kinds(document) == [("KEPT", part)]
    other = builders.make_effective(customer=order.customer)
    settlement.allocate_oldest_first(actor=SYSTEM(), receipt_id=source.pk, at=AT)
    assert builders.fresh(other).received_amount == part
    with pytest.raises(errors.WrongState, match="pays something else"):
        operations.reverse_refund(actor=SYSTEM(), return_id=document.pk, reason="slip", at=AT)
    assert flow.broken_invariants() == {}


def test_the_newest_money_goes_first_and_only_what_is_overpaid():
    order = make_sent()
    flow.make_paid(order, order.total_amount * 9 / 10)
    flow.make_receipt(order, D(1), allocations=[(flow.plan_of(order)[-1].pk, D(1))])
    document = settle(make_received(order, 2), {1: Decision(refund=D(2))})
    part, unpaid = order.total_amount / 5, order.total_amount / 10 - 1
    assert _kinds(document) == [("SET_OFF", unpaid)]
    operations.settle_refund(actor=SYSTEM(), return_id=document.pk, at=AT)
    back = [-one.amount for one in Receipt.objects.filter(kind="REFUND").order_by("pk")]
    assert sorted(back) == [D(1), part - unpaid - 1]
    assert _state(order)[2] == "PAID" and flow.broken_invariants() == {}


def test_a_decision_taken_back_owes_the_whole_again():
    document = settle(make_received(order := make_sent(), 2), {1: Decision(refund=D(2), refund_amount=D(1))})
    assert _state(order)[0] == order.total_amount - 1
    operations.unsettle_return(actor=SYSTEM(), return_id=document.pk, reason="slip", at=AT)
    line = flow.first_line(order)
    assert (_state(order)[0], line.refunded, line.credited) == (order.total_amount, 0, 0)
    assert _kinds(document) == [] and flow.broken_invariants() == {}


def test_two_returns_do_not_count_the_same_money():
    order = make_sent()
    flow.make_paid(order, order.total_amount * 9 / 10)
    first, second = (settle(make_received(order, 1), {1: Decision(refund=D(1))}) for _ in range(2))
    part = order.total_amount / 10
    assert (_kinds(first), _kinds(second)) == ([("SET_OFF", part)], [])
    operations.settle_refund(actor=SYSTEM(), return_id=second.pk, at=AT)
    assert _state(order)[2] == "PAID" and flow.broken_invariants() == {}


def test_goods_that_are_not_paid_for_are_not_refunded():
    order = builders.make_effective(order_type_code="SAMPLE")
    flow.make_signed(order)
    document = settle(make_received(builders.fresh(order), 2), {1: Decision(refund=D(2))})
    assert document.lines.get().refund_amount == 0 and flow.broken_invariants() == {}


def test_paying_back_asks_for_the_right_to_and_an_open_month():
    document = make_paid_back(make_sent())
    for actor, refusal in ((make_user("order_desk"), errors.NotAllowed), (make_user("sales"), errors.NotFound)):
        with pytest.raises(refusal):
            operations.settle_refund(actor=actor, return_id=document.pk, at=AT)
    with pytest.raises(errors.Invalid):
        operations.settle_refund(actor=SYSTEM(), return_id=document.pk, how="SET_OFF", at=AT)
    assert ReturnDocument.objects.get().refunds.count() == 0
