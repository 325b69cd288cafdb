"""The one function that derives an order's states from its columns. Pure: no database."""

from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from orders.order import derive
from orders.order.models import Order, OrderLine, OrderType
from orders.order.states import Closure, Fulfilment, Origin, Settlement, Stage, Status

D = Decimal
NONE, PARTIAL, FULL = Fulfilment.NONE, Fulfilment.PARTIAL, Fulfilment.FULL


def line(ordered=500, **fields):
    values = {name: D(value) if type(value) is int else value for name, value in fields.items()}
    return OrderLine(ordered=D(ordered), amount=values.pop("amount", D(1000)), **values)


def order(status=Status.EFFECTIVE, **fields):
    return Order(status=status, order_type=OrderType(), **fields)


def test_four_hundred_and_ninety_eight_of_five_hundred_is_not_done():
    one = order()
    derive.derive(one, [line(shipped=498)])
    assert one.fulfilment == PARTIAL


def test_what_is_to_be_shipped_again_does_not_count_as_delivered():
    assert derive.fulfilment([line(shipped=500, reship=1)]) == PARTIAL


def test_a_short_closed_remainder_is_not_owed_any_more():
    assert derive.fulfilment([line(shipped=300, short_closed=200, closure=Closure.SHORT)]) == FULL


def test_a_line_complete_by_tolerance_is_full():
    assert derive.fulfilment([line(shipped=495, closure=Closure.AUTO)]) == FULL


def test_a_cancelled_order_delivered_nothing():
    assert derive.fulfilment([line(short_closed=500, closure=Closure.CANCELLED)]) == NONE


def test_an_order_is_signed_when_all_that_left_was_signed_or_lost():
    assert derive.signing([line(shipped=500, signed=490, transit_loss=10)]) == FULL
    assert derive.signing([line(shipped=500, signed=490)]) == PARTIAL
    assert derive.signing([line(shipped=500), line()]) == NONE


def test_a_service_needs_no_signature():
    assert derive.signing([line(shipped=500, is_service=True)]) == FULL


def test_free_lines_need_no_invoice():
    lines = [line(invoiced=500), line(amount=D(0))]
    assert derive.invoicing(lines) == FULL
    assert derive.invoicing([line(invoiced=1), line()]) == PARTIAL


@pytest.mark.parametrize(
    ("received", "shipped", "expected"),
    [
        (0, 0, Settlement.NONE),
        (300, 0, Settlement.ADVANCE),
        (300, 500, Settlement.PARTIAL),
        (1000, 0, Settlement.PAID),
        (1001, 0, Settlement.OVERPAID),
    ],
)
def test_settlement_follows_what_was_received(received, shipped, expected):
    one = order(received_amount=D(received))
    derive.derive(one, [line(shipped=shipped)])
    assert one.settlement == expected


def test_closing_a_remainder_makes_what_was_received_enough():
    one = order(received_amount=D(600))
    derive.derive(one, [line(shipped=300, short_closed=200, closure=Closure.SHORT)])
    assert one.settlement == Settlement.PAID


def test_a_free_order_is_settled_once_it_binds_and_not_before():
    free = line(amount=D(0))
    draft, effective = order(Status.DRAFT), order(Status.EFFECTIVE)
    derive.derive(draft, [free])
    derive.derive(effective, [free])
    assert (draft.settlement, effective.settlement) == (Settlement.NONE, Settlement.PAID)


@pytest.mark.parametrize(
    ("status", "fields", "expected"),
    [
        (Status.DRAFT, {}, Stage.PLACING),
        (Status.SUBMITTED, {}, Stage.PLACING),
        (Status.EFFECTIVE, {}, Stage.PREPARING),
        (Status.EFFECTIVE, {"drafted": 1}, Stage.LOGISTICS),
        (Status.EFFECTIVE, {"shipped": 1}, Stage.LOGISTICS),
        (Status.EFFECTIVE, {"shipped": 500}, Stage.DELIVERY),
        (Status.CLOSED, {"shipped": 500}, Stage.DELIVERY),
        (Status.CLOSED, {"shipped": 500, "signed": 500}, Stage.COMPLETE),
        (Status.CLOSED, {"short_closed": 500, "closure": Closure.CANCELLED}, Stage.COMPLETE),
        (Status.ARCHIVED, {"shipped": 500}, Stage.COMPLETE),
        (Status.VOID, {}, Stage.PLACING),
    ],
)
def test_stage_follows_documents(status, fields, expected):
    one = order(status)
    derive.derive(one, [line(**fields)])
    assert one.stage == expected


def test_amounts_are_summed_and_measured_by_quantity():
    one = order(freight=D(50), reduction=D(10))
    lines = [
        line(100, amount=D(1000), tax=D(113), net=D(877), reduction=D(10), reserved=20, shipped=50, signed=30),
        line(10, amount=D(100), shipped=12),
    ]
    derive.derive(one, lines)
    assert (one.lines_amount, one.total_amount, one.line_count) == (D(1100), D(1140), 2)
    assert (one.reserved_amount, one.shipped_amount, one.signed_amount) == (D(200), D(600), D(300))


def test_what_was_let_go_is_neither_owed_nor_to_be_shipped():
    one = order(freight=D(50))
    lines = [
        line(100, shipped=30, short_closed=20),
        line(100, short_closed=100, closure=Closure.CANCELLED),
        line(100, shipped=99, closure=Closure.AUTO),
    ]
    derive.derive(one, lines)
    assert (one.total_amount, one.due_amount) == (D(3050), D(800) + D(990) + D(50))
    assert (one.shipped_amount, one.unshipped_amount) == (D(300) + D(990), D(500))


def test_a_historical_order_keeps_the_amounts_of_its_file():
    one = order(Status.CLOSED, origin=Origin.HISTORY, total_amount=D("999.999999"), lines_amount=D("999.999999"))
    derive.derive(one, [line(10, amount=D("1000.00"), shipped=10)])
    assert one.total_amount == D("999.999999")
    assert one.stage == Stage.COMPLETE


def test_the_promise_is_the_latest_of_the_open_lines():
    done = line(shipped=500, closure=Closure.AUTO, promised_date=date(2026, 12, 31))
    first, last = line(promised_date=date(2026, 12, 1)), line(promised_date=date(2026, 12, 5))
    assert derive.latest_promise([done, first, last]) == date(2026, 12, 5)
    assert derive.latest_promise([done]) == date(2026, 12, 31)
    assert derive.latest_promise([line()]) is None


@pytest.mark.parametrize(("shipped", "signed", "received"), list(product([0, 1, 500], [0, 1, 500], [0, 1000])))
def test_deriving_twice_changes_nothing(shipped, signed, received):
    one, lines = order(received_amount=D(received)), [line(shipped=shipped, signed=min(signed, shipped))]
    derive.derive(one, lines)
    assert derive.derive(one, lines) == []
