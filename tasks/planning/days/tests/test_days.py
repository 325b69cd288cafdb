"""A plan by days is never worth less than the one that stands, keeps every rule, and is the same for the same seed."""

import pytest
from hypothesis import given, settings

from tasks.planning.days import search
from tasks.planning.days.checking import violations
from tasks.planning.days.model import Bond, Job, Place, World
from tasks.planning.days.tests.worlds import company, worlds

DAY = [8.0] * 20


def improve(world, **options):
    return search.improve(world, seconds=options.pop("seconds", 2), **options)


@settings(deadline=None, max_examples=150)
@given(worlds())
def test_no_plan_is_worse_than_the_one_that_stands(world):
    found = improve(world, seconds=0.2)
    assert found.worth.gain <= found.was.gain
    assert (found.worth.late, found.worth.late_days) <= (found.was.late, found.was.late_days)
    assert found.worth.over <= found.was.over
    assert violations(world, found.base, found.places) == []


@settings(deadline=None, max_examples=60)
@given(worlds())
def test_without_a_gain_nothing_moves(world):
    found = improve(world, seconds=0.2)
    assert found.is_gain or found.places == found.base


@settings(deadline=None, max_examples=20)
@given(worlds(most=6))
def test_the_same_seed_gives_the_same_plan(world):
    first, second = improve(world, seconds=60, seed=3), improve(world, seconds=60, seed=3)
    assert first.places == second.places


def jobs(*given):
    return {one.key: one for one in given}


def test_a_promise_is_saved_where_work_without_one_makes_room():
    calm = Job(1, 16, 2, able={"wu": 0}, stands=Place(0, 2, "wu"))
    late = Job(2, 16, 2, line="L", promise=1, able={"wu": 0}, stands=Place(2, 4, "wu"))
    found = improve(World(jobs(calm, late), {"wu": DAY}))
    assert (found.places[2], found.places[1]) == (Place(0, 2, "wu"), Place(2, 4, "wu"))
    assert (found.was.late, found.worth.late, found.is_proven) == (1, 0, True)


def test_two_tasks_share_days_as_the_loads_say():
    """Hours spread over days leave room beside them: nothing has to wait for the other's end."""
    long = Job(1, 16, 4, line="L", promise=3, able={"wu": 0}, stands=Place(0, 4, "wu"))
    short = Job(2, 4, 1, line="M", promise=1, able={"wu": 0}, stands=Place(1, 2, "wu"))
    found = improve(World(jobs(long, short), {"wu": DAY}))
    assert found.places == found.base
    assert found.is_proven


def test_hours_that_are_not_there_are_mended_with_the_least_moves():
    first = Job(1, 8, 1, line="L", promise=0, able={"wu": 0}, stands=Place(0, 1, "wu"))
    other = Job(2, 4, 1, line="M", promise=5, able={"wu": 0}, stands=Place(0, 1, "wu"))
    found = improve(World(jobs(first, other), {"wu": DAY}))
    assert (found.places[1], found.places[2]) == (Place(0, 1, "wu"), Place(1, 2, "wu"))
    assert (found.was.over, found.worth.over, found.worth.late) == (400, 0, 0)


def test_a_promise_is_not_broken_for_hours_that_are_not_there():
    both = [Job(key, 5, 1, line=key, promise=0, able={"wu": 0}, stands=Place(0, 1, "wu")) for key in (1, 2)]
    found = improve(World(jobs(*both), {"wu": DAY}))
    assert found.places == found.base
    assert list(found.over) == [("wu", 0)] and round(found.over["wu", 0], 2) == 2


def test_what_nobody_is_picked_for_goes_to_who_has_the_hours_and_keeps_its_days():
    task = Job(1, 8, 1, line="L", promise=3, able={"wu": 0, "li": 4}, stands=Place(2, 3))
    busy = Job(2, 24, 3, able={"wu": 0}, stands=Place(0, 3, "wu"), is_kept=True)
    found = improve(World(jobs(task, busy), {"wu": DAY, "li": DAY}))
    assert found.places[1] == Place(2, 3, "li")


def test_what_nobody_has_the_hours_for_in_time_stays_as_it_is():
    task = Job(1, 8, 1, line="L", promise=2, able={"wu": 0}, stands=Place(2, 3))
    busy = Job(2, 24, 3, able={"wu": 0}, stands=Place(0, 3, "wu"), is_kept=True)
    found = improve(World(jobs(task, busy), {"wu": DAY}))
    assert found.places == found.base and found.worth.open == 1


def test_an_instant_is_on_the_day_of_what_it_waits_for():
    work = Job(1, 8, 1, line="L", promise=0, able={"wu": 0}, stands=Place(0, 1, "wu"))
    ready = Job(2, 0, 0, line="L", promise=0, stands=Place(1, 1))
    found = improve(World(jobs(work, ready), {"wu": DAY}, [Bond(1, 2)]))
    assert found.places == found.base and found.worth.late == 0


def test_what_waits_is_pushed_before_anything_is_compared():
    first = Job(1, 8, 1, stands=Place(3, 4, "wu"), is_kept=True)
    after = Job(2, 8, 1, line="L", promise=2, able={"wu": 0}, stands=Place(2, 3, "wu"))
    found = improve(World(jobs(first, after), {"wu": DAY}, [Bond(1, 2)]))
    assert found.base[2] == Place(4, 5, "wu")
    assert (found.was.late_days, found.worth.late_days, found.is_proven) == (2, 2, True)


def test_another_persons_hours_save_a_promise_and_the_rest_stays():
    both = [
        Job(key, 8, 1, line=key, promise=0, able={"wu": 0, "li": 3}, stands=Place(key, key + 1, "wu")) for key in (0, 1)
    ]
    found = improve(World(jobs(*both), {"wu": DAY, "li": DAY}))
    assert found.worth.late == 0
    assert found.worth.moved_people == 1


@pytest.mark.parametrize("seed", [1, 2])
def test_the_load_of_a_company_is_never_worse_and_promises_are_saved(seed):
    """400 tasks as the demo has them, dated as if everybody had all the hours in the world, some promises too early."""
    world = company(60, 14, seed)
    found = improve(world, seconds=4)
    assert violations(world, found.base, found.places) == []
    assert (found.worth.late, found.worth.late_days, found.worth.over) <= (
        found.was.late,
        found.was.late_days,
        found.was.over,
    )
    assert found.worth.late < found.was.late and found.worth.over < found.was.over / 2
    assert found.worth.open < found.was.open / 2
    assert found.seconds < 6
