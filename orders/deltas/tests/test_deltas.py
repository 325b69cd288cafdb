"""How what was agreed moved, row by row: taking effect, closing, opening, undoing, taking over (SEMANTICS 8, R314)."""

import copy
from datetime import timedelta
from decimal import Decimal as D
from importlib import import_module

import pytest
from django.conf import settings
from django.db import connection

from accounts.people import queries as people
from common import dates
from common.operation import operation
from orders.closure import operations as closure
from orders.deltas import operations as deltas
from orders.deltas.models import LineDelta
from orders.entry import drafting
from orders.lifecycle import operations as lifecycle
from orders.order.choices import CloseReason
from orders.order.models import Order, OrderLine
from orders.tests.builders import AT, approve, fresh, line, lines_of, make_draft, make_effective, make_order_cast
from orders.tests.flow_builders import broken_invariants, make_shipped
from products.tests.builders import make_product

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made")]
LATER = AT + timedelta(hours=2)
Cause = LineDelta.Cause


@pytest.fixture(scope="module")
def made(once_a_file):
    return once_a_file(_make_order)


@pytest.fixture
def order(made):
    return copy.deepcopy(made)


def _make_order():
    lines = [line(make_product(list_price=D(10), stock=9), 6), line(make_product(list_price=D(5)), 2)]
    return make_effective(lines=lines, reduction=D(7))


def rows(order):
    return [
        (one.line_no, str(one.cause), one.ordered, one.amount, one.let_go)
        for one in LineDelta.objects.filter(order=order)
    ]


def close(order, line_no, at=LATER):
    system = people.system_user()
    reason = {"reason_code": CloseReason.OTHER, "reason": "不要了"}
    return closure.close_line(actor=system, order_id=order.pk, line_no=line_no, at=at, **reason)


def test_an_order_that_takes_effect_is_agreed_line_by_line(order):
    assert rows(order) == [(1, "EFFECTIVE", 6, 54, 0), (2, "EFFECTIVE", 2, 9, 0)]
    first = LineDelta.objects.filter(order=order).earliest("id")
    assert (first.at, first.day, first.revision) == (AT, dates.business_day(AT), 1)
    assert first.product_id == lines_of(order)[0].product_id
    assert "orders.deltas" not in broken_invariants()


def test_what_is_let_go_and_wanted_again_is_on_record(order):
    make_shipped(order, 2)
    close(order, 1)
    closure.reopen_line(actor=people.system_user(), order_id=order.pk, line_no=1, reason="又要了", at=LATER)
    moved = rows(order)[2:]
    assert moved == [(1, "CLOSED", 0, 0, 4), (1, "REOPENED", 0, 0, -4)]
    said = LineDelta.objects.filter(order=order).order_by("id").values_list("reason", flat=True)[2:]
    assert list(said) == ["不要了", "又要了"]
    assert "orders.deltas" not in broken_invariants()


@pytest.mark.parametrize(("undo", "cause"), [(lifecycle.unapprove_order, "UNAPPROVED"), (lifecycle.void_order, "VOID")])
def test_an_order_out_of_force_adds_up_to_nothing(order, undo, cause):
    close(order, 2, at=AT)
    undo(actor=people.system_user(), order_id=order.pk, reason="错", at=LATER)
    assert rows(order)[3:] == [(1, cause, -6, -54, 0), (2, cause, -2, -9, -2)]
    assert "orders.deltas" not in broken_invariants()


def test_what_changed_meanwhile_is_agreed_anew(order):
    system = people.system_user()
    lifecycle.unapprove_order(actor=system, order_id=order.pk, reason="错", at=LATER)
    drafting.change_order(
        actor=order.created_by, order_id=order.pk, version=None, changes={"reduction": D(0)}, at=LATER
    )
    order = lifecycle.submit_order(actor=order.created_by, order_id=order.pk, at=LATER)
    approve(order, at=LATER)
    assert rows(order)[4:] == [(1, "EFFECTIVE", 6, 60, 0), (2, "EFFECTIVE", 2, 10, 0)]
    assert "orders.deltas" not in broken_invariants()


def test_a_change_says_by_how_much_and_another_product_comes_as_itself(order):
    @operation
    def change(*, actor):
        locked = Order.objects.get(pk=order.pk)
        locked.revision = 2
        return deltas.note(locked, Cause.CHANGE, before=before, after=after, by=actor, at=LATER, document="CR-1")

    stood = deltas.standing(lines_of(order))
    new = make_product()
    before, after = stood, [deltas.Standing(1, stood[0].product_id, D(8), D(72), D(0)), stood[1]]
    assert change(actor=people.system_user()) == 1
    before, after = stood[1:], [deltas.Standing(2, new.pk, D(1), D(4), D(0))]
    assert change(actor=people.system_user()) == 2
    made = LineDelta.objects.filter(order=order, cause=Cause.CHANGE).order_by("line_no", "ordered")
    assert [(one.product_id, one.ordered, one.amount) for one in made] == [
        (stood[0].product_id, 2, 18),
        (stood[1].product_id, -2, -9),
        (new.pk, 1, 4),
    ]
    assert {(one.document, one.revision) for one in made} == {("CR-1", 2)}


def from_before():
    """What the migration writes for orders that stood already."""
    with connection.cursor() as cursor:
        cursor.execute(import_module("orders.migrations.0014_what_stood").MOVEMENTS, [settings.BUSINESS_TIME_ZONE])
        return cursor.rowcount


def test_orders_from_before_get_their_rows_once(order):
    cast = make_order_cast()
    void = make_effective(cast.owner, lines=[line(make_product(list_price=D(3)), 4)])
    lifecycle.void_order(actor=people.system_user(), order_id=void.pk, reason="错", at=LATER)
    make_draft(cast.owner)
    make_shipped(order, 2)
    close(order, 1)
    kept = {one.pk: rows(one) for one in (order, void)}
    written = LineDelta.objects.count()
    LineDelta.objects.all().delete()
    assert (from_before(), from_before()) == (written, 0)
    assert {one.pk: rows(one) for one in (order, void)} == kept
    assert list(LineDelta.objects.filter(order=order).order_by("id").values_list("at", flat=True)) == [AT, AT, LATER]
    assert "orders.deltas" not in broken_invariants()


def test_the_invariant_names_lines_that_moved_past_it(order):
    OrderLine.objects.filter(order=order, line_no=2).update(ordered=3)
    assert [row["line_no"] for row in broken_invariants()["orders.deltas"]] == [2]
    assert fresh(order).status == "EFFECTIVE"
