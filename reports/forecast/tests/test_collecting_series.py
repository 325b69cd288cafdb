"""Figures of days become whole periods without gaps."""

from datetime import date
from decimal import Decimal

import pytest

from reports.forecast.series import Rhythm, collect

TODAY = date(2026, 11, 23)


def test_gaps_are_zero_and_the_month_that_still_runs_stands_outside():
    series = collect(
        [
            (date(2026, 6, 3), Decimal("10.50")),
            (date(2026, 6, 30), Decimal("4.50")),
            (date(2026, 9, 1), 7),
            (date(2026, 11, 2), 3),
        ],
        Rhythm.MONTH,
        TODAY,
    )
    assert series.first == date(2026, 6, 1)
    assert series.values == (15.0, 0.0, 0.0, 7.0, 0.0)
    assert series.running == 3.0


def test_what_came_before_the_first_sale_is_not_history():
    series = collect([(date(2025, 1, 1), 0), (date(2026, 8, 1), 5)], Rhythm.MONTH, TODAY)
    assert (series.first, series.values) == (date(2026, 8, 1), (5.0, 0.0, 0.0))


def test_a_month_in_which_the_records_begin_is_left_out_unless_they_begin_with_it():
    figures = [(date(2026, 8, 31), 1), (date(2026, 9, 10), 5), (date(2026, 10, 10), 6)]
    assert collect(figures, Rhythm.MONTH, TODAY, since=date(2026, 8, 31)).values == (5.0, 6.0)
    assert collect(figures, Rhythm.MONTH, TODAY, since=date(2026, 8, 1)).values == (1.0, 5.0, 6.0)


def test_nothing_at_all_is_an_empty_series():
    series = collect([(date(2026, 11, 2), 3)], Rhythm.MONTH, TODAY)
    assert (series.values, series.running) == ((), 3.0)


def test_what_lies_in_the_future_does_not_count():
    assert collect([(date(2026, 9, 2), 3), (date(2027, 1, 2), 9)], Rhythm.MONTH, TODAY).values == (3.0, 0.0)


@pytest.mark.parametrize(
    ("rhythm", "first", "label", "after"),
    [
        (Rhythm.WEEK, date(2026, 11, 23), "2026-W48", date(2026, 12, 7)),
        (Rhythm.MONTH, date(2026, 11, 1), "2026-11", date(2027, 1, 1)),
        (Rhythm.QUARTER, date(2026, 10, 1), "2026-Q4", date(2027, 4, 1)),
    ],
)
def test_periods_have_a_first_day_a_name_and_followers(rhythm, first, label, after):
    assert rhythm.begin(TODAY) == first
    assert rhythm.label(first) == label
    assert rhythm.later(first, 2) == after
    assert rhythm.between(first, after) == 2
    assert rhythm.later(after, -2) == first


def test_a_week_belongs_to_the_year_of_its_thursday():
    assert Rhythm.WEEK.label(Rhythm.WEEK.begin(date(2027, 1, 1))) == "2026-W53"
