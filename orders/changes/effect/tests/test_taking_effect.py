"""A change takes effect: everything follows it, once (SEMANTICS 8, R195–R202)."""

from datetime import date
from decimal import Decimal as D

import pytest

from accounts.collaboration.models import Notification
from accounts.people.models import Department
from accounts.people.queries import system_user
from accounts.tests.builders import make_department, make_user
from common import errors
from customers.models import Customer
from customers.tests.builders import payment_term
from orders.changes.effect import operations
from orders.changes.effect.tests.builders import approve, change, submitted
from orders.changes.revisions.models import OrderRevision
from orders.changes.tests.builders import add, cancel, head, modify
from orders.entry import drafting
from orders.fulfilment import operations as fulfilment
from orders.lifecycle import operations as lifecycle
from orders.order.models import Order
from orders.promise.models import PromiseEntry
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, REQUESTED, TODAY, fresh, line, lines_of, make_effective, make_order_cast
from orders.tests.flow_builders import broken_invariants, make_shipped, plan_of
from products.kits import operations as kits
from products.kits.operations import Component
from products.tests.builders import make_product, stock_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_order_cast()


def test_quantities_stock_plan_and_promises_follow(cast):
    more, less, gone, new = (make_product(list_price=D(10), stock=50) for _one in range(4))
    order = make_effective(cast.owner, lines=[line(more, 5), line(less, 8), line(gone, 3)])
    former = order.content_hash
    items = [modify(1, "quantity", 9), modify(2, "quantity", 6), cancel(3), add(4, new, 2)]
    request = change(order, *items)
    order = fresh(order)
    assert (request.state, request.revision, order.revision, request.effective_at) == ("EFFECTIVE", 2, 2, AT)
    assert [(one.line_no, one.ordered, one.original, one.reserved) for one in lines_of(order)] == [
        *((1, 9, 5, 9), (2, 6, 8, 6), (4, 2, 2, 2)),
    ]
    assert [stock_row(one).reserved for one in (more, less, gone, new)] == [9, 6, 0, 2]
    assert (order.total_amount, [row.amount for row in plan_of(order)]) == (170, [170])
    assert all(one.promised_date for one in lines_of(order))
    kept = OrderRevision.objects.get()
    assert (kept.revision, kept.content_hash, kept.request_id, kept.ended_at) == (1, former, request.pk, AT)
    assert [one["ordered"] for one in kept.content["lines"]] == ["5", "8", "3"]
    assert order.content_hash != former
    assert broken_invariants() == {}


def test_a_line_cut_to_what_was_shipped_closes_by_itself_and_with_the_last_one_the_order(cast):
    product = make_product(list_price=D(10), stock=20)
    order = make_effective(cast.owner, lines=[line(product, 10)])
    make_shipped(order, 4)
    change(order, modify(1, "quantity", 4))
    (one,) = lines_of(order)
    assert (one.closure, one.row_closed, one.ordered, one.original, one.reserved) == ("AUTO", True, 4, 10, 0)
    assert (fresh(order).status, stock_row(product).reserved) == ("CLOSED", 0)
    assert broken_invariants() == {}


def test_new_terms_make_the_plan_anew_and_money_stays_on_its_row(cast):
    order = make_effective(cast.owner, lines=[line(make_product(list_price=D(100), stock=9), 2)])
    flow.make_paid(order, 50)
    term = payment_term("ADVANCE30")
    change(order, head("payment_term", term.pk))
    rows = plan_of(order)
    assert [(row.percent, row.amount, row.received) for row in rows] == [(30, 60, 50), (70, 140, 0)]
    assert rows[0].is_advance and rows[0].due_date
    assert fresh(order).received_amount == 50
    assert broken_invariants() == {}
    flow.make_paid(order, 20)  # ten of them on the second row
    change(order, head("payment_term", payment_term("MONTHLY30").pk))
    (row,) = plan_of(order)
    assert (row.percent, row.amount, row.received, fresh(order).received_amount) == (100, 200, 70, 70)
    assert broken_invariants() == {}


def test_terms_after_a_shipment_count_from_its_day(cast):
    order = make_effective(cast.owner, lines=[line(make_product(list_price=D(100), stock=9), 2)])
    make_shipped(order, 1)
    change(order, head("payment_term", payment_term("MONTHLY60").pk))
    (row,) = plan_of(order)
    assert row.basis == "SHIP" and row.due_date and row.due_date > date(2027, 1, 1)
    assert broken_invariants() == {}


def test_another_product_gives_back_what_was_held_and_holds_its_own(cast):
    old, new = make_product(stock=9), make_product(stock=2)
    order = make_effective(cast.owner, lines=[line(old, 5)])
    change(order, modify(1, "product", new.pk))
    (one,) = lines_of(order)
    assert (one.product_id, one.reserved, stock_row(old).reserved, stock_row(new).reserved) == (new.pk, 2, 0, 2)
    assert broken_invariants() == {}


def test_a_promise_moves_with_the_wish_and_otherwise_only_when_it_must(cast):
    product = make_product(stock=99)
    order = make_effective(cast.owner, lines=[line(product, 5), line(product, 5)])
    assert [one.promised_date for one in lines_of(order)] == [REQUESTED, REQUESTED]
    items = [modify(1, "requested_date", "2026-12-24"), modify(2, "quantity", 7)]
    request = change(order, *items)
    moved, kept = lines_of(order)
    assert (moved.promised_date, kept.promised_date) == (date(2026, 12, 24), REQUESTED)
    assert (moved.first_promised_date, kept.reserved) == (REQUESTED, 7)
    entry = PromiseEntry.objects.filter(line=moved).latest("pk")
    assert entry.chain[0] == {"kind": "CHANGED", "number": request.number}
    assert request.aftermath["promised"] == [{"line_no": 1, "was": "2026-12-10", "day": "2026-12-24"}]
    change(order, modify(1, "requested_date", "2026-12-02"))
    assert lines_of(order)[0].promised_date == date(2026, 12, 2)
    assert broken_invariants() == {}


def test_what_costs_more_than_the_credit_bears_does_not_take_effect(cast):
    order = make_effective(cast.owner, lines=[line(make_product(list_price=D(100), stock=9), 2)])
    Customer.objects.filter(pk=order.customer_id).update(credit_limit=250)
    request = submitted(order, modify(1, "quantity", 3))
    with pytest.raises(errors.CreditExceeded):
        approve(request)
    assert (fresh(order).revision, lines_of(order)[0].ordered) == (1, 2)
    Customer.objects.filter(pk=order.customer_id).update(credit_limit=300)
    assert approve(request).state == "EFFECTIVE"
    Customer.objects.filter(pk=order.customer_id).update(credit_limit=1)
    assert change(order, modify(1, "quantity", 1)).state == "EFFECTIVE", "less never asks"
    assert broken_invariants() == {}


def test_a_signed_contract_is_signed_again_when_what_it_says_changed(cast):
    order = make_effective(cast.owner)
    Order.objects.filter(pk=order.pk).update(contract_state="SIGNED", contract_signed_date=TODAY)
    change(order, head("contact_name", "王五"))
    assert fresh(order).contract_state == "SIGNED"
    request = change(order, modify(1, "quantity", 3))
    order = fresh(order)
    assert (order.contract_state, order.contract_signed_date, order.revision) == ("DRAFTED", None, 3)
    assert request.aftermath["contract"] == "SIGNED"
    assert OrderRevision.objects.get(order=order, revision=2).content["head"]["contract_state"] == "SIGNED"


def test_papers_of_the_former_revision_are_told_to_who_has_them(cast):
    warehouse = make_user("warehouse", department=make_department(kind="WAREHOUSE"))
    Department.objects.filter(pk=warehouse.department_id).update(head=warehouse)
    order = make_effective(cast.owner)
    document = flow.make_outbound(order, 2, actor=warehouse)
    request = change(order, head("ship_address", "3 号门"))
    (told,) = request.aftermath["documents"]
    assert (told["kind"], told["number"], told["owner"]) == ("NOTICE", document.number, warehouse.pk)
    kinds = list(Notification.objects.filter(user=warehouse).values_list("kind", flat=True))
    assert "order.revised" in kinds and "order.stale_documents" in kinds


def test_an_order_that_moved_under_a_request_overtakes_it_and_names_what_moved(cast):
    order = make_effective(cast.owner)
    request = submitted(order, head("contact_name", "王五"), modify(1, "quantity", 12))
    drafting.update_notes(actor=cast.owner, order_id=order.pk, version=None, changes={"contact_name": "赵六"}, at=AT)
    former = fresh(order).content_hash
    request = approve(request)
    assert (request.state, request.revision, fresh(order).revision) == ("STALE", None, 1)
    (conflict,) = request.conflicts
    assert (conflict["path"], conflict["is"], conflict["wanted"]) == ("contact_name", "赵六", "王五")
    assert conflict["who"] == cast.owner.name
    assert (fresh(order).content_hash, fresh(order).is_changing) == (former, False)
    assert broken_invariants() == {}


def test_what_a_rule_refuses_by_now_overtakes_the_request_too(cast):
    order = make_effective(cast.owner)
    term = payment_term("COD")
    request = submitted(order, head("payment_term", term.pk))
    type(term).objects.filter(pk=term.pk).update(is_active=False)
    request = approve(request)
    assert request.state == "STALE"
    assert request.conflicts[0]["path"] == "payment_term" and request.conflicts[0]["why"]


def test_it_takes_effect_once(cast):
    order = make_effective(cast.owner)
    request = change(order, modify(1, "quantity", 3))
    with pytest.raises(errors.WrongState):
        operations.take_effect_now(actor=cast.owner, request_id=request.pk, at=AT)


def test_one_that_waits_for_the_customer_does_not_take_effect_before_he_agreed(cast):
    order = make_effective(cast.owner)
    request = change(order, modify(1, "quantity", 3), needs_customer=True)
    assert (request.state, fresh(order).revision) == ("APPROVED", 1)
    with pytest.raises(errors.WrongState) as refusal:
        operations.take_effect_now(actor=cast.owner, request_id=request.pk, at=AT)
    assert refusal.value.code == "not_accepted"


def test_a_frozen_order_keeps_it_waiting(cast):
    order = make_effective(cast.owner)
    request = submitted(order, modify(1, "quantity", 3))
    lifecycle.freeze_order(actor=system_user(), order_id=order.pk, reason="dispute", at=AT)
    with pytest.raises(errors.WrongState):
        approve(request)
    lifecycle.unfreeze_order(actor=system_user(), order_id=order.pk, at=AT)
    assert approve(request).state == "EFFECTIVE"


def test_gifts_follow_their_line_and_one_that_went_out_stays(cast):
    product = make_product(name="* Sensor", list_price=D(10), stock=99)
    order = make_effective(cast.owner, lines=[line(product, 4)])
    source, gift = lines_of(order)
    assert (gift.ordered, gift.gift_of_id) == (4, source.pk)
    make_shipped(order, lines=[(gift.pk, D(1))])
    change(order, modify(1, "quantity", 2))
    assert [one.ordered for one in lines_of(order)] == [2, 2]
    other = make_product(stock=5)
    change(order, cancel(1), add(9, other, 1))
    left = lines_of(order)
    assert [(one.line_no, one.ordered, one.gift_of_id, one.closure) for one in left] == [
        *((2, 1, None, "AUTO"), (9, 1, None, "OPEN")),
    ]
    assert broken_invariants() == {}


def test_a_kit_is_put_together_anew(cast):
    kit, first, second = make_product(), make_product(stock=9), make_product(stock=9)
    parts = [Component(first.pk, D(1)), Component(second.pk, D(2))]
    kits.save_kit(actor=system_user(), product_id=kit.pk, components=parts, works_on="COMPONENTS", at=AT)
    plain = make_product(stock=9)
    order = make_effective(cast.owner, lines=[line(kit, 3), line(plain, 1)])
    change(order, modify(1, "quantity", 2), modify(2, "product", kit.pk))
    assert [(one.by_components, one.reserved) for one in lines_of(order)] == [(True, 2), (True, 1)]
    assert [stock_row(one).reserved for one in (first, second, plain)] == [3, 6, 0]
    change(order, modify(1, "product", plain.pk))
    assert [(one.by_components, one.reserved) for one in lines_of(order)] == [(False, 2), (True, 1)]
    assert [stock_row(one).reserved for one in (first, second, plain)] == [1, 2, 2]
    assert broken_invariants() == {}


def test_what_was_written_about_a_cancelled_line_stays_and_what_is_billed_is_not_cancelled(cast):
    product = make_product(stock=20)
    order = make_effective(cast.owner, lines=[line(product, 2), line(product, 3)])
    void = flow.make_outbound(order, lines=[(lines_of(order)[1].pk, D(1))])
    fulfilment.void_outbound(actor=system_user(), document_id=void.pk, at=AT)
    change(order, cancel(2))
    assert [one.of.line_no for one in void.lines.all()] == [2]
    assert PromiseEntry.objects.filter(order=order, line=None).count() == 1
    assert broken_invariants() == {}
