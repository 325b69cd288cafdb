"""The same problem as a model of constraints, solved by lazy clause generation (docs/adr/0070).

A model frees some activities (all of them, or a neighbourhood of a plan) and keeps the rest where it is. What the
library answers is placed again by ``greedy.Builder`` and checked: it proposes, our own rules decide.
"""

from dataclasses import dataclass
from typing import Any

from tasks.planning.solver import capacity
from tasks.planning.solver.language import available
from tasks.planning.solver.neighbourhood import Neighbourhood
from tasks.planning.solver.problem import Key, Placement

__all__ = ["Answer", "Neighbourhood", "available", "look"]

LARGEST = 10**9  # the library counts in 32 bits
Term = tuple[int, Any, int]  # weight, expression, its largest value


@dataclass(frozen=True)
class Answer:
    """``plan``: starts and people of the free activities, better than before; none: nothing better was found.
    ``is_proven``: there is none better, within what was free. ``cost``: of what was free, as the library counts it."""

    plan: dict[Key, Placement] | None
    is_proven: bool
    cost: int = 0


def look(model: Neighbourhood, seconds: float, limit: int) -> Answer:
    """Look for something that costs less than ``limit`` (of what is free) for so long."""
    capacity.pools(model)
    capacity.resources(model)
    costs = _costs(model)
    scale = 1 + sum(weight * most for weight, _one, most in costs) // LARGEST
    if len(costs) == 1 and costs[0][0] == 1:
        total = costs[0][1]
        model.say.at_most([total], limit - 1)
    else:
        most = limit - 1 if scale == 1 else LARGEST
        total = model.say.integer(min(0, most), most)
        model.say.at_most([*(one.scaled(-(-weight // scale)) for weight, one, _most in costs), total.scaled(-1)], 0)
    found, is_proven = model.say.least(total, seconds, model.hints)
    if found is None:
        return Answer(None, is_proven and scale == 1)
    return Answer(model.read(found), is_proven and scale == 1, found.int_value(total))


def _costs(model: Neighbourhood) -> list[Term]:
    """What the free activities cost."""
    weights = model.problem.weights
    terms: list[Term] = []
    for key in model.free:
        activity, end = model.index.activities[key], model.end[key]
        if weights.flow:
            terms.append((weights.flow, end, model.high))
        if weights.late and activity.weight and activity.due is not None and activity.due < model.high:
            late = model.say.integer(0, model.high - min(activity.due, model.low))
            model.say.at_most([end, late.scaled(-1)], activity.due)
            model.hints[late] = max(0, model.plan[key].end - activity.due)
            terms.append((weights.late * activity.weight, late, model.high))
    if weights.makespan:
        floor = max((place.end for place in model.kept.values()), default=0)
        span = model.say.integer(min(floor, model.high), model.high)
        for key in model.free:
            model.say.at_most([model.end[key], span.scaled(-1)], 0)
        terms.append((weights.makespan, span, model.high))
    for (key, person), does in model.does.items():
        activity = model.index.activities[key]
        cost = weights.misfit * (activity.misfit or {}).get(person, 0)
        if activity.present is not None and activity.present.people and person not in activity.present.people:
            cost += weights.moved
        if cost:
            terms.append((cost, does.as_integer(), 1))
    return terms
