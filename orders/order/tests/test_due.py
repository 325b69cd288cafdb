"""What is owed follows the goods, not the total (SEMANTICS 3, 12). Pure."""

from decimal import Decimal as D

from orders.order import due
from orders.order.models import Order, OrderLine, OrderType
from orders.order.states import Closure


def line(ordered=10, amount="1000.00", **more):
    return OrderLine(ordered=D(ordered), amount=D(amount), **more)


def order(total, freight=0):
    return Order(total_amount=D(total), freight=D(freight), order_type=OrderType())


def test_the_whole_total_is_owed_while_nothing_was_let_go():
    lines = [line(), line(amount="0.30", ordered=3)]
    assert due.amount_due(order("1010.30", 10), lines) == D("1010.30")


def test_a_short_closed_remainder_is_not_owed():
    lines = [line(shipped=D(4), short_closed=D(6), closure=Closure.SHORT), line()]
    assert due.amount_due(order(2020, 20), lines) == D(1420)


def test_what_an_under_tolerance_let_go_is_not_owed():
    assert due.amount_due(order(1000), [line(500, shipped=D(498), closure=Closure.AUTO)]) == D("996.00")


def test_over_delivery_is_not_charged():
    assert due.amount_due(order(1000), [line(shipped=D(11), closure=Closure.AUTO)]) == D(1000)


def test_a_reduction_is_taken_off_what_is_owed():
    one = line(reduction=D(10), shipped=D(5), short_closed=D(5), closure=Closure.SHORT)
    assert due.line_due(one) == D("495.00")


def test_freight_is_not_owed_when_nothing_was_delivered():
    one = line(short_closed=D(10), closure=Closure.SHORT)
    assert due.amount_due(order(1020, 20), [one]) == D(0)


def test_taking_back_a_shipment_of_a_short_closed_line_does_not_change_what_is_owed():
    one = line(shipped=D(4), short_closed=D(6), closure=Closure.SHORT)
    before = due.line_due(one)
    one.shipped = D(0)
    assert due.line_due(one) == before == D("400.00")


def test_a_historical_order_is_owed_as_its_file_says():
    one = line(shipped=D(0), closure=Closure.AUTO)
    history = order(1000)
    history.origin = "HISTORY"
    assert due.amount_due(history, [one]) == D(1000)


def test_a_type_that_is_not_paid_for_owes_nothing():
    loan = order(1000)
    loan.order_type.invoices = False
    assert due.amount_due(loan, [line()]) == D(0)
