"""The console's page of the working calendar (SEMANTICS 13)."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.console import working_days
from accounts.tests.builders import make_user
from common import settings, workdays

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client):
    client.force_login(make_user("administrator"))
    return client


def press(client, year=2026, **data):
    shown = client.get(reverse("admin:calendar"), {"year": year})
    return client.post(f"{reverse('admin:calendar')}?year={year}", {"version": shown.context["version"], **data})


def test_a_year_is_shown_with_its_holidays_and_the_days_worked_instead(page):
    found = page.get(reverse("admin:calendar"), {"year": 2026})
    days = {one.day: one.kind for month in found.context["months"] for week in month.weeks for one in week if one}
    assert [days[date(2026, *one)] for one in ((10, 1), (10, 10), (10, 11), (10, 12))] == [
        "holiday",
        "made_up",
        "weekend",
        "work",
    ]
    assert found.context["is_known"] and found.context["months"][9].work == 18


@pytest.mark.parametrize("day", ["2026-10-01", "2026-10-10", "2026-12-25", "2026-12-26"])
def test_a_pressed_day_turns_and_turns_back(page, day):
    before = workdays.calendar().is_workday(date.fromisoformat(day))
    assert press(page, day=day).status_code == 303
    settings.forget()
    assert workdays.calendar().is_workday(date.fromisoformat(day)) is not before
    press(page, day=day)
    settings.forget()
    assert workdays.calendar().is_workday(date.fromisoformat(day)) is before
    assert not settings.get(workdays.DAYS_OFF) and not settings.get(workdays.MAKE_UP_DAYS)


def test_what_was_pressed_on_an_old_page_is_refused(page):
    old = page.get(reverse("admin:calendar"), {"year": 2026}).context["version"]
    press(page, day="2026-12-25")
    sent = page.post(f"{reverse('admin:calendar')}?year=2026", {"version": old, "day": "2026-12-28"})
    assert sent.status_code == 409


def test_a_year_said_to_be_complete_is_warned_of_no_more(page):
    assert working_days.missing(date(2026, 11, 22)) == [2027]
    assert press(page, year=2027, complete="1").status_code == 303
    settings.forget()
    assert working_days.missing(date(2026, 11, 22)) == []


def test_only_who_changes_settings_opens_it(client):
    client.force_login(make_user("sales"))
    assert client.get(reverse("admin:calendar")).status_code in (302, 403)
