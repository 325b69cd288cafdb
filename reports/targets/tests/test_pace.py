"""Where one should stand, what each day still has to bring, where it ends."""

from datetime import date
from decimal import Decimal as D

from reports.targets import pace, proposing
from reports.targets.pace import Stretch
from reports.targets.proposing import Way

YEAR = Stretch(date(2026, 1, 1), date(2026, 12, 31), date(2026, 3, 14))


def test_by_last_years_seasons_where_they_say_enough_else_by_the_days_so_far():
    assert YEAR.passed == 73  # a fifth of 365
    assert pace.expected(D(100), YEAR, D(1000), D(250)) == pace.Expected(D(400), True)
    assert pace.expected(D(100), YEAR, D(1000), D(10)) == pace.Expected(D(500), False)  # 1 % says nothing
    assert pace.expected(D(100), YEAR, None, None) == pace.Expected(D(500), False)
    assert pace.expected(D(100), YEAR, D(1000), D(1200)) == pace.Expected(D(500), False)  # returns made it more
    assert pace.expected(D(0), YEAR, D(1000), D(250)) is None
    assert pace.expected(D(5), Stretch(date(2027, 1, 1), date(2027, 1, 31), date(2026, 3, 1)), None, None) is None


def test_what_is_missing_is_shared_out_to_the_days_that_remain():
    assert pace.needed(D(100), D(40), 12) == 5
    assert pace.needed(D(100), D(140), 12) == 0
    assert pace.needed(D(100), None, 10) == 10
    assert pace.needed(D(100), D(40), 0) is None


def test_of_complaints_a_target_is_the_most_that_there_may_be():
    assert pace.is_met(D(10), D(10), False) is True
    assert pace.is_met(D(10), D(11), False) is False
    assert pace.is_met(D("0.95"), D("0.96"), True) is True
    assert pace.is_met(D("0.95"), None, True) is None


def test_a_stretch_runs_between_its_days():
    assert YEAR.runs
    assert not Stretch(date(2025, 1, 1), date(2025, 12, 31), date(2026, 3, 14)).runs
    assert not Stretch(date(2027, 1, 1), date(2027, 12, 31), date(2026, 3, 14)).runs


def test_proposals_are_whole_amounts_that_add_up():
    last = [D(1), D(1), D(1), *[None] * 9]
    year, months = proposing.propose(Way.SEASONS, D(100), last, D(0))
    assert (year, months[:4]) == (100, [33, 34, 33, None])
    assert proposing.propose(Way.GROWTH, None, last, D(100)) == (D(6), [2, 2, 2, *[None] * 9])
    assert proposing.propose(Way.SEASONS, None, last, D(0)) is None
    assert proposing.propose(Way.GROWTH, D(5), [None] * 12, D(10)) is None
