"""What may leave the house (SEMANTICS 3, 11). Pure."""

from decimal import Decimal as D

import pytest

from common import errors
from orders.fulfilment import rules
from orders.order.models import Order, OrderLine, OrderType
from orders.order.states import Closure, Status


def line(ordered=500, **more):
    return OrderLine(line_no=1, ordered=D(ordered), product_code="01.2", **more)


def order(status=Status.EFFECTIVE, ships=True, **more):
    return Order(number="SO20260302-0001", status=status, order_type=OrderType(name="x", ships=ships), **more)


def test_room_is_what_is_open_less_what_other_notices_hold():
    room = rules.room(line(shipped=D(100), reship=D(10), short_closed=D(5)), D(0), D(50))
    assert (room.open, room.allowed) == (D(355), D(355))


def test_tolerance_counts_from_the_ordered_quantity():
    room = rules.room(line(shipped=D(500)), D("0.02"), D(0))
    assert (room.open, room.allowed) == (D(0), D(10))


def test_an_overrun_names_its_figures():
    one = line(shipped=D(498))
    assert rules.overrun(one, D(2), rules.room(one, D(0), D(0))) is None
    figures = rules.overrun(one, D(3), rules.room(one, D(0), D(0)))
    assert figures == dict(line_no="1", product="01.2", ordered="500", open="2", allowed="2", asked="3")  # noqa: C408


@pytest.mark.parametrize("status", [status for status in Status if status != Status.EFFECTIVE])
def test_only_an_effective_order_ships(status):
    with pytest.raises(errors.WrongState):
        rules.require_order_ships(order(status))


@pytest.mark.parametrize("flags", [{"is_frozen": True}, {"ships": False}])
def test_a_frozen_order_or_one_of_a_type_without_goods_does_not_ship(flags):
    with pytest.raises(errors.WrongState):
        rules.require_order_ships(order(**flags))


_HELD = [{"is_frozen": True}, {"is_changing": True}, *({"closure": one} for one in Closure if one != Closure.OPEN)]


@pytest.mark.parametrize("flags", _HELD)
def test_a_frozen_changing_or_closed_line_does_not_ship(flags):
    with pytest.raises(errors.WrongState):
        rules.require_line_open(order(), line(**flags))


def test_services_and_goods_are_told_apart():
    with pytest.raises(errors.WrongState):
        rules.require_goods(order(), line(is_service=True))
    with pytest.raises(errors.WrongState):
        rules.require_service(order(), line())


@pytest.mark.parametrize("quantity", ["0", "-1", "0.00001"])
def test_a_quantity_is_above_zero_with_four_decimals_at_most(quantity):
    assert rules.quantity_error(D(quantity))


@pytest.mark.django_db
def test_signed_and_lost_together_are_what_went_out():
    out = {7: rules.Sent("SO20260302-0001", 3, "台", D(10))}
    assert not rules.signing_errors(out, {7: (D(8), D(2))})
    for wrong in (
        {7: (D(9), D(2))},
        {7: (D(8), D(0))},
        {7: (D(0), D(0))},
        {7: (D(11), D(-1))},
        {7: (D("9.5"), D("0.5"))},
    ):
        assert set(rules.signing_errors(out, wrong)) == {"lines.SO20260302-0001.3"}
    assert rules.signing_errors(out, {8: (D(1), D(0))})


@pytest.mark.django_db
def test_of_what_is_counted_no_part_goes_unless_it_was_ordered_in_parts():
    assert rules.part_error("台", D("0.5"), of=D(10))
    assert not rules.part_error("台", D("0.5"), of=D("1.5"))
    assert not rules.part_error("kg", D("0.5"), of=D(10))
