"""An order that changed is taken apart again: what is done stays, the rest is proposed with old and new (R130)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.collaboration.models import Notification
from accounts.people.queries import system_user
from accounts.tests.builders import make_user
from common import errors, settings
from common.models import Setting
from common.operation import in_operation
from orders.closure import operations as closure
from orders.lifecycle import operations as lifecycle
from orders.order import followers
from orders.order.followers import Happening
from orders.order.models import Order, OrderLine
from orders.tests import builders as orders
from orders.tests.flow_builders import broken_invariants
from tasks.decomposing import operations
from tasks.decomposing.models import Decomposition
from tasks.decomposing.operations import proposing_due, taking_apart
from tasks.decomposing.tests.builders import by_origin, made_to_order, propose, release
from tasks.doing import operations as doing
from tasks.scheduling.models import DateMove
from tasks.task.models import Task
from tasks.tests.builders import AT, make_shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop():
    return make_shop()


@pytest.fixture
def order(shop):
    order = orders.make_effective(lines=[made_to_order()])
    propose(order, shop)
    release(order, shop)
    return order


def change(order: Order, **columns) -> None:
    """As an approved change leaves the order."""
    OrderLine.objects.filter(order=order, line_no=1).update(**columns)
    Order.objects.filter(pk=order.pk).update(revision=2)


def test_more_pieces_are_more_hours_of_what_is_still_to_be_done(shop, order):
    first = by_origin(order)
    doing.finish_task(actor=shop.foreman, task_id=first["MADE_REVIEW:1"].pk, result="ok", at=AT)
    change(order, ordered=Decimal(100))
    row = propose(order, shop)
    columns = row.changes[str(first["MADE_MAKE:1"].pk)]
    assert columns["planned_hours"] == ["3.00", "21.00"] and columns["quantity"] == ["10", "100"]
    assert str(first["MADE_REVIEW:1"].pk) not in row.changes and row.dropped == {}
    release(order, shop)
    then = by_origin(order)
    assert (then["MADE_MAKE:1"].planned_hours, then["MADE_MAKE:1"].quantity) == (21, 100)
    assert then["MADE_MAKE:1"].work_days == 3
    assert then["MADE_REVIEW:1"].state == "DONE"
    assert DateMove.objects.filter(task=then["MADE_INSPECT:1"], cause="CHANGE").exists()


def test_what_somebody_wrote_stays_where_the_rules_say_the_same(shop, order):
    task = by_origin(order)["MADE_MAKE:1"]
    Task.objects.filter(pk=task.pk).update(planned_hours=77, title="Make it by hand")
    row = propose(order, shop)
    assert "planned_hours" not in row.changes.get(str(task.pk), {})
    assert "title" not in row.changes.get(str(task.pk), {})


def test_what_the_order_no_longer_asks_for_goes_unless_it_runs(shop, order):
    found = by_origin(order)
    review = found["MADE_REVIEW:1"]
    doing.start_task(actor=shop.foreman, task_id=review.pk, at=AT)
    change(order, supply_mode="STOCK")
    row = propose(order, shop)
    assert str(found["MADE_MAKE:1"].pk) in row.dropped and str(review.pk) not in row.dropped
    assert ["still_runs", {"task": review.title}] in row.notes
    release(order, shop)
    then = by_origin(order)
    assert "MADE_MAKE:1" not in then and then["MADE_REVIEW:1"].state == "RUNNING"
    assert then["STOCK_PICK:1"].state == "OPEN" and then["STOCK_PICK:1"].owner == shop.keeper


def test_a_task_may_be_left_as_it_is(shop, order):
    task = by_origin(order)["MADE_MAKE:1"]
    change(order, ordered=Decimal(100))
    row = propose(order, shop)
    operations.leave_as_is(actor=shop.planner, order_id=order.pk, task_id=task.pk, version=row.version, at=AT)
    release(order, shop)
    task.refresh_from_db()
    assert task.planned_hours == 3
    with pytest.raises(errors.NotFound):
        operations.leave_as_is(actor=shop.planner, order_id=order.pk, task_id=task.pk, at=AT)


def test_a_change_that_took_effect_proposes_by_itself(shop, order):
    change(order, ordered=Decimal(100))
    _tell(order, Happening.CHANGED)
    row = Decomposition.objects.get(state="PROPOSED")
    assert row.revision == 2 and row.changes
    assert Notification.objects.filter(kind="tasks.proposed", user=order.salesperson_id).exists()


def test_a_change_that_moves_no_task_proposes_nothing(shop, order):
    change(order, price=Decimal(5))
    _tell(order, Happening.CHANGED)
    assert not Decomposition.objects.filter(state="PROPOSED").exists()


def test_what_was_proposed_for_the_former_revision_is_proposed_anew(shop):
    order = orders.make_effective(lines=[made_to_order()])
    former = propose(order, shop)
    change(order, ordered=Decimal(100))
    _tell(order, Happening.CHANGED)
    row = Decomposition.objects.get(state="PROPOSED")
    assert row != former and by_origin(order)["MADE_MAKE:1"].planned_hours == 21


def test_a_void_order_has_no_proposal(shop):
    order = orders.make_effective()
    propose(order, shop)
    lifecycle.void_order(actor=system_user(), order_id=order.pk, reason="twice", at=AT)
    assert not Decomposition.objects.filter(state="PROPOSED").exists()
    assert not Task.objects.exclude(state="DROPPED").exists()


def _tell(order: Order, what: Happening) -> None:
    fresh = Order.objects.select_related("customer").get(pk=order.pk)
    lines = orders.lines_of(order)
    actor = system_user()
    in_operation(actor.pk, lambda: followers.tell(fresh, what, lines=lines, actor=actor, at=AT))


# --- without being asked -------------------------------------------------------------------------


def test_orders_in_force_are_taken_apart_once_without_being_asked(shop):
    order, draft = orders.make_effective(), orders.make_submitted()
    assert proposing_due.propose_due(at=AT) == 1
    row = Decomposition.objects.get()
    assert (row.order_id, row.state, row.proposed_by.is_system) == (order.pk, "PROPOSED", True)
    assert proposing_due.propose_due(at=AT) == 0 and not draft.tasks.exists()
    assert Notification.objects.filter(kind="tasks.proposed", user=order.salesperson_id).exists()


def test_a_company_may_want_none_of_that(shop):
    Setting.objects.update_or_create(key="tasks.propose", defaults={"value": False})
    settings.forget()
    orders.make_effective()
    assert proposing_due.propose_due(at=AT) == 0


def test_what_took_effect_long_ago_is_left_alone(shop):
    orders.make_effective()
    assert proposing_due.propose_due(at=AT + timedelta(days=31)) == 0


# --- what came to an end and goes on ---------------------------------------------------------------


def _taken_back_and_approved_anew(order: Order, later) -> None:
    lifecycle.unapprove_order(actor=system_user(), order_id=order.pk, reason="wrong colour", at=AT)
    lifecycle.submit_order(actor=orders.person(order.created_by_id), order_id=order.pk, at=later)
    if orders.fresh(order).status == "SUBMITTED":
        orders.approve(orders.fresh(order), at=later)


def test_an_order_taken_back_and_approved_anew_gets_all_its_tasks_again(shop, order):
    first = set(by_origin(order))
    later = AT + timedelta(hours=1)
    _taken_back_and_approved_anew(order, later)
    assert by_origin(order) == {}
    assert proposing_due.propose_due(at=later) == 1, "without being asked"
    assert set(by_origin(order)) == first
    assert proposing_due.propose_due(at=later) == 0


def test_what_a_person_dropped_stays_out_when_the_order_comes_again(shop, order):
    doing.drop_task(actor=shop.planner, task_id=by_origin(order)["MADE_REVIEW:1"].pk, reason="not needed", at=AT)
    first = set(by_origin(order))
    _taken_back_and_approved_anew(order, AT + timedelta(hours=1))
    propose(order, shop)
    assert set(by_origin(order)) == first and "MADE_REVIEW:1" not in first


def test_a_closed_order_that_is_opened_again_is_proposed_what_it_lost(shop, order):
    first = set(by_origin(order))
    desk = make_user("order_desk")
    closure.close_order(actor=desk, order_id=order.pk, reason_code="CUSTOMER", reason="", at=AT)
    assert set(by_origin(order)) < first
    closure.reopen_order(actor=desk, order_id=order.pk, reason="they want it", at=AT)
    row = Decomposition.objects.get(state="PROPOSED")
    assert set(by_origin(order)) == first
    assert Notification.objects.filter(kind="tasks.proposed", user=order.salesperson_id).count() == 1
    release(order, shop, version=row.version)
    assert broken_invariants() == {}


def test_an_order_that_cannot_be_taken_apart_holds_up_no_other(shop, monkeypatch):
    bad, good = orders.make_effective(), orders.make_effective()
    write = taking_apart.write

    def fails(order, lines, **options):
        if order.pk == bad.pk:
            raise errors.Invalid(fields={"title": ["too long"]})
        return write(order, lines, **options)

    monkeypatch.setattr(taking_apart, "write", fails)
    assert proposing_due.propose_due(at=AT) == 1
    assert good.decompositions.exists() and not bad.decompositions.exists()
