"""When lines and orders close and open by themselves (SEMANTICS 3, R024). Pure."""

from datetime import UTC, datetime
from decimal import Decimal as D

import pytest

from orders.closure import rules
from orders.order.models import Order, OrderLine
from orders.order.states import Closure, Move, Status

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)


def line(ordered=500, shipped=0, closure=Closure.OPEN, **more):
    return OrderLine(ordered=D(ordered), shipped=D(shipped), closure=closure, **more)


def order(status=Status.EFFECTIVE):
    return Order(status=status)


@pytest.mark.parametrize(("shipped", "flag"), [("0", False), ("499.9999", False), ("500", True), ("505", True)])
def test_row_close_flag_is_y_exactly_when_audited_outbound_reaches_ordered(shipped, flag):
    assert rules.is_row_closed(line(shipped=shipped)) is flag


def test_498_of_500_is_open_without_a_tolerance():
    one = line(shipped=498)
    rules.apply(order(), [one], AT)
    assert one.closure == Closure.OPEN


def test_498_of_500_is_complete_within_the_under_tolerance_but_its_row_close_flag_stays_n():
    one = line(shipped=498)
    rules.apply(order(), [one], AT, under=D("0.005"))
    assert one.closure == Closure.AUTO
    assert one.row_closed is False


def test_nothing_shipped_never_closes_by_itself_whatever_the_tolerance():
    one = line(shipped=0)
    rules.apply(order(), [one], AT, under=D(1))
    assert one.closure == Closure.OPEN


def test_the_order_closes_with_its_last_line():
    lines = [line(shipped=500), line(shipped=1)]
    assert rules.apply(order(), lines, AT).move is None
    lines[1].shipped = D(500)
    assert rules.apply(order(), lines, AT).move == Move.CLOSE


def test_a_short_closed_line_counts_as_closed_for_the_order():
    lines = [line(shipped=500), line(closure=Closure.SHORT, short_closed=D(500))]
    assert rules.apply(order(), lines, AT).move == Move.CLOSE


def test_an_order_without_lines_does_not_close():
    assert rules.apply(order(), [], AT).move is None


def test_taking_goods_back_opens_an_automatic_line_its_flag_and_its_order():
    one = line(shipped=499, closure=Closure.AUTO, row_closed=True)
    outcome = rules.apply(order(Status.CLOSED), [one], AT)
    assert (one.closure, one.row_closed, outcome.move) == (Closure.OPEN, False, Move.REOPEN)
    assert outcome.reopened == [one]


def test_a_reship_decision_opens_an_automatic_line_but_the_row_close_flag_is_not_bent():
    one = line(shipped=500, reship=D(2), closure=Closure.AUTO, row_closed=True)
    rules.apply(order(Status.CLOSED), [one], AT)
    assert (one.closure, one.row_closed) == (Closure.OPEN, True)


def test_a_plain_return_opens_nothing():
    one = line(shipped=500, returned=D(500), closure=Closure.AUTO)
    outcome = rules.apply(order(Status.CLOSED), [one], AT)
    assert (one.closure, one.row_closed, outcome.move) == (Closure.AUTO, True, None)


@pytest.mark.parametrize(("returned", "flag"), [(0, True), (1, False)])
def test_a_return_takes_the_flag_along_where_the_company_says_so_and_opens_nothing(returned, flag):
    one = line(shipped=500, returned=D(returned), closure=Closure.AUTO)
    outcome = rules.apply(order(Status.CLOSED), [one], AT, less_returned=True)
    assert (one.closure, one.row_closed, outcome.move) == (Closure.AUTO, flag, None)


@pytest.mark.parametrize("closure", [Closure.SHORT, Closure.CANCELLED])
def test_what_a_person_closed_does_not_open_by_itself(closure):
    one = line(shipped=0, closure=closure, short_closed=D(500))
    outcome = rules.apply(order(Status.CLOSED), [one], AT)
    assert (one.closure, outcome.move) == (closure, None)


def test_short_close_keeps_what_was_ordered():
    one = line(shipped=120, reship=D(20))
    rules.close_short(one)
    assert (one.ordered, one.short_closed, one.open) == (D(500), D(400), D(0))


def test_opening_a_line_forgets_the_closing():
    one = line(shipped=120)
    rules.close_short(one)
    one.close_reason_code, one.closed_at = "CUSTOMER", AT
    rules.open_line(one)
    assert (one.closure, one.short_closed, one.open, one.close_reason_code, one.closed_at) == (
        *(Closure.OPEN, D(0), D(380), "", None),
    )


def test_applying_twice_changes_nothing_more():
    lines = [line(shipped=500), line(shipped=3)]
    rules.apply(order(), lines, AT)
    before = [(one.closure, one.row_closed, one.closed_at) for one in lines]
    outcome = rules.apply(order(), lines, AT)
    assert [(one.closure, one.row_closed, one.closed_at) for one in lines] == before
    assert (outcome.closed, outcome.reopened, outcome.move) == ([], [], None)
