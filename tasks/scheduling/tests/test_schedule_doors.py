"""The schedule as pages and over the API: ledger, hours, absences, conflicts, phases, moves."""

import itertools
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.tests.builders import make_user
from common import clock
from orders.order.models import OrderLine
from orders.tests.page_builders import Browser, statements
from tasks.scheduling import operations
from tasks.scheduling.models import Absence, Capacity, DateMove, OrderPhase
from tasks.task.models import Task
from tasks.tests.builders import AT, make_shop, make_task

pytestmark = pytest.mark.django_db
MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 27)
_keys = itertools.count(1)


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    """Doors read the clock: it stands still."""
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture
def shop():
    return make_shop()


class Api(APIClient):
    def __init__(self, user):
        super().__init__()
        self.force_authenticate(user)

    def send(self, path, **body):
        return self.post(f"/api/v1/{path}", body, format="json", headers={"Idempotency-Key": f"s{next(_keys)}"})


def moved(shop, **fields) -> DateMove:
    """A row of the ledger."""
    task = make_task(shop=shop, **fields)
    operations.move_task(
        actor=shop.foreman, task_id=task.pk, end=date(2026, 12, 2), cause="MATERIAL", words="Late cells", at=AT
    )
    return DateMove.objects.latest("pk")


def test_the_ledger_shows_moves_with_their_sums_and_notes_that_the_customer_was_told(shop):
    row = moved(shop)
    desk = Browser(make_user("order_desk"))
    page = desk.get(reverse("tasks:ledger")).text
    assert str(row.order) in page and "Late cells" in page and "+2" in page
    assert desk.get(f"{reverse('tasks:ledger')}?cause=SUPPLIER").context["total"]["count"] == 0
    later = desk.get(f"{reverse('tasks:ledger')}?later=true&department={shop.production.code}").context
    assert later["total"] == {"count": 1, "later": 2, "earlier": 0, "told": 0}
    assert desk.post(reverse("tasks:ledger-told"), moves=[row.pk], is_told="yes").status_code == 303
    row.refresh_from_db()
    assert row.is_told and row.told_at == AT
    assert desk.post(reverse("tasks:ledger-told"), is_told="yes").status_code in (400, 422)


def test_a_stranger_finds_no_moves_and_tells_nobody(shop):
    row = moved(shop)
    stranger = Browser(make_user("sales"))
    assert stranger.get(reverse("tasks:ledger")).context["page"].items == []
    assert stranger.post(reverse("tasks:ledger-told"), moves=[row.pk], is_told="yes").status_code == 404


def test_the_ledger_costs_the_same_for_many_rows(shop):
    moved(shop)
    desk = Browser(make_user("order_desk"))
    desk.get(reverse("tasks:ledger"))
    one = statements(lambda: desk.get(reverse("tasks:ledger")))
    for number in range(4):
        moved(shop, title=f"Task {number}")
    desk.get(reverse("tasks:ledger"))  # a process reads anew who leads whom, for people came
    assert statements(lambda: desk.get(reverse("tasks:ledger"))) <= one


def test_the_head_keeps_hours_and_absences_of_his_people_on_the_page(shop):
    foreman = Browser(shop.foreman)
    page = foreman.get(reverse("tasks:capacity")).text
    assert shop.worker.name in page and shop.keeper.name not in page
    url = reverse("tasks:capacity-set", args=[shop.worker.pk])
    assert foreman.get(url).status_code == 200
    assert foreman.post(url, hours_a_day="10", since="2026-11-23", until="2026-11-27").status_code == 303
    assert [(one.since, one.hours_a_day) for one in Capacity.objects.order_by("since")] == [
        (MONDAY, Decimal(10)),
        (date(2026, 11, 28), Decimal(8)),
    ]
    assert foreman.post(url, hours_a_day="25", since="2026-11-23").status_code == 422
    assert foreman.get(reverse("tasks:capacity-set", args=[shop.keeper.pk])).status_code == 404
    row = Capacity.objects.earliest("since")
    assert foreman.post(reverse("tasks:capacity-drop", args=[row.pk]), version=row.version).status_code == 303
    said = {"user": shop.worker.pk, "kind": "TRAINING", "first": "2026-12-01", "last": "2026-12-04"}
    assert foreman.post(reverse("tasks:absence-new"), **said).status_code == 303
    assert "12-01" in foreman.get(reverse("tasks:capacity")).text


def test_everybody_enters_his_own_absence(shop):
    worker = Browser(shop.worker)
    said = {"user": shop.worker.pk, "kind": "LEAVE", "first": "2026-12-01", "last": "2026-12-04", "note": "Wedding"}
    assert worker.post(reverse("tasks:absence-new"), **said).status_code == 303
    row = Absence.objects.get()
    page = worker.get(reverse("tasks:absences")).text
    assert "Wedding" in page
    edit = reverse("tasks:absence-edit", args=[row.pk])
    assert worker.post(edit, **{**said, "last": "2026-12-02"}, version=1).status_code == 303
    assert worker.post(edit, **{**said, "last": "2026-12-03"}, version=1).status_code == 409
    assert Browser(shop.mate).get(edit).status_code == 404
    assert worker.post(reverse("tasks:absence-drop", args=[row.pk]), version=2).status_code == 303
    assert not Absence.objects.exists()


def test_conflicts_stand_on_a_page_with_ways_out(shop):
    task = make_task(shop=shop, planned_hours=Decimal(60), planned_end=FRIDAY)
    OrderLine.objects.filter(order=task.order).update(promised_ship_date=MONDAY)
    page = Browser(shop.foreman).get(reverse("tasks:conflicts")).text
    assert reverse("orders:line-remedies", args=[task.order.reference, 1]) in page
    assert reverse("tasks:capacity-set", args=[shop.foreman.pk]) in page
    found = Api(shop.foreman).get("/api/v1/schedule-conflicts/").json()
    assert [one["order"] for one in found["lines"]] == [str(task.order)]
    assert [one["person"] for one in found["people"]] == [shop.foreman.username]
    assert Api(shop.foreman).get("/api/v1/schedule-conflicts/?weeks=99").status_code == 400


def test_phases_stand_on_a_page_and_their_targets_are_set_there(shop):
    task = make_task(shop=shop)
    operations.judge_all(actor=shop.planner, at=AT)
    planner, row = Browser(shop.planner), OrderPhase.objects.get()
    url = reverse("tasks:order-phases", args=[task.order.reference])
    assert "Production" in planner.get(url).text
    target = reverse("tasks:order-phase-target", args=[task.order.reference, row.phase_id])
    said = {"target_date": "2026-11-27", "target": "Ten calibrated", "cause": "CUSTOMER"}
    assert planner.post(target, **said, version=row.version).status_code == 303
    assert "Ten calibrated" in planner.get(url).text
    assert planner.post(target, **said, version=row.version).status_code == 409


def test_a_task_is_previewed_moved_and_freed_over_the_api(shop):
    task = make_task(shop=shop)
    api = Api(shop.foreman)
    found = api.get(f"/api/v1/tasks/{task.pk}/preview-move/?end=2026-12-02").json()
    assert [(one["task"], one["days"]) for one in found["tasks"]] == [(task.pk, 2)]
    answer = api.send(f"tasks/{task.pk}/move/", end="2026-12-02", cause="MATERIAL")
    assert (answer.status_code, answer.json()["planned_end"], answer.json()["is_fixed"]) == (200, "2026-12-02", True)
    assert api.send(f"tasks/{task.pk}/free/").json()["is_fixed"] is False
    assert api.send(f"tasks/{task.pk}/move/", end="2026-11-19").status_code == 400
    assert api.get(f"/api/v1/tasks/{task.pk}/preview-move/?end=soon").status_code == 400
    assert Api(make_user("sales")).send(f"tasks/{task.pk}/move/", end="2026-12-02").status_code == 404


def test_an_order_is_dated_by_the_rules_over_the_api(shop):
    task = make_task(shop=shop)
    api, url = Api(shop.planner), f"orders/{task.order.number}/schedule/"
    assert api.get(f"/api/v1/{url}?backward=true").json()["tasks"][0]["days"] > 0
    (moved_,) = api.send(url, cause="PLAN").json()
    assert (moved_["id"], moved_["planned_start"]) == (task.pk, "2026-11-20")
    phases = api.get(f"/api/v1/orders/{task.order.number}/phases/").json()
    assert [one["phase"] for one in phases] == ["MAKE"]
    one = api.get(f"/api/v1/orders/{task.order.number}/phases/MAKE/")
    put = {"format": "json", "headers": {"If-Match": one["ETag"]}}
    done = api.put(one.request["PATH_INFO"], {"target_date": "2026-11-24"}, **put)
    assert (done.status_code, done.json()["is_by_hand"]) == (200, True)


def test_the_ledger_over_the_api(shop):
    row = moved(shop)
    api = Api(make_user("order_desk"))
    found = api.get("/api/v1/date-moves/?cause=MATERIAL").json()["results"]
    assert [(one["id"], one["days"], one["department"]) for one in found] == [(row.pk, 2, shop.production.code)]
    assert api.get("/api/v1/date-moves/figures/").json()["by_cause"][0]["days_later"] == 2
    assert api.send(f"date-moves/{row.pk}/tell/", is_told=True).json()["is_told"] is True
    assert api.get(f"/api/v1/date-moves/{row.pk}/").json()["told_at"] is not None


def test_hours_and_absences_over_the_api(shop):
    api = Api(shop.foreman)
    made = api.send("working-hours/", user=shop.worker.username, since="2026-12-01", hours_a_day="6")
    assert made.status_code == 201
    assert len(api.get("/api/v1/working-hours/").json()) == 1
    gone = api.delete(f"/api/v1/working-hours/{made.json()['id']}/", headers={"If-Match": made["ETag"]})
    assert gone.status_code == 204
    away = api.send("absences/", user=shop.worker.username, first="2026-12-01", last="2026-12-04")
    assert away.status_code == 201
    url = f"/api/v1/absences/{away.json()['id']}/"
    assert api.patch(url, {"last": "2026-12-02"}, format="json").status_code == 428
    changed = api.patch(url, {"last": "2026-12-02"}, format="json", headers={"If-Match": away["ETag"]})
    assert changed.json()["last"] == "2026-12-02"
    assert api.get("/api/v1/absences/").json()["count"] == 1
    assert Api(shop.mate).get(url).status_code == 404
    assert api.delete(url, headers={"If-Match": changed["ETag"]}).status_code == 204
    assert api.send("absences/", user=shop.keeper.username, first="2026-12-01", last="2026-12-04").status_code == 404


def test_the_task_has_no_other_days_after_a_preview(shop):
    task = make_task(shop=shop)
    Api(shop.foreman).get(f"/api/v1/tasks/{task.pk}/preview-move/?start=2026-12-01")
    assert Task.objects.get(pk=task.pk).planned_start == task.planned_start
