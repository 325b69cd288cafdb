"""A year over its months, and a target over any days: sums add up to the cent, shares hold."""

from datetime import date
from decimal import Decimal as D

from reports.targets import spreading
from reports.targets.spreading import Plan


def test_a_year_is_spread_evenly_over_months_without_their_own():
    plan = Plan(True, D(1000), {1: D(100), 2: D(100), 12: D(300)})
    months = plan.months
    assert (months[0], months[1], months[11]) == (100, 100, 300)
    assert sum(months) == 1000
    assert set(months[2:11]) == {D("55.55"), D("55.56")}  # 500 over nine


def test_months_that_use_up_the_year_leave_the_others_without_a_target():
    plan = Plan(True, D(100), {1: D(60), 2: D(60)})
    assert plan.months[:3] == (60, 60, None)
    assert plan.left == 0


def test_months_alone_are_targets_too_and_a_share_holds_in_each():
    assert Plan(True, None, {3: D(5)}).months == (None, None, D(5), *[None] * 9)
    assert Plan(False, D("0.95"), {2: D("0.9")}).months == (D("0.95"), D("0.9"), *[D("0.95")] * 10)


def test_whole_years_whole_months_and_parts_of_months():
    plans = {2026: Plan(True, D(1200), {1: D(310)})}  # the others: 890 / 11
    assert spreading.over(plans, date(2026, 1, 1), date(2026, 12, 31)) == 1200
    assert spreading.over(plans, date(2026, 1, 1), date(2026, 1, 31)) == 310
    assert spreading.over(plans, date(2026, 1, 1), date(2026, 1, 10)) == 100
    rest = plans[2026].months
    assert spreading.over(plans, date(2025, 12, 1), date(2026, 2, 14)) == 310 + rest[1] / 2
    assert spreading.over(plans, date(2024, 1, 1), date(2025, 12, 31)) is None


def test_what_is_not_set_for_all_of_the_days_is_no_target_of_them():
    eleven = {2026: Plan(True, None, dict.fromkeys(range(1, 12), D(10)))}
    assert spreading.over_all(eleven, date(2026, 1, 1), date(2026, 12, 31)) is None
    assert spreading.over_all(eleven, date(2026, 1, 1), date(2026, 11, 30)) == 110
    assert spreading.over_all(eleven, date(2025, 12, 1), date(2026, 1, 31)) is None
    used_up = {2026: Plan(True, D(100), {1: D(60), 2: D(40)})}
    assert spreading.over_all(used_up, date(2026, 1, 1), date(2026, 12, 31)) == 100
    assert spreading.over_all(used_up, date(2026, 1, 1), date(2026, 3, 31)) is None


def test_a_share_over_days_is_their_mean():
    plans = {2026: Plan(False, None, {1: D("0.9"), 2: D("0.96")})}
    assert spreading.over(plans, date(2026, 1, 1), date(2026, 2, 28)) == (D("0.9") * 31 + D("0.96") * 28) / 59
    assert spreading.over(plans, date(2026, 1, 20), date(2026, 1, 25)) == D("0.9")
    whole = {2026: Plan(False, D("0.95"), {1: D("0.5")})}
    assert spreading.over(whole, date(2026, 1, 1), date(2026, 12, 31)) == D("0.95")


def test_weights_share_out_to_the_cent_or_say_nothing():
    assert spreading.by_weights(D(100), [D(1), D(2), D(0)]) == [D("33.33"), D("66.67"), D(0)]
    assert sum(spreading.by_weights(D("0.07"), [D(1)] * 12)) == D("0.07")
    assert spreading.by_weights(D(100), [D(0)] * 12) is None
    assert spreading.by_weights(D(100), [D(-1), D(3)]) is None
