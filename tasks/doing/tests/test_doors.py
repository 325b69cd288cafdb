"""Tasks as pages and over the API."""

import itertools
from datetime import date

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.tests.builders import make_user
from common import clock
from orders.tests import builders as order_builders
from orders.tests.page_builders import Browser, statements
from tasks.task.models import Task
from tasks.tests.builders import AT, make_shop, make_task, phase

pytestmark = pytest.mark.django_db
_keys = itertools.count(1)


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    """Doors read the clock: it stands still."""
    monkeypatch.setattr(clock, "now", lambda: AT)


class Api(APIClient):
    def __init__(self, user):
        super().__init__()
        self.force_authenticate(user)

    def send(self, path, **body):
        return self.post(f"/api/v1/tasks/{path}", body, format="json", headers={"Idempotency-Key": f"t{next(_keys)}"})


def fresh(task):
    return Task.objects.get(pk=task.pk)


def test_the_way_of_a_task_through_its_pages():
    shop = make_shop()
    task = make_task(shop=shop, goal="Ten pieces", requirements="Laser mark on the housing")
    after = make_task(task.order, shop=shop, title="Calibrate", after=[task.pk])
    foreman, url = Browser(shop.foreman), reverse("tasks:task-detail", args=[task.pk])
    page = foreman.get(url).text
    assert "Laser mark on the housing" in page and "Calibrate" in page
    for name in ("progress", "hours", "block", "finish", "hand-over", "edit", "drop"):
        assert foreman.get(f"{url}{name}/").status_code == 200, name
    assert foreman.post(f"{url}start/", version=fresh(task).version).status_code == 303
    said = {"progress": 40, "hours": "6.5", "note": "Four of ten"}
    assert foreman.post(f"{url}progress/", version=fresh(task).version, **said).status_code == 303
    assert foreman.post(f"{url}block/", version=fresh(task).version, reason="OTHER").status_code == 422
    held = {"reason": "MATERIAL", "words": "No strain gauges"}
    assert foreman.post(f"{url}block/", version=fresh(task).version, **held).status_code == 303
    assert "No strain gauges" in foreman.get(url).text
    assert foreman.post(f"{url}resume/", version=fresh(task).version).status_code == 303
    hours = {"hours": "2", "day": "2026-11-20", "user_id": shop.worker.pk}
    assert foreman.post(f"{url}hours/", version=fresh(task).version, **hours).status_code == 303
    assert foreman.post(f"{url}key/", version=fresh(task).version).status_code == 303
    came = {"result": "All fine", "cause": "OTHER"}
    assert foreman.post(f"{url}finish/", version=fresh(task).version, **came).status_code == 303
    page = foreman.get(url).text
    assert "All fine" in page and shop.worker.name in page and "Four of ten" in page
    assert fresh(after).is_ready
    again = {"reason": "Two drift", "progress": 80}
    assert foreman.post(f"{url}reopen/", version=fresh(task).version, **again).status_code == 303
    given = {"user_id": shop.worker.pk, "reason": "His bench"}
    assert foreman.post(f"{url}hand-over/", version=fresh(task).version, **given).status_code == 303
    assert foreman.post(f"{url}drop/", version=fresh(task).version, reason="Not needed").status_code == 303
    assert (fresh(task).state, fresh(task).owner) == ("DROPPED", shop.worker)


def test_an_older_page_is_told_so():
    shop = make_shop()
    task = make_task(shop=shop)
    answer = Browser(shop.foreman).post(reverse("tasks:task-start", args=[task.pk]), version=task.version - 1)
    assert answer.status_code == 409 and fresh(task).state == "OPEN"


def test_what_waits_asks_why_it_begins():
    shop = make_shop()
    first = make_task(shop=shop)
    task = make_task(first.order, shop=shop, title="Calibrate", after=[first.pk])
    url, foreman = reverse("tasks:task-start", args=[task.pk]), Browser(shop.foreman)
    assert "One task before it" in foreman.get(url).text
    assert foreman.post(url, version=task.version, reason="").status_code == 422
    assert foreman.post(url, version=task.version, reason="Half is there").status_code == 303
    assert fresh(task).state == "RUNNING"


def test_my_tasks_are_done_with_a_thumb_and_lead_back():
    shop = make_shop()
    late = make_task(shop=shop, title="Weld the frame", planned_start=date(2026, 11, 2), planned_end=date(2026, 11, 3))
    make_task(late.order, shop=shop, title="Calibrate", after=[late.pk])
    foreman, mine = Browser(shop.foreman), reverse("tasks:my-tasks")
    page = foreman.get(mine).text
    assert "Weld the frame" in page and "Calibrate" in page and "Late" in page
    start = f"{reverse('tasks:task-start', args=[late.pk])}?from=mine"
    assert foreman.post(start, version=late.version).headers["Location"] == mine
    step = f"{reverse('tasks:task-progress', args=[late.pk])}?from=mine"
    assert foreman.post(step, version=fresh(late).version, progress=50).headers["Location"] == mine
    assert fresh(late).progress == 50
    assert "Nothing to do" in Browser(shop.worker).get(mine).text


def test_who_leads_looks_at_the_tasks_of_his_people_and_others_do_not():
    shop = make_shop()
    task = make_task(shop=shop)
    Task.objects.filter(pk=task.pk).update(owner=shop.worker, is_picked=True)
    url = reverse("tasks:my-tasks")
    assert task.title in Browser(shop.foreman).get(url, person=shop.worker.pk).text
    assert task.title not in Browser(shop.mate).get(url, person=shop.worker.pk).text


def test_my_tasks_cost_the_same_however_many_there_are():
    shop = make_shop()
    order = make_task(shop=shop).order
    foreman, url = Browser(shop.foreman).warm(), reverse("tasks:my-tasks")
    few = statements(lambda: foreman.get(url))
    for number in range(6):
        make_task(order, shop=shop, title=f"Step {number}")
    assert statements(lambda: foreman.get(url)) == few


def test_the_list_is_narrowed_keeps_its_columns_and_costs_the_same_for_many():
    shop = make_shop()
    task = make_task(shop=shop)
    make_task(task.order, shop=shop, title="Pack", department_id=shop.warehouse.pk, line_no=None)
    planner, url = Browser(shop.planner).warm(), reverse("tasks:task-list")
    both = statements(lambda: planner.get(url))
    page = planner.get(url, department=shop.warehouse.pk).text
    assert "Pack" in page and task.title not in page
    assert "Pack" in planner.get(url, unassigned="true", q=task.order.number).text
    for asked in ({"late": "true"}, {"state": "BLOCKED"}, {"key": "true"}, {"mine": "true"}):
        assert "Pack" not in planner.get(url, **asked).text
    planner.post(reverse("tasks:task-columns"), columns=["title", "goal"])
    assert "First planned end" in planner.get(url).text  # offered, not shown
    for number in range(5):
        make_task(task.order, shop=shop, title=f"Step {number}")
    planner.post(reverse("tasks:task-columns"), reset="1")
    assert statements(lambda: planner.get(url)) == both


def test_a_task_is_added_by_hand():
    shop = make_shop()
    first = make_task(shop=shop)
    planner = Browser(shop.planner)
    url = f"{reverse('tasks:task-new')}?order={first.order.number}"
    assert planner.get(url).status_code == 200
    entered = {
        "title": "Print the labels",
        "phase_id": phase("DELIVER").pk,
        "department_id": shop.warehouse.pk,
        "planned_start": "2026-12-01",
        "planned_end": "2026-12-02",
        "after": [first.pk],
    }
    made = planner.post(url, **entered)
    assert made.status_code == 303
    added = Task.objects.get(title="Print the labels")
    assert (added.owner, added.open_predecessors) == (shop.keeper, 1)
    assert Browser(shop.worker).get(url).status_code == 403


def test_a_stranger_finds_neither_page_nor_row():
    task = make_task()
    stranger = Browser(order_builders.make_order_cast().stranger)
    assert stranger.get(reverse("tasks:task-detail", args=[task.pk])).status_code == 404
    assert task.title not in stranger.get(reverse("tasks:task-list")).text


def test_the_home_page_says_what_can_be_done_and_what_waits_to_be_given_out():
    shop = make_shop()
    make_task(shop=shop)
    home = Browser(shop.foreman).get("/").text
    assert "Assemble the scales" in home and "waits until you give it" in home


def test_the_palette_finds_tasks_by_their_words():
    shop = make_shop()
    make_task(shop=shop)
    assert "Assemble the scales" in Browser(shop.foreman).get("/search/", q="assemble").text


def test_the_api_carries_a_task_through_its_life():
    shop = make_shop()
    order = order_builders.make_effective()
    api, planner = Api(shop.foreman), Api(shop.planner)
    made = planner.send(
        "",
        order=order.number,
        title="Assemble",
        phase="MAKE",
        department=shop.production.code,
        planned_start="2026-11-23",
        planned_end="2026-11-30",
        skills=[{"skill": "ASSEMBLY", "level": 3}],
    )
    assert made.status_code == 201, made.json()
    path = f"{made.json()['id']}/"
    assert api.send(f"{path}start/").json()["state"] == "RUNNING"
    assert api.send(f"{path}progress/", progress=40, hours="6.5").json()["actual_hours"] == "6.5"
    logged = api.send(f"{path}log-hours/", hours="1", user=shop.worker.username).json()
    assert {(one["user"], one["hours"]) for one in logged["work_logs"]} >= {(shop.worker.username, "1")}
    assert api.send(f"{path}block/", reason="MATERIAL").json()["block_reason"] == "MATERIAL"
    assert api.send(f"{path}progress/", progress=50).status_code == 409
    assert api.send(f"{path}resume/").json()["state"] == "RUNNING"
    changed = planner.patch(
        f"/api/v1/tasks/{path}",
        {"goal": "Ten"},
        format="json",
        headers={"If-Match": f'"{Task.objects.get().version}"'},
    )
    assert changed.json()["goal"] == "Ten", changed.json()
    assert api.send(f"{path}mark-key/", is_key=True).json()["key_reasons"] == ["BY_HAND"]
    handed = api.send(f"{path}hand-over/", user=shop.worker.username, reason="His bench").json()
    assert (handed["owner"], handed["assignments"][-1]["how"]) == (shop.worker.username, "HANDOVER")
    assert api.send(f"{path}finish/", result="Fine").json()["state"] == "DONE"
    assert api.send(f"{path}reopen/", reason="Not fine").json()["progress"] == 90
    assert api.send(f"{path}drop/", reason="Never mind").json()["state"] == "DROPPED"
    steps = [one["move"] for one in api.get(f"/api/v1/tasks/{path}").json()["steps"]]
    assert steps == ["release", "start", "block", "resume", "finish", "reopen", "drop"]


def test_the_api_lists_and_says_what_is_mine():
    shop = make_shop()
    task = make_task(shop=shop)
    api = Api(shop.foreman)
    listed = api.get("/api/v1/tasks/", {"open": "true", "mine": "true", "order": task.order.number}).json()
    assert [one["id"] for one in listed["results"]] == [task.pk]
    assert api.get("/api/v1/tasks/", {"nonsense": "1"}).status_code == 400
    mine = api.get("/api/v1/tasks/mine/").json()
    assert sum(len(mine[name]) for name in ("late", "today", "week", "later")) == 1
    assert Api(make_user(role=None)).get("/api/v1/tasks/").json()["results"] == []
    assert Api(order_builders.make_order_cast().stranger).send(f"{task.pk}/start/").status_code == 404
    assert Api(shop.mate).send(f"{task.pk}/start/").status_code == 403
