"""Whether a plan keeps every rule of its problem: asked of every plan before anybody sees it."""

from collections.abc import Iterator
from itertools import pairwise

from tasks.planning.solver.index import Index
from tasks.planning.solver.matching import match
from tasks.planning.solver.problem import Activity, Key, Placement
from tasks.planning.solver.timeline import Timeline, merged

Plan = dict[Key, Placement]


def violations(index: Index, plan: Plan) -> list[str]:
    """What is wrong, in words for a developer; [] where nothing is."""
    found = [f"{key} is not placed" for key in index.plannable if key not in plan]
    for activity in index.problem.activities:
        if activity.key in plan:
            found += _of_activity(index, activity, plan)
    return found + list(_clashes(index, plan)) + list(_overloads(index, plan))


def _of_activity(index: Index, activity: Activity, plan: Plan) -> Iterator[str]:
    key, place = activity.key, plan[activity.key]
    if activity.is_fixed:
        if place != activity.present:
            yield f"{key} is fixed and was moved"
        return
    if place.start < index.est(key, plan):
        yield f"{key} starts too early"
    units = [need for need in activity.needs for _one in range(need.count)]
    lines = [Timeline(index.people[one], index.problem.pause) for one in place.people]
    if len(set(place.people)) != len(units):
        yield f"{key} has not as many people as it needs"
    elif match([set(index.candidates(activity, need)) & set(place.people) for need in units]) is None:
        yield f"{key} has people without the skills"
    freed = max((line.finish(place.start, activity.work) for line in lines), default=place.start + activity.work)
    if place.freed < freed or place.end < index.problem.whole(max(place.freed, place.start + activity.span)):
        yield f"{key} ends before it is done"
    if activity.work and any(line.working(place.start) > place.start for line in lines):
        yield f"{key} starts while somebody is away"
    if any(line.wall(place.start, place.freed) is not None for line in lines):
        yield f"{key} runs while somebody is away for long"


def _clashes(index: Index, plan: Plan) -> Iterator[str]:
    """Two at once, of which one at least was free to go elsewhere; and work beside work that is fixed."""
    spans: dict[Key, list[tuple[int, int, Key]]] = {}
    for key, place in plan.items():
        for person in place.people:
            if place.freed > place.start:
                spans.setdefault(person, []).append((place.start, place.freed, key))
    for person, those in spans.items():
        fixed = merged([(start, end) for start, end, key in those if index.activities[key].is_fixed])
        free = sorted(one for one in those if not index.activities[one[2]].is_fixed)
        for left, right in pairwise(free):
            if left[1] > right[0]:
                yield f"{person} does {left[2]} and {right[2]} at once"
        for start, end, key in free:
            if any(begin < end and until > start for begin, until in fixed):
                yield f"{person} does {key} beside what is fixed"


def _overloads(index: Index, plan: Plan) -> Iterator[str]:
    for resource in index.problem.resources:
        steps = [(0, resource.capacity), *resource.changes]
        uses = [
            (place.start, place.end, index.activities[key].uses.get(resource.key, 0), index.activities[key].is_fixed)
            for key, place in plan.items()
        ]
        for point in {one[0] for one in uses} | {time for time, _capacity in steps}:
            at_once = [one for one in uses if one[2] and one[0] <= point < one[1]]
            capacity = [amount for time, amount in steps if time <= point][-1]
            if sum(one[2] for one in at_once) > capacity and not all(one[3] for one in at_once):
                yield f"more of {resource.key} than there is at {point}"
