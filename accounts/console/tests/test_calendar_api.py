"""The working calendar over the API (SEMANTICS 13)."""

import itertools
from datetime import date

import pytest
from rest_framework.test import APIClient

from accounts.tests.builders import make_user
from common import settings, workdays

pytestmark = pytest.mark.django_db
_keys = itertools.count(1)
MONTH = "/api/v1/working-calendar/2026-10/"


class Api(APIClient):
    def __init__(self, role):
        super().__init__()
        self.force_authenticate(make_user(role))

    def change(self, version=None, **body):
        headers = {"Idempotency-Key": f"c{next(_keys)}", **({"If-Match": version} if version else {})}
        return self.post("/api/v1/working-calendar/change/", body, format="json", headers=headers)


@pytest.fixture
def admin(db):
    return Api("administrator")


def test_everybody_reads_a_month_with_why_each_day_is_what_it_is(db):
    found = Api("sales").get(MONTH).json()
    days = {one["day"]: one for one in found["days"]}
    assert (found["month"], found["work_days"], found["is_known"], len(days)) == ("2026-10-01", 18, True, 31)
    assert days["2026-10-01"]["kind"] == "holiday" and days["2026-10-01"]["holiday"]
    assert [days[f"2026-10-{day}"]["kind"] for day in (10, 11, 12)] == ["made_up", "weekend", "work"]
    assert [days[f"2026-10-{day}"]["is_work"] for day in (10, 11, 12)] == [True, False, True]


@pytest.mark.parametrize("month", ["2026-13", "1999-01", "2101-01", "2026-1"])
def test_there_is_no_month_out_of_reach(db, month):
    assert Api("sales").get(f"/api/v1/working-calendar/{month}/").status_code == 404


def test_what_is_said_of_days_counts_at_once_and_is_kept_only_where_it_differs(admin):
    said = [{"day": "2026-10-12", "is_work": False}, {"day": "2026-10-11", "is_work": True}]
    done = admin.change(days=[*said, {"day": "2026-10-13", "is_work": True}], complete_years=[2027])
    assert done.json() == {"days_off": ["2026-10-12"], "make_up_days": ["2026-10-11"], "complete_years": [2027]}
    assert not workdays.calendar().is_workday(date(2026, 10, 12))
    back = admin.change(days=[{"day": day, "is_work": one["is_work"] is False} for one in said for day in [one["day"]]])
    assert back.json()["days_off"] == back.json()["make_up_days"] == []
    settings.forget()
    assert workdays.calendar().is_workday(date(2026, 10, 12))


def test_who_read_an_older_calendar_changes_nothing(admin):
    old = admin.get(MONTH).headers["ETag"]
    assert admin.change(old, days=[{"day": "2026-12-25", "is_work": False}]).status_code == 200
    assert admin.change(old, days=[{"day": "2026-12-28", "is_work": False}]).status_code == 412
    assert settings.get(workdays.DAYS_OFF) == ["2026-12-25"]


def test_who_does_not_manage_settings_changes_no_day(db):
    for role in ("sales", "order_desk", "production"):
        assert Api(role).change(days=[{"day": "2026-12-25", "is_work": False}]).status_code == 403


def test_days_out_of_reach_or_named_twice_are_refused(admin):
    for days in (
        [{"day": "0026-12-25", "is_work": False}],
        [{"day": "2026-12-25", "is_work": False}, {"day": "2026-12-25", "is_work": True}],
    ):
        assert admin.change(days=days).status_code == 400
    assert admin.change(complete_years=[1999]).status_code == 400
