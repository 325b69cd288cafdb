"""Sums of several forecast periods: the intervals of periods do not add up, sums of the past say how far off."""

from random import Random

import pytest

from reports.forecast.backtest import Miss
from reports.forecast.forecasting import forecast
from reports.forecast.tests.worlds import SEASON, months, noisy, seasonal
from reports.forecast.together import together


def summed(found, parts, **more):
    return together(found.series.values, 12, found.chosen.steps, found.chosen.misses, parts, **more)


def test_a_pure_season_adds_up_and_is_sure():
    found = summed(forecast(months(seasonal(48)), 3), [1.0, 1.0, 1.0])
    assert found.value == pytest.approx(100 * sum(SEASON[:3]))
    assert found.low95 == pytest.approx(found.high95)
    assert found.off == 0
    assert found.tried == 22  # origins of two years that have three months after them


def test_parts_of_months_count_as_parts():
    made = forecast(months(seasonal(48)), 3)
    assert summed(made, [0.5, 1.0]).value == pytest.approx(100 * (SEASON[0] / 2 + SEASON[1]))
    assert summed(made, [0.0, 0.0, 1.0]).value == pytest.approx(100 * SEASON[2])
    assert summed(made, [0.25]).value == pytest.approx(25 * SEASON[0])


def test_the_interval_of_a_sum_is_narrower_than_the_sum_of_intervals():
    made = forecast(months(noisy(60, Random(4))), 6)
    found = summed(made, [1.0] * 6)
    assert found.value == pytest.approx(made.total)
    added = sum(point.high80 - point.low80 for point in made.points)
    assert 0.2 * added < found.high80 - found.low80 < 0.9 * added
    assert found.low95 < found.low80 < found.value < found.high80 < found.high95


def test_half_a_month_is_off_by_more_than_half_of_a_month():
    made = forecast(months(noisy(60, Random(4))), 1)
    whole, half = summed(made, [1.0]), summed(made, [0.5])
    assert half.value == pytest.approx(whole.value / 2)
    assert half.high80 - half.value == pytest.approx((whole.high80 - whole.value) * 0.5**0.5)


def test_errors_of_a_sum_are_those_of_sums():
    """Always ten too much, then ten too little: the sums of two were right."""
    values = [100.0] * 36
    misses = [Miss(o, o + n, 110.0 - 20 * n, 100.0) for o in range(24, 35) for n in range(2)]
    both = together(values, 12, [110.0, 90.0], misses, [1.0, 1.0])
    assert (both.value, both.off, both.tried) == (200.0, 0.0, 11)
    one = together(values, 12, [110.0, 90.0], misses, [1.0])
    assert one.off == pytest.approx(0.1)
    assert one.high80 - one.value >= 10


def test_demand_is_not_below_zero_and_what_is_no_demand_may_be():
    made = forecast(months([1.0, 30.0, 0.5, 25.0] * 12), 2)
    assert summed(made, [1.0, 1.0]).low95 >= 0
    values = [100.0] * 36
    misses = [Miss(o, o, 500.0, 100.0) for o in range(24, 36)]
    assert together(values, 12, [100.0], misses, [1.0], is_demand=False).low80 < 0


@pytest.mark.parametrize("parts", [[], [1.0, 0.0], [1.0] * 4])
def test_parts_that_say_nothing_are_a_bug_of_the_caller(parts):
    made = forecast(months(seasonal(48)), 3)
    with pytest.raises(ValueError, match="parts"):
        summed(made, parts)


def test_most_sums_end_within_their_interval():
    """Of forty series whose truth is known, half a year ahead: about 80 of 100 (SEMANTICS 15)."""
    within = 0
    for seed in range(40):
        values = noisy(48, Random(seed))
        found = summed(forecast(months(values[:42]), 6), [1.0] * 6)
        within += found.low80 <= sum(values[42:]) <= found.high80
    assert 28 <= within <= 40
