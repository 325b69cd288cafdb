"""Days of work: public holidays, days worked instead of them, and what the company says (SEMANTICS 13)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common import holidays, settings, workdays
from common.models import Setting
from common.workdays import Calendar

pytestmark = pytest.mark.django_db


def company(**values) -> Calendar:
    """The calendar of a company with these settings."""
    for key, value in values.items():
        Setting.objects.update_or_create(key=f"calendar.{key}", defaults={"value": value})
    settings.forget()
    return workdays.calendar()


def test_public_holidays_are_days_off_and_days_worked_instead_are_not():
    found = company()
    assert not found.is_workday(date(2026, 10, 1)) and not found.is_workday(date(2026, 10, 7))
    assert found.is_workday(date(2026, 10, 10)) and not found.is_workday(date(2026, 10, 11))  # Saturday, Sunday
    assert found.moved(date(2026, 9, 30), 3) == date(2026, 10, 10)


def test_what_the_company_says_wins():
    found = company(days_off=["2026-10-10", "2026-12-31"], make_up_days=["2026-10-07", "2026-12-27"])
    assert [found.is_workday(date(2026, *day)) for day in ((10, 10), (12, 31), (10, 7), (12, 27))] == [
        False,
        False,
        True,
        True,
    ]


def test_without_a_country_only_the_companys_own_days_count():
    found = company(country="", days_off=["2026-12-31"])
    assert found.is_workday(date(2026, 10, 1)) and not found.is_workday(date(2026, 12, 31))
    assert workdays.unknown_years(date(2030, 1, 1), date(2031, 1, 1)) == []


def test_a_year_that_nobody_announced_is_named_until_the_company_entered_it():
    assert workdays.unknown_years(date(2026, 11, 22), date(2027, 5, 22)) == [2027]
    assert company().is_workday(date(2027, 2, 8))  # not guessed
    company(complete_years=["2027"])
    assert workdays.unknown_years(date(2026, 11, 22), date(2027, 5, 22)) == []


@pytest.mark.parametrize(("key", "value"), [("days_off", "2026-13-01"), ("complete_years", "27"), ("country", "XX")])
def test_settings_of_the_calendar_are_checked(key, value):
    given_ = value if key == "country" else [value]
    assert settings.fault_of(f"calendar.{key}", given_)


def test_holidays_have_names():
    china = holidays.of("CN")
    assert china.name(date(2026, 10, 1)) == "National Day" == china.name(date(2026, 10, 10))
    assert china.name(date(2026, 11, 2)) == "" and holidays.of("").years == frozenset()


days = st.dates(date(2025, 6, 1), date(2027, 6, 1))


@given(days, days, st.frozensets(days, max_size=6), st.frozensets(days, max_size=6), st.booleans())
def test_days_between_are_those_counted_one_by_one(first, last, off, made_up, is_public):
    public = holidays.of("CN" if is_public else "")
    one = Calendar((public.off - made_up) | off, (public.made_up - off) | made_up)
    low, high = min(first, last), max(first, last)
    counted = sum(one.is_workday(low + timedelta(n)) for n in range(1, (high - low).days + 1))
    assert one.between(first, last) == (counted if first <= last else -counted)
    assert one.between(first, one.moved(first, 7)) == 7
