"""The pages and the API of plans for all tasks."""

import json

import pytest

from tasks.planning import queries, running
from tasks.planning.models import PlanRun
from tasks.planning.tests.scenes import AT, can, make_work, plan
from tasks.task.models import Task
from tasks.tests.builders import make_shop, skill

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(monkeypatch):
    monkeypatch.setattr("common.clock.now", lambda: AT)
    found = make_shop()
    can(found.worker, "ASSEMBLY")
    return found


def test_a_head_asks_looks_and_takes(client, shop):
    tasks = make_work(2, shop=shop)
    client.force_login(shop.foreman)
    page = client.get("/tasks/plans/").content.decode()
    assert "/tasks/plans/new/" in page
    page = client.get("/tasks/plans/new/").content.decode()
    assert shop.production.name in page and shop.warehouse.name not in page
    given = {"department": shop.production.pk, "seconds": 1, "keeps_people": "on", "nonce": "n-1"}
    asked = client.post("/tasks/plans/new/", given)
    assert asked.status_code == 303
    address = asked.headers["Location"]
    assert 'data-poll="2"' in client.get(address).content.decode()
    run = PlanRun.objects.get()
    running.run(run.pk, at=AT)
    page = client.get(address).content.decode()
    assert 'data-poll="2"' not in page
    assert all(one.title in page for one in tasks) and shop.worker.name in page
    run.refresh_from_db()
    taken = client.post(f"{address}take/", {"version": run.version, "all": "1"})
    assert (taken.status_code, taken.headers["Location"]) == (303, address)
    assert set(Task.objects.values_list("owner", flat=True)) == {shop.worker.pk}
    assert f'href="{address}"' in client.get("/tasks/plans/").content.decode()


def test_only_ticked_rows_are_taken(client, shop):
    make_work(2, shop=shop)
    run = plan(shop.foreman, shop.production)
    chosen = queries.rows_of(run)[0]
    client.force_login(shop.foreman)
    answer = client.post(f"/tasks/plans/{run.pk}/take/", {"version": run.version, "moves": [chosen.pk]})
    assert answer.status_code == 303
    assert Task.objects.filter(is_picked=True).count() == 1


def test_what_nobody_can_do_stands_on_the_page(client, shop):
    make_work(1, shop=shop, skills=[(skill("WELDING").pk, 3)])
    run = plan(shop.foreman, shop.production)
    client.force_login(shop.foreman)
    assert "Welding" in client.get(f"/tasks/plans/{run.pk}/").content.decode()


def test_an_old_page_takes_nothing(client, shop):
    make_work(1, shop=shop)
    run = plan(shop.foreman, shop.production)
    client.force_login(shop.foreman)
    assert client.post(f"/tasks/plans/{run.pk}/take/", {"version": run.version - 1, "all": "1"}).status_code == 409
    assert client.post(f"/tasks/plans/{run.pk}/discard/", {"version": run.version}).status_code == 303
    assert not Task.objects.filter(is_picked=True).exists()


def test_seconds_out_of_bounds_are_refused_beside_the_field(client, shop):
    client.force_login(shop.foreman)
    answer = client.post("/tasks/plans/new/", {"department": shop.production.pk, "seconds": 999, "nonce": "n"})
    assert answer.status_code == 422
    assert not PlanRun.objects.exists()


def test_the_api_asks_reads_and_takes(client, shop):
    make_work(2, shop=shop)
    client.force_login(shop.foreman)
    asked = call(client, "task-plans/", {"department": shop.production.code, "seconds": 1}, "k1")
    assert asked.status_code == 201 and asked.json()["figures"] is None
    where = asked.headers["Location"]
    running.run(asked.json()["id"], at=AT)
    body = client.get(where).json()
    assert (body["state"], body["figures"]["changed"], len(body["moves"])) == ("READY", 2, 2)
    assert {one["new_owner"] for one in body["moves"]} == {shop.worker.username}
    chosen = [body["moves"][0]["id"]]
    taken = call(client, f"task-plans/{body['id']}/take/", {"moves": chosen}, "k2")
    assert taken.json()["moved"] == [body["moves"][0]["task"]]
    again = call(client, f"task-plans/{body['id']}/discard/", {}, "k3")
    assert again.status_code == 409
    listed = client.get("/api/v1/task-plans/").json()
    assert [one["state"] for one in listed["results"]] == ["TAKEN"]


def call(client, path, body, key):
    return client.post(
        f"/api/v1/{path}", json.dumps(body), content_type="application/json", headers={"Idempotency-Key": key}
    )


def test_a_department_that_is_not_the_callers_is_refused(client, shop):
    client.force_login(shop.foreman)
    assert call(client, "task-plans/", {"department": shop.warehouse.code}, "k1").status_code == 403
    assert call(client, "task-plans/", {}, "k2").status_code == 403
    assert call(client, "task-plans/", {"department": "NONE"}, "k3").status_code == 400


@pytest.mark.parametrize("count", [1, 8])
def test_a_page_costs_the_same_statements_however_many_rows(client, shop, count, django_assert_max_num_queries):
    make_work(count, shop=shop)
    run = plan(shop.foreman, shop.production)
    client.force_login(shop.foreman)
    with django_assert_max_num_queries(12):
        client.get(f"/tasks/plans/{run.pk}/")
