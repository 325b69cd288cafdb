"""Orders are taken apart by rules: what, for whom, for how long, after what, until when (R130–R138)."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.collaboration.models import Notification
from accounts.people import operations as people
from accounts.people import queries as people_queries
from common import errors
from orders.order.models import Order
from orders.order.scheduling import Part
from orders.tests import builders as orders
from tasks.assigning.models import Assignment
from tasks.decomposing import operations, showing
from tasks.decomposing.tests.builders import by_origin, made_to_order, propose, release
from tasks.task.models import Task, TaskLink
from tasks.tests.builders import AT, TODAY, make_shop

pytestmark = pytest.mark.django_db


def origins(order: Order) -> set[str]:
    return {one.origin for one in Task.objects.filter(order=order)}


def test_goods_on_stock_are_picked_packed_and_shipped():
    shop, order = make_shop(), orders.make_effective()
    propose(order, shop)
    assert {"STOCK_PICK:1", "STOCK_PACK:1", "SHIP_BOOK:0", "SHIP_GO:0"} <= origins(order)
    assert "MADE_MAKE:1" not in origins(order)


def test_proposed_tasks_have_days_hours_and_departments_and_no_owner():
    shop, order = make_shop(), orders.make_effective(lines=[made_to_order()])
    propose(order, shop)
    found = by_origin(order)
    make = found["MADE_MAKE:1"]
    assert make.state == "PROPOSED" and make.owner is None and make.department == shop.production
    assert make.planned_hours == Decimal("3.00")  # 1 + 0.2 × 10
    assert found["MADE_MATERIAL:1"].planned_end < make.planned_start <= make.planned_end
    assert found["MADE_MATERIAL:1"].department == shop.purchasing


def test_custom_goods_are_drawn_and_confirmed_first():
    shop = make_shop()
    order = orders.make_effective(lines=[made_to_order(customisation="盒盖激光刻字", logo="ACME")])
    propose(order, shop)
    found = by_origin(order)
    links = set(TaskLink.objects.values_list("predecessor__origin", "successor__origin"))
    assert {("CUSTOM_DRAW:1", "CUSTOM_AGREE:1"), ("CUSTOM_AGREE:1", "MADE_REVIEW:1")} <= links
    assert {("MADE_MAKE:1", "CUSTOM_MARK:1"), ("CUSTOM_MARK:1", "MADE_INSPECT:1")} <= links
    assert "ACME" in found["CUSTOM_DRAW:1"].requirements and "盒盖激光刻字" in found["MADE_MAKE:1"].requirements


def test_what_a_missing_task_would_stand_between_still_comes_in_order():
    """Without custom goods nothing is marked: what comes after it waits for what came before it."""
    shop, order = make_shop(), orders.make_effective()
    propose(order, shop)
    links = set(TaskLink.objects.values_list("predecessor__origin", "successor__origin"))
    assert ("STOCK_PICK:1", "STOCK_PACK:1") in links and ("STOCK_PACK:1", "SHIP_GO:0") in links


def test_dated_parts_of_a_line_are_sets_of_their_own():
    parts = (Part(date(2026, 12, 10), Decimal(4)), Part(date(2027, 1, 10), Decimal(6)))
    shop, order = make_shop(), orders.make_effective(lines=[made_to_order(schedule=parts)])
    propose(order, shop)
    found = by_origin(order)
    assert {"MADE_REVIEW:1", "MADE_MAKE:1#1", "MADE_MAKE:1#2", "SHIP_GO:0", "SHIP_GO:0#2"} <= set(found)
    assert "MADE_REVIEW:1#2" not in found
    assert [found[f"MADE_MAKE:1#{n}"].quantity for n in (1, 2)] == [Decimal(4), Decimal(6)]
    links = set(TaskLink.objects.values_list("predecessor__origin", "successor__origin"))
    assert ("MADE_PACK:1#1", "SHIP_GO:0") in links and ("MADE_PACK:1#1", "SHIP_GO:0#2") not in links


def test_only_the_first_follow_up_that_holds_is_given():
    shop, order = make_shop(), orders.make_effective()
    propose(order, shop)
    calls = {one.split("_")[0] for one in origins(order) if one.endswith("_CONFIRM:0")}
    assert len(calls) == 1


def test_a_released_task_is_its_heads_until_he_picks_somebody():
    shop, order = make_shop(), orders.make_effective(lines=[made_to_order()])
    row = propose(order, shop)
    release(order, shop, version=row.version)
    tasks = by_origin(order)
    make = tasks["MADE_MAKE:1"]
    assert (make.state, make.owner, make.is_picked) == ("OPEN", shop.foreman, False)
    assert make.baseline_end == make.department_due_date == make.planned_end
    assert all(one.owner_id and one.state == "OPEN" for one in tasks.values())
    assert (tasks["MADE_REVIEW:1"].is_ready, make.open_predecessors) == (True, 1)
    assert set(Assignment.objects.values_list("how", flat=True)) == {"RELEASE"}
    line = order.lines.get()
    assert (line.work_done, line.work_started) == (0, False) and line.work_end_date


def test_every_owner_is_told_once():
    shop, order = make_shop(), orders.make_effective(lines=[made_to_order()])
    propose(order, shop)
    Notification.objects.all().delete()
    release(order, shop)
    told = list(Notification.objects.filter(kind="task.given").values_list("user_id", flat=True))
    assert len(told) == len(set(told)) and {shop.foreman.pk, shop.buyer.pk, shop.keeper.pk} <= set(told)


def test_a_department_that_nobody_leads_is_named_and_nothing_is_released():
    shop, order = make_shop(), orders.make_effective(lines=[made_to_order()])
    propose(order, shop)
    people.update_department(
        actor=people_queries.system_user(), department_id=shop.production.pk, changes={"head_id": None}, at=AT
    )
    with pytest.raises(errors.Invalid):
        release(order, shop)
    assert not Task.objects.exclude(state="PROPOSED").exists()


def test_an_order_that_changed_since_is_not_released():
    shop, order = make_shop(), orders.make_effective()
    propose(order, shop)
    Order.objects.filter(pk=order.pk).update(revision=2)
    with pytest.raises(errors.WrongState) as refusal:
        release(order, shop)
    assert refusal.value.code == "outdated"


def test_who_may_not_take_orders_apart_proposes_nothing():
    shop, order = make_shop(), orders.make_effective()
    with pytest.raises(errors.NotFound):
        operations.propose_order(actor=orders.make_order_cast().stranger, order_id=order.pk, at=AT)
    with pytest.raises(errors.NotAllowed):
        operations.propose_order(actor=shop.worker, order_id=order.pk, at=AT)


def test_a_draft_is_not_taken_apart():
    shop, order = make_shop(), orders.make_submitted()
    with pytest.raises(errors.WrongState):
        propose(order, shop)


def test_taking_apart_anew_replaces_the_open_proposal():
    shop, order = make_shop(), orders.make_effective()
    first = propose(order, shop)
    second = propose(order, shop, version=first.version)
    first.refresh_from_db()
    assert (first.state, second.state) == ("DISCARDED", "PROPOSED")
    assert set(Task.objects.values_list("decomposition_id", flat=True)) == {second.pk}


def test_nothing_is_proposed_again_that_is_there_already():
    shop, order = make_shop(), orders.make_effective(lines=[made_to_order()])
    propose(order, shop)
    release(order, shop)
    count = Task.objects.count()
    row = propose(order, shop)
    assert (row.changes, row.dropped, Task.objects.count()) == ({}, {}, count)


def test_the_days_of_the_proposal_begin_today():
    shop, order = make_shop(), orders.make_effective(lines=[made_to_order()])
    propose(order, shop)
    assert min(one.planned_start for one in Task.objects.all()) == TODAY


def test_a_hundred_million_pieces_are_taken_apart_as_far_as_that_can_be_planned():
    shop = make_shop()
    order = orders.make_effective(lines=[made_to_order(99_999_999)])
    row = propose(order, shop)
    make = by_origin(order)["MADE_MAKE:1"]
    assert (make.planned_hours, make.work_days) == (Decimal("9999999.99"), 999)
    assert any("longer than can be planned" in one for one in showing.sheet_of(row, order, []).notes)
    release(order, shop)
    assert by_origin(order)["MADE_MAKE:1"].state == "OPEN"
