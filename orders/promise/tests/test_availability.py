"""Availability day by day agrees with counting every piece on every day (SEMANTICS 10)."""

from datetime import date, timedelta
from decimal import Decimal as D

from hypothesis import given
from hypothesis import strategies as st

from orders.promise.availability import Flow, Part, Want, earliest, in_turn, parts, profile

TODAY = date(2026, 11, 20)
FREE = st.integers(0, 12).map(D)
FLOWS = st.lists(
    st.builds(
        lambda day, quantity: Flow(TODAY + timedelta(day), D(quantity)),
        st.integers(-3, 12),
        st.integers(-9, 9).filter(bool),
    ),
    max_size=8,
)
HORIZONS = st.none() | st.integers(0, 14).map(lambda days: TODAY + timedelta(days))


def day(number):
    return TODAY + timedelta(number)


def balance_on(free, flows, on):
    """Naive: everything that moved until then; what was overdue moves today."""
    return free + sum((one.quantity for one in flows if max(one.day, TODAY) <= on), D(0))


def naive_earliest(free, flows, quantity, horizon):
    """Naive: try every day, and look at every day after it."""
    last = horizon or day(20)
    for number in range(21):
        on = day(number)
        if horizon and on >= horizon:
            return horizon
        later = [day(n) for n in range(number, 21) if horizon is None or day(n) < last]
        if all(balance_on(free, flows, one) >= quantity for one in later):
            return on
    return None


@given(FREE, FLOWS, st.integers(1, 15).map(D), HORIZONS)
def test_the_earliest_day_is_the_one_that_counting_finds(free, flows, quantity, horizon):
    steps = profile(free, flows, TODAY, horizon)
    assert earliest(steps, quantity, horizon) == naive_earliest(free, flows, quantity, horizon)


@given(FREE, FLOWS, HORIZONS)
def test_the_balance_of_every_step_is_what_moved_until_then(free, flows, horizon):
    steps = profile(free, flows, TODAY, horizon)
    assert [step.day for step in steps] == sorted({TODAY, *(max(TODAY, one.day) for one in flows)})
    assert all(step.balance == balance_on(free, flows, step.day) for step in steps)


@given(FREE, FLOWS, st.integers(1, 15).map(D), HORIZONS)
def test_taking_the_parts_breaks_no_promise_before_the_horizon(free, flows, quantity, horizon):
    taken = parts(profile(free, flows, TODAY, horizon), quantity, horizon)
    assert sum((part.quantity for part in taken), D(0)) <= quantity
    assert [part.day for part in taken] == sorted({part.day for part in taken})
    with_them = [*flows, *(Flow(part.day, -part.quantity) for part in taken if part.day != horizon)]
    for number in range(15):
        on = day(number)
        if horizon is None or on < horizon:
            least = min(balance_on(free, flows, day(n)) for n in range(number, 15) if not horizon or day(n) < horizon)
            assert balance_on(free, with_them, on) >= min(D(0), least)


@given(FREE, FLOWS, st.lists(st.integers(1, 6).map(D), max_size=5), HORIZONS)
def test_serving_in_turn_gives_every_piece_once(free, flows, wanted, horizon):
    supply = [one for one in flows if one.quantity > 0]
    days = in_turn(free, supply, [Want(n, quantity) for n, quantity in enumerate(wanted)], TODAY, horizon)
    pieces = sorted([*[TODAY] * int(free), *(max(TODAY, one.day) for one in supply for _ in range(int(one.quantity)))])
    pieces = [one for one in pieces if horizon is None or one < horizon]
    used = 0
    for n, quantity in enumerate(wanted):  # naive: every want takes the next pieces
        used += int(quantity)
        assert days[n] == (pieces[used - 1] if used <= len(pieces) else horizon)


def test_what_others_were_promised_later_is_not_given_away_now():
    flows = [Flow(day(5), D(-8)), Flow(day(9), D(6))]
    steps = profile(D(10), flows, TODAY)
    assert parts(steps, D(5)) == [Part(TODAY, D(2)), Part(day(9), D(3))]
    horizon = day(4)  # more can be had before they need it
    assert parts(profile(D(10), flows, TODAY, horizon), D(12), horizon) == [Part(TODAY, D(10)), Part(horizon, D(2))]
