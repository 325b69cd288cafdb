"""What comes before a released task, changed by who may."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.collaboration.models import Notification
from common import clock, errors
from orders.tests.flow_builders import broken_invariants
from orders.tests.page_builders import Browser
from tasks.doing import operations
from tasks.doing.tests.test_doors import Api
from tasks.task.models import Task, TaskLink
from tasks.tests.builders import AT, make_shop, make_task

pytestmark = pytest.mark.django_db
FINISH, START = "FINISH", "START"


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    """Doors read the clock: it stands still."""
    monkeypatch.setattr(clock, "now", lambda: AT)


def fresh(task: Task) -> Task:
    return Task.objects.get(pk=task.pk)


def _pair(shop):
    """Two tasks of an order that know nothing of each other, on the same days; the second is packed by the keeper."""
    first = make_task(shop=shop)
    second = make_task(first.order, shop=shop, title="Pack", department_id=shop.warehouse.pk)
    return first, second


def _says(task) -> list[tuple[int, str, int]]:
    return list(TaskLink.objects.filter(successor=task).values_list("predecessor_id", "kind", "lag_days"))


def test_a_task_put_after_another_waits_for_it_and_moves_behind_it():
    shop = make_shop()
    first, second = _pair(shop)
    operations.set_predecessors(actor=shop.planner, task_id=second.pk, after=[(first.pk, FINISH, 1)], at=AT)
    found = fresh(second)
    assert _says(second) == [(first.pk, FINISH, 1)]
    assert found.open_predecessors == 1 and found.planned_start > first.planned_end
    told = Notification.objects.filter(user=shop.keeper, kind="task.relinked")
    assert told.count() == 1
    assert broken_invariants() == {}


def test_freed_of_what_came_before_it_can_begin_and_its_owner_is_told():
    shop = make_shop()
    first, second = _pair(shop)
    operations.set_predecessors(actor=shop.planner, task_id=second.pk, after=[(first.pk, FINISH, 0)], at=AT)
    operations.set_predecessors(actor=shop.keeper, task_id=second.pk, after=[], at=AT)
    assert _says(second) == []
    assert fresh(second).is_ready and fresh(second).ready_at == AT
    operations.start_task(actor=shop.keeper, task_id=second.pk, at=AT)
    assert broken_invariants() == {}


def test_the_same_again_changes_nothing():
    shop = make_shop()
    first, second = _pair(shop)
    after = [(first.pk, START, 2)]
    operations.set_predecessors(actor=shop.planner, task_id=second.pk, after=after, at=AT)
    version = fresh(second).version
    operations.set_predecessors(actor=shop.planner, task_id=second.pk, after=after, at=AT)
    assert fresh(second).version == version


def test_no_circle_no_stranger_no_task_twice_and_not_itself():
    shop = make_shop()
    first, second = _pair(shop)
    stranger = make_task(shop=shop)
    operations.set_predecessors(actor=shop.planner, task_id=second.pk, after=[(first.pk, FINISH, 0)], at=AT)
    for after in (
        [(second.pk, FINISH, 0)],
        [(stranger.pk, FINISH, 0)],
        [(first.pk, FINISH, 0)],
        [(second.pk, "NEVER", 0)],
        [(second.pk, FINISH, 400)],
    ):
        with pytest.raises(errors.Invalid):
            operations.set_predecessors(actor=shop.planner, task_id=first.pk, after=after, at=AT)
    with pytest.raises(errors.Invalid):
        twice = [(first.pk, FINISH, 0), (first.pk, START, 0)]
        operations.set_predecessors(actor=shop.planner, task_id=second.pk, after=twice, at=AT)
    assert _says(first) == [] and _says(second) == [(first.pk, FINISH, 0)]


def test_what_began_keeps_what_came_before_it():
    shop = make_shop()
    first, second = _pair(shop)
    operations.start_task(actor=shop.keeper, task_id=second.pk, at=AT)
    with pytest.raises(errors.WrongState):
        operations.set_predecessors(actor=shop.planner, task_id=second.pk, after=[(first.pk, FINISH, 0)], at=AT)


def test_who_only_works_on_it_says_nothing_about_what_comes_before():
    shop = make_shop()
    first, second = _pair(shop)
    operations.hand_over(actor=shop.foreman, task_id=first.pk, user_id=shop.worker.pk, reason="His bench", at=AT)
    with pytest.raises(errors.NotAllowed):
        operations.set_predecessors(actor=shop.worker, task_id=first.pk, after=[(second.pk, FINISH, 0)], at=AT)


def test_the_page_asks_row_by_row_and_refuses_a_circle_with_words():
    shop = make_shop()
    first, second = _pair(shop)
    planner, url = Browser(shop.planner), reverse("tasks:task-after", args=[second.pk])
    page = planner.get(url).text
    assert first.title in page and f'value="{second.pk}"' not in page
    said = {"task_0": first.pk, "kind_0": FINISH, "lag_0": 0, "task_1": "", "lag_1": ""}
    assert planner.post(url, version=second.version, **said).status_code == 303
    assert _says(second) == [(first.pk, FINISH, 0)]
    said["task_0"] = second.pk
    circle = planner.post(reverse("tasks:task-after", args=[first.pk]), version=fresh(first).version, **said)
    assert circle.status_code == 422 and "would wait for each other" in circle.text
    assert planner.post(url, version=second.version, task_0="").status_code == 409


def test_the_api_takes_it_with_the_version_that_was_read():
    shop = make_shop()
    first, second = _pair(shop)
    api = Api(shop.planner)
    said = {"after": [{"task": first.pk, "kind": START, "lag_days": 1}]}
    path = f"{second.pk}/set-predecessors/"
    assert api.send(path, **said).json()["predecessors"][0]["kind"] == START
    assert api.send(path, after=[{"task": second.pk}]).status_code == 400
    assert Api(shop.worker).send(path, after=[]).status_code in (403, 404)


def test_the_page_of_a_task_leads_to_its_days_and_back():
    shop = make_shop()
    task = make_task(shop=shop)
    foreman, page = Browser(shop.foreman), reverse("tasks:task-detail", args=[task.pk])
    move = reverse("tasks:move", args=[task.pk])
    assert f"{move}?next={page}" in foreman.get(page).text
    days = {"start": date(2026, 11, 25), "end": date(2026, 12, 1), "cause": "CAPACITY"}
    moved = foreman.post(f"{move}?next={page}", version=task.version, next=page, **days)
    assert (moved.status_code, moved.headers["Location"]) == (303, page)
    assert Browser(shop.worker).get(page).text.count(move) == 0
