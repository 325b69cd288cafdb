"""Which single delay would have made the order on time: the order lived through once more without it."""

from hypothesis import given
from hypothesis import strategies as st

from tasks.evaluation.counterfactual import DELIVERY, RELEASE, After, Case, Lived, single_delays


def _case(*tasks: Lived, links=(), begin=0, end=None, due=10, tail=0) -> Case:
    last = max(one.end for one in tasks)
    return Case(begin, tasks, links, last if end is None else end, due, planned_tail=tail)


def test_the_task_that_took_too_long_would_have_been_enough():
    # planned 0–4 and 5–9, the first took until 8
    first, second = Lived(1, 0, 4, 0, 8), Lived(2, 5, 9, 9, 13)
    found = single_delays(_case(first, second, links=[After(1, 2)], due=10))
    assert [(one.key, one.gained, one.is_enough) for one in found] == [(1, 4, True)]


def test_a_delay_beside_the_way_gains_nothing():
    long, short = Lived(1, 0, 9, 0, 11), Lived(2, 0, 2, 0, 6)
    assert [one.key for one in single_delays(_case(long, short, due=9))] == [1]


def test_two_delays_of_which_neither_alone_is_enough():
    first, second = Lived(1, 0, 2, 0, 5), Lived(2, 3, 5, 6, 11)
    found = single_delays(_case(first, second, links=[After(1, 2)], due=5))
    assert {one.key: (one.gained, one.is_enough) for one in found} == {1: (3, False), 2: (3, False)}


def test_who_could_have_begun_and_waited_lost_the_days():
    first, second = Lived(1, 0, 2, 0, 2), Lived(2, 3, 5, 7, 9)
    found = single_delays(_case(first, second, links=[After(1, 2)], due=5))
    assert [(one.key, one.lost, one.is_enough) for one in found] == [(2, 4, True)]


def test_goods_that_lay_ready_were_late_by_their_delivery():
    found = single_delays(_case(Lived(1, 0, 4, 0, 4), end=9, due=6, tail=2))
    assert [(one.key, one.gained, one.is_enough) for one in found] == [(DELIVERY, 3, True)]


def test_an_order_that_nobody_released_in_time():
    found = single_delays(_case(Lived(1, 0, 4, 3, 7), due=4))
    assert {one.key for one in found} == {1, RELEASE} and all(one.is_enough for one in found)


def test_an_order_in_time_has_no_delay_that_was_missing():
    assert not any(one.is_enough for one in single_delays(_case(Lived(1, 0, 4, 0, 6), due=10)))


@st.composite
def _lived(draw):
    tasks, links = [], []
    for key in range(1, draw(st.integers(1, 7)) + 1):
        before = draw(st.sets(st.integers(1, key - 1), max_size=2)) if key > 1 else set()
        links += [After(one, key) for one in before]
        ready = max((tasks[one - 1].end + 1 for one in before), default=0)
        planned = max((tasks[one - 1].planned_end + 1 for one in before), default=0)
        start = ready + draw(st.integers(0, 4))
        length = draw(st.integers(1, 6))
        tasks.append(Lived(key, planned, planned + draw(st.integers(1, 4)) - 1, start, start + length - 1))
    return tasks, links


@given(_lived(), st.integers(0, 5), st.integers(0, 30))
def test_removing_a_delay_never_makes_it_later_and_never_gains_more_than_it_took(lived, tail, due):
    tasks, links = lived
    case = _case(*tasks, links=links, end=max(one.end for one in tasks) + tail, due=due)
    for one in single_delays(case):
        assert 0 < one.gained <= one.lost
        assert one.is_enough == (case.end > due >= case.end - one.gained)
