"""The freeze: nothing ships, changes or closes under it (SEMANTICS 2)."""

from datetime import date, timedelta

import pytest

from accounts.tests.builders import make_user
from common import errors
from orders.closure import operations as closure
from orders.fulfilment import operations as fulfilment
from orders.lifecycle import operations as lifecycle
from orders.promise import operations as promise
from orders.tests.builders import (
    AT,
    TODAY,
    fresh,
    line,
    lines_of,
    make_draft,
    make_effective,
    make_order_cast,
    make_submitted,
)
from orders.tests.racing import behind
from products.tests.builders import make_product, receive, stock_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_order_cast()


def freeze(actor, order, **more):
    more.setdefault("reason", "dispute")
    return lifecycle.freeze_order(actor=actor, order_id=order.pk, at=more.pop("at", AT), **more)


def unfreeze(actor, order, **more):
    return lifecycle.unfreeze_order(actor=actor, order_id=order.pk, at=more.pop("at", AT), **more)


def test_a_frozen_order_neither_ships_nor_closes_nor_goes_back(cast):
    order = make_effective(cast.owner)
    freeze(cast.head, order)
    (one,) = lines_of(order)
    keeper = make_user("warehouse")
    with pytest.raises(errors.WrongState):
        fulfilment.draft_outbound(actor=keeper, lines=[(one.pk, one.ordered)], at=AT)
    with pytest.raises(errors.Conflict, match="dispute"):
        closure.close_order(actor=cast.desk, order_id=order.pk, reason_code="CUSTOMER", reason="x", at=AT)
    for verb in (lifecycle.unapprove_order, lifecycle.void_order):
        with pytest.raises(errors.WrongState):
            verb(actor=cast.head, order_id=order.pk, reason="x", at=AT)
    with pytest.raises(errors.WrongState):
        promise.reserve_order(actor=cast.desk, order_id=order.pk, at=AT)


def test_an_audit_drafted_before_the_freeze_is_refused(cast):
    order = make_effective(cast.owner)
    (one,) = lines_of(order)
    keeper = make_user("warehouse")
    document = fulfilment.draft_outbound(actor=keeper, lines=[(one.pk, one.ordered)], at=AT)
    freeze(cast.head, order)
    with pytest.raises(errors.WrongState):
        fulfilment.audit_outbound(actor=keeper, document_id=document.pk, at=AT)


def test_a_frozen_line_stays_while_others_ship(cast):
    a, b = make_product(stock=10), make_product(stock=10)
    order = make_effective(cast.owner, lines=[line(a, 5), line(b, 5)])
    freeze(cast.head, order, line_nos=[2])
    first, second = lines_of(order)
    assert (first.is_frozen, second.is_frozen, fresh(order).is_frozen) == (False, True, False)
    keeper = make_user("warehouse")
    fulfilment.draft_outbound(actor=keeper, lines=[(first.pk, first.ordered)], at=AT)
    with pytest.raises(errors.WrongState):
        fulfilment.draft_outbound(actor=keeper, lines=[(second.pk, second.ordered)], at=AT)
    with pytest.raises(errors.WrongState):
        lifecycle.unapprove_order(actor=cast.head, order_id=order.pk, reason="x", at=AT)


def test_reservations_are_released_by_option_and_taken_again_on_lifting(cast):
    product = make_product(stock=10)
    order = make_effective(cast.owner, lines=[line(product, 8)])
    freeze(cast.head, order)
    assert stock_row(product).reserved == 8
    unfreeze(cast.head, order)
    freeze(cast.head, order, release_reservations=True)
    assert (stock_row(product).reserved, lines_of(order)[0].reserved) == (0, 0)
    assert fresh(order).reserved_amount == 0
    unfreeze(cast.head, order)
    assert (stock_row(product).reserved, lines_of(order)[0].reserved) == (8, 8)


def test_a_promise_that_can_no_longer_be_met_after_the_freeze_gets_a_new_day(cast):
    order = make_effective(cast.owner, requested_date=TODAY)
    assert lines_of(order)[0].promised_date == date(2026, 11, 25)  # three days of work
    freeze(cast.head, order)
    unfreeze(cast.head, order, at=AT + timedelta(days=10))
    (one,) = lines_of(order)
    assert (one.promised_date, one.first_promised_date) == (date(2026, 12, 3), date(2026, 11, 25))


@pytest.mark.parametrize("make", [make_draft, make_submitted])
def test_only_an_effective_order_is_frozen(cast, make):
    with pytest.raises(errors.WrongState):
        freeze(cast.head, make(cast.owner))


def test_a_freeze_needs_a_reason_a_day_to_come_and_lines_that_exist(cast):
    order = make_effective(cast.owner)
    for wrong, field in (
        ({"reason": " "}, "reason"),
        ({"until": TODAY - timedelta(days=1)}, "until"),
        ({"line_nos": [9]}, "lines"),
    ):
        with pytest.raises(errors.Invalid) as refusal:
            freeze(cast.head, order, **wrong)
        assert set(refusal.value.fields) == {field}, "as the API calls it and the page shows it"
    with pytest.raises(errors.NotAllowed):
        freeze(cast.owner, order)
    with pytest.raises(errors.WrongState):
        unfreeze(cast.head, order)


def test_a_freeze_lifts_itself_after_its_last_day(cast):
    a, b = make_product(stock=10), make_product(stock=10)
    whole = make_effective(cast.owner, lines=[line(a, 5)])
    partly = make_effective(cast.owner, lines=[line(a, 1), line(b, 5)])
    forever = make_effective(cast.owner, lines=[line(b, 1)])
    freeze(cast.head, whole, until=TODAY)
    freeze(cast.head, partly, until=TODAY, line_nos=[2])
    freeze(cast.head, forever)
    assert lifecycle.lift_expired_freezes(at=AT) == 0
    assert lifecycle.lift_expired_freezes(at=AT + timedelta(days=1)) == 2
    assert not fresh(whole).is_frozen
    assert not lines_of(partly)[1].is_frozen
    assert fresh(forever).is_frozen


def test_goods_that_arrive_are_reserved_by_hand(cast):
    product = make_product(stock=2, lead_time_days=30)
    order = make_effective(cast.owner, lines=[line(product, 5)])
    receive(product, 10)
    reserved = promise.reserve_order(actor=cast.desk, order_id=order.pk, at=AT)
    assert (lines_of(order)[0].reserved, stock_row(product).reserved) == (5, 5)
    assert reserved.version == order.version + 1


def test_a_freeze_is_not_overwritten_by_another(cast):
    order = make_effective(cast.owner)
    freeze(cast.head, order, line_nos=[1])
    with pytest.raises(errors.WrongState):
        freeze(cast.head, order, line_nos=[1], reason="another")
    freeze(cast.head, order)
    with pytest.raises(errors.WrongState):
        freeze(cast.head, order, reason="another")
    assert fresh(order).freeze_reason == "dispute"


@pytest.mark.django_db(transaction=True)
def test_who_freezes_anew_while_the_old_freeze_ends_is_not_overruled():
    cast = make_order_cast()
    order, tomorrow = make_effective(cast.owner), AT + timedelta(days=1)
    freeze(cast.head, order, until=TODAY)

    def freeze_anew():
        unfreeze(cast.head, order)
        freeze(cast.head, order, until=TODAY + timedelta(days=9))

    assert behind(freeze_anew, lambda: lifecycle.lift_expired_freezes(at=tomorrow)) == 0
    assert (fresh(order).is_frozen, fresh(order).frozen_until) == (True, TODAY + timedelta(days=9))
