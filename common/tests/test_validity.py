from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.validity import Changes, Days, Held, Wanted, clash, make_room

D = date


def days(first: int, last: int | None) -> Days:
    return Days(D(2026, 1, first), D(2026, 1, last) if last else None)


@pytest.mark.parametrize(
    ("held", "taken", "left"),
    [
        (days(1, 10), days(11, 20), [days(1, 10)]),
        (days(1, None), days(11, 20), [days(1, 10), days(21, None)]),
        (days(1, None), days(11, None), [days(1, 10)]),
        (days(5, 10), days(1, 20), []),
        (days(5, 10), days(10, 20), [days(5, 9)]),
        (days(5, 10), days(1, 5), [days(6, 10)]),
        (days(5, 5), days(5, 5), []),
    ],
)
def test_a_range_gives_its_days_to_another(held, taken, left):
    assert held.without(taken) == left


def test_a_range_cannot_end_before_it_begins():
    with pytest.raises(ValueError, match="ends before"):
        days(10, 9)


def test_only_rows_for_the_same_make_room():
    held = [Held(1, "a", days(1, None)), Held(2, "b", days(1, None)), Held(3, "a", days(1, 3))]
    changes = make_room(held[:2], [Wanted("a", days(5, 8)), Wanted("a", days(12, 14))])
    assert changes == Changes(shorter={1: days(1, 4)}, copies=[(1, days(9, 11)), (1, days(15, None))])
    assert make_room(held[2:], [Wanted("a", days(1, None))]) == Changes(gone=[3])


def test_new_rows_that_meet_are_named():
    rows = [Wanted("a", days(1, 5)), Wanted("b", days(1, 5)), Wanted("a", days(5, None))]
    assert clash(rows) == (0, 2)
    assert clash(rows[:2]) is None


_range = st.tuples(st.integers(1, 28), st.one_of(st.none(), st.integers(1, 28))).filter(
    lambda r: not r[1] or r[0] <= r[1]
)


@given(_range, st.lists(_range, max_size=4))
def test_every_day_has_one_row_and_none_is_lost(first, others):
    held = Held(1, "a", days(*first))
    wanted = [Wanted("a", days(*one)) for one in others]
    if clash(wanted):
        return
    changes = make_room([held], wanted)
    pieces = [] if held.pk in changes.gone else [changes.shorter.get(1, held.days)]
    pieces += [piece for _pk, piece in changes.copies]
    for day in (D(2026, 1, n) for n in range(1, 32)):
        one = Days(day, day)
        now = sum(piece.meets(one) for piece in pieces) + sum(new.days.meets(one) for new in wanted)
        before = held.days.meets(one) or any(new.days.meets(one) for new in wanted)
        assert now == int(before)
