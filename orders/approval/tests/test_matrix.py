"""Rows of the matrix: the first that fits says who decides, step by step (SEMANTICS 7)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.people import operations as people
from accounts.people.queries import system_user
from accounts.tests.builders import make_department, make_user
from common import errors
from common.tests.browser_form import fields_of
from orders.approval import queries
from orders.approval.matrix import operations
from orders.approval.models import ApprovalRequest, ApprovalStep
from orders.approval.tests.builders import ORDER, make_condition, make_row, role, step
from orders.lifecycle import operations as lifecycle
from orders.order.models import OrderLine
from orders.order.states import Status
from orders.tests.builders import AT, fresh, line, make_draft, make_order_cast, make_submitted, person
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_order_cast()


def asked(order):
    """Step → who is asked in it, in order."""
    found = queries.open_request(ORDER, order.pk)
    steps = {}
    for one in found[1]:
        steps.setdefault(one.sequence, []).append(one.approver)
    return list(steps.values())


def approve(user, order, **more):
    return lifecycle.approve_order(actor=person(user.pk), order_id=order.pk, at=AT, **more)


def head_of(kind):
    department = make_department(kind=kind)
    head = make_user("department_head", department=department)
    people.update_department(actor=system_user(), department_id=department.pk, changes={"head_id": head.pk}, at=AT)
    return department, head


# --- which row ---------------------------------------------------------------------------------


def test_the_first_row_that_fits_decides_and_none_is_as_before(cast):
    make_row(step("ROLE", role=role("executive")), segment=make_condition("Total > 5000"), name="Large")
    make_row(step("PERSON", people=[cast.director.pk]), segment=make_condition("Total > 500"), name="Middling")
    assert asked(make_submitted(cast.owner, lines=[line(make_product(), 1, 100)])) == [[cast.head]]
    middling = make_submitted(cast.owner, lines=[line(make_product(), 6, 100)])
    assert ApprovalRequest.objects.get(subject_id=middling.pk).matrix_row == "Middling"
    large = make_submitted(cast.owner, lines=[line(make_product(), 60, 100)])
    assert (asked(large), ApprovalRequest.objects.get(subject_id=large.pk).matrix_row) == ([[cast.director]], "Large")


def test_a_row_asks_for_a_risk_of_the_order_as_it_is_submitted(cast):
    make_row(step("PERSON", people=[cast.director.pk]), signs=["below_floor"])
    product = make_product(floor_price=Decimal(90))
    assert asked(make_submitted(cast.owner, lines=[line(product, 1, 95)])) == [[cast.head]]
    assert asked(make_submitted(cast.owner, lines=[line(product, 1, 80)])) == [[cast.director]]


def test_a_condition_is_asked_about_the_order_as_it_is_submitted_now(cast):
    make_row(step("PERSON", people=[cast.director.pk]), segment=make_condition("Cost of the order > 500"))
    product = make_product(unit_cost=10)
    order = make_draft(cast.owner, lines=[line(product, 10, 100)])
    type(product).objects.filter(pk=product.pk).update(unit_cost=90)
    lifecycle.submit_order(actor=cast.owner, order_id=order.pk, at=AT)
    assert asked(order) == [[cast.director]]


def test_a_condition_on_lines_holds_for_one_of_them(cast):
    make_row(step("PERSON", people=[cast.director.pk]), segment=make_condition("Ordered quantity > 50"))
    many = [line(make_product(), 1, 10), line(make_product(), 51, 1)]
    assert asked(make_submitted(cast.owner, lines=many)) == [[cast.director]]
    assert asked(make_submitted(cast.owner, lines=[line(make_product(), 50, 1)])) == [[cast.head]]


def test_what_waits_is_decided_as_it_was_asked(cast):
    order = make_submitted(cast.owner)
    make_row(step("PERSON", people=[cast.director.pk]))
    assert approve(cast.head, order).status == Status.EFFECTIVE


# --- who ---------------------------------------------------------------------------------------


def test_steps_are_asked_in_turn_each_with_its_own_time(cast):
    make_row(step("HEAD", hours=8), step("PERSON", people=[cast.director.pk], hours=2))
    order = make_submitted(cast.owner)
    first, second = ApprovalStep.objects.filter(request__subject_id=order.pk)
    assert (first.due_at, second.due_at) == (AT + timedelta(hours=8), None)
    assert queries.count_waiting(person(cast.director.pk)) == 0
    with pytest.raises(errors.NotAllowed):
        approve(cast.director, order)
    assert approve(cast.head, order).status == Status.SUBMITTED
    second.refresh_from_db()
    assert second.due_at == AT + timedelta(hours=2)
    assert queries.count_waiting(person(cast.director.pk)) == 1
    assert approve(cast.director, order).status == Status.EFFECTIVE


def test_one_of_several_is_enough_and_the_others_are_not_asked_any_more(cast):
    others = [make_user("sales_manager") for _ in range(2)]
    make_row(step("PERSON", people=[one.pk for one in others]))
    order = make_submitted(cast.owner)
    assert queries.count_waiting(person(others[1].pk)) == 1
    assert approve(others[0], order).status == Status.EFFECTIVE
    assert queries.count_waiting(person(others[1].pk)) == 0
    with pytest.raises(errors.WrongState):
        approve(others[1], order)


def test_each_of_several_departments_signs_in_parallel(cast):
    finance, wu = head_of("FINANCE")
    logistics, sun = head_of("LOGISTICS")
    make_row(
        step("DEPARTMENT", departments=[finance.pk, logistics.pk], is_all=True),
        step("PERSON", people=[cast.director.pk]),
    )
    order = make_submitted(cast.owner)
    assert asked(order)[0] == [wu, sun]
    assert approve(sun, order).status == Status.SUBMITTED
    with pytest.raises(errors.NotAllowed):
        approve(sun, order)
    with pytest.raises(errors.NotAllowed):
        approve(cast.director, order)
    approve(wu, order)
    assert approve(cast.director, order).status == Status.EFFECTIVE


def test_the_requester_in_a_role_is_passed_over_and_where_he_is_the_only_one_the_head_above_decides(cast):
    make_row(step("ROLE", role=role("sales_manager")))
    order = make_draft(cast.owner)
    lifecycle.submit_order(actor=cast.head, order_id=order.pk, at=AT)
    assert asked(order) == [[cast.director]]


def test_who_is_alone_asked_twice_decides_once(cast):
    make_row(step("HEAD"), step("PERSON", people=[cast.head.pk]), step("PERSON", people=[cast.director.pk]))
    assert asked(make_submitted(cast.owner)) == [[cast.head], [cast.director]]


def test_who_may_not_approve_is_not_asked(cast):
    make_row(step("PERSON", people=[cast.mate.pk]))
    assert asked(make_submitted(cast.owner)) == [[cast.head]]


def test_sending_back_in_one_department_ends_it_for_all(cast):
    finance, wu = head_of("FINANCE")
    logistics, sun = head_of("LOGISTICS")
    make_row(step("DEPARTMENT", departments=[finance.pk, logistics.pk], is_all=True))
    order = make_submitted(cast.owner)
    lifecycle.reject_order(actor=person(wu.pk), order_id=order.pk, reason="no budget", at=AT)
    assert fresh(order).status == Status.DRAFT
    assert queries.count_waiting(person(sun.pk)) == 0
    with pytest.raises(errors.WrongState):
        approve(sun, order)


def test_content_changed_between_two_steps_is_not_approved(cast):
    make_row(step("HEAD"), step("PERSON", people=[cast.director.pk]))
    order = make_submitted(cast.owner)
    approve(cast.head, order)
    OrderLine.objects.filter(order=order).update(price=1)
    with pytest.raises(errors.Stale) as refusal:
        approve(cast.director, order)
    assert refusal.value.details["fields"] == {"lines.1.price": ["100", "1"]}


def test_a_decision_may_name_its_step(cast):
    make_row(step("HEAD"), step("PERSON", people=[cast.director.pk]))
    order = make_submitted(cast.owner)
    with pytest.raises(errors.WrongState) as refusal:
        approve(cast.head, order, step=2)
    assert refusal.value.code == "another_step"
    assert approve(cast.head, order, step=1).status == Status.SUBMITTED


# --- keeping it --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("columns", "path"),
    [
        ({"kind": "ROLE"}, "steps.1.role"),
        ({"kind": "DEPARTMENT"}, "steps.1.departments"),
        ({"kind": "PERSON", "people": [0]}, "steps.1.people"),
        ({"kind": "HEAD", "escalation": "PERSON"}, "steps.1.escalate_to"),
        ({"kind": "HEAD", "hours": 0}, "steps.1.hours"),
    ],
)
def test_a_step_says_who(cast, columns, path):
    with pytest.raises(errors.Invalid) as refusal:
        make_row(columns)
    assert list(refusal.value.fields) == [path]


def test_a_row_is_kept_by_who_may_and_only_as_it_was_read(cast):
    row = make_row(step("HEAD"))
    with pytest.raises(errors.NotAllowed):
        operations.save_row(actor=cast.director, row_id=row.pk, version=1, name="Mine", at=AT)
    operations.save_row(actor=system_user(), row_id=row.pk, version=1, name="Other", at=AT)
    with pytest.raises(errors.Stale) as refusal:
        operations.save_row(actor=system_user(), row_id=row.pk, version=1, name="Third", at=AT)
    assert refusal.value.details["fields"] == {"name": ["Other", "Third"]}


def test_a_row_stands_on_a_condition_of_the_whole_company(cast):
    from segments import operations as segments

    mine = segments.create_segment(actor=cast.owner, name="Mine", condition="Total > 1", at=AT)
    with pytest.raises(errors.Invalid) as refusal:
        make_row(step("HEAD"), segment=mine)
    assert list(refusal.value.fields) == ["segment"]
    ours = make_condition("Total > 1")
    make_row(step("HEAD"), segment=ours, name="Stands")
    with pytest.raises(errors.Conflict) as refusal:
        segments.remove_segment(actor=system_user(), segment_id=ours.pk, at=AT)
    assert refusal.value.details["uses"] == ["Stands"]


def test_it_is_set_up_in_the_console_and_what_is_wrong_stands_at_its_step(client, cast):
    client.force_login(make_user("administrator"))
    row = make_row(step("HEAD"), step("PERSON", people=[cast.director.pk]), name="Large")
    page = reverse("admin:orders_matrixrow_change", args=[row.pk])
    shown = fields_of(client.get(page), "matrixrow_form")
    swapped = shown | {"steps-0-place": "2", "steps-1-place": "1"}
    assert client.post(page, swapped).status_code == 302
    assert list(row.steps.values_list("kind", flat=True)) == ["PERSON", "HEAD"]
    again = fields_of(client.get(page), "matrixrow_form") | {"steps-1-kind": "ROLE"}
    refused = client.post(page, again)
    assert "Choose the role." in str(refused.context["inline_admin_formsets"][0].formset.forms[1].errors["role"])
    listed = client.get(reverse("admin:orders_matrixrow_changelist")).content.decode()
    assert f"{cast.director.name} → Head of the department in charge" in listed
