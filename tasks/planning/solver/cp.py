"""The same problem as a model of constraints, solved by Pumpkin (lazy clause generation); see docs/adr/0070.

A model frees some activities (all of them, or a neighbourhood of a plan) and keeps the rest where it is. What it answers
is placed again by ``greedy.Builder`` and checked: the library proposes, our own rules decide.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

from tasks.planning.solver.index import Index, all_after
from tasks.planning.solver.problem import FINISH_START, Activity, Key, Link, Placement, Resource
from tasks.planning.solver.timeline import Timeline

try:
    from pumpkin_solver import Comparator, Model, Predicate, constraints
    from pumpkin_solver.optimisation import OptimisationResult
except ImportError:  # no build for this machine: the greedy rule stands alone
    Model = None

Plan = dict[Key, Placement]
LARGEST = 10**9  # the library counts in 32 bits
MOST_POOLS = 6


def available() -> bool:
    """Whether the library is there."""
    return Model is not None


@dataclass(frozen=True)
class Answer:
    """``plan``: starts and people of the free activities, better than before; none: nothing better was found.
    ``is_proven``: there is none better, within what was free."""

    plan: Plan | None
    is_proven: bool


class Neighbourhood:
    """The model: ``free`` may move within ``window``, everything else of ``plan`` stays."""

    def __init__(self, index: Index, plan: Plan, free: Iterable[Key], window: tuple[int, int], seed: int, most: int):
        self.index, self.plan, self.problem = index, plan, index.problem
        self.free = [key for key in index.plannable if key in set(free)]
        self.low, self.high = window
        self.most = most  # candidates of an activity
        self.model = Model(seed=seed)
        self.start: dict[Key, Any] = {}
        self.end: dict[Key, Any] = {}
        self.freed: dict[Key, Any] = {}
        self.does: dict[tuple[Key, Key], Any] = {}
        self.terms: list[tuple[int, Any, int]] = []  # weight, expression, its largest value
        self.hints: dict[Any, int] = {}
        self.kept = {key: place for key, place in plan.items() if key not in set(self.free)}
        self.bounds: dict[tuple[int, int, int], Any] = {}
        self.after = all_after(index, self.free)
        for key in self.free:
            self._times(index.activities[key])
        for key in self.free:
            self._people(index.activities[key])
        self._links()
        self._one_at_a_time()
        self._pools()
        self._resources()
        self._costs()

    # words of the library

    def at_most(self, terms: list[Any], limit: int, when: Any = None) -> None:
        """The sum stays at or below the limit (where ``when`` holds)."""
        rule = constraints.LessThanOrEquals(terms, limit, self.model.new_constraint_tag())
        if when is None:
            self.model.add_constraint(rule)
        else:
            self.model.add_implication(rule, when)

    def any_of(self, literals: list[Any]) -> None:
        """One of these holds."""
        self.model.add_constraint(constraints.Clause(literals, self.model.new_constraint_tag()))

    def exactly(self, literals: list[Any], count: int) -> None:
        """So many of these hold."""
        terms = [one.as_integer() for one in literals]
        self.model.add_constraint(constraints.Equals(terms, count, self.model.new_constraint_tag()))

    def compare(self, expression: Any, is_most: bool, value: int) -> Any:
        """A literal: the expression is at most, or at least, so much."""
        place = (id(expression), int(is_most), value)
        if place not in self.bounds:
            comparator = Comparator.LessThanOrEqual if is_most else Comparator.GreaterThanOrEqual
            predicate = Predicate(expression, comparator, value)
            self.bounds[place] = self.model.predicate_as_boolean(predicate, self.model.new_constraint_tag())
        return self.bounds[place]

    # the rules of the problem

    def _times(self, activity: Activity) -> None:
        key, place = activity.key, self.plan[activity.key]
        low = max(min(self.low, place.start), self.index.est(key, self.kept))
        length = self.index.shortest(key)
        start = self.start[key] = self.model.new_integer_variable(low, max(low, self.high - length))
        self.hints[start] = place.start
        if self._is_rigid(activity):
            self.end[key] = start.offset(length)
            self.freed[key] = start.offset(activity.work)
            return
        self.freed[key] = self.model.new_integer_variable(low, max(low, self.high))
        self.hints[self.freed[key]] = place.freed
        self.end[key] = self.freed[key]
        if activity.span:
            self.end[key] = self.model.new_integer_variable(low + length, max(low + length, self.high))
            self.hints[self.end[key]] = place.end
            self.at_most([self.freed[key], self.end[key].scaled(-1)], 0)
        self.at_most([start, self.end[key].scaled(-1)], -length)

    def _is_rigid(self, activity: Activity) -> bool:
        """Whether it takes the same time whoever does it and whenever."""
        return all(
            self.index.people[who].pace == 100 and not self._pauses(who)
            for need in activity.needs
            for who in self.index.candidates(activity, need)
        )

    def _pauses(self, person: Key) -> list[tuple[int, int]]:
        line = Timeline(self.index.people[person], self.problem.pause)
        return [one for one in line.pauses if one[1] > self.low and one[0] < self.high]

    def _walls(self, person: Key) -> list[tuple[int, int]]:
        """When the person is taken by what stays, or away for long."""
        line = Timeline(self.index.people[person], self.problem.pause)
        for place in self.kept.values():
            if person in place.people:
                line.book(place.start, place.freed)
        return [one for one in line.walls if one[1] > self.low and one[0] < self.high]

    def _choice(self, activity: Activity, names: list[Key]) -> list[Key]:
        """The most fitting candidates, and always who does it now or did."""
        misfit, now = activity.misfit or {}, set(self.plan[activity.key].people)
        if activity.present is not None:
            now |= set(activity.present.people)
        ranked = sorted(names, key=lambda who: (who not in now, misfit.get(who, 0), str(who)))
        return ranked[: self.most] if self.most else ranked

    def _people(self, activity: Activity) -> None:
        key, now = activity.key, set(self.plan[activity.key].people)
        parts: dict[Key, list[Any]] = {}
        for need in activity.needs:
            names = self._choice(activity, self.index.candidates(activity, need))
            literals = [self.model.new_boolean_variable() for _name in names]
            for name, literal in zip(names, literals, strict=True):
                parts.setdefault(name, []).append(literal)
            self.exactly(literals, need.count)
        for name, literals in parts.items():
            does = literals[0]
            if len(literals) > 1:
                does = self.model.new_boolean_variable()
                terms = [one.as_integer() for one in literals]
                tag = self.model.new_constraint_tag()
                self.model.add_constraint(constraints.Equals([*terms, does.as_integer().scaled(-1)], 0, tag))
            self.does[key, name] = does
            self.hints[does.as_integer()] = int(name in now)
            self._time_of(activity, name, does)

    def _time_of(self, activity: Activity, person: Key, does: Any) -> None:
        """If this person does it: not while away or taken, and as long as it takes this person."""
        start, freed = self.start[activity.key], self.freed[activity.key]
        no = does.negate()
        for begin, until in self._walls(person):
            if activity.work:
                self.any_of([no, self.compare(freed, True, begin), self.compare(start, False, until)])
        if self._is_rigid(activity):
            return
        over = [start, freed.scaled(-1)]
        for begin, until in self._pauses(person):
            later = self.compare(start, False, until)
            self.any_of([no, self.compare(start, True, begin - 1), later])
            paused = self.model.new_boolean_variable()
            self.any_of([no, self.compare(freed, True, begin), later, paused])
            over.append(paused.as_integer().scaled(until - begin))
        work = -(-activity.work * 100 // self.index.people[person].pace)
        self.at_most(over, -work, when=does)

    def _links(self) -> None:
        for key in self.free:
            for link in self.index.after[key]:
                if link.after in self.start:
                    self._link(link)
                elif link.after in self.kept and not self.index.activities[link.after].is_fixed:
                    first = self.end[key] if link.kind == FINISH_START else self.start[key]
                    self.at_most([first], self.kept[link.after].start - link.lag)

    def _link(self, link: Link) -> None:
        first = self.end[link.before] if link.kind == FINISH_START else self.start[link.before]
        self.at_most([first, self.start[link.after].scaled(-1)], -link.lag)

    def _one_at_a_time(self) -> None:
        """Two activities that share a person: one is over before the other begins."""
        able: dict[Key, set[Key]] = {}
        for key, person in self.does:
            able.setdefault(key, set()).add(person)
        for one, other in combinations([key for key in able if self.index.activities[key].work], 2):
            shared = able[one] & able[other]
            if not shared or other in self.after[one] or one in self.after[other]:
                continue
            first, second = self.model.new_boolean_variable(), self.model.new_boolean_variable()
            self.at_most([self.freed[one], self.start[other].scaled(-1)], 0, when=first)
            self.at_most([self.freed[other], self.start[one].scaled(-1)], 0, when=second)
            for person in sorted(shared, key=str):
                no = [self.does[one, person].negate(), self.does[other, person].negate()]
                self.any_of([*no, first, second])

    def _pools(self) -> None:
        """What follows for groups of people: never more work at once than people who can do it (a stronger reading)."""
        needs = [
            (key, need.count, frozenset(self._choice(self.index.activities[key], names)))
            for key in self.free
            for need in self.index.activities[key].needs
            for names in [self.index.candidates(self.index.activities[key], need)]
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
                self._cumulative([(self.start[key], self._busy(key), size) for key, size in load.items()], len(group))

    def _busy(self, key: Key) -> int:
        """How long its people are busy at least."""
        activity = self.index.activities[key]
        paces = [self.index.people[who].pace for need in activity.needs for who in self.index.candidates(activity, need)]
        return -(-activity.work * 100 // max(paces, default=100))

    def _cumulative(self, uses: list[tuple[Any, int, int]], capacity: int) -> None:
        uses = [one for one in uses if one[1] and one[2]]
        if uses:
            starts, lengths, sizes = (list(one) for one in zip(*uses, strict=True))
            tag = self.model.new_constraint_tag()
            self.model.add_constraint(constraints.Cumulative(starts, lengths, sizes, capacity, tag))

    def _resources(self) -> None:
        for resource in self.problem.resources:
            highest = max([resource.capacity, *(size for _time, size in resource.changes)])
            uses = [
                (self.start[key], self.index.shortest(key), self.index.activities[key].uses.get(resource.key, 0))
                for key in self.free
            ]
            for begin, until, size in self._taken(resource, highest):
                uses.append((self.model.new_integer_variable(begin, begin), until - begin, size))
            self._cumulative(uses, highest)

    def _taken(self, resource: Resource, highest: int) -> list[tuple[int, int, int]]:
        """What is missing of a resource at its fullest: there is less then, or what stays uses it."""
        steps = [(0, resource.capacity), *resource.changes]
        kept = [(place, self.index.activities[key].uses.get(resource.key, 0)) for key, place in self.kept.items()]
        kept = [(place, size) for place, size in kept if size]
        points = {self.low, self.high, *(time for time, _size in steps)}
        points |= {time for place, _size in kept for time in (place.start, place.end)}
        found = []
        for begin, until in pairwise(sorted(one for one in points if self.low <= one <= self.high)):
            there = [size for time, size in steps if time <= begin][-1]
            there -= sum(size for place, size in kept if place.start <= begin < place.end)
            if there < highest:
                found.append((begin, until, highest - max(0, there)))
        return found

    # what it costs

    def _costs(self) -> None:
        weights = self.problem.weights
        for key in self.free:
            activity, end = self.index.activities[key], self.end[key]
            if weights.flow:
                self.terms.append((weights.flow, end, self.high))
            if weights.late and activity.weight and activity.due is not None and activity.due < self.high:
                late = self.model.new_integer_variable(0, self.high - min(activity.due, self.low))
                self.at_most([end, late.scaled(-1)], activity.due)
                self.hints[late] = max(0, self.plan[key].end - activity.due)
                self.terms.append((weights.late * activity.weight, late, self.high))
        if weights.makespan:
            floor = max((place.end for place in self.kept.values()), default=0)
            span = self.model.new_integer_variable(min(floor, self.high), self.high)
            for key in self.free:
                self.at_most([self.end[key], span.scaled(-1)], 0)
            self.terms.append((weights.makespan, span, self.high))
        for (key, person), does in self.does.items():
            activity = self.index.activities[key]
            cost = weights.misfit * (activity.misfit or {}).get(person, 0)
            if activity.present is not None and activity.present.people and person not in activity.present.people:
                cost += weights.moved
            if cost:
                self.terms.append((cost, does.as_integer(), 1))

    def solve(self, seconds: float, limit: int) -> Answer:
        """Look for something that costs less than ``limit`` (of what is free) for so long."""
        scale = 1 + sum(weight * most for weight, _one, most in self.terms) // LARGEST
        terms = [one.scaled(-(-weight // scale)) for weight, one, _most in self.terms]
        if len(self.terms) == 1 and self.terms[0][0] == 1:
            total = self.terms[0][1]
            self.at_most([total], limit - 1)
        else:
            most = limit - 1 if scale == 1 else LARGEST
            total = self.model.new_integer_variable(min(0, most), most)
            self.at_most([*terms, total.scaled(-1)], 0)
        result = self.model.optimise(total, timeout=max(0.01, seconds), warm_start=self.hints)
        if isinstance(result, OptimisationResult.Unsatisfiable):
            return Answer(None, scale == 1)
        if not isinstance(result, OptimisationResult.Optimal | OptimisationResult.Satisfiable):
            return Answer(None, False)
        return Answer(self._read(result._0), scale == 1 and isinstance(result, OptimisationResult.Optimal))

    def _read(self, solution: Any) -> Plan:
        people: dict[Key, list[Key]] = {key: [] for key in self.free}
        for (key, person), does in self.does.items():
            if solution.bool_value(does):
                people[key].append(person)
        return {
            key: Placement(
                solution.int_value(self.start[key]),
                solution.int_value(self.end[key]),
                tuple(people[key]),
                solution.int_value(self.freed[key]),
            )
            for key in self.free
        }
