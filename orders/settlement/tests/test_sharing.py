"""Plan amounts and how money is poured over them (SEMANTICS 12). Pure."""

from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders.settlement import dates, sharing

cents = st.decimals(min_value=0, max_value=10_000_000, places=2)
percents = st.lists(st.decimals(min_value="0.01", max_value=100, places=2), min_size=1, max_size=6)


def test_shares_sum_to_the_total_to_the_cent():
    assert sharing.shares(D("100.00"), [D("33.33"), D("33.33"), D("33.34")]) == [D("33.33"), D("33.33"), D("33.34")]
    assert sharing.shares(D("0.05"), [D(30), D(70)]) == [D("0.02"), D("0.03")]


@given(cents, percents)
def test_shares_always_sum_to_the_total_and_none_is_negative(total, weights):
    parts = sharing.shares(total, weights)
    assert sum(parts) == total
    assert min(parts) >= 0


def test_digits_beyond_cents_are_not_lost():
    assert sum(sharing.shares(D("100.123456"), [D(30), D(70)])) == D("100.123456")


@given(cents, percents, st.data())
def test_a_plan_that_follows_sums_to_what_is_due_or_received_and_no_row_falls_below_its_money(total, weights, data):
    received = [data.draw(st.decimals(min_value=0, max_value=1000, places=2)) for _ in weights]
    amounts = sharing.follow(total, weights, received)
    assert sum(amounts) == max(total, sum(received))
    assert all(amount >= paid for amount, paid in zip(amounts, received, strict=True))


def test_an_advance_paid_in_full_takes_its_excess_off_the_next_row_when_the_order_shrinks():
    # 30 / 60 / 10 of 1000, the advance is paid; the order shrinks to 500
    amounts = sharing.follow(D(500), [D(30), D(60), D(10)], [D(300), D(0), D(0)])
    assert amounts == [D(300), D(150), D(50)]


def test_a_plan_grows_back_when_what_is_due_grows_back():
    assert sharing.follow(D(1000), [D(30), D(70)], [D(300), D(0)]) == [D(300), D(700)]


def test_more_received_than_due_leaves_exactly_what_was_received():
    assert sharing.follow(D(100), [D(30), D(70)], [D(300), D(50)]) == [D(300), D(50)]


def test_nothing_due_and_nothing_received_is_an_empty_plan():
    assert sharing.follow(D(0), [D(30), D(70)], [D(0), D(0)]) == [D(0), D(0)]


def test_money_pays_the_oldest_rows_first_and_never_more_than_is_open():
    assert sharing.oldest_first(D(150), [D(100), D(80), D(40)]) == [D(100), D(50), D(0)]
    assert sharing.oldest_first(D(500), [D(100), D(80)]) == [D(100), D(80)]
    assert sharing.oldest_first(D(0), [D(100)]) == [D(0)]


@pytest.mark.parametrize(
    ("start", "days", "from_month_end", "due"),
    [
        (date(2026, 1, 15), 30, False, date(2026, 2, 14)),
        (date(2026, 1, 15), 30, True, date(2026, 3, 2)),
        (date(2026, 2, 28), 0, True, date(2026, 2, 28)),
        (date(2028, 2, 10), 0, True, date(2028, 2, 29)),
        (date(2026, 12, 31), 60, True, date(2027, 3, 1)),
    ],
)
def test_due_dates_count_from_the_day_or_from_the_end_of_its_month(start, days, from_month_end, due):
    assert dates.due_date(start, days, from_month_end) == due
