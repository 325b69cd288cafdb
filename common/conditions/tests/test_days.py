"""Days in conditions: what is read, and which range it means."""

from datetime import date

import pytest

from common.conditions import days

SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("stored", "first", "last"),
    [
        ("TODAY", date(2026, 11, 22), date(2026, 11, 22)),
        ("THIS_WEEK", date(2026, 11, 16), date(2026, 11, 22)),
        ("NEXT_WEEK", date(2026, 11, 23), date(2026, 11, 29)),
        ("LAST_MONTH", date(2026, 10, 1), date(2026, 10, 31)),
        ("NEXT_MONTH", date(2026, 12, 1), date(2026, 12, 31)),
        ("THIS_QUARTER", date(2026, 10, 1), date(2026, 12, 31)),
        ("NEXT_QUARTER", date(2027, 1, 1), date(2027, 3, 31)),
        ("LAST_YEAR", date(2025, 1, 1), date(2025, 12, 31)),
        ("NEXT_DAYS:7", date(2026, 11, 22), date(2026, 11, 28)),
        ("LAST_DAYS:30", date(2026, 10, 24), date(2026, 11, 22)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("2026-01-31", date(2026, 1, 31), date(2026, 1, 31)),
    ],
)
def test_a_stored_day_means_a_range(stored, first, last):
    assert days.resolve(stored, SUNDAY) == (first, last)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("2026/1/5", "2026-01-05"),
        ("2026-02", "2026-02"),
        ("2026-02-30", None),
        ("0000-01", None),
        ("next 7 days", "NEXT_DAYS:7"),
        ("未来7天", "NEXT_DAYS:7"),
        ("最近 30 天", "LAST_DAYS:30"),
        ("soon", None),
        ("LAST_MONTH", "LAST_MONTH"),
    ],
)
def test_typed_days_are_read(typed, stored):
    assert days.read(typed) == stored
