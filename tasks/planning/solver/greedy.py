"""The greedy rule: one activity after the other by urgency, each at the best place that is left (serial generation)."""

import heapq
from collections.abc import Callable, Mapping
from typing import Any

from tasks.planning.solver.index import Index, tails
from tasks.planning.solver.matching import match
from tasks.planning.solver.problem import Activity, Key, Placement, measure, moved_people
from tasks.planning.solver.timeline import Profile, Timeline

Plan = dict[Key, Placement]
Urgency = Callable[[Key], Any]


class Builder:
    """Places activities one by one. ``people``: who does them, where that is decided already."""

    def __init__(self, index: Index, people: Mapping[Key, tuple[Key, ...]] | None = None):
        self.index = index
        self.people = people or {}
        self.lines = {one.key: Timeline(one, index.problem.pause) for one in index.problem.people}
        self.profiles = {one.key: Profile(one) for one in index.problem.resources}
        self.plan: Plan = {}
        self.versatile = {one.key: len(one.skills) for one in index.problem.people}
        for activity in index.problem.activities:
            if activity.is_fixed and activity.present is not None:
                self.book(activity, activity.present)

    def book(self, activity: Activity, place: Placement) -> None:
        """Nothing else goes there any more."""
        self.plan[activity.key] = place
        for person in place.people:
            if person in self.lines:
                self.lines[person].book(place.start, place.freed)
        for resource, amount in activity.uses.items():
            if resource in self.profiles:
                self.profiles[resource].book(place.start, place.end, amount)

    def place(self, key: Key) -> None:
        """Put one activity where it costs least, after all that it waits for."""
        activity = self.index.activities[key]
        self.book(activity, self.found(activity, self.index.est(key, self.plan)))

    def found(self, activity: Activity, release: int) -> Placement:
        """The place at or after ``release`` where it costs least."""
        key = activity.key
        units = [need for need in activity.needs for _one in range(need.count)]
        if len(units) == 1 and key not in self.people:
            return min(
                (self._alone(activity, person, release) for person in self.index.candidates(activity, units[0])),
                key=lambda one: self._cost(activity, one),
            )
        if len(units) == 1 and len(self.people[key]) == 1:
            return self._alone(activity, self.people[key][0], release)
        return self._together(activity, release)

    def _cost(self, activity: Activity, place: Placement) -> tuple:
        weights, person = self.index.problem.weights, place.people[0]
        late = max(0, place.end - activity.due) * activity.weight if activity.due is not None else 0
        cost = weights.late * late + weights.flow * place.end + weights.moved * moved_people(activity, place)
        cost += weights.misfit * (activity.misfit or {}).get(person, 0)
        return cost, place.end, self.versatile[person], str(person)

    def _alone(self, activity: Activity, person: Key, release: int) -> Placement:
        line, time = self.lines[person], release
        while True:
            start, freed = line.earliest(time, activity.work)
            end = self.index.problem.whole(max(freed, start + activity.span))
            blocked = self._blocked(activity, start, end)
            if blocked is None:
                return Placement(start, end, (person,), freed)
            time = blocked

    def _blocked(self, activity: Activity, start: int, end: int) -> int | None:
        times = (
            self.profiles[key].blocked(start, end, amount)
            for key, amount in activity.uses.items()
            if key in self.profiles
        )
        return max((one for one in times if one is not None), default=None)

    def _together(self, activity: Activity, release: int) -> Placement:
        """The first time at which everybody that it needs is free together."""
        chosen = self.people.get(activity.key)
        units = [need for need in activity.needs for _one in range(need.count)]
        wanted = [self.index.candidates(activity, need) for need in units]
        if chosen is not None and len(chosen) == len(units):
            wanted = [[one] for one in chosen]
        misfit = activity.misfit or {}
        wanted = [sorted(one, key=lambda who: (misfit.get(who, 0), self.versatile[who], str(who))) for one in wanted]
        time = release
        while True:
            found = self._team(activity, wanted, time)
            if isinstance(found, Placement):
                return found
            time = found

    def _team(self, activity: Activity, wanted: list[list[Key]], start: int) -> Placement | int:
        """A placement that starts then, or the next time worth a look."""
        ends, later = {}, []
        for person in {one for those in wanted for one in those}:
            line = self.lines[person]
            working = line.working(start)
            blocked = line.wall(working, line.finish(working, activity.work))
            if working > start or blocked is not None:
                later.append(max(working, blocked or 0))
            else:
                ends[person] = line.finish(start, activity.work)
        team = match([[who for who in those if who in ends] for those in wanted])
        if team is None:
            return min(later)
        freed = max((ends[who] for who in team), default=start + activity.work)
        walls = [self.lines[who].wall(start, freed) for who in team]
        if any(one is not None for one in walls):
            return min([one for one in walls if one is not None] + later)
        end = self.index.problem.whole(max(freed, start + activity.span))
        blocked_by = self._blocked(activity, start, end)
        return Placement(start, end, tuple(team), freed) if blocked_by is None else blocked_by


def build(index: Index, urgency: Urgency, people: Mapping[Key, tuple[Key, ...]] | None = None) -> Plan:
    """A plan: what is most urgent (smallest) of all that can be placed goes first."""
    builder = Builder(index, people)
    waiting = set(index.plannable)
    waits = {key: sum(link.before in waiting for link in index.before[key]) for key in waiting}
    ready = [(urgency(key), str(key), key) for key, count in waits.items() if not count]
    heapq.heapify(ready)
    while ready:
        key = heapq.heappop(ready)[2]
        builder.place(key)
        for link in index.after[key]:
            if link.after in waits:
                waits[link.after] -= 1
                if not waits[link.after]:
                    heapq.heappush(ready, (urgency(link.after), str(link.after), link.after))
    return builder.plan


def latest_starts(index: Index) -> dict[Key, float]:
    """When each has to start so that what is due is in time; by the length of what follows where nothing is due."""
    rest = tails(index)
    found: dict[Key, float] = {}
    for key in reversed(index.order):
        activity, length = index.activities[key], index.shortest(key)
        latest = float("inf") if activity.due is None else activity.due - length
        for link in index.after[key]:
            if link.after in found:
                gap = link.lag + (length if link.kind == "FS" else 0)
                latest = min(latest, found[link.after] - gap)
        found[key] = latest
    longest = max((found[key] + rest[key] for key in found if found[key] != float("inf")), default=0)
    return {key: latest if latest != float("inf") else longest - rest[key] for key, latest in found.items()}


def rules(index: Index) -> list[Urgency]:
    """The rules of urgency that are tried: the latest start; the same with heavy ones first; what is due first."""
    starts, rest = latest_starts(index), tails(index)
    activities = index.activities
    return [
        lambda key: (starts[key], -activities[key].weight),
        lambda key: (-activities[key].weight, starts[key]),
        lambda key: (activities[key].due is None, activities[key].due or 0, -rest[key]),
    ]


def best(index: Index) -> Plan:
    """The best plan of all rules."""
    weights = index.problem.weights
    plans = [build(index, urgency) for urgency in rules(index)]
    return min(plans, key=lambda plan: measure(index.problem, plan).total(weights))
