"""A problem, or a part of a plan that may move, as constraints: when, who, in which order, one thing at a time."""

from collections.abc import Iterable
from itertools import combinations
from typing import Any

from tasks.planning.solver.index import Index, all_after
from tasks.planning.solver.language import Language
from tasks.planning.solver.problem import FINISH_START, Activity, Key, Link, Placement
from tasks.planning.solver.timeline import Timeline

Plan = dict[Key, Placement]


class Neighbourhood:
    """``free`` may move within ``window``, everything else of ``plan`` stays. ``most``: so many candidates are looked
    at for an activity (0: all). The library decides about ``start``, ``end``, ``freed`` (its people can do something
    else) and ``does`` (activity, person); ``hints`` are their values in the plan."""

    def __init__(self, index: Index, plan: Plan, free: Iterable[Key], window: tuple[int, int], seed: int, most: int):
        self.index, self.plan, self.problem = index, plan, index.problem
        wanted = set(free)
        self.free = [key for key in index.plannable if key in wanted]
        self.kept = {key: place for key, place in plan.items() if key not in wanted}
        self.low, self.high = window
        self.most = most
        self.say = Language(seed)
        self.start: dict[Key, Any] = {}
        self.end: dict[Key, Any] = {}
        self.freed: dict[Key, Any] = {}
        self.does: dict[tuple[Key, Key], Any] = {}
        self.hints: dict[Any, int] = {}
        self._after = all_after(index, self.free)
        for key in self.free:
            self._times(index.activities[key])
        for key in self.free:
            self._people(index.activities[key])
        self._links()
        self._one_at_a_time()

    def read(self, solution: Any) -> Plan:
        """The placements of what was free."""
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

    def _times(self, activity: Activity) -> None:
        key, place = activity.key, self.plan[activity.key]
        low = max(min(self.low, place.start), self.index.est(key, self.kept))
        length = self.index.shortest(key)
        start = self.start[key] = self.say.integer(low, max(low, self.high - length))
        self.hints[start] = place.start
        if self._is_rigid(activity):
            self.end[key] = start.offset(length)
            self.freed[key] = start.offset(activity.work)
            return
        self.freed[key] = self.say.integer(low, max(low, self.high))
        self.hints[self.freed[key]] = place.freed
        self.end[key] = self.freed[key]
        if activity.span or self.problem.grain > 1:
            grain = self.problem.grain
            first, last = -(-(low + length) // grain), -(-max(low + length, self.high) // grain)
            steps = self.say.integer(first, last)
            self.hints[steps] = place.end // grain
            self.end[key] = steps.scaled(grain) if grain > 1 else steps
            self.say.at_most([self.freed[key], self.end[key].scaled(-1)], 0)
        self.say.at_most([start, self.end[key].scaled(-1)], -length)

    def _is_rigid(self, activity: Activity) -> bool:
        """Whether it takes the same time whoever does it and whenever."""
        return self.problem.grain == 1 and all(
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

    def choice(self, activity: Activity, names: list[Key]) -> list[Key]:
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
            names = self.choice(activity, self.index.candidates(activity, need))
            literals = [self.say.boolean() for _name in names]
            for name, literal in zip(names, literals, strict=True):
                parts.setdefault(name, []).append(literal)
            self.say.exactly(literals, need.count)
        for name, literals in parts.items():
            does = self.say.one_of(literals)
            self.does[key, name] = does
            self.hints[does.as_integer()] = int(name in now)
            self._time_of(activity, name, does)

    def _time_of(self, activity: Activity, person: Key, does: Any) -> None:
        """If this person does it: not while away or taken, and as long as it takes this person."""
        start, freed = self.start[activity.key], self.freed[activity.key]
        no = does.negate()
        for begin, until in self._walls(person):
            if activity.work:
                self.say.any_of([no, self.say.compare(freed, True, begin), self.say.compare(start, False, until)])
        if self._is_rigid(activity):
            return
        over = [start, freed.scaled(-1)]
        for begin, until in self._pauses(person):
            later = self.say.compare(start, False, until)
            self.say.any_of([no, self.say.compare(start, True, begin - 1), later])
            paused = self.say.boolean()
            self.say.any_of([no, self.say.compare(freed, True, begin), later, paused])
            over.append(paused.as_integer().scaled(until - begin))
        work = -(-activity.work * 100 // self.index.people[person].pace)
        self.say.at_most(over, -work, when=does)

    def _links(self) -> None:
        for key in self.free:
            for link in self.index.after[key]:
                if link.after in self.start:
                    self._link(link)
                elif link.after in self.kept and not self.index.activities[link.after].is_fixed:
                    first = self.end[key] if link.kind == FINISH_START else self.start[key]
                    self.say.at_most([first], self.kept[link.after].start - link.lag)

    def _link(self, link: Link) -> None:
        first = self.end[link.before] if link.kind == FINISH_START else self.start[link.before]
        self.say.at_most([first, self.start[link.after].scaled(-1)], -link.lag)

    def _one_at_a_time(self) -> None:
        """Two activities that share a person: one is over before the other begins."""
        able: dict[Key, set[Key]] = {}
        for key, person in self.does:
            able.setdefault(key, set()).add(person)
        for one, other in combinations([key for key in able if self.index.activities[key].work], 2):
            shared = able[one] & able[other]
            if not shared or other in self._after[one] or one in self._after[other]:
                continue
            first, second = self.say.boolean(), self.say.boolean()
            self.say.at_most([self.freed[one], self.start[other].scaled(-1)], 0, when=first)
            self.say.at_most([self.freed[other], self.start[one].scaled(-1)], 0, when=second)
            for person in sorted(shared, key=str):
                no = [self.does[one, person].negate(), self.does[other, person].negate()]
                self.say.any_of([*no, first, second])
