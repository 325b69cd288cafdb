"""Nobody looks ahead, errors are what they are called, and seasonal naive is left only for something better."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.forecast import backtest, intervals
from reports.forecast.backtest import Miss
from reports.forecast.forecasting import forecast
from reports.forecast.methods import SOMETIMES, STEADY, Method
from reports.forecast.tests.worlds import months, noisy, now_and_then, seasonal


def tried(values, horizon=6, walks=STEADY, squares=False):
    return {trial.method: trial for trial in backtest.run(values, 12, horizon, walks, least=0.0, squares=squares)}


@settings(max_examples=10, derandomize=True)
@given(
    st.integers(25, 47), st.integers(0, 10_000), st.sampled_from([(STEADY, False), (SOMETIMES, True)]), st.floats(0, 50)
)
def test_what_came_later_does_not_change_what_was_said_before(now, seed, walks, factor):
    values = noisy(48, Random(seed)) if walks[0] is STEADY else now_and_then(48, Random(seed))
    other = values[:now] + [value * factor for value in values[now:]]
    one, two = tried(values, 6, *walks), tried(other, 6, *walks)
    assert one.keys() == two.keys()
    for method, trial in one.items():
        before = [(miss.origin, miss.index, miss.said) for miss in trial.misses if miss.origin <= now]
        assert before == [(miss.origin, miss.index, miss.said) for miss in two[method].misses if miss.origin <= now]


def test_every_origin_of_two_years_is_tried_as_far_as_it_can_be_judged():
    trial = tried(noisy(60, Random(1)))[Method.THETA]
    assert {miss.origin for miss in trial.misses} == set(range(36, 60))
    assert [miss.ahead for miss in trial.misses if miss.origin == 57] == [1, 2, 3]
    assert max(miss.ahead for miss in trial.misses) == 6


def test_errors_are_counted_by_hand():
    values = [100.0] * 12 + [110.0] * 12 + [121.0] * 12
    naive = tried(values, 1)[Method.SEASONAL_NAIVE]
    assert len(naive.misses) == 12  # each month of the third year, said to be 110
    assert naive.mase == pytest.approx(11 / 10)  # in the first two years it was off by ten
    assert naive.rmsse == pytest.approx(11 / 10)
    assert naive.smape == pytest.approx(2 * 11 / (110 + 121))
    assert naive.off == pytest.approx(11 / 121)


def test_seasonal_naive_stays_unless_it_is_beaten_by_the_margin():
    trials = [replace(trial, measure=100.0) for trial in tried(noisy(40, Random(1))).values()]

    def with_errors(**errors):
        return [replace(trial, measure=errors.get(trial.method.value, 100.0)) for trial in trials]

    assert backtest.choose(with_errors(THETA=98)).method is Method.SEASONAL_NAIVE
    assert backtest.choose(with_errors(THETA=96)).method is Method.THETA
    assert backtest.choose(with_errors(THETA=92, COMBINED=96)).method is Method.COMBINED
    assert backtest.choose(with_errors(THETA=80, COMBINED=85)).method is Method.COMBINED
    assert backtest.choose(with_errors(THETA=80, COMBINED=95)).method is Method.THETA


def test_the_combination_leans_to_who_erred_less_before():
    values = seasonal(60, growth=3.0)
    trials = tried(values)
    combined, naive = trials[Method.COMBINED], trials[Method.SEASONAL_NAIVE]
    assert combined.measure < naive.measure / 3
    steps = [trial.steps[0] for trial in trials.values() if trial.method is not Method.COMBINED]
    assert min(steps) <= combined.steps[0] <= max(steps)


def test_to_say_nothing_is_not_best_for_demand_now_and_then():
    values = [10.0 if index % 4 == 0 else 0.0 for index in range(60)]
    assert forecast(months(values)).total > 5  # ten pieces every fourth month, six months ahead


def misses_of(sizes, origins):
    return [Miss(origin, origin + step, 100.0, 100.0 + sizes[step]) for origin in origins for step in range(len(sizes))]


def test_the_farther_ahead_is_never_the_surer():
    reach = intervals.reach(misses_of([5, 9, 7, 12], range(24, 44)), [100.0] * 48, 12, 4)
    assert list(reach.likely) == sorted(reach.likely)
    assert reach.likely[1] == pytest.approx(reach.likely[2])
    assert all(sure > likely for sure, likely in zip(reach.sure, reach.likely, strict=True))


def test_the_fewer_the_tries_the_wider_the_interval():
    few = intervals.reach(misses_of([5, 10], range(24, 30)), [100.0] * 40, 12, 2)
    many = intervals.reach(misses_of([5, 10], range(24, 48)), [100.0] * 50, 12, 2)
    assert few.likely[0] > many.likely[0]
    assert few.sure[0] > many.sure[0]


def test_errors_grow_with_the_level():
    values = [50.0] * 24 + [100.0] * 24
    reach = intervals.reach(misses_of([5.0], range(24, 30)), values, 12, 1)
    assert reach.likely[0] > 5


@pytest.mark.parametrize(("count", "least80", "least95"), [(30, 0.74, 0.87), (42, 0.75, 0.9)])
def test_intervals_hold_what_they_say(count, least80, least95):
    """Thirty wandering series by a fixed seed; what comes is compared with what was said."""
    chance = Random(20261123)
    within80 = within95 = points = 0
    for _series in range(30):
        values = noisy(count + 6, chance)
        for real, point in zip(values[count:], forecast(months(values[:count])).points, strict=True):
            points += 1
            within80 += point.low80 <= real <= point.high80
            within95 += point.low95 <= real <= point.high95
    assert least80 <= within80 / points <= 0.93
    assert least95 <= within95 / points
