"""Known series are forecast as what they are; what nobody can know is refused."""

from dataclasses import astuple
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.forecast.forecasting import Quality, forecast, forecast_all
from reports.forecast.methods import Method
from reports.forecast.refusing import Reason
from reports.forecast.series import Rhythm, Series
from reports.forecast.tests.worlds import SEASON, months, noisy, now_and_then, seasonal


def said(found):
    return [point.value for point in found.points]


def test_a_straight_line_goes_on():
    found = forecast(months([100 + 5 * index for index in range(48)]))
    assert said(found) == pytest.approx([100 + 5 * index for index in range(48, 54)], rel=0.02)
    assert found.quality is Quality.GOOD


def test_a_pure_season_is_repeated_and_said_to_be_the_year_before():
    found = forecast(months(seasonal(48)), 12)
    assert said(found) == pytest.approx([100 * share for share in SEASON])
    assert found.is_naive
    assert found.chosen.off == 0
    assert [point.high95 - point.low95 for point in found.points] == pytest.approx([0] * 12)


def test_a_season_that_grows_is_not_taken_for_the_year_before():
    found = forecast(months(seasonal(60, growth=2.0)))
    assert said(found) == pytest.approx(seasonal(66, growth=2.0)[60:], rel=0.03)
    assert not found.is_naive


def test_a_constant_stays_and_is_sure():
    found = forecast(months([80] * 40))
    assert said(found) == [80.0] * 6
    assert all(point.low95 == point.high95 == 80.0 for point in found.points)


def test_one_freak_month_does_not_move_the_others():
    plain = noisy(48, Random(3))
    freak = list(plain)
    freak[45] *= 20
    before, after = forecast(months(plain)), forecast(months(freak))
    assert said(after) == pytest.approx(said(before), rel=0.25)


def test_demand_now_and_then_is_forecast_at_its_rate():
    found = forecast(months(now_and_then(60, Random(5))))
    assert all(2 < value < 6.5 for value in said(found))  # 10 pieces in two of five months
    assert {trial.method for trial in found.trials} >= {Method.CROSTON, Method.FADING}
    assert Method.ADDITIVE not in {trial.method for trial in found.trials}


def test_too_short_a_history_says_what_is_missing_and_from_when_it_will_do():
    found = forecast(months(seasonal(27)))
    assert (found.points, found.trials, found.quality) == ((), (), None)
    assert astuple(found.refusal) == (Reason.TOO_SHORT, 3, date(2024, 7, 1))
    assert forecast(months(seasonal(30))).refusal is None


def test_a_short_history_is_forecast_no_farther_than_it_can_be_tried():
    assert len(forecast(months(seasonal(30)), 12).points) == 6
    assert len(forecast(months(seasonal(36)), 12).points) == 12


@pytest.mark.parametrize("values", [(), [0] * 40])
def test_where_nothing_was_nothing_is_forecast(values):
    assert forecast(months(values)).refusal.reason is Reason.NOTHING


def test_a_product_that_ended_is_not_forecast():
    found = forecast(months([*seasonal(40), 0, 0, 0]))
    assert (found.refusal.reason, found.refusal.periods) == (Reason.STOPPED, 3)


def test_remnants_of_a_product_that_ended_are_not_its_demand():
    found = forecast(months([*seasonal(36), 0, 3, 0, 0, 2, 0]))
    assert (found.refusal.reason, found.refusal.periods) == (Reason.STOPPED, 6)


def test_goods_of_one_season_have_not_ended_when_they_rest_as_every_year():
    summers = [50 if index % 12 in (4, 5, 6, 7) else 0 for index in range(52)][4:]  # four full months, then eight empty
    found = forecast(months(summers), 12)
    assert found.refusal is None
    assert said(found) == pytest.approx([50] * 4 + [0] * 8, abs=8)


def test_few_demands_are_not_forecast():
    values = [1 if index % 11 == 0 else 0 for index in range(45)]
    assert forecast(months(values)).refusal.reason is Reason.TOO_SPARSE


@pytest.mark.parametrize("factor", [0.1, 8])
def test_another_business_all_at_once_is_not_forecast(factor):
    values = seasonal(48)
    assert forecast(months([*values[:-3], *(value * factor for value in values[-3:])])).refusal.reason is Reason.SHIFTED


def test_one_freak_month_is_not_another_business():
    values = seasonal(48)
    assert forecast(months([*values[:-2], values[-2] * 30, values[-1]])).refusal is None


def test_fitted_figures_are_what_would_have_been_said_a_month_before():
    values = noisy(48, Random(11))
    found = forecast(months(values))
    assert found.fitted[:24] == (None,) * 24
    earlier = next(trial for trial in forecast(months(values[:40])).trials if trial.method is found.chosen.method)
    assert found.fitted[40] == pytest.approx(earlier.steps[0])


def test_weeks_and_quarters_have_their_own_season():
    weeks = Series(Rhythm.WEEK, date(2023, 1, 2), tuple(100.0 + 40 * (index % 52 > 25) for index in range(140)))
    assert said(forecast(weeks, 26)) == pytest.approx([140.0] * 16 + [100.0] * 10)
    quarters = Series(Rhythm.QUARTER, date(2020, 1, 1), tuple(100.0 + 10 * (index % 4) for index in range(16)))
    found = forecast(quarters, 4)
    assert said(found) == pytest.approx([100, 110, 120, 130])
    assert found.points[0].day == date(2024, 1, 1)


def test_profit_may_be_below_zero_but_demand_may_not():
    values = [-abs(value) / 10 if index % 12 == 1 else value / 50 for index, value in enumerate(noisy(48, Random(2)))]
    assert min(point.low95 for point in forecast(months(values), is_demand=False).points) < 0
    assert min(point.low95 for point in forecast(months(values)).points) == 0


def test_a_forecast_of_nothing_ahead_is_refused():
    with pytest.raises(ValueError):
        forecast(months(seasonal(40)), 0)


def test_many_series_keep_their_order():
    found = forecast_all([months(seasonal(40)), months([0] * 40)])
    assert [one.refusal is None for one in found] == [True, False]


@settings(max_examples=20, derandomize=True)
@given(st.lists(st.floats(0, 1e7), min_size=30, max_size=50), st.integers(1, 12))
def test_whatever_was_sold_demand_is_never_below_zero_and_intervals_hold_their_forecast(values, horizon):
    found = forecast(months(values), horizon)
    assert found == forecast(months(values), horizon)
    for point in found.points:
        assert 0 <= point.low95 <= point.low80 <= point.value <= point.high80 <= point.high95 < 1e12
    if found.refusal is None:
        assert 1 <= len(found.points) <= horizon
        assert found.chosen.measure <= min(t.measure for t in found.trials if t.method is Method.SEASONAL_NAIVE)


@settings(max_examples=8, derandomize=True)
@given(st.lists(st.floats(1, 1e4), min_size=30, max_size=40), st.sampled_from([2.0**-10, 8.0, 2.0**17]))
def test_the_unit_of_a_series_does_not_matter(values, factor):
    plain, scaled = forecast(months(values)), forecast(months([value * factor for value in values]))
    assert plain.refusal == scaled.refusal
    assert [value * factor for value in said(plain)] == pytest.approx(said(scaled), rel=1e-6, abs=1e-6 * factor)
