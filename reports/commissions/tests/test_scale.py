"""Rates by the share of the target that is reached: exact, to the cent, never less for more."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.commissions import scale
from reports.commissions.scale import Step

TAX = (Step(D(0), D("0.01")), Step(D("0.8"), D("0.015")), Step(D(1), D("0.03")))

cents = st.integers(0, 50_000_000).map(lambda n: D(n) / 100)
any_cents = st.integers(-5_000_000, 50_000_000).map(lambda n: D(n) / 100)
goals = st.none() | st.integers(1, 20_000_000).map(lambda n: D(n) / 100)
rates = st.integers(0, 100_000).map(lambda n: D(n) / 1_000_000)
shares = st.lists(st.integers(1, 400), unique=True, max_size=5).map(
    lambda found: [D(0), *(D(n) / 100 for n in sorted(found))]
)


@st.composite
def steps(draw, rising=False):
    found = draw(shares)
    values = draw(st.lists(rates, min_size=len(found), max_size=len(found)))
    return tuple(map(Step, found, sorted(values) if rising else values))


def amount(base, target, of=TAX, is_whole=False):
    return scale.earned(base, target, of, is_whole=is_whole).amount


def test_each_part_earns_the_rate_of_its_step():
    found = scale.earned(D(1200), D(1000), TAX, is_whole=False)
    assert [(one.base, one.amount) for one in found.parts] == [
        (D(800), D("8.00")),
        (D(200), D("3.00")),
        (D(200), D("6.00")),
    ]
    assert (found.amount, found.attainment) == (D("17.00"), D("1.2"))


def test_or_all_of_it_earns_the_rate_that_is_reached():
    assert amount(D("999.99"), D(1000), is_whole=True) == D("15.00")
    assert amount(D(1000), D(1000), is_whole=True) == D("30.00")
    assert amount(D("799.99"), D(1000), is_whole=True) == D("8.00")


@pytest.mark.parametrize("is_whole", [True, False])
def test_without_a_target_all_of_it_earns_the_first_rate(is_whole):
    for target in (None, D(0)):
        found = scale.earned(D(5000), target, TAX, is_whole=is_whole)
        assert (found.amount, found.attainment, len(found.parts)) == (D("50.00"), None, 1)


@pytest.mark.parametrize("is_whole", [True, False])
def test_what_was_paid_back_takes_away_at_the_first_rate(is_whole):
    assert amount(D(-500), D(1000), is_whole=is_whole) == D("-5.00")


def test_a_cent_is_rounded_once_and_half_up():
    thirds = (Step(D(0), D("0.005")), Step(D("0.01"), D("0.005")))
    assert amount(D(3), D(100), thirds) == D("0.02")  # 0.005 + 0.010, not 0.01 + 0.01
    assert amount(D(1), None, thirds) == D("0.01")


@given(any_cents, goals, steps(), st.booleans())
def test_parts_add_up_to_base_and_amount(base, goal, of, is_whole):
    found = scale.earned(base, goal, of, is_whole=is_whole)
    assert sum(one.base for one in found.parts) == base
    assert sum(one.amount for one in found.parts) == found.amount
    assert found.amount == found.amount.quantize(D("0.01"))


@given(cents, cents, goals, steps())
def test_more_never_earns_less(one, other, goal, of):
    low, high = sorted((one, other))
    assert amount(low, goal, of) <= amount(high, goal, of)


@given(cents, cents, goals, steps(rising=True))
def test_nor_where_the_rate_reached_holds_for_all_of_it(one, other, goal, of):
    low, high = sorted((one, other))
    assert amount(low, goal, of, True) <= amount(high, goal, of, True)


@given(any_cents, goals, steps())
def test_a_cent_more_is_no_jump_where_parts_have_rates_of_their_own(base, goal, of):
    assert abs(amount(base + D("0.01"), goal, of) - amount(base, goal, of)) <= D("0.01")


@given(cents, goals, steps(), st.booleans())
def test_nobody_who_sold_something_owes_anything(base, goal, of, is_whole):
    assert amount(base, goal, of, is_whole) >= 0


@given(steps(), st.booleans())
def test_rates_come_back_from_the_store_as_they_were(of, is_whole):
    assert scale.read(scale.write(of)) == of
    assert scale.fault_of(of, is_whole=False) == ""


@pytest.mark.parametrize(
    ("stored", "is_whole", "word"),
    [
        ([], False, "one to"),
        ([["0.5", "0.01"]], False, "zero"),
        ([["0", "0.01"], ["1", "0.02"], ["1", "0.03"]], False, "higher"),
        ([["0", "1.01"]], False, "100"),
        ([["0", "-0.01"]], False, "100"),
        ([["0", "0.01"], ["11", "0.02"]], False, "1000"),
        ([["0", "0.02"], ["1", "0.01"]], True, "lower"),
        ([["0", "NaN"]], False, "decimals"),
        ([["0", "0.0000001"]], False, "four decimals"),
        ([["0", "0.01"]] * 13, False, "one to"),
    ],
)
def test_what_cannot_be_a_scale_is_said(stored, is_whole, word):
    assert word in scale.fault_of(scale.read(stored), is_whole=is_whole)


def test_a_scale_that_falls_may_stand_where_parts_have_rates_of_their_own():
    assert scale.fault_of(scale.read([["0", "0.02"], ["1", "0"]]), is_whole=False) == ""


def test_rates_read_like_a_sentence():
    assert (
        scale.in_words(TAX, is_whole=False)
        == "from 0 %: 1 %; from 80 %: 1.5 %; from 100 %: 3 % · each part at its rate"
    )
    assert scale.in_words(TAX[:1], is_whole=True) == "from 0 %: 1 %"
