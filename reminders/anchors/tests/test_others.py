"""Payments, work, decisions, customers, news: found when due, gone when done."""

from datetime import date, timedelta

import pytest

from accounts.people import queries as people
from accounts.tests.builders import make_user
from common import clock, dates
from customers.voice import operations as voice
from orders.approval.delegation.models import Delegation
from orders.closure import operations as closure
from orders.exceptions import operations as exceptions
from orders.lifecycle import operations as lifecycle
from orders.order.choices import CloseReason
from orders.order.models import Order
from orders.quotation.models import Quotation
from orders.quotation.tests import builders as quotations
from orders.service.contacts.models import FollowUp
from orders.settlement.models import PlanRow
from orders.tests.builders import AT, TODAY, approve, make_effective, make_order_cast, make_submitted
from orders.tests.flow_builders import make_paid, make_shipped, make_signed
from reminders.anchors.source import anchors
from reminders.anchors.tests.finding import days, found, told
from reminders.anchors.tests.scenes import complain, finish, plan_contact
from tasks.checks import making
from tasks.checks import operations as checks
from tasks.checks.asking import ActionDraft
from tasks.checks.models import ProgressCheck
from tasks.doing import operations as doing
from tasks.task.models import Task
from tasks.tests.builders import make_shop, make_task, phase

pytestmark = pytest.mark.django_db
DAY = timedelta(1)


@pytest.fixture
def cast():
    return make_order_cast()


@pytest.fixture
def order(cast):
    return make_effective(cast.owner)


def owed(order, day=TODAY + 30 * DAY):
    PlanRow.objects.filter(order=order).update(due_date=day)
    return day


def close(cast, order):
    reason = {"reason_code": CloseReason.CUSTOMER, "reason": "Nothing more"}
    return closure.close_order(actor=cast.head, order_id=order.pk, at=AT, **reason)


def test_a_payment_is_due_until_it_is_paid_in_full(cast, order):
    day = owed(order)
    (due,) = found("payment", day)
    assert due.people["OWNER"] == (cast.owner.pk,)
    make_paid(order, 10)
    assert len(found("payment", day)) == 1
    make_paid(order)
    assert found("payment") == []


def test_a_payment_stays_due_when_the_order_is_closed_but_not_when_it_is_void(cast, order):
    make_shipped(order)
    owed(order)
    Order.objects.filter(pk=order.pk).update(status="CLOSED")
    assert len(found("payment")) == 1
    Order.objects.filter(pk=order.pk).update(status="VOID")
    assert found("payment") == []


def test_what_is_to_be_paid_is_said_only_to_who_sees_amounts(cast, order):
    owed(order)
    (due,) = found("payment")
    assert told("payment", due, cast.owner).words["open"] == told("payment", due, None).words["open"]
    assert "open" not in told("payment", due, make_user("warehouse")).words
    assert anchors["payment"].visible([due.subject_id], cast.stranger) == set()


def test_a_task_is_due_by_the_departments_day_else_its_own_until_it_is_done(cast, order):
    shop = make_shop()
    task = make_task(order, shop=shop)
    (due,) = found("task")
    assert days([due]) == [task.planned_end]
    assert (due.people["EXECUTOR"], due.department_id) == ((shop.foreman.pk,), shop.production.pk)
    Task.objects.filter(pk=task.pk).update(department_due_date=date(2026, 11, 27))
    assert days(found("task")) == [date(2026, 11, 27)]
    doing.finish_task(actor=shop.foreman, task_id=task.pk, at=AT)
    assert found("task") == []


def test_closing_an_order_ends_its_tasks_but_not_what_a_check_asked_for(cast, order):
    shop = make_shop()
    task = make_task(order, shop=shop)
    wanted = ActionDraft("Ask the other supplier", shop.worker.pk, TODAY + 3 * DAY)
    checks.record_check(actor=cast.desk, order_id=order.pk, problem="MATERIAL", words="None", actions=[wanted], at=AT)
    assert [one.subject_id for one in found("task")] == [task.pk]
    assert found("corrective_action", TODAY + 3 * DAY)[0].people["EXECUTOR"] == (shop.worker.pk,)
    close(cast, order)
    Task.objects.filter(pk=task.pk).update(state="OPEN")
    assert found("task") == [] and len(found("corrective_action")) == 1


def test_the_next_handler_is_told_of_the_first_tasks_of_a_phase_that_nobody_began(cast, order):
    shop = make_shop()
    first = make_task(order, shop=shop)
    make_task(order, shop=shop, planned_start=date(2026, 11, 25), planned_end=date(2026, 11, 30))
    (due,) = found("stage_entry")
    assert (due.subject_id, due.people["NEXT"]) == (first.pk, (shop.foreman.pk,))
    assert days([due]) == [first.planned_start]
    assert told("stage_entry", due, shop.foreman).words["phase"] == str(phase())
    doing.start_task(actor=shop.foreman, task_id=first.pk, at=AT)
    assert found("stage_entry") == []


def test_a_check_is_due_until_it_is_made(cast, order):
    making.run(at=AT)
    check = ProgressCheck.objects.get(order=order)
    assert days(found("check")) == [check.due_date]
    assert found("check")[0].people["EXECUTOR"] == (check.owner_id,)
    close(cast, order)
    assert found("check") == []


def test_a_decision_waits_for_who_is_asked_and_for_who_decides_in_his_place(cast):
    order = make_submitted(cast.owner)
    (due,) = found("approval")
    assert due.people == {"EXECUTOR": (cast.head.pk,), "OWNER": (cast.owner.pk,)}
    assert (due.due, due.since) == (AT + timedelta(hours=24), AT) and due.order_id == order.pk
    today = dates.business_day(clock.now())
    Delegation.objects.create(
        delegator=cast.head,
        delegate=cast.director,
        first_day=today - DAY,
        last_day=today + DAY,
        created_by=cast.head,
        created_at=AT,
    )
    assert found("approval")[0].people["EXECUTOR"] == (cast.head.pk, cast.director.pk)
    facts = told("approval", due, cast.head)
    assert facts.words["subject"] == str(order) and facts.url == f"/orders/{order.number}/"
    assert anchors["approval"].visible([due.subject_id], cast.head) == {due.subject_id}
    assert anchors["approval"].visible([due.subject_id], make_user("sales")) == set()
    approve(order)
    assert found("approval") == []


def test_a_quotation_is_due_while_the_customer_holds_it(cast):
    quotation = quotations.make_sent(cast.owner)
    (due,) = found("quotation", quotation.valid_until)
    assert due.people["OWNER"] == (cast.owner.pk,)
    assert anchors["quotation"].visible([quotation.pk], make_user("warehouse")) == set()
    Quotation.objects.filter(pk=quotation.pk).update(status="WON")
    assert found("quotation") == []


def test_a_contact_is_due_until_it_is_held(cast, order):
    contact = plan_contact(order, TODAY + 2 * DAY)
    (due,) = found("follow_up", TODAY + 2 * DAY)
    assert due.people["EXECUTOR"] == (cast.owner.pk,) and due.order_id == order.pk
    assert anchors["follow_up"].visible([contact.pk], cast.stranger) == set()
    FollowUp.objects.filter(pk=contact.pk).update(state="DROPPED")
    assert found("follow_up") == []


def test_a_word_of_a_customer_is_due_until_it_is_done_and_knows_its_order(cast, order):
    note = voice.add_note(
        actor=cast.owner,
        customer_id=order.customer_id,
        kind="FEEDBACK",
        text="Call me",
        due_date=TODAY + DAY,
        order_number=order.number,
        at=AT,
    )
    (due,) = found("note")
    assert (due.order_id, due.people["EXECUTOR"]) == (order.pk, (cast.owner.pk,))
    assert told("note", due, cast.owner).words["text"] == "Call me"
    voice.finish_note(actor=cast.owner, note_id=note.pk, at=AT)
    assert found("note") == []


def test_a_complaint_is_due_by_the_hour_until_it_is_answered(cast, order):
    case = complain(order)
    (due,) = found("complaint")
    assert (due.due, due.people["EXECUTOR"]) == (case.answer_due_at, (cast.owner.pk,))
    exceptions.answer_case(actor=people.system_user(), case_id=case.pk, answer="A new one leaves today", at=AT)
    assert found("complaint") == []


def test_what_happened_to_an_order_is_found_at_its_moment(cast):
    order = finish(cast.owner)
    for code in ("order_effective", "produced", "shipped", "delivered", "order_completed"):
        (due,) = found(code)
        assert (due.order_id, due.people["OWNER"]) == (order.pk, (cast.owner.pk,)), code
        assert found(code, due.due + timedelta(seconds=1), due.due + DAY) == []
    facts = told("shipped", found("shipped")[0], None)
    assert "× 10" in facts.words["goods"] and facts.words["document"]


def test_an_order_that_went_back_to_a_draft_did_not_take_effect(cast, order):
    assert len(found("order_effective")) == 1
    lifecycle.unapprove_order(actor=people.system_user(), order_id=order.pk, reason="Wrong price", at=AT)
    assert found("order_effective") == []


def test_every_document_of_an_order_is_told_of_by_itself(cast, order):
    make_shipped(order, 4)
    make_signed(order, 6, at=AT + timedelta(hours=2))
    assert len(found("shipped")) == 2 and len(found("delivered")) == 1


def test_closed_without_anything_sent_is_not_complete(cast, order):
    close(cast, order)
    assert found("order_completed") == []
