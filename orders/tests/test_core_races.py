"""Races of entry, approval, numbers, stock and credit, over two real connections."""

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.people.queries import system_user
from accounts.tests.builders import make_user
from common import errors
from common.invariants import invariants, offenders
from common.operation import operation
from customers import operations as customers
from customers.cleaning import operations as cleaning
from customers.models import Customer
from orders.approval.models import ApprovalRequest
from orders.credit import exposure
from orders.entry import drafting
from orders.entry.drafts import OrderDraft
from orders.fulfilment import operations as fulfilment
from orders.intake import operations as intake
from orders.lifecycle import operations as lifecycle
from orders.order import queries, writing
from orders.order.models import Order, OrderStep
from orders.order.states import Move, Status
from orders.promise.models import Reservation
from orders.settlement.models import PlanRow
from orders.tests.builders import (
    AT,
    REQUESTED,
    approver_of,
    fresh,
    line,
    lines_of,
    make_buyer,
    make_draft,
    make_order_cast,
    make_submitted,
    person,
    verify,
)
from orders.tests.racing import behind, race, refusals
from products.tests.builders import make_product, stock_row

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 3


@pytest.fixture
def cast():
    return make_order_cast()


def submit(order, actor):
    return lambda: lifecycle.submit_order(actor=person(actor.pk), order_id=order.pk, at=AT)


def withdraw(order, actor):
    user = person(actor.pk)
    return lambda: lifecycle.withdraw_order(actor=user, order_id=order.pk, at=AT)


def edit(order, actor, place):
    user = person(actor.pk)
    return lambda: drafting.change_order(
        actor=user, order_id=order.pk, version=order.version, changes={"ship_address": place}, at=AT
    )


def refill(order, actor, product):
    user = person(actor.pk)
    return lambda: drafting.change_order(
        actor=user, order_id=order.pk, version=order.version, changes={}, lines=[line(product, 7)], at=AT
    )


def approve(order):
    actor = approver_of(order)
    return lambda: lifecycle.approve_order(actor=actor, order_id=order.pk, at=AT)


def nothing_broken():
    found = {key: rows for key in invariants if (rows := offenders(invariants[key]))}
    assert found == {}


def test_two_submissions_of_one_draft_make_one(cast):
    for _round in range(ROUNDS):
        order = make_draft(cast.owner)
        results = race(submit(order, cast.owner), submit(order, cast.owner))
        assert refusals(results) == [errors.WrongState]
        assert list(OrderStep.objects.filter(order=order).values_list("move", flat=True)) == ["submit"]
        assert ApprovalRequest.objects.filter(subject_id=order.pk).count() == 1
    nothing_broken()


def test_two_approvals_make_it_effective_once(cast):
    for _round in range(ROUNDS):
        product = make_product(stock=50)
        order = make_submitted(cast.owner, lines=[line(product, 10)])
        results = race(approve(order), approve(order))
        assert refusals(results) == [errors.WrongState]
        assert stock_row(product).reserved == lines_of(order)[0].reserved == 10
        assert PlanRow.objects.filter(order=order).count() == 1
    nothing_broken()


def test_approving_and_withdrawing_at_once_leaves_one_of_both(cast):
    for _round in range(ROUNDS):
        order = make_submitted(cast.owner)
        results = race(approve(order), withdraw(order, cast.owner))
        assert refusals(results) == [errors.WrongState]
        assert fresh(order).status in (Status.EFFECTIVE, Status.DRAFT)
    nothing_broken()


def test_of_two_edits_from_one_version_the_second_is_told_what_the_first_wrote(cast):
    for _round in range(ROUNDS):
        order = make_draft(cast.owner)

        results = race(edit(order, cast.owner, "杭州"), edit(order, cast.desk, "宁波"))
        (refused,) = [result for result in results if isinstance(result, errors.Stale)]
        kept = fresh(order).ship_address
        assert refused.details["fields"]["ship_address"] == [kept, "宁波" if kept == "杭州" else "杭州"]
        assert refused.details["who"] == (cast.owner.name if kept == "杭州" else cast.desk.name)
        assert fresh(order).version == order.version + 1


def test_an_edit_of_the_grid_and_a_submission_do_not_mix(cast):
    for _round in range(ROUNDS):
        order = make_draft(cast.owner)
        race(submit(order, cast.owner), refill(order, cast.owner, make_product()))
        after = fresh(order)
        if after.status == Status.SUBMITTED and len(ApprovalRequest.objects.filter(subject_id=order.pk)) == 1:
            verify(order)
            assert approve(order)().status == Status.EFFECTIVE, "what was submitted is what is approved"
    nothing_broken()


def test_the_first_numbers_of_a_day_are_gapless(cast):
    orders = [make_draft(cast.owner, at=AT + timedelta(days=9)) for _n in range(6)]
    later = AT + timedelta(days=9)
    actors = [person(cast.owner.pk) for _order in orders]
    race(
        *(
            lambda order=order, actor=actor: lifecycle.submit_order(actor=actor, order_id=order.pk, at=later)
            for order, actor in zip(orders, actors, strict=True)
        )
    )
    assert sorted(fresh(order).number for order in orders) == [f"SO20261129-{n:04d}" for n in range(1, 7)]
    nothing_broken()


def test_the_last_piece_is_reserved_once(cast):
    for _round in range(ROUNDS):
        product = make_product(stock=1)
        orders = [make_submitted(cast.owner, lines=[line(product, 1)]) for _n in range(2)]
        assert refusals(race(*map(approve, orders))) == []
        assert sorted(lines_of(order)[0].reserved for order in orders) == [0, 1]
        assert stock_row(product).reserved == 1
        assert sum(Reservation.objects.filter(stock_row__product=product).values_list("quantity", flat=True)) == 1
    nothing_broken()


def test_orders_that_want_the_same_products_crosswise_do_not_wait_for_each_other_forever(cast):
    a, b = make_product(stock=100), make_product(stock=100)
    orders = [make_submitted(cast.owner, lines=[line(x, 1), line(y, 1)]) for x, y in [(a, b), (b, a)] * 3]
    assert refusals(race(*map(approve, orders))) == []
    assert (stock_row(a).reserved, stock_row(b).reserved) == (6, 6)
    nothing_broken()


def limited(cast, amount):
    return limit(make_buyer(cast.owner), amount)


def limit(customer, amount):
    customer.refresh_from_db()
    return customers.set_credit(
        actor=system_user(),
        customer_id=customer.pk,
        version=customer.version,
        changes={"credit_limit": Decimal(amount)},
        at=AT,
    )


def test_two_orders_do_not_both_pass_one_limit(cast):
    product = make_product(stock=1000)
    for _round in range(ROUNDS):
        customer = limited(cast, 1500)
        orders = [make_draft(cast.owner, customer=customer, lines=[line(product, 10)]) for _n in range(2)]
        results = race(*(submit(order, cast.owner) for order in orders))
        assert refusals(results) == [errors.CreditExceeded]
        assert exposure.of_holder(customer.pk).on_order == 1000
    nothing_broken()


def test_goods_that_leave_and_an_order_that_is_submitted_do_not_both_pass_one_limit(cast):
    """The limit was lowered meanwhile: whoever comes first under the holder's lock is counted by the other."""
    keeper = make_user("warehouse")
    for _round in range(ROUNDS):
        product = make_product(stock=1000)
        customer = make_buyer(cast.owner)
        running = approve(make_submitted(cast.owner, customer=customer, lines=[line(product, 10)]))()
        document = fulfilment.draft_outbound(actor=keeper, lines=[(lines_of(running)[0].pk, Decimal(10))], at=AT)
        limit(customer, 1500)
        order = make_draft(cast.owner, customer=customer, lines=[line(product, 4)])
        limit(customer, 1399)

        def ship(document=document):
            return fulfilment.audit_outbound(actor=person(keeper.pk), document_id=document.pk, at=AT)

        results = race(ship, submit(order, cast.owner))
        assert refusals(results) == [errors.CreditExceeded], "1000 are out or on order, 400 more are too much"
        assert fresh(order).status == Status.DRAFT
        assert exposure.of_holder(customer.pk).total == 1000
    nothing_broken()


def test_two_whole_orders_entered_and_submitted_at_once_do_not_both_pass_one_limit(cast):
    product = make_product(stock=1000)
    for _round in range(ROUNDS):
        head = limited(cast, 1500)
        members = [make_buyer(cast.owner, group=head) for _n in range(2)]

        def enter(customer):
            actor = person(cast.owner.pk)
            draft = OrderDraft(customer_id=customer.pk, requested_date=REQUESTED, lines=[line(product, 10)])
            return lambda: intake.create_and_submit(actor=actor, draft=draft, at=AT)

        results = race(*map(enter, members))
        assert refusals(results) == [errors.CreditExceeded]
        assert exposure.of_holder(head.pk).on_order == 1000
    nothing_broken()


def entering(cast, customer):
    actor, product = person(cast.owner.pk), make_product(stock=5)
    draft = OrderDraft(customer_id=customer.pk, requested_date=REQUESTED, lines=[line(product, 1)])
    return lambda: intake.create_and_submit(actor=actor, draft=draft, at=AT)


@pytest.mark.parametrize("grouped", [False, True])
def test_a_customer_blocked_while_his_order_is_entered_gets_none(cast, grouped):
    head = make_buyer(cast.owner)
    customer = make_buyer(cast.owner, group=head) if grouped else head
    system = system_user()

    def block():
        customers.block_customer(actor=system, customer_id=customer.pk, reason="欠款", at=AT)
        Customer.objects.select_for_update(no_key=True).get(pk=head.pk)

    refused = behind(block, entering(cast, customer))
    assert isinstance(refused, errors.Invalid) and refused.code == "not_valid"
    assert "欠款" in str(refused.fields)
    assert not Order.objects.filter(customer=customer).exists()
    nothing_broken()


def test_a_customer_merged_while_his_order_is_entered_gets_none(cast):
    source, target = make_buyer(cast.owner), make_buyer(cast.owner)
    system = system_user()
    merge = lambda: cleaning.merge_customers(actor=system, source_id=source.pk, target_id=target.pk, at=AT)  # noqa: E731
    assert isinstance(behind(merge, entering(cast, source)), errors.Stale)
    assert not Order.objects.exists()
    nothing_broken()


def test_a_customer_merged_while_it_is_blocked_is_not_blocked_in_vain(cast):
    source, target = make_buyer(cast.owner), make_buyer(cast.owner)
    system = system_user()
    merge = lambda: cleaning.merge_customers(actor=system, source_id=source.pk, target_id=target.pk, at=AT)  # noqa: E731
    block = lambda: customers.block_customer(actor=system, customer_id=source.pk, reason="欠款", at=AT)  # noqa: E731
    refused = behind(merge, block)
    assert isinstance(refused, errors.WrongState)
    assert refused.details["merged_into"] == target.code
    assert not Customer.objects.filter(is_blocked=True).exists()


def test_what_rides_along_with_an_order_is_as_new_as_the_order(cast):
    """Also when its row was changed by one who does not lock the credit holder, while we waited for it."""
    order, boss = make_submitted(cast.owner), person(cast.desk.pk)

    @operation
    def move(*, actor):
        locked = Order.objects.select_for_update(no_key=True).get(pk=order.pk)
        writing.move(locked, Move.WITHDRAW, actor=actor, at=AT)
        writing.save(locked, ["status"], AT)

    @operation
    def look(*, actor):
        found = queries.lock_order(actor=actor, order_id=order.pk)
        return found.status, [step.move for step in found.loaded_steps]

    assert behind(lambda: move(actor=boss), lambda: look(actor=boss)) == (Status.DRAFT, ["submit", "withdraw"])
