"""Days moved by hand and by the rules, and what a preview says before (R138, R139, R159)."""

import copy
from datetime import date
from decimal import Decimal

import pytest

from common import errors
from orders.order.models import OrderLine
from tasks.scheduling import operations, phases, previewing
from tasks.scheduling.models import Absence, DateMove, OrderPhase
from tasks.task.models import Task
from tasks.tests.builders import AT, make_shop, make_task, phase

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made")]
D = date


@pytest.fixture(scope="module")
def made(once_a_file):
    return once_a_file(_make_all)


@pytest.fixture
def mine(made):
    return copy.deepcopy(made)


@pytest.fixture
def shop(mine):
    return mine[0]


@pytest.fixture
def chain(mine):
    return mine[1]


def _make_all():
    shop = _make_shop()
    chain = _make_chain(shop)
    return shop, chain


def _make_shop():
    return make_shop()


def _make_chain(shop) -> list[Task]:
    """Assemble (Monday to Wednesday), calibrate (Thursday, Friday), ship (Monday)."""
    first = make_task(shop=shop, planned_end=D(2026, 11, 25), planned_hours=Decimal(24))
    second = make_task(
        first.order,
        shop=shop,
        title="Calibrate",
        planned_start=D(2026, 11, 26),
        planned_end=D(2026, 11, 27),
        after=[first.pk],
    )
    third = make_task(
        first.order,
        shop=shop,
        title="Ship",
        department_id=shop.warehouse.pk,
        phase_id=phase("DELIVER").pk,
        planned_start=D(2026, 11, 30),
        planned_end=D(2026, 11, 30),
        after=[second.pk],
    )
    OrderLine.objects.filter(order=first.order).update(promised_ship_date=D(2026, 12, 1), promised_date=D(2026, 12, 3))
    return [first, second, third]


def move(task, shop, actor=None, **days):
    return operations.move_task(actor=actor or shop.foreman, task_id=task.pk, at=AT, **days)


def spans(order) -> list[str]:
    rows = Task.objects.filter(order=order).order_by("pk")
    return [f"{one.planned_start:%m-%d}…{one.planned_end:%m-%d}" for one in rows]


def test_a_moved_task_keeps_its_length_and_what_waits_for_it_follows(chain, shop):
    moved = move(chain[0], shop, start=D(2026, 11, 24), cause="MATERIAL", words="Cells come on Monday")
    assert (moved.is_fixed, moved.work_days) == (True, 3)
    assert spans(moved.order) == ["11-24…11-26", "11-27…11-30", "12-01…12-01"]
    rows = {one.task_id: (one.cause, one.days, one.department_id) for one in DateMove.objects.all()}
    assert rows == {
        chain[0].pk: ("MATERIAL", 1, shop.production.pk),
        chain[1].pk: ("PREDECESSOR", 1, shop.production.pk),
        chain[2].pk: ("PREDECESSOR", 1, shop.production.pk),
    }


def test_only_what_has_to_move_moves(chain, shop):
    move(chain[1], shop, start=D(2026, 11, 27), end=D(2026, 11, 27))
    assert spans(chain[0].order) == ["11-23…11-25", "11-27…11-27", "11-30…11-30"]


def test_nothing_begins_before_what_precedes_it_ends(chain, shop):
    with pytest.raises(errors.Invalid) as caught:
        move(chain[1], shop, start=D(2026, 11, 25))
    assert "2026-11-26" in str(caught.value)


def test_days_off_are_stepped_over(chain, shop):
    move(chain[2], shop, start=D(2026, 12, 5), actor=shop.keeper)
    assert spans(chain[0].order)[2] == "12-07…12-07"


@pytest.mark.parametrize("days", [{"end": D(2026, 11, 20)}, {"start": D(2026, 11, 25), "end": D(2026, 11, 24)}, {}])
def test_impossible_days_are_refused(chain, shop, days):
    if not days:
        days = {"end": D(2025, 1, 1)}
    with pytest.raises(errors.Invalid):
        move(chain[0], shop, **days)


def test_of_what_began_only_the_end_moves(chain, shop):
    Task.objects.filter(pk=chain[0].pk).update(state="RUNNING", started_at=AT)
    with pytest.raises(errors.Invalid):
        move(chain[0], shop, start=D(2026, 11, 25))
    assert move(chain[0], shop, end=D(2026, 11, 27)).planned_end == D(2026, 11, 27)


def test_who_leads_no_department_of_it_moves_nothing(chain, shop):
    with pytest.raises(errors.NotAllowed):
        move(chain[0], shop, actor=shop.keeper, end=D(2026, 11, 27))
    assert not DateMove.objects.exists()


def test_a_stale_page_moves_nothing(chain, shop):
    with pytest.raises(errors.Stale):
        move(chain[0], shop, end=D(2026, 11, 27), version=chain[0].version - 1)


def test_what_ended_does_not_move(chain, shop):
    Task.objects.filter(pk=chain[0].pk).update(state="DONE", done_at=AT, progress=100)
    with pytest.raises(errors.WrongState):
        move(chain[0], shop, end=D(2026, 11, 27))


def test_a_preview_says_what_the_move_does_and_writes_nothing(chain, shop):
    before = spans(chain[0].order)
    found = previewing.preview_move(actor=shop.foreman, task_id=chain[0].pk, start=D(2026, 11, 25), at=AT)
    assert [(one.task.pk, one.days) for one in found.shifts] == [(one.pk, 2) for one in chain]
    (promise,) = found.breaks
    assert (promise.line_no, promise.before, promise.after) == (1, 1, -1)
    assert spans(chain[0].order) == before and not DateMove.objects.exists()
    move(chain[0], shop, start=D(2026, 11, 25))
    assert spans(chain[0].order) == [f"{one.new_start:%m-%d}…{one.new_end:%m-%d}" for one in found.shifts]


def test_a_preview_says_who_would_have_too_much_to_do(chain, shop):
    make_task(shop=shop, planned_start=D(2026, 12, 1), planned_end=D(2026, 12, 1), planned_hours=Decimal(6))
    found = previewing.preview_move(actor=shop.foreman, task_id=chain[0].pk, start=D(2026, 12, 1), at=AT)
    (over,) = [one for one in found.overloads if one.day == D(2026, 12, 1)]
    assert (over.person, over.hours, over.capacity, over.is_away) == (shop.foreman, Decimal(14), Decimal(8), False)


def test_a_preview_says_who_is_away(chain, shop):
    Absence.objects.create(
        user=shop.foreman, first=D(2026, 12, 1), last=D(2026, 12, 1), created_by=shop.foreman, created_at=AT
    )
    found = previewing.preview_move(actor=shop.foreman, task_id=chain[0].pk, start=D(2026, 12, 1), at=AT)
    assert [one.day for one in found.overloads if one.is_away] == [D(2026, 12, 1)]


def test_a_preview_says_which_fixed_task_would_begin_too_early(chain, shop):
    Task.objects.filter(pk=chain[1].pk).update(is_fixed=True)
    found = previewing.preview_move(actor=shop.foreman, task_id=chain[0].pk, start=D(2026, 11, 25), at=AT)
    assert [(one.before.pk, one.after.pk) for one in found.broken_links] == [(chain[0].pk, chain[1].pk)]
    assert [one.task.pk for one in found.shifts] == [chain[0].pk]


def test_planned_by_the_rules_an_order_is_as_early_as_possible_or_as_late_as_promised(chain, shop):
    order = chain[0].order
    operations.schedule_order(actor=shop.planner, order_id=order.pk, backward=True, at=AT)
    assert spans(order) == ["11-24…11-26", "11-27…11-30", "12-01…12-01"]
    operations.schedule_order(actor=shop.planner, order_id=order.pk, at=AT)
    assert spans(order) == ["11-20…11-24", "11-25…11-26", "11-27…11-27"]  # today is the 20th, a Friday


def test_days_fixed_by_hand_stay_until_they_are_freed(chain, shop):
    order = chain[0].order
    move(chain[1], shop, start=D(2026, 12, 3))
    operations.schedule_order(actor=shop.planner, order_id=order.pk, at=AT)
    assert spans(order)[1:] == ["12-03…12-04", "12-07…12-07"]
    operations.schedule_order(actor=shop.planner, order_id=order.pk, at=AT, frees=True)
    assert spans(order)[1] == "11-25…11-26" and not Task.objects.filter(is_fixed=True).exists()


def test_a_freed_task_moves_again(chain, shop):
    move(chain[1], shop, start=D(2026, 12, 3))
    assert operations.free_task(actor=shop.foreman, task_id=chain[1].pk, at=AT).is_fixed is False


def test_who_may_not_plan_the_order_plans_nothing(chain, shop):
    with pytest.raises(errors.NotAllowed):
        operations.schedule_order(actor=shop.foreman, order_id=chain[0].order_id, at=AT)


def test_slack_and_critical_path_are_written(chain, shop):
    move(chain[0], shop, end=D(2026, 11, 25))
    rows = Task.objects.filter(order=chain[0].order).order_by("pk")
    assert [(one.slack_days, one.is_critical) for one in rows] == [(1, True)] * 3
    assert all(one.key_reasons == ["CRITICAL"] for one in rows)


def test_the_night_says_how_little_slack_is_left(chain, shop):
    operations.judge_all(actor=shop.planner, at=AT.replace(day=27))
    assert Task.objects.get(pk=chain[0].pk).slack_days == 1
    versions = Task.objects.filter(order=chain[0].order).order_by("pk").values_list("version", flat=True)
    assert list(versions) == [one.version for one in chain]


def test_phases_have_the_day_of_their_last_task_and_are_reached_with_it(chain, shop):
    operations.judge_all(actor=shop.planner, at=AT)
    rows = {one.phase.code: one for one in phases.of_order(chain[0].order)}
    assert {code: (one.target_date, one.count) for code, one in rows.items()} == {
        "MAKE": (D(2026, 11, 27), 2),
        "DELIVER": (D(2026, 11, 30), 1),
    }
    move(chain[1], shop, end=D(2026, 12, 1))
    (make,) = [one for one in phases.of_order(chain[0].order) if one.phase.code == "MAKE"]
    assert (make.target_date, make.expected, make.late) == (D(2026, 11, 27), D(2026, 12, 1), 2)
    Task.objects.filter(pk__in=[chain[0].pk, chain[1].pk]).update(state="DONE", done_at=AT, progress=100)
    operations.judge_all(actor=shop.planner, at=AT)
    assert OrderPhase.objects.get(phase__code="MAKE").reached_at == AT


def test_a_target_set_by_hand_holds_and_its_move_is_written_down(chain, shop):
    operations.judge_all(actor=shop.planner, at=AT)
    row = OrderPhase.objects.get(phase__code="MAKE")
    sent = {"actor": shop.planner, "order_id": row.order_id, "phase_id": row.phase_id, "at": AT}
    row = operations.set_target(**sent, target_date=D(2026, 11, 26), target="Ten ready", version=row.version)
    assert (row.target_date, row.target, row.is_by_hand) == (D(2026, 11, 26), "Ten ready", True)
    assert (DateMove.objects.get().what, DateMove.objects.get().days) == ("PHASE", -1)
    with pytest.raises(errors.Stale):
        operations.set_target(**sent, target_date=None, version=row.version - 1)
    assert operations.set_target(**sent, target_date=None).target_date == D(2026, 11, 27)
