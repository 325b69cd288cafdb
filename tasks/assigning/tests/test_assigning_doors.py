"""Giving tasks out through the pages and over the API."""

import copy
import itertools

import pytest
from rest_framework.test import APIClient

from orders.tests.page_builders import Browser, statements
from tasks.assigning.models import AssignmentWeights
from tasks.task.models import PersonSkill, Task
from tasks.tests.builders import make_shop, make_task, skill

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made")]
_keys = itertools.count(1)


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
def task(mine):
    return mine[1]


def _make_all():
    shop = _make_shop()
    task = _make_task(shop)
    return shop, task


def _make_shop():
    return make_shop()


def _make_task(shop):
    for person, level in ((shop.worker, 4), (shop.mate, 1)):
        PersonSkill.objects.create(user=person, skill=skill(), level=level)
    return make_task(shop=shop, skills=[(skill().pk, 3)])


@pytest.fixture
def head(shop):
    return Browser(shop.foreman)


class Api(APIClient):
    def __init__(self, user):
        super().__init__()
        self.force_authenticate(user)

    def send(self, path, version=None, **body):
        headers = {"Idempotency-Key": f"a{next(_keys)}", **({"If-Match": f'"{version}"'} if version else {})}
        return self.post(f"/api/v1/{path}", body, format="json", headers=headers)


def test_the_popover_shows_candidates_with_scores_and_gives_the_task_out(shop, task, head):
    url = f"/tasks/{task.pk}/assign/"
    part = head.part(url, "assign").text
    assert "<html" not in part and shop.worker.name in part and "Recommended" in part and "level 4 of 3" in part
    assert part.index(shop.worker.name) < part.index(shop.mate.name)
    assert "Lacks Assembly" in part  # the head himself
    assert "<html" in head.get(url).text
    done = head.post(url, version=task.version, user=shop.worker.pk, next="/skills-are-elsewhere/")
    assert (done.status_code, done.headers["Location"]) == (303, "/skills-are-elsewhere/")
    assert Task.objects.get(pk=task.pk).owner == shop.worker


def test_another_one_is_asked_for_the_reason_in_place(shop, task, head):
    url = f"/tasks/{task.pk}/assign/"
    assert "Why not who is recommended" not in head.part(url, "assign").text
    assert "Why not who is recommended" in head.part(url, "assign", user=shop.mate.pk).text
    refused = head.send(url, "assign", version=task.version, user=shop.mate.pk)
    assert refused.status_code == 422 and "Say why not who is proposed" in refused.text
    assert head.post(url, version=task.version, user=shop.mate.pk, reason="He learns").status_code == 303


def test_nobody_is_led_to_another_site(shop, task, head):
    done = head.post(
        f"/tasks/{task.pk}/assign/", version=task.version, user=shop.worker.pk, next="https://evil.example/"
    )
    assert done.headers["Location"].startswith("/")


def test_who_may_not_give_out_gets_no_candidates(shop, task):
    assert Browser(shop.mate).get(f"/tasks/{task.pk}/assign/").status_code == 403
    assert Api(shop.mate).get(f"/api/v1/tasks/{task.pk}/candidates/").status_code == 403


def test_a_department_and_back_through_the_dialogs(shop, task):
    planner, keeper = Browser(shop.planner), Browser(shop.keeper)
    url = f"/tasks/{task.pk}/department/"
    assert shop.warehouse.name in planner.get(url).text
    assert planner.post(url, version=task.version, department=shop.warehouse.pk).status_code == 422
    given = {"department": shop.warehouse.pk, "due_date": "2026-12-04", "reason": "They have the bench"}
    assert planner.post(url, version=task.version, **given).status_code == 303
    now = Task.objects.get(pk=task.pk)
    reason = {"reason": "I do it myself"}
    assert (
        keeper.post(f"/tasks/{task.pk}/assign/", version=now.version, user=shop.keeper.pk, **reason).status_code == 303
    )
    assert "Take" in keeper.get(f"/tasks/{task.pk}/take-back/").text
    taken = keeper.post(f"/tasks/{task.pk}/take-back/", version=now.version + 1, reason="No time")
    assert taken.status_code == 303 and not Task.objects.get(pk=task.pk).is_picked


def test_many_are_given_out_in_one_dialog(shop, task, head):
    other = make_task(task.order, shop=shop, title="Pack them")
    page = head.get("/tasks/assign/", ids=[task.pk, other.pk, 99]).text
    assert "Pack them" in page and "One of them is left out" in page
    chosen = {f"task.{task.pk}": shop.worker.pk, f"task.{other.pk}": ""}
    done = head.post("/tasks/assign/", ids=[task.pk, other.pk], **chosen)
    assert done.status_code == 303
    assert Task.objects.get(pk=task.pk).is_picked and not Task.objects.get(pk=other.pk).is_picked


def test_weights_are_set_and_dropped_on_their_page(shop, head):
    assert shop.production.name in head.get("/tasks/weights/").text
    url = f"/tasks/weights/{shop.production.pk}/"
    parts = {"skill": 40, "experience": 30, "load": 20, "punctuality": 20}
    assert head.post(url, version=0, **parts).status_code == 422
    assert head.post(url, version=0, **(parts | {"punctuality": 10})).status_code == 303
    row = AssignmentWeights.objects.get(department=shop.production)
    assert head.post(f"{url}drop/", version=row.version).status_code == 303
    assert head.get(f"/tasks/weights/{shop.warehouse.pk}/").status_code == 404


def test_the_matrix_of_skills_and_its_dialog(shop, task, head):
    page = head.get("/tasks/skills/").text
    assert shop.worker.name in page and shop.buyer.name not in page and "Nobody here can do" in page
    url = f"/tasks/skills/{shop.mate.pk}/"
    name = f"skill.{skill().pk}"
    assert head.get(url).status_code == 200
    assert head.post(url, **{name: 3, f"initial-{name}": 1}).status_code == 303
    assert PersonSkill.objects.get(user=shop.mate).level == 3
    assert head.post(url, **{name: 5, f"initial-{name}": 1}).status_code == 409
    one = statements(lambda: head.get("/tasks/skills/", q=shop.mate.name))
    assert statements(lambda: head.get("/tasks/skills/")) == one


def test_the_api_gives_out_and_tells_how_it_came(shop, task):
    api = Api(shop.foreman)
    found = api.get(f"/api/v1/tasks/{task.pk}/candidates/").json()
    assert found[0]["person"] == shop.worker.username and found[0]["rank"] == 1 and len(found[0]["parts"]) == 4
    assert api.send(f"tasks/{task.pk}/assign/", person=shop.mate.username).status_code == 400
    picked = api.send(f"tasks/{task.pk}/assign/", task.version, person=shop.worker.username)
    assert picked.json()["owner"] == shop.worker.username, picked.json()
    assert api.send(f"tasks/{task.pk}/assign/", task.version, person=shop.mate.username, reason="x").status_code == 412
    assert api.send(f"tasks/{task.pk}/take-back/", reason="Away").json()["is_picked"] is False
    planner = Api(shop.planner)
    body = {"department": shop.warehouse.code, "due_date": "2026-12-04", "reason": "Bench"}
    assert planner.send(f"tasks/{task.pk}/give-to-department/", **body).json()["owner"] == shop.keeper.username
    steps = planner.get(f"/api/v1/tasks/{task.pk}/assignments/").json()
    assert [one["how"] for one in steps] == ["DEPARTMENT", "DEPARTMENT", "PICKED"]


def test_the_api_keeps_weights_and_skills(shop, task):
    api = Api(shop.foreman)
    url = f"/api/v1/assignment-weights/{shop.production.code}/"
    assert api.get(url).json()["is_own"] is False
    parts = {"skill": 40, "experience": 30, "load": 20, "punctuality": 10}
    assert api.patch(url, parts, format="json").status_code == 428
    saved = api.patch(url, parts, format="json", headers={"If-Match": '"0"'})
    assert saved.json()["skill"] == 40 and saved.json()["is_own"], saved.json()
    assert len(api.get("/api/v1/assignment-weights/").json()) == 2
    mine = f"/api/v1/person-skills/{shop.mate.username}/"
    read = api.get(mine)
    change = {"skills": [{"skill": "WELDING", "level": 2}, {"skill": "ASSEMBLY", "level": None}]}
    changed = api.patch(mine, change, format="json", headers={"If-Match": read.headers["ETag"]})
    assert changed.json()["skills"] == [{"skill": "WELDING", "level": 2}], changed.json()
    assert api.patch(mine, change, format="json", headers={"If-Match": read.headers["ETag"]}).status_code == 412
    assert {one["person"] for one in api.get("/api/v1/person-skills/").json()} >= {shop.mate.username}
