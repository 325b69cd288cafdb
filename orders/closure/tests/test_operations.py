"""Closing what will not come, and opening it again (SEMANTICS 3, 9, 12, 16)."""

from decimal import Decimal as D

import pytest

from accounts.collaboration.models import Notification
from accounts.people import queries as people
from common import errors
from common.models import Event
from customers.models import Customer
from customers.tests.builders import payment_term
from orders.closure import operations, queries
from orders.credit import exposure
from orders.fulfilment import operations as fulfilment
from orders.lifecycle import operations as lifecycle
from orders.order.models import OrderLine, OrderStep
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT
from products.tests import builders as products

pytestmark = pytest.mark.django_db


@pytest.fixture
def system():
    return people.system_user()


def two_lines(**options):
    product = products.make_product(stock=100)
    return builders.make_effective(lines=[builders.line(product, 10), builders.line(product, 5)], **options)


def close_line(order, line_no=1, *, reason_code="CUSTOMER", reason="no more needed", actor=None, **more):
    return operations.close_line(
        actor=actor or people.system_user(),
        order_id=order.pk,
        line_no=line_no,
        reason_code=reason_code,
        reason=reason,
        at=AT,
        **more,
    )


def close_order(order, **more):
    values = {"actor": people.system_user(), "reason_code": "TERMINATED", "reason": "project stopped", **more}
    return operations.close_order(order_id=order.pk, at=AT, **values)


def reopen_line(order, line_no=1, reason="needed after all"):
    return operations.reopen_line(actor=people.system_user(), order_id=order.pk, line_no=line_no, reason=reason, at=AT)


def test_a_short_close_never_overwrites_what_was_ordered(system):
    order = two_lines()
    flow.make_shipped(order, 4)
    close_line(order)
    line = flow.first_line(order)
    assert (line.ordered, line.shipped, line.short_closed, line.open) == (D(10), D(4), D(6), 0)
    assert (line.closure, line.row_closed, line.reserved) == ("SHORT", False, 0)
    assert (line.close_reason_code, line.close_reason, line.closed_by, line.closed_at) == (
        *("CUSTOMER", "no more needed", system, AT),
    )
    assert builders.fresh(order).status == "EFFECTIVE"
    assert flow.broken_invariants() == {}


def test_a_short_close_frees_stock_credit_and_plan_at_once():
    order = two_lines()
    product = flow.first_line(order).product
    before = exposure.of_holder(order.customer_id).total
    close_line(order)
    assert products.stock_row(product).reserved == D(5)
    assert before - exposure.of_holder(order.customer_id).total == D(1000)
    after = builders.fresh(order)
    assert (after.total_amount, flow.plan_of(order)[0].amount) == (D(1500), D(500))
    assert flow.broken_invariants() == {}


def test_the_order_closes_with_its_last_line():
    order = two_lines()
    flow.make_shipped(order, lines=[(builders.lines_of(order)[1].pk, D(5))])
    close_line(order)
    after = builders.fresh(order)
    assert (after.status, after.closed_at, after.fulfilment) == ("CLOSED", AT, "FULL")
    step = OrderStep.objects.filter(order=order).last()
    assert (step.move, step.reason) == ("close", "no more needed")
    assert flow.broken_invariants() == {}


def test_closing_an_order_short_closes_what_is_open_and_keeps_what_was_delivered():
    order = two_lines()
    flow.make_shipped(order, lines=[(builders.lines_of(order)[1].pk, D(5))])
    flow.make_shipped(order, 3)
    close_order(order)
    first, second = builders.lines_of(order)
    assert (first.closure, first.short_closed, first.close_reason_code) == ("SHORT", D(7), "TERMINATED")
    assert (second.closure, second.short_closed) == ("AUTO", 0)
    assert builders.fresh(order).status == "CLOSED"
    assert flow.broken_invariants() == {}


def test_nothing_shipped_at_all_can_be_closed_and_nothing_is_owed_then():
    order = two_lines()
    close_order(order)
    after = builders.fresh(order)
    assert (after.status, after.fulfilment, after.settlement, flow.plan_of(order)[0].amount) == (
        *("CLOSED", "NONE", "PAID", 0),
    )
    assert flow.broken_invariants() == {}


def test_closing_asks_for_a_reason_and_other_for_words():
    order = two_lines()
    for wrong in ({"reason_code": "", "reason": "x"}, {"reason_code": "OTHER", "reason": " "}):
        with pytest.raises(errors.Invalid):
            close_line(order, **wrong)
    with pytest.raises(errors.Invalid):
        close_line(order, reason="x" * 301)


def test_a_line_that_stands_on_a_delivery_notice_is_not_closed_and_the_notice_is_named(system):
    order = two_lines()
    document = flow.make_outbound(order, 2)
    with pytest.raises(errors.Conflict) as refusal:
        close_line(order)
    assert document.number in str(refusal.value)
    close_line(order, 2)
    fulfilment.void_outbound(actor=system, document_id=document.pk, at=AT)
    close_line(order)
    assert builders.fresh(order).status == "CLOSED"


@pytest.mark.parametrize("lines", [[], [1]])
def test_a_freeze_blocks_closing_also_of_the_whole_order(system, lines):
    order = two_lines()
    lifecycle.freeze_order(actor=system, order_id=order.pk, reason="dispute", line_nos=lines, at=AT)
    with pytest.raises(errors.Conflict):
        close_line(order)
    with pytest.raises(errors.Conflict):
        close_order(order)


def test_a_line_that_is_being_changed_is_not_closed():
    order = two_lines()
    OrderLine.objects.filter(order=order, line_no=1).update(is_changing=True)
    with pytest.raises(errors.Conflict):
        close_order(order)
    with pytest.raises(errors.Conflict):
        close_line(order, 1)
    assert close_line(order, 2).status == "EFFECTIVE"


def test_only_an_effective_order_and_an_open_line_are_closed():
    with pytest.raises(errors.WrongState):
        close_order(builders.make_submitted())
    order = two_lines()
    close_line(order)
    with pytest.raises(errors.WrongState):
        close_line(order)
    with pytest.raises(errors.NotFound):
        close_line(order, 99)


def test_an_edit_seen_at_an_old_version_is_refused():
    order = two_lines()
    flow.make_shipped(order, 1)
    with pytest.raises(errors.Stale):
        close_line(order, version=order.version)


def test_a_stranger_does_not_see_it_and_a_salesperson_may_not_close():
    cast = builders.make_order_cast()
    order = two_lines(owner=cast.owner)
    with pytest.raises(errors.NotFound):
        close_line(order, actor=builders.person(cast.stranger.pk))
    with pytest.raises(errors.NotAllowed):
        close_line(order, actor=builders.person(cast.owner.pk))
    close_line(order, actor=builders.person(cast.desk.pk))
    told = Notification.objects.filter(kind="order.line_closed")
    assert [row.user_id for row in told] == [cast.owner.pk]


# --- preview -----------------------------------------------------------------------------------


def test_the_preview_says_what_closing_does_and_closing_does_it(system):
    cast = builders.make_order_cast()
    customer = builders.make_buyer(cast.owner, payment_term=payment_term("ADVANCE30"))
    product = products.make_product(stock=100)
    order = builders.make_effective(
        cast.owner, customer=customer, lines=[builders.line(product, 10), builders.line(product, 5)], freight=D(20)
    )
    flow.make_paid(order, "456.00")
    flow.make_shipped(order, 4)
    seen = queries.preview_close(system, order.pk)
    assert [(line.line_no, line.remainder, line.reserved, line.amount) for line in seen.lines] == [
        *[(1, D(6), D(6), D(600)), (2, D(5), D(5), D(500))],
    ]
    assert (seen.remainder, seen.reserved, seen.closes_order, seen.obstacles) == (D(11), D(11), True, [])
    assert (seen.due_before, seen.due_after, seen.received, seen.overpaid) == (D(1520), D(420), D(456), D(36))
    assert [(row.before, row.after, row.received) for row in seen.plan] == [
        *[(D(456), D(456), D(456)), (D(1064), D(0), D(0))],
    ]
    before = exposure.of_holder(customer.pk).total
    close_order(order)
    assert before - exposure.of_holder(customer.pk).total == seen.credit_freed == D(1100)
    assert [row.amount for row in flow.plan_of(order)] == [D(456), D(0)]
    assert builders.fresh(order).settlement == "OVERPAID"
    assert flow.broken_invariants() == {}


def test_the_preview_of_one_line_leaves_the_order_open(system):
    order = two_lines()
    seen = queries.preview_close(system, order.pk, [2])
    assert ([line.line_no for line in seen.lines], seen.closes_order) == ([2], False)
    assert flow.first_line(order).closure == "OPEN"


def test_the_preview_names_what_stands_in_the_way_and_hides_amounts_from_who_may_not_see_them(system):
    from accounts.tests.builders import make_user

    order = two_lines()
    document = flow.make_outbound(order, 1)
    seen = queries.preview_close(make_user("warehouse"), order.pk)
    assert document.number in seen.obstacles[0]
    assert (seen.due_before, seen.overpaid, seen.credit_freed, seen.lines[0].amount, seen.plan) == (
        *(None, None, None, None, []),
    )


# --- opening again -----------------------------------------------------------------------------


def test_a_line_opened_by_hand_is_reserved_and_owed_again_and_its_order_is_effective():
    order = two_lines()
    flow.make_shipped(order, 4)
    close_order(order)
    reopen_line(order)
    line, after = flow.first_line(order), builders.fresh(order)
    assert (line.closure, line.short_closed, line.open, line.reserved) == ("OPEN", 0, D(6), D(6))
    assert (line.close_reason, line.closed_by, line.closed_at) == ("", None, None)
    assert (after.status, after.closed_at, flow.plan_of(order)[0].amount) == ("EFFECTIVE", None, D(1000))
    assert flow.broken_invariants() == {}


def test_a_delivered_line_is_not_opened_by_hand():
    order = builders.make_effective()
    flow.make_shipped(order)
    with pytest.raises(errors.WrongState):
        reopen_line(order)
    with pytest.raises(errors.WrongState):
        operations.reopen_order(actor=people.system_user(), order_id=order.pk, reason="x", at=AT)


def test_opening_an_order_opens_what_its_closing_closed(system):
    from datetime import timedelta

    order = two_lines()
    close_line(order, 2)
    operations.close_order(actor=system, order_id=order.pk, reason_code="SUPPLY", reason="", at=AT + timedelta(hours=1))
    operations.reopen_order(actor=system, order_id=order.pk, reason="supply is back", at=AT + timedelta(hours=2))
    assert [line.closure for line in builders.lines_of(order)] == ["OPEN", "SHORT"]
    assert builders.fresh(order).status == "EFFECTIVE"
    assert Event.objects.filter(kind="order.reopened", subject_id=order.pk, reason="supply is back").exists()
    assert flow.broken_invariants() == {}


def test_an_order_that_closed_with_a_delivery_opens_what_was_closed_by_hand(system):
    order = two_lines()
    close_line(order, 2)
    from datetime import timedelta

    flow.make_shipped(order, at=AT + timedelta(hours=1))
    operations.reopen_order(actor=system, order_id=order.pk, reason="needed", at=AT + timedelta(hours=2))
    assert [line.closure for line in builders.lines_of(order)] == ["AUTO", "OPEN"]


def test_opening_asks_for_a_reason_a_closed_order_and_credit(system):
    order = two_lines()
    with pytest.raises(errors.WrongState):
        operations.reopen_order(actor=system, order_id=order.pk, reason="x", at=AT)
    close_order(order)
    with pytest.raises(errors.Invalid):
        reopen_line(order, reason=" ")
    Customer.objects.filter(pk=order.customer_id).update(credit_limit=D(900))
    with pytest.raises(errors.CreditExceeded):
        reopen_line(order)
    reopen_line(order, 2)
    assert builders.fresh(order).status == "EFFECTIVE"
    assert flow.broken_invariants() == {}


def test_an_archived_order_is_not_opened_before_it_is_restored(system):
    order = two_lines()
    close_order(order)
    lifecycle.archive_order(actor=system, order_id=order.pk, at=AT)
    with pytest.raises(errors.WrongState):
        reopen_line(order)
