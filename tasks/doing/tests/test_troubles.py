"""A task that is held up, handed over, not needed, marked; and what an order's own way does to its tasks."""

from decimal import Decimal

import pytest

from accounts.collaboration.models import Notification
from accounts.handover import duties
from accounts.people import operations as people
from accounts.people.queries import system_user
from common import errors
from common.operation import in_operation
from orders.lifecycle import operations as lifecycle
from orders.order import followers
from orders.order.followers import Happening
from orders.order.models import OrderLine
from orders.tests import builders as order_builders
from orders.tests.flow_builders import broken_invariants
from tasks.assigning.models import Assignment
from tasks.doing import following, operations
from tasks.task import queries
from tasks.task.models import Task
from tasks.tests.builders import AT, make_shop, make_task, phase

pytestmark = pytest.mark.django_db


def told(user) -> set[str]:
    return set(Notification.objects.filter(user=user).values_list("kind", flat=True))


def fresh(task: Task) -> Task:
    return Task.objects.get(pk=task.pk)


def test_what_is_held_up_is_told_to_who_follows_the_order():
    shop = make_shop()
    task = make_task(shop=shop)
    operations.block_task(actor=shop.foreman, task_id=task.pk, reason="CUSTOMER", words="Drawing not signed", at=AT)
    found = fresh(task)
    assert (found.state, found.block_reason, found.blocked_at) == ("BLOCKED", "CUSTOMER", AT)
    assert "task.blocked" in told(task.order.salesperson)
    operations.resume_task(actor=shop.foreman, task_id=task.pk, at=AT)
    found = fresh(task)
    assert (found.state, found.block_reason, found.block_words) == ("OPEN", "", ""), "it had not begun"
    assert broken_invariants() == {}


def test_another_reason_needs_words():
    shop = make_shop()
    with pytest.raises(errors.Invalid) as refused:
        operations.block_task(actor=shop.foreman, task_id=make_task(shop=shop).pk, reason="OTHER", at=AT)
    assert "words" in refused.value.fields


def test_a_blocked_task_takes_no_progress_until_it_goes_on():
    shop = make_shop()
    task = make_task(shop=shop)
    operations.block_task(actor=shop.foreman, task_id=task.pk, reason="MATERIAL", at=AT)
    with pytest.raises(errors.WrongState):
        operations.report_progress(actor=shop.foreman, task_id=task.pk, progress=10, at=AT)


def test_it_goes_to_a_colleague_who_is_told_and_back_to_the_head():
    shop = make_shop()
    task = make_task(shop=shop)
    operations.hand_over(actor=shop.foreman, task_id=task.pk, user_id=shop.worker.pk, reason="His bench", at=AT)
    found = fresh(task)
    assert (found.owner, found.is_picked) == (shop.worker, True)
    assert "task.given" in told(shop.worker)
    operations.hand_over(actor=shop.worker, task_id=task.pk, user_id=shop.foreman.pk, reason="On leave", at=AT)
    found = fresh(task)
    assert (found.owner, found.is_picked) == (shop.foreman, False)
    row = Assignment.objects.filter(task=task).order_by("-pk")[0]
    assert (row.how, row.former, row.user, row.reason) == ("HANDOVER", shop.worker, shop.foreman, "On leave")


def test_nobody_of_another_department_is_handed_a_task():
    shop = make_shop()
    with pytest.raises(errors.Invalid):
        operations.hand_over(
            actor=shop.foreman, task_id=make_task(shop=shop).pk, user_id=shop.keeper.pk, reason="Full", at=AT
        )


def test_dropped_it_holds_nothing_up_any_more():
    shop = make_shop()
    first = make_task(shop=shop)
    second = make_task(first.order, shop=shop, title="Pack", after=[first.pk], department_id=shop.warehouse.pk)
    with pytest.raises(errors.NotAllowed):
        operations.drop_task(actor=shop.keeper, task_id=first.pk, reason="No", at=AT)
    operations.drop_task(actor=shop.planner, task_id=first.pk, reason="The customer does it", at=AT)
    assert (fresh(first).state, fresh(first).drop_reason) == ("DROPPED", "The customer does it")
    assert fresh(second).is_ready and "task.dropped" in told(shop.foreman)
    assert broken_invariants() == {}


def test_a_key_task_is_marked_by_who_leads_and_its_other_reasons_stay():
    shop = make_shop()
    task = make_task(shop=shop)
    Task.objects.filter(pk=task.pk).update(key_reasons=["URGENT"])
    operations.mark_key(actor=shop.foreman, task_id=task.pk, is_key=True, at=AT)
    assert fresh(task).key_reasons == ["URGENT", "BY_HAND"]
    operations.mark_key(actor=shop.foreman, task_id=task.pk, is_key=False, at=AT)
    assert fresh(task).key_reasons == ["URGENT"]


def test_its_words_are_changed_by_who_leads_and_its_owner_is_told():
    shop = make_shop()
    task = make_task(shop=shop)
    operations.change_task(actor=shop.planner, task_id=task.pk, changes={"goal": "Ten, not nine"}, at=AT)
    assert fresh(task).goal == "Ten, not nine" and "task.changed" in told(shop.foreman)
    with pytest.raises(errors.Stale) as refused:
        operations.change_task(actor=shop.planner, task_id=task.pk, changes={"goal": "Eight"}, version=1, at=AT)
    assert "goal" in refused.value.details["fields"]
    with pytest.raises(errors.Invalid):
        operations.change_task(actor=shop.planner, task_id=task.pk, changes={"planned_hours": Decimal(-1)}, at=AT)


def test_who_leaves_gives_his_tasks_to_another():
    shop = make_shop()
    task = make_task(shop=shop)
    duty = duties.handover["tasks"]
    assert duty.count(shop.foreman) == 1
    moved = in_operation(shop.planner.pk, lambda: duty.move(shop.planner, shop.foreman, shop.worker, AT))
    assert (moved, fresh(task).owner, duty.count(shop.foreman)) == (1, shop.worker, 0)
    assert Assignment.objects.get(task=task, how="HANDOVER").former == shop.foreman


def test_a_void_order_leaves_nothing_to_do():
    shop = make_shop()
    first = make_task(shop=shop)
    make_task(first.order, shop=shop, title="Pack", after=[first.pk])
    lifecycle.void_order(actor=system_user(), order_id=first.order_id, reason="Not wanted", at=AT)
    assert set(Task.objects.values_list("state", flat=True)) == {"DROPPED"}
    assert "task.dropped" in told(shop.foreman)
    assert OrderLine.objects.get(order=first.order, line_no=1).work_done is None
    assert broken_invariants() == {}


def test_a_closed_line_drops_what_had_not_begun_and_following_up_stays():
    shop = make_shop()
    waits = make_task(shop=shop)
    runs = make_task(waits.order, shop=shop, title="Assemble")
    operations.start_task(actor=shop.foreman, task_id=runs.pk, at=AT)
    follows = make_task(waits.order, shop=shop, title="Call the customer", phase_id=phase("FOLLOW").pk)
    order_id = waits.order_id

    def close() -> None:
        order, lines = queries.lock_order(order_id)
        following.follow(order, Happening.LINES_CLOSED, lines=lines, actor=shop.planner, at=AT)

    in_operation(shop.planner.pk, close)
    assert [fresh(one).state for one in (waits, runs, follows)] == ["DROPPED", "RUNNING", "OPEN"]
    assert "task.order_closed" in told(shop.foreman)
    assert broken_invariants() == {}


def test_an_order_that_no_room_works_on_pays_one_statement_for_all_that_happens_to_it(django_assert_num_queries):
    order, machine = order_builders.make_effective(), system_user()
    closing = [(what, ()) for what in (Happening.SHIPPED, Happening.LINES_CLOSED, Happening.CLOSED)]
    for happened, count in ((closing, 1), (closing[:1], 0), ([(Happening.VOIDED, ())], 1)):
        with django_assert_num_queries(count):
            followers.tell_all(order, happened, actor=machine, at=AT)


@pytest.mark.parametrize("has_substitute", [False, True])
def test_taken_up_again_after_its_owner_left_it_is_done_by_who_stands_in_for_him(has_substitute):
    shop = make_shop()
    task = make_task(shop=shop)
    operations.hand_over(actor=shop.foreman, task_id=task.pk, user_id=shop.worker.pk, reason="Bench", at=AT)
    operations.finish_task(actor=shop.worker, task_id=task.pk, at=AT)
    substitute = shop.mate if has_substitute else None
    people.deactivate_user(
        actor=system_user(), user_id=shop.worker.pk, substitute_id=substitute.pk if substitute else None, at=AT
    )
    operations.reopen_task(actor=shop.foreman, task_id=task.pk, reason="It drifts", at=AT)
    found = fresh(task)
    assert (found.state, found.owner, found.is_picked) == ("RUNNING", substitute or shop.foreman, has_substitute)
    row = Assignment.objects.filter(task=task).latest("pk")
    assert (row.user, row.former) == (found.owner, shop.worker)
    assert broken_invariants() == {}


def test_what_is_to_be_given_out_follows_who_leads_the_department():
    shop = make_shop()
    waiting, begun, picked = (make_task(shop=shop, title=title) for title in ("Weld", "Drill", "Pack"))
    operations.start_task(actor=shop.foreman, task_id=begun.pk, at=AT)
    operations.hand_over(actor=shop.foreman, task_id=picked.pk, user_id=shop.worker.pk, reason="Bench", at=AT)
    assert operations.settle_heads(at=AT) == 0
    people.update_department(
        actor=system_user(), department_id=shop.production.pk, changes={"head_id": shop.mate.pk}, at=AT
    )
    assert operations.settle_heads(at=AT) == 1
    owners = [fresh(one).owner for one in (waiting, begun, picked)]
    assert owners == [shop.mate, shop.foreman, shop.worker]
    assert "task.passed_on" in told(shop.mate)
    assert not Notification.objects.filter(user=shop.foreman, kind="task.given", subject_id=waiting.pk, read_at=None)
    assert operations.settle_heads(at=AT) == 0
    assert broken_invariants() == {}
