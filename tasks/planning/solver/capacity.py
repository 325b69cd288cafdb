"""What follows from how many people and how much of a resource there is, said of all activities at once."""

from itertools import combinations, pairwise

from tasks.planning.solver.neighbourhood import Neighbourhood
from tasks.planning.solver.problem import Key, Resource

MOST_POOLS = 6


def pools(model: Neighbourhood) -> None:
    """What follows for groups of people: never more work at once than people who can do it (a stronger reading)."""
    needs = [
        (key, need.count, frozenset(model.choice(model.index.activities[key], names)))
        for key in model.free
        for need in model.index.activities[key].needs
        for names in [model.index.candidates(model.index.activities[key], need)]
    ]
    kinds = sorted({names for _key, _count, names in needs}, key=lambda one: (len(one), sorted(map(str, one))))
    groups = {
        frozenset[Key]().union(*some)
        for size in range(1, len(kinds) + 1)
        for some in (combinations(kinds, size) if len(kinds) <= MOST_POOLS or size == 1 else ())
    }
    for group in sorted(groups, key=lambda one: (len(one), sorted(map(str, one)))):
        load: dict[Key, int] = {}
        for key, count, names in needs:
            if names <= group:
                load[key] = load.get(key, 0) + count
        if sum(load.values()) > len(group):
            model.say.cumulative(
                [(model.start[key], _busy(model, key), size) for key, size in load.items()], len(group)
            )


def _busy(model: Neighbourhood, key: Key) -> int:
    """How long its people are busy at least."""
    activity = model.index.activities[key]
    paces = [model.index.people[who].pace for need in activity.needs for who in model.index.candidates(activity, need)]
    return -(-activity.work * 100 // max(paces, default=100))


def resources(model: Neighbourhood) -> None:
    """Never more of a resource at once than there is then."""
    for resource in model.problem.resources:
        highest = max([resource.capacity, *(size for _time, size in resource.changes)])
        uses = [
            (model.start[key], model.index.shortest(key), model.index.activities[key].uses.get(resource.key, 0))
            for key in model.free
        ]
        for begin, until, size in _taken(model, resource, highest):
            uses.append((model.say.integer(begin, begin), until - begin, size))
        model.say.cumulative(uses, highest)


def _taken(model: Neighbourhood, resource: Resource, highest: int) -> list[tuple[int, int, int]]:
    """What is missing of a resource at its fullest: there is less then, or what stays uses it."""
    steps = [(0, resource.capacity), *resource.changes]
    kept = [(place, model.index.activities[key].uses.get(resource.key, 0)) for key, place in model.kept.items()]
    kept = [(place, size) for place, size in kept if size]
    points = {model.low, model.high, *(time for time, _size in steps)}
    points |= {time for place, _size in kept for time in (place.start, place.end)}
    found = []
    for begin, until in pairwise(sorted(one for one in points if model.low <= one <= model.high)):
        there = [size for time, size in steps if time <= begin][-1]
        there -= sum(size for place, size in kept if place.start <= begin < place.end)
        if there < highest:
            found.append((begin, until, highest - max(0, there)))
    return found
