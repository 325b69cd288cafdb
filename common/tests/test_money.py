from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.money import TaxMode, line_amounts, round2, spread


def test_half_a_cent_goes_up_and_away_from_zero():
    assert round2(D("0.005")) == D("0.01")
    assert round2(D("-0.005")) == D("-0.01")


def test_inclusive_price_contains_its_tax():
    amounts = line_amounts(D(20), D("7572"), D(0), D("0.13"), TaxMode.INCLUSIVE)
    assert (amounts.amount, amounts.tax, amounts.net) == (D("151440.00"), D("17422.30"), D("134017.70"))


def test_exclusive_price_gets_its_tax_on_top():
    amounts = line_amounts(D(3), D("33.33"), D("0.1"), D("0.13"), TaxMode.EXCLUSIVE)
    assert (amounts.net, amounts.tax, amounts.amount) == (D("89.99"), D("11.70"), D("101.69"))


def test_tax_is_taken_out_of_what_is_charged_after_a_reduction():
    amounts = line_amounts(D(1), D("113"), D(0), D("0.13"), TaxMode.INCLUSIVE, reduction=D("11.30"))
    assert (amounts.amount, amounts.tax, amounts.net) == (D("113.00"), D("11.70"), D("90.00"))


def test_spreading_over_nothing_is_refused():
    with pytest.raises(ValueError):
        spread(D("1"), [D(0), D(0)])
    assert spread(D(0), [D(0)]) == [D(0)]


cents = st.integers(0, 10**9).map(lambda n: D(n) / 100)


@given(cents, st.lists(cents.filter(bool), min_size=1, max_size=60))
def test_spread_parts_sum_to_the_whole_and_stay_within_a_cent(total, weights):
    parts = spread(total, weights)
    assert sum(parts) == total
    whole = sum(weights)
    assert all(abs(part - total * weight / whole) < D("0.01") for part, weight in zip(parts, weights, strict=True))


@given(
    st.decimals("0.0001", "99999", places=4),
    st.decimals("0", "99999", places=6),
    st.decimals("0", "1", places=4),
    st.sampled_from([D("0"), D("0.06"), D("0.13")]),
    st.sampled_from([TaxMode.INCLUSIVE, TaxMode.EXCLUSIVE]),
)
def test_amount_is_always_net_plus_tax(quantity, price, discount, rate, mode):
    amounts = line_amounts(quantity, price, discount, rate, mode)
    assert amounts.amount == amounts.net + amounts.tax
    assert amounts.amount == round2(amounts.amount)
