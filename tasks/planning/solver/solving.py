"""The way in: a problem goes in, who does what and when comes out, within a time limit."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from tasks.planning.solver import checking, greedy
from tasks.planning.solver.improving import Search
from tasks.planning.solver.index import Fault, Index
from tasks.planning.solver.problem import Key, Parts, Placement, Problem, measure

GREEDY, SEARCH = "GREEDY", "SEARCH"


@dataclass(frozen=True)
class Solution:
    """``plan``: the placement of everything that can be planned, fixed work included; ``faults``: what cannot, and why.

    ``solver``: which of them found it; ``greedy_cost``: what the greedy rule alone costs, never less than ``cost``.
    """

    plan: Mapping[Key, Placement]
    parts: Parts
    cost: int
    greedy_cost: int
    solver: str
    is_proven: bool
    seconds: float
    rounds: int = 0
    faults: Mapping[Key, Fault] = field(default_factory=dict)


class BrokenPlan(Exception):
    """A plan that does not keep the rules of its problem: our fault, never shown."""


def solve(problem: Problem, *, seconds: float, seed: int = 0, use: str = SEARCH) -> Solution:
    """The best plan found within so many seconds; with ``use=GREEDY`` the greedy rule's.

    Without the library the greedy rule is tried in many orders.

    What the search cannot finish ends with the best so far. Same problem and seed: same plan, where the search ends
    before the time does. Raises BrokenPlan where a plan does not keep the rules (a fault of this package).
    """
    began = time.monotonic()
    index = Index(problem)
    plan = greedy.best(index)
    if faults := checking.violations(index, plan):
        raise BrokenPlan("; ".join(faults[:5]))
    cost = greedy_cost = measure(problem, plan).total(problem.weights)
    solver, is_proven, rounds = GREEDY, False, 0
    if use == SEARCH:
        search = Search(index, plan, seconds - (time.monotonic() - began), seed)
        search.run()
        is_proven, rounds = search.is_proven, search.rounds
        if search.cost < cost or is_proven:
            plan, cost, solver = search.plan, search.cost, SEARCH
    return Solution(
        plan,
        measure(problem, plan),
        cost,
        greedy_cost,
        solver,
        is_proven,
        time.monotonic() - began,
        rounds,
        index.faults,
    )
