"""The department's day is the day that promises count on: one day, one owner (R151, R153–R156)."""

from decimal import Decimal as D

import pytest

from accounts.collaboration.models import Notification
from accounts.people.queries import system_user
from common import errors
from orders.promise import chain
from orders.promise import queries as promises
from orders.tests import builders as orders
from orders.tests.builders import AT
from orders.tests.flow_builders import broken_invariants
from products.stock.papers import operations as papers
from products.stock.papers.models import StockPaper
from products.stock.supply import operations as supply
from products.stock.supply.models import PlannedReceipt
from products.tests.builders import make_product, make_supplier, stock_row
from tasks.requirements import operations
from tasks.requirements.choices import State
from tasks.requirements.models import Requirement
from tasks.requirements.operations import LineAnswer
from tasks.requirements.tests.builders import (
    accept,
    in_days,
    lines_of,
    make_accepted,
    make_asked,
    order_for,
    wanted,
)
from tasks.scheduling.choices import Cause
from tasks.scheduling.models import DateMove
from tasks.tests.builders import make_shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop():
    return make_shop()


@pytest.fixture
def product():
    return make_product(lead_time_days=60)


def fresh(requirement):
    return Requirement.objects.get(pk=requirement.pk)


def move(requirement, shop, days, cause=Cause.MATERIAL, **more):
    (line,) = lines_of(requirement)
    return operations.move_day(
        actor=shop.foreman,
        requirement_id=requirement.pk,
        line_id=line.pk,
        planned_date=in_days(days),
        cause=cause,
        at=AT,
        **more,
    )


def receipt_of(requirement):
    (line,) = lines_of(requirement)
    return PlannedReceipt.objects.get(pk=line.receipt_id)


def bring(receipt, quantity, **more):
    return supply.receive_planned(actor=system_user(), receipt_id=receipt.pk, quantity=D(quantity), at=AT, **more)


def test_what_is_accepted_is_planned_on_its_day(shop, product):
    found = make_accepted(shop, wanted(product, 40), days=6)
    (line,), receipt = lines_of(found), receipt_of(found)
    assert (line.accepted, line.planned_date, line.first_planned_date) == (D(40), in_days(6), in_days(6))
    assert (receipt.kind, receipt.quantity, receipt.expected_date) == ("PRODUCTION", D(40), in_days(6))
    assert (receipt.provider, receipt.reference) == ("requirement", found.number)


def test_a_promise_names_the_requirement_that_it_counts_on(shop, product):
    found = make_accepted(shop, wanted(product, 10), days=6)
    order = order_for(product, 4)
    (entry,) = promises.promises_of(order.pk)
    assert entry.chain[0] == {
        "kind": chain.SUPPLY,
        "quantity": "4",
        "date": in_days(6).isoformat(),
        "documents": [found.number],
    }
    assert found.number in str(entry.reasons[0].text)


def test_a_part_is_accepted_with_a_reason_and_the_rest_can_be_asked_anew(shop, product):
    order = order_for(product, 40)
    asked = make_asked(shop, wanted(product, 40, order=order))
    with pytest.raises(errors.Invalid) as refused:
        accept(asked, shop, quantity=25)
    assert list(refused.value.fields) == ["reason"]
    found = accept(asked, shop, quantity=25, reason="one shift only")
    assert (found.state, receipt_of(found).quantity) == (State.ACCEPTED, D(25))
    make_asked(shop, wanted(product, 15, order=order))


def test_a_line_of_which_nothing_is_accepted_is_ended(shop, product):
    other = make_product()
    asked = make_asked(shop, wanted(product, 5), wanted(other, 5))
    first, second = lines_of(asked)
    answers = [LineAnswer(first.pk, D(5), in_days(4)), LineAnswer(second.pk, D(0))]
    operations.accept_requirement(
        actor=shop.foreman, requirement_id=asked.pk, answers=answers, reason="not ours", at=AT
    )
    first, second = lines_of(asked)
    assert (first.is_ended, second.is_ended, second.receipt_id) == (False, True, None)


def test_every_line_is_answered_on_a_day_that_is_ahead(shop, product):
    asked = make_asked(shop, wanted(product, 5))
    with pytest.raises(errors.Invalid) as refused:
        accept(asked, shop, days=-1)
    assert list(refused.value.fields) == ["lines.1.planned_date"]
    with pytest.raises(errors.Invalid):
        operations.accept_requirement(actor=shop.foreman, requirement_id=asked.pk, answers=[], at=AT)
    with pytest.raises(errors.Invalid):
        accept(asked, shop, quantity=0, reason="no")


def test_only_who_answers_for_the_department_does(shop, product):
    asked = make_asked(shop, wanted(product, 5))
    answers = [LineAnswer(one.pk, D(5), in_days(3)) for one in lines_of(asked)]
    for stranger in (shop.worker, shop.keeper):
        with pytest.raises((errors.NotAllowed, errors.NotFound)):
            operations.accept_requirement(actor=stranger, requirement_id=asked.pk, answers=answers, at=AT)
    with pytest.raises(errors.NotAllowed):
        operations.refuse_requirement(actor=shop.buyer, requirement_id=asked.pk, reason="no", at=AT)


def test_who_asked_hears_the_answer(shop, product):
    accept(make_asked(shop, wanted(product, 5, days=3)), shop, days=9)
    (line,) = Notification.objects.filter(kind="requirement.accepted")
    assert (line.user_id, "later than needed" in line.message) == (shop.planner.pk, True)


def test_a_day_that_moves_moves_receipt_promises_and_the_ledger(shop, product):
    order = order_for(product, 4)
    found = make_accepted(shop, wanted(product, 4, order=order), days=6)
    assert orders.lines_of(order)[0].promised_date > in_days(40)  # as it was said; nobody makes it earlier by himself
    move(found, shop, 90, words="mill late")
    row = DateMove.objects.get()
    assert (row.before, row.after, row.days, row.cause) == (in_days(6), in_days(90), 60, Cause.MATERIAL)
    assert (row.order, row.line_no, row.department) == (order, 1, shop.production)
    assert receipt_of(found).expected_date == in_days(90)
    assert lines_of(found)[0].first_planned_date == in_days(6)


def test_a_promise_that_can_no_longer_be_met_is_made_anew(shop, product):
    found = make_accepted(shop, wanted(product, 4), days=6)
    order = order_for(product, 4)
    before = orders.lines_of(order)[0].promised_date
    move(found, shop, 13)
    assert orders.lines_of(order)[0].promised_date > before
    assert Notification.objects.filter(kind="order.late_supply", subject_id=order.pk).exists()


def test_a_receipt_of_a_requirement_is_moved_only_from_there(shop, product):
    found = make_accepted(shop, wanted(product, 4))
    receipt = receipt_of(found)
    for refused in (
        lambda: supply.change_receipt(
            actor=system_user(), receipt_id=receipt.pk, at=AT, reason="x", expected_date=in_days(2)
        ),
        lambda: supply.cancel_receipt(actor=system_user(), receipt_id=receipt.pk, at=AT, reason="x"),
    ):
        with pytest.raises(errors.Conflict) as error:
            refused()
        assert (error.value.code, error.value.details["number"]) == ("kept_elsewhere", found.number)
    with pytest.raises(errors.Invalid):
        entry = supply.Planned(product.pk, D(1), in_days(3), provider="requirement", external_id="mine")
        supply.plan_receipts(actor=system_user(), entries=[entry], at=AT)


def test_goods_that_come_are_told_to_the_requirement_until_all_came(shop, product):
    found = make_accepted(shop, wanted(product, 10))
    bring(receipt_of(found), 4)
    assert (lines_of(found)[0].done, fresh(found).state) == (D(4), State.ACCEPTED)
    bring(receipt_of(found), 6)
    assert (lines_of(found)[0].is_ended, fresh(found).state) == (True, State.DONE)
    assert stock_row(product).on_hand == D(10)
    assert Notification.objects.filter(kind="requirement.done", user=shop.planner).count() == 1


def test_an_arrival_that_was_undone_opens_it_again(shop, product):
    found = make_accepted(shop, wanted(product, 10))
    bring(receipt_of(found), 10)
    paper = StockPaper.objects.get()
    papers.undo_paper(actor=system_user(), paper_id=paper.pk, reason="counted twice", at=AT)
    assert (lines_of(found)[0].done, fresh(found).state) == (D(0), State.ACCEPTED)


def test_the_rest_that_is_dropped_on_arrival_ends_the_line(shop, product):
    found = make_accepted(shop, wanted(product, 10))
    bring(receipt_of(found), 8, is_rest_dropped=True)
    assert (lines_of(found)[0].done, fresh(found).state) == (D(8), State.DONE)


def test_a_refused_requirement_can_be_asked_anew(shop, product):
    order = order_for(product, 4)
    asked = make_asked(shop, wanted(product, 4, order=order))
    operations.refuse_requirement(actor=shop.foreman, requirement_id=asked.pk, reason="no drawing", at=AT)
    make_asked(shop, wanted(product, 4, order=order))  # nothing is asked for any more
    with pytest.raises(errors.WrongState) as refused:
        accept(fresh(asked), shop)
    assert refused.value.details["possible"] == ["take_back"]


def test_a_cancelled_requirement_takes_its_goods_out_of_the_plan(shop, product):
    found = make_accepted(shop, wanted(product, 10))
    bring(receipt_of(found), 3)
    operations.cancel_requirement(actor=shop.planner, requirement_id=found.pk, reason="order void", at=AT)
    receipt = receipt_of(found)
    assert (receipt.state, receipt.open, receipt.received) == ("RECEIVED", D(0), D(3))
    assert lines_of(found)[0].is_ended


def test_the_supplier_confirms_and_another_day_is_a_move(shop, product):
    found = make_accepted(shop, wanted(product, 10), kind="BUY", supplier_id=make_supplier().pk)
    (line,) = lines_of(found)
    assert (line.confirmed_at, receipt_of(found).kind) == (None, "PURCHASE")
    operations.confirm_day(
        actor=shop.buyer,
        requirement_id=found.pk,
        line_id=line.pk,
        reference="PO-118",
        planned_date=in_days(12),
        at=AT,
    )
    (line,) = lines_of(found)
    assert (line.confirmed_at, line.reference, line.planned_date) == (AT, "PO-118", in_days(12))
    assert receipt_of(found).expected_date == in_days(12)


def test_another_supplier_takes_over_what_is_still_to_come(shop, product):
    order = order_for(product, 10)
    found = make_accepted(shop, wanted(product, 10, order=order), kind="BUY", supplier_id=make_supplier().pk)
    (line,), other = lines_of(found), make_supplier()
    operations.change_supplier(
        actor=shop.buyer,
        requirement_id=found.pk,
        supplier_id=other.pk,
        reason="mill burnt down",
        days={line.pk: in_days(20)},
        at=AT,
    )
    assert (receipt_of(found).supplier, receipt_of(found).expected_date) == (other, in_days(20))
    assert DateMove.objects.get().cause == Cause.SUPPLIER


def test_another_supplier_of_one_line_leaves_the_others_with_theirs(shop, product):
    usual, other = make_supplier(), make_supplier()
    lines = [wanted(product, 10), wanted(make_product(lead_time_days=60), 3)]
    found = make_accepted(shop, *lines, kind="BUY", supplier_id=usual.pk)
    stays, goes = lines_of(found)
    operations.change_supplier(
        actor=shop.buyer, requirement_id=found.pk, supplier_id=other.pk, reason="sooner", line_ids=[goes.pk], at=AT
    )
    assert fresh(found).supplier == usual and [one.pk for one in lines_of(found)] == [stays.pk]
    own = Requirement.objects.exclude(pk=found.pk).get()
    assert (own.supplier, own.kind, own.state, own.number != found.number) == (other, "BUY", State.ACCEPTED, True)
    (line,) = lines_of(own)
    assert (line.pk, line.receipt.supplier, line.receipt.reference) == (goes.pk, other, own.number)
    assert stays.receipt.supplier == usual
    assert not broken_invariants()


def test_a_line_of_another_requirement_gets_no_other_supplier(shop, product):
    found = make_accepted(shop, wanted(product, 10), kind="BUY", supplier_id=make_supplier().pk)
    stranger = make_accepted(shop, wanted(product, 3), kind="BUY", supplier_id=make_supplier().pk)
    with pytest.raises(errors.Invalid):
        operations.change_supplier(
            actor=shop.buyer,
            requirement_id=found.pk,
            supplier_id=make_supplier().pk,
            reason="sooner",
            line_ids=[lines_of(stranger)[0].pk],
            at=AT,
        )


def test_a_line_is_ended_and_with_the_last_the_requirement(shop, product):
    found = make_accepted(shop, wanted(product, 10))
    (line,) = lines_of(found)
    operations.end_line(actor=shop.foreman, requirement_id=found.pk, line_id=line.pk, reason="enough", at=AT)
    assert (fresh(found).state, receipt_of(found).state) == (State.DONE, "CANCELLED")


def test_other_needs_words_and_a_day_ahead(shop, product):
    found = make_accepted(shop, wanted(product, 10))
    with pytest.raises(errors.Invalid) as refused:
        move(found, shop, 20, cause=Cause.OTHER)
    assert list(refused.value.fields) == ["words"]
    with pytest.raises(errors.Invalid) as refused:
        move(found, shop, -1)
    assert list(refused.value.fields) == ["planned_date"]


def test_what_must_hold_holds_and_a_broken_day_is_found(shop, product):
    found = make_accepted(shop, wanted(product, 10))
    bring(receipt_of(found), 4)
    move(found, shop, 20)
    assert broken_invariants() == {}
    PlannedReceipt.objects.filter(reference=found.number).update(expected_date=in_days(1))
    assert "requirements.days" in broken_invariants()
