"""Checks through their pages and over the API."""

import itertools
from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.tests.builders import make_user
from common import clock, dates
from orders.tests.builders import make_effective, make_order_cast
from orders.tests.page_builders import Browser, statements
from tasks.checks import making
from tasks.checks.models import CheckCadence, ProgressCheck
from tasks.task.models import Task

pytestmark = pytest.mark.django_db
_keys = itertools.count(1)


@pytest.fixture
def order():
    found = make_effective(make_order_cast().owner)
    making.run(at=clock.now())
    return found


@pytest.fixture
def desk():
    return make_user("order_desk")


def day(after=3):
    return (dates.business_day(timezone.now()) + timedelta(days=after)).isoformat()


class Api(APIClient):
    def __init__(self, user):
        super().__init__()
        self.force_authenticate(user)

    def send(self, path, version=None, **body):
        headers = {"Idempotency-Key": f"c{next(_keys)}", **({"If-Match": f'"{version}"'} if version else {})}
        return self.post(f"/api/v1/{path}", body, format="json", headers=headers)


def test_a_check_is_found_recorded_and_its_action_done(order, desk):
    browser, worker = Browser(desk), make_user("production")
    assert order.number in browser.get("/checks/").text
    assert order.number not in browser.get("/checks/", due="true").text
    url = f"/orders/{order.number}/progress/"
    assert "Not checked yet" in browser.get(url).text and "Check now" in browser.get(url).text
    version = ProgressCheck.objects.get(state="DUE").version
    assert "Progress in percent" in browser.get(f"{url}check/").text
    found = {"progress": 40, "problem": "MATERIAL", "words": "No sensors"}
    assert browser.post(f"{url}check/", version=version, **found).status_code == 422
    asked = {"actions.1.action": "Ask the other supplier", "actions.1.owner": worker.pk}
    assert browser.post(f"{url}check/", version=version, **found, **asked).status_code == 422
    asked["actions.1.due_date"] = day()
    done = browser.post(f"{url}check/", version=version, **found, **asked)
    assert (done.status_code, done.headers["Location"]) == (303, url)
    page = browser.get(url).text
    assert "No sensors" in page and "Ask the other supplier" in page and "40%" in page
    assert "Ask the other supplier" in browser.get("/checks/actions/").text
    assert "Ask the other supplier" in Browser(worker).get("/tasks/mine/").text
    row = Task.objects.get(source="CHECK")
    theirs = Browser(worker)
    assert theirs.get(f"/checks/actions/{row.pk}/done/").status_code == 200
    assert theirs.post(f"/checks/actions/{row.pk}/done/", version=row.version, result="It comes").status_code == 303
    assert "It comes" in browser.get("/checks/actions/", open="false").text


def test_a_check_is_moved_in_its_dialog(order, desk):
    browser, other = Browser(desk), make_user("order_desk")
    check = ProgressCheck.objects.get()
    url = f"/checks/{check.pk}/move/"
    assert browser.get(url).status_code == 200
    moved = browser.post(url, version=check.version, due_date=day(1), owner=other.pk, reason="He is there")
    assert moved.status_code == 303
    check.refresh_from_db()
    assert (check.owner, check.due_date.isoformat()) == (other, day(1))
    assert order.number in Browser(other).get("/checks/", mine="true", state="DUE").text


def test_a_stranger_sees_no_check(order):
    browser = Browser(make_order_cast().stranger)
    assert order.number not in browser.get("/checks/").text
    assert browser.get(f"/orders/{order.number}/progress/").status_code == 404
    assert browser.get(f"/checks/{ProgressCheck.objects.get().pk}/move/").status_code == 404


def test_the_list_costs_as_many_statements_for_one_as_for_many(order, desk):
    browser = Browser(desk).warm()
    browser.get("/checks/")
    one = statements(lambda: browser.get("/checks/"))
    for _number in range(3):
        make_effective(make_order_cast().owner)
    making.run(at=clock.now())
    browser.get("/checks/")  # new people: who answers for what is read anew
    assert statements(lambda: browser.get("/checks/")) == one


def test_the_home_page_shows_what_is_to_be_checked(order, desk):
    ProgressCheck.objects.update(owner=desk, due_date=dates.business_day(clock.now()))
    assert "To be checked today" in Browser(desk).get("/").text


def test_the_api_records_moves_and_finishes(order, desk):
    api, worker = Api(desk), make_user("production")
    (listed,) = api.get("/api/v1/checks/", {"state": "DUE", "order": order.number}).json()["results"]
    moved = api.send(
        f"checks/{listed['id']}/move/", 1, due_date=day(1), owner=worker.username, reason="He is in the hall"
    )
    assert moved.json()["owner"] == worker.username, moved.json()
    body = {
        "order": order.number,
        "problem": "MATERIAL",
        "words": "No sensors",
        "actions": [{"action": "Ask", "owner": worker.username, "due_date": day()}],
    }
    assert api.send("checks/", 1, **body).status_code == 412
    made = api.send("checks/", 2, **body)
    assert made.status_code == 201 and made.json()["state"] == "PROBLEM", made.json()
    (asked,) = api.get("/api/v1/corrective-actions/", {"open": "true"}).json()["results"]
    theirs = Api(worker)
    finished = theirs.send(f"corrective-actions/{asked['id']}/finish/", asked["version"], result="Done")
    assert finished.json()["done_by"] == worker.username, finished.json()
    assert theirs.get(f"/api/v1/corrective-actions/{asked['id']}/").json()["result"] == "Done"
    assert api.get(f"/api/v1/checks/{made.json()['id']}/").json()["actions"][0]["result"] == "Done"


def test_the_api_keeps_cadences(desk):
    admin = Api(make_user("decomposition_admin"))
    rows = admin.get("/api/v1/check-cadences/").json()
    assert [one["every_days"] for one in rows] == [1, 2, 5]
    where = f"/api/v1/check-cadences/{rows[0]['id']}/"
    changed = admin.patch(where, {"every_days": 2}, format="json", headers={"If-Match": '"1"'})
    assert changed.json()["every_days"] == 2 and CheckCadence.objects.get(pk=rows[0]["id"]).version == 2
    assert Api(desk).patch(where, {"every_days": 3}, format="json", headers={"If-Match": '"2"'}).status_code == 403
