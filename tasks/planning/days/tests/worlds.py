"""Small worlds made by chance: orders with promises, people with hours, a plan that stands and perhaps breaks them."""

import random

from hypothesis import strategies as st

from tasks.planning.days.model import Bond, Job, Place, World

DAYS = 30


@st.composite
def jobs(draw, key, people):
    """Some work with a place in the plan that stands, or without."""
    days = draw(st.integers(0, 3))
    able = {name: draw(st.integers(0, 5)) for name in people if draw(st.booleans())} if draw(st.integers(0, 4)) else {}
    start = draw(st.integers(-2, 12))
    length = days + draw(st.integers(0, 2)) if days else 0
    person = draw(st.sampled_from([None, *people]))
    stands = Place(start, max(1, start + length), person) if draw(st.integers(0, 9)) else None
    if stands is not None and not days:
        stands = Place(max(1, start), max(1, start), person)
    return Job(
        key,
        hours=float(draw(st.integers(0, 20))),
        days=days,
        earliest=draw(st.integers(0, 3)),
        due=draw(st.none() | st.integers(0, 15)),
        line=key // 3,
        promise=draw(st.none() | st.integers(0, 12)),
        weight=draw(st.integers(1, 2)),
        able=able if person is None else {person: 0, **able},
        stands=stands,
        is_kept=stands is not None and draw(st.integers(0, 5)) == 0,
        keeps_days=stands is not None and draw(st.integers(0, 7)) == 0,
    )


@st.composite
def worlds(draw, most=10):
    """A whole world; links only forward, so no circle. The plan that stands may break them."""
    people = [f"p{number}" for number in range(draw(st.integers(1, 3)))]
    count = draw(st.integers(1, most))
    hours = {
        name: [8.0 if draw(st.integers(0, 7)) else float(draw(st.sampled_from([0, 4]))) for _day in range(DAYS)]
        for name in people
    }
    bonds = [
        Bond(before, after, draw(st.integers(0, 2)), draw(st.integers(0, 4)) == 0)
        for after in range(1, count)
        for before in draw(st.lists(st.integers(0, after - 1), max_size=2, unique=True))
    ]
    return World({key: draw(jobs(key, people)) for key in range(count)}, hours, bonds)


def company(orders, people, seed):
    """A company's load as the demo has it: chains of short work with promises, dated one after the other as if
    everybody had all the hours in the world, most of it given to somebody."""
    chance = random.Random(seed)
    names = [f"p{number}" for number in range(people)]
    hours = {name: [8.0] * 120 for name in names}
    for name in names:
        away = chance.randrange(30)
        hours[name][away : away + chance.choice([0, 1, 3])] = [0.0] * chance.choice([0, 1, 3])
        hours[name] = (hours[name] + [8.0] * 3)[:120]
    jobs, bonds = {}, []
    for order in range(orders):
        day, weight = chance.randrange(-3, 20), chance.choice([1, 1, 1, 2])
        count = chance.randint(5, 9)
        promise = day + count + chance.randrange(-2, 6)
        for place in range(count):
            key, days = len(jobs), chance.choice([0, 1, 1, 1, 2])
            able = {name: chance.randrange(10) for name in names if names.index(name) % 4 == place % 4}
            person = chance.choice([None, *able, *able, *able]) if days else None
            start = max(day, 0) + (1 if not days else 0)
            stands = Place(start, start + days, person)
            load = chance.choice([0.4, 1, 2, 4, 6, 8]) if days else 0
            jobs[key] = Job(key, load, days, 0, None, order, promise, weight, able if days else {}, stands)
            if place:
                bonds.append(Bond(key - 1, key))
            day = stands.finish
    return World(jobs, hours, bonds)
