"""Calendars of people, loads, and the address under which a calendar program reads them."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar
from rest_framework.test import APIClient

from accounts.people import operations as people
from accounts.people import queries as people_queries
from accounts.tests.builders import make_user
from common import clock, dates, errors
from common.links.models import SignedLink
from orders.tests import builders as orders
from tasks.assigning import operations as giving
from tasks.board import busy, diary, operations, queries
from tasks.doing import operations as doing
from tasks.tests.builders import AT, make_shop, make_task

pytestmark = pytest.mark.django_db

MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 27)


def _client(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _given(shop, person, **fields):
    fields = {"planned_start": MONDAY, "planned_end": MONDAY + timedelta(1)} | fields
    task = make_task(shop=shop, **fields)
    giving.pick_executor(actor=shop.foreman, task_id=task.pk, user_id=person.pk, reason="He knows it", at=AT)
    task.refresh_from_db()
    return task


def test_a_task_stands_on_each_of_its_days_of_work_with_its_hours():
    shop = make_shop()
    task = _given(shop, shop.worker, planned_start=FRIDAY, planned_end=FRIDAY + timedelta(3))
    days = diary.open_diary(shop.worker, shop.worker, FRIDAY, FRIDAY + timedelta(3), today=MONDAY)
    assert [[one.task for one in day.entries] for day in days] == [[task], [], [], [task]]
    assert [day.load.hours for day in days] == [8, 0, 0, 8]
    assert (days[0].entries[0].begins, days[3].entries[0].ends) == (True, True)


def test_what_is_late_stands_on_today():
    shop = make_shop()
    _given(shop, shop.worker)
    days = diary.open_diary(shop.worker, shop.worker, MONDAY, FRIDAY, today=FRIDAY)
    assert [len(day.entries) for day in days] == [0, 0, 0, 0, 1] and days[4].entries[0].late


def test_what_is_done_stays_in_the_calendar_without_hours():
    shop = make_shop()
    task = _given(shop, shop.worker)
    doing.start_task(actor=shop.worker, task_id=task.pk, at=AT)
    doing.finish_task(actor=shop.worker, task_id=task.pk, result="Built", at=AT)
    days = diary.open_diary(shop.worker, shop.worker, MONDAY - timedelta(7), FRIDAY, today=FRIDAY)
    assert any(day.entries for day in days) and not any(day.load.hours for day in days)


def test_a_head_opens_the_calendars_of_his_people_and_nobody_those_of_others():
    shop = make_shop()
    assert diary.person_for(shop.foreman, shop.worker.pk) == shop.worker
    stranger = make_user("sales")
    with pytest.raises(errors.NotFound):
        diary.person_for(stranger, shop.worker.pk)
    assert _client(stranger).get(reverse("tasks:calendar"), {"person": shop.worker.pk}).status_code == 404


def test_a_calendar_shows_a_week_and_a_month_and_refuses_nonsense():
    shop = make_shop()
    task = _given(shop, shop.worker)
    client, url = _client(shop.worker), reverse("tasks:calendar")
    for span in ("week", "month"):
        assert task.title in client.get(url, {"span": span, "day": MONDAY.isoformat()}).content.decode()
    assert client.get(url, {"day": "yesterday"}).status_code in (400, 422)
    assert client.get(url, {"person": "0"}).status_code == 404


def test_loads_say_who_has_too_much():
    shop = make_shop()
    _given(shop, shop.worker, planned_hours=24)
    sheet = busy.open_sheet(shop.foreman, first=MONDAY, weeks=2, today=MONDAY)
    lines = {line.person: line for group in sheet.groups for line in group.people}
    assert lines[shop.worker].total.hours == 24 and lines[shop.worker].cells[0].level == 5
    assert lines[shop.mate].total.hours == 0 and len(sheet.steps) == 10
    by_week = busy.open_sheet(shop.foreman, first=MONDAY, weeks=4, today=MONDAY)
    assert by_week.steps == [MONDAY + timedelta(7 * number) for number in range(4)]
    assert shop.worker.name in _client(shop.foreman).get(reverse("tasks:load")).content.decode()


# --- feeds ----------------------------------------------------------------------------------


def _feed(path: str) -> Calendar:
    answer = Client().get(path)
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    return Calendar.from_ical(answer.content)


def test_a_feed_tells_ones_tasks_as_days_to_whoever_has_the_address():
    shop = make_shop()
    today = dates.business_day(clock.now())
    task = _given(shop, shop.worker, planned_start=today, planned_end=today + timedelta(2), title="装配, 标定; 18 套")
    _given(shop, shop.mate, planned_start=today, planned_end=today, title="Not his")
    path = operations.make_feed(actor=shop.worker, at=clock.now())
    (event,) = _feed(path).walk("VEVENT")
    assert event["SUMMARY"] == f"{task.title} · {task.order}"
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (task.planned_start, task.planned_end + timedelta(1))
    assert event["SEQUENCE"] == task.version and str(event["UID"]).startswith(f"task-{task.pk}@")


def test_a_new_address_closes_the_old_one_and_taking_it_back_closes_all():
    shop = make_shop()
    first = operations.make_feed(actor=shop.worker, at=clock.now())
    second = operations.make_feed(actor=shop.worker, at=clock.now())
    assert Client().get(first).status_code == 404 and _feed(second) is not None
    assert operations.revoke_feed(actor=shop.worker, at=clock.now())
    assert Client().get(second).status_code == 404
    assert not operations.revoke_feed(actor=shop.worker, at=clock.now())


def test_the_feed_of_who_left_opens_nothing():
    shop = make_shop()
    path = operations.make_feed(actor=shop.mate, at=clock.now())
    people.deactivate_user(actor=people_queries.system_user(), user_id=shop.mate.pk, at=clock.now())
    assert Client().get(path).status_code == 404


def test_the_page_makes_the_address_shows_it_again_and_takes_it_back():
    shop = make_shop()
    client, url = _client(shop.worker), reverse("tasks:calendar-feed")
    nonce = client.get(url).content.decode().split('name="nonce" value="')[1].split('"')[0]
    assert client.post(url, {"nonce": nonce}).status_code == 303
    link = SignedLink.objects.get(purpose=queries.PURPOSE)
    assert queries.path_of(link) in client.get(url).content.decode()
    client.post(url, {"do": "revoke"})
    assert queries.feed_of(shop.worker, at=clock.now()) is None


def test_who_may_not_see_tasks_makes_no_address():
    with pytest.raises(errors.NotAllowed):
        operations.make_feed(actor=make_user(role=None), at=clock.now())


# --- API ------------------------------------------------------------------------------------


def _api(person) -> APIClient:
    client = APIClient()
    client.force_authenticate(person)
    return client


def test_the_api_counts_columns_under_the_conditions_of_the_list():
    shop = make_shop()
    order = orders.make_effective()
    make_task(order, shop=shop)
    _given(shop, shop.worker)
    client = _api(shop.planner)
    found = client.get("/api/v1/task-board/counts/").json()
    assert {one["column"]: one["count"] for one in found["columns"]} == {
        "unpicked": 1,
        "open": 1,
        "running": 0,
        "blocked": 0,
        "done": 0,
    }
    assert client.get("/api/v1/task-board/counts/", {"unassigned": "true"}).json()["open"] == 1
    assert client.get("/api/v1/task-board/counts/", {"unknown": "1"}).status_code == 400


def test_the_api_tells_days_and_loads():
    shop = make_shop()
    task = _given(shop, shop.worker)
    client = _api(shop.foreman)
    window = {"person": shop.worker.username, "from": MONDAY.isoformat(), "to": FRIDAY.isoformat()}
    days = client.get("/api/v1/task-calendar/days/", window).json()["days"]
    assert len(days) == 5 and {one["id"] for day in days for one in day["tasks"]} == {task.pk}
    assert client.get("/api/v1/task-calendar/days/", window | {"to": "2027-11-27"}).status_code == 400
    assert _api(make_user("sales")).get("/api/v1/task-calendar/days/", window).status_code == 404
    lines = client.get("/api/v1/task-load/hours/", {"from": MONDAY.isoformat()}).json()["lines"]
    assert {one["hours"] for one in lines if one["person"] == shop.worker.username} == {"16"}


def test_the_api_makes_and_revokes_the_address_of_a_calendar():
    client = _api(make_shop().worker)
    made = client.post("/api/v1/task-calendar/feed/make/", headers={"Idempotency-Key": "w1"}).json()
    assert made["url"] == client.get("/api/v1/task-calendar/feed/").json()["url"] != ""
    client.post("/api/v1/task-calendar/feed/revoke/", headers={"Idempotency-Key": "w2"})
    assert client.get("/api/v1/task-calendar/feed/").json()["url"] == ""
