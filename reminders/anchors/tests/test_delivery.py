"""Days of delivery: found while something is open, gone when it is sent, closed, frozen, void or moved."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from accounts.people import queries as people
from accounts.tests.builders import make_user
from common import dates
from orders.closure import operations as closure
from orders.lifecycle import operations as lifecycle
from orders.order.choices import CloseReason
from orders.order.models import Order, OrderLine
from orders.order.scheduling import Part, assign
from orders.tests.builders import AT, TODAY, line, lines_of, make_draft, make_effective, make_order_cast
from orders.tests.flow_builders import make_shipped
from products.tests.builders import make_product
from reminders.anchors import days as pure
from reminders.anchors.source import anchors
from reminders.anchors.tests.finding import days, found, told
from tasks.tests.builders import make_shop

pytestmark = pytest.mark.django_db
DAY = timedelta(1)


@pytest.fixture
def cast():
    return make_order_cast()


@pytest.fixture
def order(cast):
    return make_effective(cast.owner)


def day_of(order):
    first = lines_of(order)[0]
    return first.promised_date or first.requested_date


def test_an_order_is_due_on_its_promised_day_to_its_people(cast, order):
    shop = make_shop()
    (due,) = found("delivery", day_of(order))
    assert (due.subject_id, due.order_id, due.customer_id) == (order.pk, order.pk, order.customer_id)
    assert due.people["OWNER"] == (cast.owner.pk,) and due.department_id == order.department_id
    assert due.people["RESPONSIBLE"] == (shop.foreman.pk,)  # production answers while goods are made
    assert found("delivery", day_of(order) + DAY) == [] == found("delivery", day_of(order) - DAY)


def test_without_a_promise_the_requested_day_counts(order):
    OrderLine.objects.filter(order=order).update(promised_date=None, requested_date=date(2026, 12, 20))
    assert days(found("delivery")) == [date(2026, 12, 20)]


def test_a_promise_that_moves_is_due_anew_and_no_more_on_the_day_before(order):
    was = day_of(order)
    OrderLine.objects.filter(order=order).update(promised_date=was + 4 * DAY)
    assert found("delivery", was) == [] and len(found("delivery", was + 4 * DAY)) == 1


def test_an_order_is_due_once_a_day_and_on_each_day_of_its_lines(cast):
    goods = [line(make_product(stock=100), 3) for _n in range(3)]
    order = make_effective(cast.owner, lines=goods)
    first, second, third = lines_of(order)
    OrderLine.objects.filter(pk=third.pk).update(promised_date=first.promised_date + 7 * DAY)
    both = days(found("delivery"))
    assert both == sorted({first.promised_date, second.promised_date, first.promised_date + 7 * DAY})


def test_sent_closed_frozen_or_void_nothing_is_due(cast, order):
    make_shipped(order)
    assert found("delivery") == []
    closed, frozen, gone = (make_effective(cast.owner) for _n in range(3))
    reason = {"reason_code": CloseReason.CUSTOMER, "reason": "Nothing more"}
    closure.close_order(actor=cast.head, order_id=closed.pk, at=AT, **reason)
    lifecycle.freeze_order(actor=people.system_user(), order_id=frozen.pk, reason="Dispute", at=AT)
    lifecycle.void_order(actor=people.system_user(), order_id=gone.pk, reason="Twice", at=AT)
    make_draft(cast.owner)
    assert found("delivery") == []


def test_what_is_partly_sent_is_due_with_what_is_left(order):
    make_shipped(order, 4)
    (due,) = found("delivery")
    facts = told("delivery", due, make_user("administrator"))
    assert "× 6" in facts.words["goods"] and facts.url == f"/orders/{order.number}/"


def test_a_line_in_dated_parts_is_due_part_by_part(order):
    row = OrderLine.objects.get(order=order)
    assign(row, [Part(date(2026, 12, 1), Decimal(4)), Part(date(2026, 12, 15), Decimal(6))])
    row.promised_date = date(2026, 12, 16)
    row.save()
    assert days(found("delivery")) == [date(2026, 12, 1), date(2026, 12, 16)]
    OrderLine.objects.filter(order=order).update(shipped=5)
    assert days(found("delivery")) == [date(2026, 12, 16)]


@pytest.mark.parametrize(
    ("shipped", "reship", "short", "left"),
    [
        *((0, 0, 0, [4, 6]), (4, 0, 0, [6]), (5, 0, 0, [5]), (5, 2, 0, [1, 6])),
        *((0, 0, 6, [4]), (0, 0, 8, [2]), (10, 0, 0, [])),
    ],
)
def test_what_went_out_covers_the_first_parts_and_what_was_let_go_the_last(shipped, reship, short, left):
    parts = [{"requested_date": "2026-12-01", "quantity": "4"}, {"requested_date": "2026-12-15", "quantity": "6"}]
    numbers = [Decimal(one) for one in (10, shipped, reship, short)]
    found = pure.open_days(pure.Left(*numbers, parts, None, date(2026, 12, 1)))
    assert [quantity for _day, quantity in found] == left


def test_who_left_is_replaced_by_his_substitute(cast, order):
    type(cast.owner).objects.filter(pk=cast.owner.pk).update(is_active=False, substitute=cast.mate)
    assert found("delivery")[0].people["OWNER"] == (cast.mate.pk,)
    type(cast.owner).objects.filter(pk=cast.owner.pk).update(substitute=None)
    assert found("delivery")[0].people["OWNER"] == ()


def test_amounts_are_said_only_to_who_may_see_them_and_never_to_a_customer_of_others(cast, order):
    (due,) = found("delivery")
    assert "amount" in told("delivery", due, cast.owner).words
    worker = make_user("warehouse")
    assert "amount" not in told("delivery", due, worker).words
    facts = told("delivery", due, None)
    assert facts.url == "" and "customer_order" not in facts.words and str(order) in facts.title


def test_who_does_not_see_the_order_does_not_see_its_day(cast, order):
    delivery = anchors["delivery"]
    assert delivery.visible([order.pk], cast.owner) == {order.pk}
    assert delivery.visible([order.pk], cast.stranger) == set()


def test_goods_leave_before_they_arrive_and_who_sends_is_next(order):
    shop = make_shop()
    leaves = lines_of(order)[0].promised_ship_date
    if leaves is None:
        OrderLine.objects.filter(order=order).update(promised_ship_date=TODAY + 3 * DAY)
        leaves = TODAY + 3 * DAY
    (due,) = found("to_ship", leaves)
    assert due.people["NEXT"] in ((shop.keeper.pk,), ())
    make_shipped(order)
    assert found("to_ship") == []


def test_undelivered_orders_come_again_every_monday(cast, order):
    mondays = days(found("undelivered", TODAY, TODAY + 21 * DAY))
    assert mondays == [date(2026, 11, 23), date(2026, 11, 30), date(2026, 12, 7)]
    make_shipped(order)
    assert found("undelivered") == []


def test_a_freeze_is_told_of_before_it_ends_by_who_froze_it(cast, order):
    desk = cast.desk
    lifecycle.freeze_order(
        actor=people.system_user(), order_id=order.pk, reason="Dispute", until=TODAY + 5 * DAY, at=AT
    )
    Order.objects.filter(pk=order.pk).update(frozen_by=desk)
    (due,) = found("freeze_ends")
    assert days([due]) == [TODAY + 5 * DAY] and due.people["EXECUTOR"] == (desk.pk,)
    assert told("freeze_ends", due, desk).words["reason"] == "Dispute"
    lifecycle.unfreeze_order(actor=people.system_user(), order_id=order.pk, at=AT)
    assert found("freeze_ends") == []


def test_a_frozen_line_is_told_of_too(cast):
    order = make_effective(cast.owner, lines=[line(make_product(stock=9), 1), line(make_product(stock=9), 1)])
    OrderLine.objects.filter(order=order, line_no=2).update(is_frozen=True, frozen_until=TODAY + DAY)
    assert days(found("freeze_ends")) == [TODAY + DAY]


def test_a_draft_lies_idle_since_it_was_touched_last_unless_it_was_put_aside(cast):
    draft = make_draft(cast.owner)
    Order.objects.filter(pk=draft.pk).update(updated_at=dates.day_start(TODAY) + timedelta(hours=30))
    (due,) = found("draft_idle")
    assert days([due]) == [TODAY + DAY] and due.people["OWNER"] == (cast.owner.pk,)
    Order.objects.filter(pk=draft.pk).update(set_aside_reason="Waits for the fair")
    assert found("draft_idle") == []
