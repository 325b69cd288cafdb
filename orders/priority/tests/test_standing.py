"""Orders are placed as they are saved, as days pass, and when the bands change."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.people import queries as people
from accounts.tests.builders import make_user
from accounts.trail.models import TrailRow
from common import errors
from common.models import Event, Job
from orders.entry import drafting
from orders.lifecycle import operations as lifecycle
from orders.order.models import Order
from orders.order.watchers import watchers
from orders.priority import operations, recomputing, rules, standing
from orders.priority.models import PriorityRules
from orders.tests.builders import AT, TODAY, line, make_buyer, make_draft, make_effective, make_order_cast
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_order_cast()


def stored(order):
    return Order.objects.get(pk=order.pk)


def values(**changes):
    found = {name: getattr(rules.SHIPPED, name) for name in operations.FIELDS if name != "valid_from"}
    return {**found, "valid_from": TODAY, "by_class": {}, **changes}


def save_rules(number=0, at=AT, **changes):
    return operations.save_rules(actor=make_user("administrator"), values=values(**changes), number=number, at=at)


def test_a_draft_has_classes_and_score_at_once_and_follows_its_changes(cast):
    order = make_draft(cast.owner, lines=[line(make_product(), 1, "1000")])
    found = stored(order)
    assert (found.amount_class, found.customer_type) == ("SMALL", "NEW")
    assert found.priority == found.priority_amount + found.priority_time + found.priority_customer > 0
    lines = [line(make_product(), 1, "300000", line_no=1)]
    drafting.change_order(
        actor=cast.owner, order_id=order.pk, version=None, changes={"requested_date": TODAY}, lines=lines, at=AT
    )
    after = stored(order)
    assert (after.amount_class, after.time_class) == ("LARGE", "URGENT")
    assert (after.priority_amount, after.priority_time) == (300, 500)


def test_urgency_alone_moves_an_order_up(cast):
    order = make_draft(cast.owner)
    before = stored(order).priority
    drafting.update_notes(actor=cast.owner, order_id=order.pk, version=None, changes={"is_urgent": True}, at=AT)
    assert stored(order).priority > before and stored(order).time_class == "URGENT"


def test_the_first_order_is_a_new_customers_and_the_second_an_existing_ones(cast):
    buyer = make_buyer(cast.owner)
    first = make_effective(cast.owner, customer=buyer)
    assert stored(first).customer_type == "NEW"
    second = make_draft(cast.owner, customer=buyer, at=AT + timedelta(days=1))
    assert stored(second).customer_type == "EXISTING"
    drafting.update_notes(actor=cast.owner, order_id=first.pk, version=None, changes={"is_urgent": True}, at=AT)
    assert stored(first).customer_type == "NEW"  # it stays the first one


def test_placing_costs_no_statement(cast):
    order = make_draft(cast.owner)
    save_rules()
    locked = Order.objects.select_related("customer").get(pk=order.pk)
    standing.in_force(TODAY)  # kept from now on
    with CaptureQueriesContext(connection) as sent:
        assert "priority" in standing.place(locked, AT + timedelta(days=5))
    assert not sent.captured_queries
    bare = Order.objects.get(pk=order.pk)
    with CaptureQueriesContext(connection) as sent:
        assert standing.place(bare, AT) == []  # its customer is not at hand: nothing is read
    assert not sent.captured_queries


def test_a_day_passes_and_open_orders_move_up_without_a_trace_of_edits(cast):
    order = make_draft(cast.owner)
    over = make_draft(cast.owner)
    lifecycle.void_order(actor=cast.owner, order_id=over.pk, reason="x", at=AT)
    before, rows = stored(order), TrailRow.objects.filter(table_name="orders_order").count()
    assert recomputing.run_nightly(at=AT + timedelta(days=14)) == 1
    after = stored(order)
    assert after.priority_time > before.priority_time and after.version == before.version
    assert TrailRow.objects.filter(table_name="orders_order").count() == rows
    assert recomputing.run_nightly(at=AT + timedelta(days=14)) == 0
    assert stored(over).priority == 0


def test_bands_hold_from_their_day_on_and_are_applied_with_progress(cast):
    order = make_draft(cast.owner)  # of 10 pieces
    closed = make_draft(cast.owner)
    lifecycle.void_order(actor=cast.owner, order_id=closed.pk, reason="x", at=AT)
    later = AT + timedelta(days=3)
    save_rules(valid_from=TODAY + timedelta(days=3), medium_from=Decimal("0.01"), large_from=Decimal("0.02"))
    assert recomputing.scan(at=AT) == 0 and stored(order).amount_class == "SMALL"
    assert recomputing.scan(at=later) == 2
    assert stored(order).amount_class == stored(closed).amount_class == "LARGE"  # also what is over is classified
    job = PriorityRules.objects.get().job
    assert (job.state, job.done, job.total) == (Job.State.DONE, 2, 2)
    assert recomputing.scan(at=later) == 0
    assert Event.objects.filter(kind="priority.applied").count() == 1


def test_a_run_that_was_killed_begins_anew_and_its_progress_too(cast, monkeypatch):
    make_draft(cast.owner)
    make_draft(cast.owner)
    save_rules(medium_from=Decimal("0.01"), large_from=Decimal("0.02"))
    monkeypatch.setattr(recomputing, "BATCH", 1)
    with monkeypatch.context() as torn, pytest.raises(OSError):
        torn.setattr(recomputing, "_end", lambda *_: (_ for _ in ()).throw(OSError("gone")))
        recomputing.scan(at=AT)
    recomputing.scan(at=AT)
    job = PriorityRules.objects.get().job
    assert (job.state, job.done, job.total) == (Job.State.DONE, 2, 2)


def test_bands_that_cannot_be_are_refused(cast):
    for changes in (
        {"large_from": Decimal(10)},
        {"short_days": 5},
        {"weight_amount": 0, "weight_time": 0, "weight_customer": 0},
        {"weight_time": 101},
        {"new_customer": 101},
        {"by_class": {"DOMESTIC": 101}},
        {"by_class": {"DOMESTIC": True}},
        {"valid_from": TODAY - timedelta(days=1)},
    ):
        with pytest.raises(errors.Invalid):
            save_rules(**changes)
    save_rules()
    with pytest.raises(errors.Stale):
        save_rules()
    with pytest.raises(errors.NotAllowed):
        operations.save_rules(actor=cast.owner, values=values(), number=1, at=AT)


def test_pinning_needs_a_reason_the_right_and_an_open_order(cast):
    order = make_effective(cast.owner)
    with pytest.raises(errors.NotAllowed):
        operations.pin_order(actor=cast.owner, order_id=order.pk, reason="fair", at=AT)
    with pytest.raises(errors.NotFound):
        operations.pin_order(actor=cast.stranger, order_id=order.pk, reason="fair", at=AT)
    with pytest.raises(errors.Invalid):
        operations.pin_order(actor=cast.head, order_id=order.pk, reason="  ", at=AT)
    operations.pin_order(actor=cast.head, order_id=order.pk, reason="Fair in May", at=AT)
    pinned = stored(order)
    assert pinned.priority > rules.PIN and pinned.pin_reason == "Fair in May"
    assert Event.objects.get(kind="order.pinned").reason == "Fair in May"
    operations.unpin_order(actor=cast.head, order_id=order.pk, at=AT)
    assert stored(order).priority < rules.WHOLE
    with pytest.raises(errors.WrongState):
        operations.unpin_order(actor=cast.head, order_id=order.pk, at=AT)
    gone = make_draft(cast.owner)
    lifecycle.void_order(actor=cast.owner, order_id=gone.pk, reason="x", at=AT)
    with pytest.raises(errors.WrongState):
        operations.pin_order(actor=cast.head, order_id=gone.pk, reason="x", at=AT)


def test_the_head_of_the_department_follows_large_orders(cast):
    large = make_effective(cast.owner, lines=[line(make_product(stock=5), 1, "300000")])
    small = make_effective(cast.owner)
    assert cast.head.pk in watchers(large, but=people.system_user())
    assert cast.head.pk not in watchers(small, but=people.system_user())
