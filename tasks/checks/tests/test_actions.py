"""What is done about a problem that a check found is a task: given out with the check, done here or there, late in one
list (R142; docs/adr/0077)."""

import copy
from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from accounts.collaboration.models import Notification
from accounts.tests.builders import make_user
from common import errors
from orders.closure import operations as closure
from orders.lifecycle import operations as lifecycle
from orders.order.choices import CloseReason
from orders.order.models import Order
from orders.tests.builders import AT, TODAY, fresh, make_effective, make_order_cast
from tasks.checks import operations, policies, queries
from tasks.checks.asking import ActionDraft
from tasks.doing import operations as doing
from tasks.doing import queries as mine
from tasks.task.models import Task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made")]
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def made(once_a_file):
    return once_a_file(_make_all)


@pytest.fixture
def copied(made):
    return copy.deepcopy(made)


@pytest.fixture
def cast(copied):
    return copied[0]


@pytest.fixture
def desk(copied):
    return copied[1]


@pytest.fixture
def worker(copied):
    return copied[2]


@pytest.fixture
def order(copied):
    return copied[3]


def _make_all():
    cast = _make_cast()
    desk = _make_desk()
    worker = _make_worker()
    order = _make_order(cast)
    return cast, desk, worker, order


def _make_cast():
    return make_order_cast()


def _make_desk():
    return make_user("order_desk")


def _make_worker():
    return make_user("production")


def _make_order(cast):
    return make_effective(cast.owner)


def find(desk, order, worker, words="Ask the other supplier", day=TODAY + 3 * DAY):
    made = operations.record_check(
        actor=desk,
        order_id=order.pk,
        problem="MATERIAL",
        words="No sensors",
        actions=[ActionDraft(words, worker.pk, day)],
        at=AT,
    )
    return made.actions.get()


def told(person):
    return list(Notification.objects.filter(user=person).order_by("pk").values_list("kind", flat=True))


def test_it_is_a_task_of_who_was_named_on_the_day_that_was_said(desk, order, worker):
    task = find(desk, order, worker, day=date(2026, 11, 28))
    assert (task.source, task.state, task.owner, task.is_picked) == ("CHECK", "OPEN", worker, True)
    assert (task.department_id, task.department_due_date) == (worker.department_id, date(2026, 11, 28))
    # a Saturday: work ends on the Friday before it
    assert (task.planned_start, task.planned_end) == (TODAY, date(2026, 11, 27))
    assert "No sensors" in task.requirements and task.steps.get().move == "release"
    assert task.assignments.get().how == "CHECK"
    assert told(worker) == ["task.given"]
    assert task.pk in {one.pk for one in Task.objects.filter(owner=worker, state="OPEN")}


def test_a_long_one_keeps_all_its_words(desk, order, worker):
    task = find(desk, order, worker, words="x" * 300)
    assert len(task.title) == 160 and task.goal == "x" * 300


def test_done_as_a_task_it_is_done_in_the_check_and_who_found_the_problem_is_told(desk, order, worker):
    task = find(desk, order, worker)
    with pytest.raises(errors.Invalid):
        doing.finish_task(actor=worker, task_id=task.pk, at=AT)
    doing.finish_task(actor=worker, task_id=task.pk, result="It comes on Friday", at=AT)
    row = queries.get_action(desk, task.pk)
    assert (row.done_by, row.result, row.is_ended) == (worker.username, "It comes on Friday", True)
    assert not queries.open_actions(order)
    assert "task.finished" in told(desk)


def test_done_in_the_check_the_task_is_done(desk, order, worker):
    task = find(desk, order, worker)
    with pytest.raises(errors.Invalid):
        operations.finish_action(actor=desk, action_id=task.pk, result=" ", at=AT)
    done = operations.finish_action(actor=desk, action_id=task.pk, result="Ordered", at=AT, version=task.version)
    assert (done.state, done.progress) == ("DONE", 100)
    assert queries.get_action(desk, task.pk).done_by == desk.username
    with pytest.raises(errors.WrongState):
        operations.finish_action(actor=worker, action_id=task.pk, result="Again", at=AT)


def test_taken_up_again_nobody_has_done_it(desk, order, worker):
    task = find(desk, order, worker)
    doing.finish_task(actor=worker, task_id=task.pk, result="Done", at=AT)
    doing.reopen_task(actor=worker, task_id=task.pk, reason="It did not help", at=AT)
    assert queries.get_action(desk, task.pk).done_by is None
    assert [one.pk for one in queries.open_actions(order)] == [task.pk]


def test_who_may_neither_work_on_it_nor_check_the_order_does_not_finish_it(cast, desk, order, worker):
    task = find(desk, order, worker)
    with pytest.raises(errors.NotFound):
        operations.finish_action(actor=cast.stranger, action_id=task.pk, result="Done", at=AT)
    with pytest.raises(errors.NotAllowed):
        operations.finish_action(actor=make_user("warehouse"), action_id=task.pk, result="Done", at=AT)
    assert Task.objects.get(pk=task.pk).is_live


def test_it_is_done_though_the_order_is_frozen_or_closed(cast, desk, order, worker):
    task = find(desk, order, worker)
    Order.objects.filter(pk=order.pk).update(is_frozen=True, freeze_reason="Customer asks")
    doing.start_task(actor=worker, task_id=task.pk, at=AT)
    other = find(desk, make_effective(cast.owner), worker)
    closure.close_order(
        actor=cast.head, order_id=other.order_id, reason_code=CloseReason.CUSTOMER, reason="Nothing more", at=AT
    )
    assert Task.objects.get(pk=other.pk).state == "OPEN"


def test_nothing_is_left_to_do_for_an_order_that_is_void(cast, desk, order, worker):
    task = find(desk, order, worker)
    lifecycle.void_order(actor=cast.head, order_id=order.pk, reason="Twice", at=AT)
    assert Task.objects.get(pk=task.pk).state == "DROPPED"
    assert not queries.open_actions(fresh(order)) and policies.actions_visible_to(desk).count() == 1


def test_what_a_check_asked_for_has_a_check(desk, order, worker):
    task = find(desk, order, worker)
    with pytest.raises(IntegrityError):
        Task.objects.filter(pk=task.pk).update(check_made=None)


def test_it_stands_among_my_tasks(desk, order, worker):
    task = find(desk, order, worker)
    found = mine.my_tasks(worker, today=TODAY)
    assert task.pk in {one.pk for one in found.today}
