"""Followers hear of everything that happens to an order, once, in turn, within the operation (docs/adr/0068)."""

from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.people import queries as people
from common import errors
from common.operation import in_operation
from orders.changes.effect.tests.builders import change
from orders.changes.tests.builders import add, cancel, modify
from orders.closure import operations as closure
from orders.fulfilment import operations as fulfilment
from orders.lifecycle import operations as lifecycle
from orders.order.choices import CloseReason
from orders.order.followers import Following, Happening, followers, tell, tell_all
from orders.order.models import Order, OrderLine, OrderStep, OrderType
from orders.tests.builders import (
    AT,
    approve,
    fresh,
    line,
    lines_of,
    make_draft,
    make_effective,
    make_order_cast,
    make_submitted,
)
from orders.tests.flow_builders import make_shipped, make_signed
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard(monkeypatch):
    """What a follower heard: (happening, numbers of the lines, the order's state and quantities in the database)."""
    told: list[tuple[Happening, list[int], str]] = []

    def hear(order, what, *, lines, actor, at):
        stored = Order.objects.get(pk=order.pk)
        assert (stored.status, stored.version) == (order.status, order.version) or what == Happening.LINES_DROPPED
        assert OrderLine.objects.filter(pk__in=[one.pk for one in lines]).count() == len(lines)
        told.append((what, [one.line_no for one in lines], str(stored.status)))

    monkeypatch.setitem(followers._entries, "test", Following(hear, dict.fromkeys(Happening)))
    return told


@pytest.fixture
def cast():
    return make_order_cast()


def two_lines():
    return [line(make_product(list_price=D(100), stock=99), 2), line(make_product(list_price=D(7), stock=99), 3)]


def by_hand(call, order, **more):
    return call(actor=people.system_user(), order_id=order.pk, reason="so it is", at=AT, **more)


def test_an_order_that_takes_effect_and_is_taken_back_and_made_void(heard, cast):
    order = make_submitted(cast.owner, lines=two_lines())
    assert heard == []
    approve(order)
    lifecycle.unapprove_order(actor=cast.head, order_id=order.pk, reason="wrong", at=AT)
    lifecycle.void_order(actor=cast.head, order_id=order.pk, reason="wrong", at=AT)
    assert heard == [
        (Happening.TAKEN_EFFECT, [1, 2], "EFFECTIVE"),
        (Happening.UNAPPROVED, [1, 2], "DRAFT"),
        (Happening.VOIDED, [1, 2], "VOID"),
    ]


def test_an_order_that_needs_no_approval_is_told_when_it_is_submitted(heard, cast):
    OrderType.objects.filter(code="STANDARD").update(needs_approval=False)
    order = make_draft(cast.owner, lines=two_lines())
    lifecycle.submit_order(actor=cast.owner, order_id=order.pk, at=AT)
    assert heard == [(Happening.TAKEN_EFFECT, [1, 2], "EFFECTIVE")]
    assert fresh(order).number


def test_goods_that_leave_come_before_the_lines_and_orders_they_close(heard, cast):
    order = make_effective(cast.owner, lines=two_lines())
    heard.clear()
    document = make_shipped(order)
    fulfilment.unaudit_outbound(actor=people.system_user(), document_id=document.pk, reason="wrong", at=AT)
    assert [one[:2] for one in heard] == [
        (Happening.SHIPPED, [1, 2]),
        (Happening.LINES_CLOSED, [1, 2]),
        (Happening.CLOSED, [1, 2]),
        (Happening.UNSHIPPED, [1, 2]),
        (Happening.LINES_REOPENED, [1, 2]),
        (Happening.REOPENED, [1, 2]),
    ]


def test_goods_that_are_signed_for(heard, cast):
    order = make_effective(cast.owner, lines=two_lines())
    document = make_signed(order)
    heard.clear()
    fulfilment.unsign_outbound(actor=people.system_user(), document_id=document.pk, reason="wrong", at=AT)
    assert [one[:2] for one in heard] == [(Happening.UNSIGNED, [1, 2])]


def test_lines_closed_and_opened_by_hand(heard, cast):
    order = make_effective(cast.owner, lines=two_lines())
    heard.clear()
    code = {"reason_code": CloseReason.values[0]}
    by_hand(closure.close_line, order, line_no=2, **code)
    by_hand(closure.close_order, order, **code)
    by_hand(closure.reopen_line, order, line_no=1)
    assert [one[:2] for one in heard] == [
        (Happening.LINES_CLOSED, [2]),
        (Happening.LINES_CLOSED, [1]),
        (Happening.CLOSED, [1, 2]),
        (Happening.LINES_REOPENED, [1]),
        (Happening.REOPENED, [1, 2]),
    ]


def test_a_change_tells_of_lines_that_go_while_they_stand_and_of_the_rest_when_it_is_done(heard, cast):
    order = make_effective(cast.owner, lines=two_lines())
    heard.clear()
    change(order, cancel(2), modify(1, "quantity", 5), add(3, make_product(list_price=D(9), stock=9)))
    assert [one[:2] for one in heard] == [(Happening.LINES_DROPPED, [2]), (Happening.CHANGED, [1, 3])]


def test_a_change_that_leaves_nothing_open_closes_the_order(heard, cast):
    order = make_effective(cast.owner, lines=two_lines())
    first = lines_of(order)[0]
    make_shipped(order, lines=[(first.pk, D(2))])
    heard.clear()
    change(order, cancel(2))
    assert [one[:2] for one in heard] == [
        (Happening.LINES_DROPPED, [2]),
        (Happening.CHANGED, [1]),
        (Happening.CLOSED, [1]),
    ]


def test_what_a_follower_refuses_does_not_happen(cast, monkeypatch):
    def refuse(order, what, *, lines, actor, at):
        raise errors.Conflict("not now", code="test")

    order = make_effective(cast.owner, lines=two_lines())
    monkeypatch.setitem(followers._entries, "test", Following(refuse, {Happening.VOIDED: None}))
    with pytest.raises(errors.Conflict):
        lifecycle.void_order(actor=cast.head, order_id=order.pk, reason="wrong", at=AT)
    assert fresh(order).status == "EFFECTIVE"


def statements(call):
    with CaptureQueriesContext(connection) as captured:
        call()
    return len(captured)


def test_what_concerns_no_row_of_anybody_costs_one_statement_or_none(cast):
    order = make_effective(cast.owner, lines=two_lines())
    lines = lines_of(order)
    heard_of = {what for following in followers.values() for what in following.hears}
    assert not heard_of & {Happening.TAKEN_EFFECT, Happening.SHIPPED, Happening.SIGNED}
    for what in Happening:
        count = statements(lambda what=what: tell(order, what, lines=lines, actor=cast.owner, at=AT))
        assert count == (what in heard_of), what


def test_all_that_happens_at_once_is_asked_for_once_and_again_after_somebody_did_something(cast, monkeypatch):
    order = make_effective(cast.owner, lines=two_lines())
    lines, called = lines_of(order), []

    def all_rows(order_id):
        return OrderLine.objects.filter(order=order_id)

    def no_rows(order_id):
        return OrderLine.objects.filter(order=order_id, line_no=0)

    def hear(name):
        return lambda order, what, **_more: called.append((name, what))

    happened = [(what, lines) for what in (Happening.SHIPPED, Happening.LINES_CLOSED, Happening.CLOSED)]
    mine = {
        "a": Following(hear("a"), {Happening.CLOSED: no_rows, Happening.LINES_CLOSED: no_rows}),
        "b": Following(hear("b"), {Happening.CLOSED: all_rows}),
    }
    monkeypatch.setattr(followers, "_entries", mine)
    assert statements(lambda: tell_all(order, happened, actor=cast.owner, at=AT)) == 1
    assert called == [("b", Happening.CLOSED)]
    mine["b"] = Following(hear("b"), dict.fromkeys([Happening.CLOSED, Happening.LINES_CLOSED], all_rows))
    assert statements(lambda: tell_all(order, happened, actor=cast.owner, at=AT)) == 2
    assert called[1:] == [("b", Happening.LINES_CLOSED), ("b", Happening.CLOSED)]


def test_what_the_first_leaves_is_seen_by_who_hears_of_what_happened_next(cast, monkeypatch):
    order = make_effective(cast.owner, lines=two_lines())
    called = []

    def steps(order_id):
        return OrderStep.objects.filter(order=order_id, move="test")

    def leave(order, what, *, lines, actor, at):
        OrderStep.objects.create(order=order, move="test", to_status="EFFECTIVE", actor=actor, at=at)

    mine = {
        "a": Following(leave, {Happening.LINES_CLOSED: None}),
        "b": Following(lambda order, what, **_more: called.append(what), dict.fromkeys(Happening, steps)),
    }
    monkeypatch.setattr(followers, "_entries", mine)
    happened = [(Happening.LINES_CLOSED, ()), (Happening.CLOSED, ())]
    in_operation(cast.owner.pk, lambda: tell_all(order, happened, actor=cast.owner, at=AT))
    assert called == [Happening.CLOSED]
