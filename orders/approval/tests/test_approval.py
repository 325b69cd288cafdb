"""Who is asked, who may decide, and that an approval is bound to what was submitted (R093–R099)."""

from datetime import timedelta

import pytest

from accounts.collaboration.models import Notification
from accounts.handover import operations as handover
from accounts.people import operations as people
from accounts.people.queries import system_user
from accounts.tests.builders import make_department, make_user
from common import errors, settings
from common.models import Setting
from orders.approval import queries, routing
from orders.approval.models import ApprovalRequest, ApprovalStep
from orders.entry import drafting
from orders.lifecycle import operations as lifecycle
from orders.order.models import Order, OrderLine
from orders.order.states import Status
from orders.tests.builders import (
    AT,
    approve,
    approver_of,
    fresh,
    make_buyer,
    make_draft,
    make_effective,
    make_order_cast,
    make_submitted,
    person,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_order_cast()


def set_head(department, user):
    people.update_department(
        actor=system_user(), department_id=department.pk, changes={"head_id": user.pk if user else None}, at=AT
    )


def route(department, *barred):
    found = routing.find(department_id=department.pk, verb="order.approve", barred=[user.pk for user in barred])
    return person(found.person_id) if found else None


# --- whom to ask ---------------------------------------------------------------------------------


def test_the_head_of_the_salespersons_department_is_asked(cast):
    assert approver_of(make_submitted(cast.owner)) == cast.head
    assert approver_of(make_submitted(cast.owner, actor=cast.desk)) == cast.head


def test_where_the_head_is_the_requester_the_next_head_above_is_asked(cast):
    order = make_draft(cast.owner)
    lifecycle.submit_order(actor=cast.head, order_id=order.pk, at=AT)
    assert approver_of(order) == cast.director


def test_where_the_head_is_the_salesperson_the_next_head_above_is_asked(cast):
    customer = make_buyer(cast.head)
    assert approver_of(make_submitted(cast.head, customer=customer, actor=cast.desk)) == cast.director


def test_a_vacant_post_goes_to_the_next_above(cast):
    set_head(cast.department, None)
    assert route(cast.department) == cast.director


def test_a_head_who_left_is_replaced_by_his_substitute(cast):
    deputy = make_user("sales_manager", department=cast.department)
    people.deactivate_user(actor=system_user(), user_id=cast.head.pk, substitute_id=deputy.pk, at=AT)
    assert route(cast.department) == deputy
    assert route(cast.department, deputy) == cast.director


def test_a_head_without_the_right_is_passed_over(cast):
    set_head(cast.department, make_user("warehouse", department=cast.department))
    assert route(cast.department) == cast.director


def test_where_nobody_above_may_decide_whoever_approves_everything_is_asked(cast):
    lonely = make_department()
    assert route(lonely) == cast.director


def test_where_nobody_at_all_may_decide_submission_is_refused(cast):
    order = make_draft(cast.owner)
    for user in (cast.head, cast.director):
        people.deactivate_user(actor=system_user(), user_id=user.pk, substitute_id=None, at=AT)
    with pytest.raises(errors.Conflict) as refusal:
        lifecycle.submit_order(actor=cast.owner, order_id=order.pk, at=AT)
    assert refusal.value.code == "no_approver"
    assert fresh(order).status == Status.DRAFT
    assert fresh(order).number is None


def test_the_company_may_ask_a_role_instead_of_the_head(cast):
    Setting.objects.create(key=routing.APPROVER, value="department_head")
    settings.forget()
    try:
        reviewer = make_user("department_head", department=cast.department)
        assert route(cast.department) == reviewer
    finally:
        Setting.objects.all().delete()
        settings.forget()


# --- asking --------------------------------------------------------------------------------------


def test_the_approver_finds_it_in_his_inbox_and_among_what_waits_with_the_sla(cast):
    order = make_submitted(cast.owner)
    (step,) = queries.waiting_for(person(cast.head.pk))
    assert step.due_at == AT + timedelta(hours=24)
    assert cast.department.name in step.why_text
    assert list(Order.objects.filter(pk__in=queries.waiting_order_ids(person(cast.head.pk)))) == [order]
    assert queries.count_waiting(person(cast.mate.pk)) == 0
    note = Notification.objects.get(user=cast.head)
    assert order.number in note.text
    assert (note.subject_type, note.subject_id) == ("orders.order", order.pk)


def test_a_person_who_left_after_he_was_asked_is_stood_in_for(cast):
    order = make_submitted(cast.owner)
    deputy = make_user("sales_manager", department=cast.department)
    people.deactivate_user(actor=system_user(), user_id=cast.head.pk, substitute_id=deputy.pk, at=AT)
    assert queries.count_waiting(person(deputy.pk)) == 1
    lifecycle.approve_order(actor=person(deputy.pk), order_id=order.pk, at=AT)
    step = ApprovalStep.objects.get(request__subject_id=order.pk)
    assert (step.approver, step.decided_by) == (cast.head, deputy)


def test_a_substitute_from_another_department_decides_in_his_place(cast):
    order = make_submitted(cast.owner)
    elsewhere = make_user("sales_manager", department=make_department())
    people.deactivate_user(actor=system_user(), user_id=cast.head.pk, substitute_id=elsewhere.pk, at=AT)
    assert lifecycle.approve_order(actor=person(elsewhere.pk), order_id=order.pk, at=AT).status == Status.EFFECTIVE


def test_an_order_that_became_his_own_meanwhile_is_not_decided_by_him(cast):
    order = make_submitted(cast.owner)
    drafting.update_notes(
        actor=cast.desk, order_id=order.pk, version=order.version, changes={"salesperson": cast.head}, at=AT
    )
    with pytest.raises(errors.NotAllowed) as refusal:
        lifecycle.approve_order(actor=cast.head, order_id=order.pk, at=AT)
    assert refusal.value.code == "own_business"


# --- deciding ------------------------------------------------------------------------------------


def test_approval_makes_it_effective_and_ends_the_request(cast):
    order = make_effective(cast.owner)
    assert order.status == Status.EFFECTIVE
    request = ApprovalRequest.objects.get(subject_id=order.pk)
    assert (request.state, request.ended_at, request.content_hash) == ("APPROVED", AT, order.content_hash)
    assert queries.open_request("orders.order", order.pk) is None


def test_only_who_is_asked_decides(cast):
    order = make_submitted(cast.owner)
    with pytest.raises(errors.NotAllowed) as refusal:
        lifecycle.approve_order(actor=cast.director, order_id=order.pk, at=AT)
    assert refusal.value.code == "not_asked"
    assert fresh(order).status == Status.SUBMITTED


@pytest.mark.parametrize("who", ["owner", "desk"])
def test_the_requester_never_decides_even_when_he_is_asked_and_has_the_right(cast, who):
    requester = getattr(cast, who)
    order = make_submitted(cast.owner, actor=cast.desk) if who == "desk" else make_submitted(cast.owner)
    from accounts.roles.models import Role

    requester.user_roles.create(role=Role.objects.get(code="sales_manager"))
    ApprovalStep.objects.filter(request__subject_id=order.pk).update(approver=requester)
    requester.department = cast.department
    requester.save(update_fields=["department"])
    with pytest.raises(errors.NotAllowed) as refusal:
        lifecycle.approve_order(actor=person(requester.pk), order_id=order.pk, at=AT)
    assert refusal.value.code == "own_business"


def test_a_step_is_decided_once(cast):
    order = approve(make_submitted(cast.owner))
    with pytest.raises(errors.WrongState):
        lifecycle.approve_order(actor=cast.head, order_id=order.pk, at=AT)
    with pytest.raises(errors.WrongState):
        lifecycle.reject_order(actor=cast.head, order_id=order.pk, reason="late", at=AT)


def test_changed_content_is_not_approved_and_the_field_is_named(cast):
    order = make_submitted(cast.owner)
    OrderLine.objects.filter(order=order).update(price=1, discount="0.5")
    with pytest.raises(errors.Stale) as refusal:
        lifecycle.approve_order(actor=cast.head, order_id=order.pk, at=AT)
    assert refusal.value.code == "content_changed"
    assert refusal.value.details["fields"] == {"lines.1.price": ["100", "1"], "lines.1.discount": ["0", "0.5"]}
    assert fresh(order).status == Status.SUBMITTED


def test_changed_content_can_still_be_sent_back(cast):
    order = make_submitted(cast.owner)
    OrderLine.objects.filter(order=order).update(price=1)
    lifecycle.reject_order(actor=cast.head, order_id=order.pk, reason="wrong price", at=AT)
    assert fresh(order).status == Status.DRAFT


def test_each_step_of_several_is_decided_in_turn(cast):
    order = make_submitted(cast.owner)
    request = ApprovalRequest.objects.get(subject_id=order.pk)
    ApprovalStep.objects.create(request=request, sequence=2, approver=cast.director, due_at=AT)
    with pytest.raises(errors.NotAllowed):
        lifecycle.approve_order(actor=cast.director, order_id=order.pk, at=AT)
    lifecycle.approve_order(actor=cast.head, order_id=order.pk, at=AT)
    assert fresh(order).status == Status.SUBMITTED
    lifecycle.approve_order(actor=cast.director, order_id=order.pk, at=AT)
    assert fresh(order).status == Status.EFFECTIVE


def test_every_submission_asks_anew(cast):
    order = make_submitted(cast.owner)
    lifecycle.withdraw_order(actor=cast.owner, order_id=order.pk, at=AT)
    assert ApprovalRequest.objects.get(subject_id=order.pk).state == "WITHDRAWN"
    lifecycle.submit_order(actor=cast.owner, order_id=order.pk, at=AT)
    assert [step.request.state for step in queries.history("orders.order", order.pk)] == ["WITHDRAWN", "OPEN"]


# --- nothing is asked any more -------------------------------------------------------------------


def questions(person, order):
    """How many questions about the order wait in somebody's inbox."""
    asked = Notification.objects.filter(user=person, kind="approval.asked", subject_id=order.pk)
    return asked.filter(read_at=None).count()


def take_back(cast, order):
    lifecycle.withdraw_order(actor=cast.owner, order_id=order.pk, at=AT)


def send_back(cast, order):
    lifecycle.reject_order(actor=cast.head, order_id=order.pk, reason="wrong price", at=AT)


def make_void(cast, order):
    lifecycle.void_order(actor=cast.desk, order_id=order.pk, reason="doubled", at=AT)


def give_to_the_head(cast, order):
    drafting.update_notes(actor=cast.desk, order_id=order.pk, version=None, changes={"salesperson": cast.head}, at=AT)


def hand_approvals_over(cast, order):
    handover.hand_over(
        actor=system_user(), from_user_id=cast.head.pk, to_user_id=cast.director.pk, only=["approvals"], at=AT
    )


@pytest.mark.parametrize(
    ("end", "asked_instead"),
    [
        (lambda cast, order: approve(order), 0),
        (send_back, 0),
        (take_back, 0),
        (make_void, 0),
        (give_to_the_head, 1),
        (hand_approvals_over, 1),
    ],
)
def test_what_is_not_asked_any_more_leaves_the_inbox(cast, end, asked_instead):
    order, other = make_submitted(cast.owner), make_submitted(cast.mate)
    assert (questions(cast.head, order), questions(cast.head, other)) == (1, 1)
    end(cast, order)
    assert questions(cast.head, order) == 0
    assert questions(cast.director, order) == asked_instead
    assert questions(cast.head, other) == (0 if end is hand_approvals_over else 1), "another order still waits"


def test_asked_again_after_it_was_taken_back_it_is_a_new_line(cast):
    order = make_submitted(cast.owner)
    take_back(cast, order)
    lifecycle.submit_order(actor=cast.owner, order_id=order.pk, at=AT)
    assert questions(cast.head, order) == 1
