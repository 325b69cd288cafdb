"""Who sees which orders and which of their fields, and what the buttons say (R292–R296)."""

import pytest

from accounts.roles.models import FieldRule, Role
from accounts.tests.builders import make_department, make_user
from common import errors
from orders.lifecycle import operations as lifecycle
from orders.order import policies, queries, representation
from orders.order.filters import OrderFilter
from orders.order.states import Status
from orders.tests.builders import (
    AT,
    approver_of,
    fresh,
    lines_of,
    make_draft,
    make_effective,
    make_order_cast,
    make_submitted,
    person,
)
from orders.tests.page_builders import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_order_cast()


def sees(user, order):
    return queries.list_orders(person(user.pk)).filter(pk=order.pk).exists()


def test_a_rep_sees_his_own_orders_only(cast):
    order = make_draft(cast.owner)
    assert sees(cast.owner, order)
    assert not sees(cast.mate, order)
    assert not sees(cast.stranger, order)


def test_managers_see_their_department_and_below_the_desk_sees_all(cast):
    order = make_draft(cast.owner)
    other_head = make_user("sales_manager", department=make_department())
    assert sees(cast.head, order)
    assert sees(cast.desk, order)
    assert not sees(other_head, order)


def test_the_executing_owner_sees_the_order_given_to_him(cast):
    executor = make_user("executing_owner")
    order = make_draft(cast.owner, actor=cast.desk, executing_owner_id=executor.pk)
    assert sees(executor, order)


def test_not_yours_is_not_found_by_number_and_by_draft_reference(cast):
    draft, submitted = make_draft(cast.owner), make_submitted(cast.owner)
    for order in (draft, submitted):
        assert queries.get_order(actor=cast.owner, reference=order.reference) == order
        with pytest.raises(errors.NotFound):
            queries.get_order(actor=cast.stranger, reference=order.reference)


@pytest.mark.parametrize("reference", ["", "draft-", "draft-x", "SO20261120-9999", "draft-99999999999999999999", "1"])
def test_a_reference_that_leads_nowhere_is_not_found(cast, reference):
    with pytest.raises(errors.NotFound):
        queries.get_order(actor=cast.desk, reference=reference)


def test_the_address_of_a_draft_goes_on_naming_the_order(cast):
    order = make_submitted(cast.owner)
    assert queries.get_order(actor=cast.owner, reference=f"draft-{order.pk}") == order
    with pytest.raises(errors.NotFound):
        queries.get_order(actor=cast.stranger, reference=f"draft-{order.pk}")


def test_who_is_asked_sees_the_order_though_no_scope_reaches_it(cast):
    order = make_submitted(cast.owner)
    outsider = make_user("sales_manager", department=make_department())
    from orders.approval.models import ApprovalStep

    ApprovalStep.objects.filter(request__subject_id=order.pk).update(approver=outsider)
    assert queries.get_order(actor=person(outsider.pk), reference=order.number) == order


@pytest.mark.parametrize("role", ["production", "warehouse", "logistics"])
def test_who_carries_out_sees_every_order_but_no_amount(cast, role):
    order = make_effective(cast.owner)
    executor = make_user(role)
    sheet = queries.order_sheet(executor, queries.get_order(actor=executor, reference=order.number))
    assert not sheet.shows_amounts
    assert sheet.order.total_amount is None
    assert sheet.order.settlement is None
    assert [line.price for line in sheet.lines] == [None]
    assert sheet.lines[0].ordered == 10


def test_cost_and_margin_are_hidden_from_a_rep_and_shown_to_his_manager(cast):
    order = make_effective(cast.owner)

    def sheet(user):
        return queries.order_sheet(user, queries.get_order(actor=user, reference=order.number))

    assert sheet(cast.owner).order.cost_amount is None
    assert sheet(cast.owner).margin is None
    assert sheet(cast.head).order.cost_amount == 600
    assert sheet(cast.head).margin == fresh(order).net_amount - 600


def test_hidden_amounts_are_neither_a_filter_nor_a_sort(cast):
    make_effective(cast.owner)
    keeper = make_user("warehouse")
    orders = queries.list_orders(keeper)
    found = OrderFilter({"amount_min": "999999", "settlement": "PAID"}, orders, actor=keeper)
    assert found.qs.count() == orders.count() == 1
    assert "total_amount" not in queries.sorts_for(keeper)
    assert "total_amount" in queries.sorts_for(cast.owner)


@pytest.mark.parametrize("field", ["order.amount", "order.cost", "order.margin"])
def test_a_masked_figure_is_a_hidden_one_at_every_door(cast, field):
    FieldRule.objects.update_or_create(
        role=Role.objects.get(code="sales"), field=field, defaults={"effect": FieldRule.Effect.MASK}
    )
    order, rep = make_effective(cast.owner), person(cast.owner.pk)
    sheet = queries.order_sheet(rep, queries.get_order_by_id(actor=rep, order_id=order.pk))
    document = representation.order_document(sheet)
    assert (document["margin"], sheet.shows_amounts) == (None, field != "order.amount")
    found = OrderFilter({"amount_min": "1000000"}, queries.list_orders(rep), actor=rep).qs
    assert found.exists() == (field == "order.amount"), "a condition would give the amount away"
    assert Browser(rep).get("/api/v1/orders/").status_code == 200
    assert Browser(rep).get(f"/orders/{order.reference}/").status_code == 200


def test_the_sheet_costs_the_same_for_one_line_and_for_forty(cast, django_assert_num_queries):
    from orders.tests.builders import line
    from products.tests.builders import make_product

    products = [make_product(stock=10) for _ in range(40)]
    small = make_effective(cast.owner, lines=[line(products[0])])
    large = make_effective(cast.owner, lines=[line(product) for product in products])
    queries.order_sheet(person(cast.owner.pk), small)  # a process keeps who answers for what
    for order in (small, large):
        actor = person(cast.owner.pk)
        loaded = queries.get_order(actor=actor, reference=order.number)
        with django_assert_num_queries(3):
            sheet = queries.order_sheet(actor, loaded)
        assert len(sheet.lines) == fresh(order).line_count


def actions(user, order):
    user = person(user.pk)
    seen = queries.get_order(actor=user, reference=order.reference)
    return {action.verb: action for action in policies.possible_verbs(user, seen)}


def test_the_buttons_of_a_draft(cast):
    found = actions(cast.owner, make_draft(cast.owner))
    assert found["order.submit"].allowed
    assert found["order.edit"].allowed
    assert not found["order.approve"].is_in_state
    assert "Draft" in found["order.approve"].why_not or "草稿" in found["order.approve"].why_not


def test_only_who_is_asked_gets_the_approve_button(cast):
    order = make_submitted(cast.owner)
    assert approver_of(order) == cast.head
    assert actions(cast.head, order)["order.approve"].allowed
    director = actions(cast.director, order)["order.approve"]
    assert director.is_in_state
    assert not director.allowed
    assert cast.head.name in director.why_not
    assert not actions(cast.owner, order)["order.approve"].allowed


def test_a_frozen_order_says_why_it_cannot_be_closed(cast):
    order = make_effective(cast.owner)
    lifecycle.freeze_order(actor=cast.head, order_id=order.pk, reason="dispute", at=AT)
    found = actions(cast.desk, order)
    assert not found["order.close"].allowed
    assert "dispute" in found["order.close"].why_not
    assert found["order.unfreeze"].allowed


def test_a_verb_out_of_scope_is_refused_by_the_operation_too(cast):
    order = make_submitted(cast.owner)
    with pytest.raises(errors.NotFound):
        lifecycle.withdraw_order(actor=cast.stranger, order_id=order.pk, at=AT)
    with pytest.raises(errors.NotAllowed):
        lifecycle.withdraw_order(actor=cast.desk, order_id=order.pk, at=AT)
    assert fresh(order).status == Status.SUBMITTED
    assert lines_of(order)
