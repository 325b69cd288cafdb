"""A problem made quick to ask, and what in it nobody can do."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from tasks.planning.solver.matching import match
from tasks.planning.solver.problem import FINISH_START, Activity, Key, Link, Need, Person, Problem

NO_SKILL = "NO_SKILL"  # nobody has the skill
LEVEL = "LEVEL"  # nobody has it at that level
TOGETHER = "TOGETHER"  # nobody has all of them
NOT_ALLOWED = "NOT_ALLOWED"  # who has them may not
TOO_FEW = "TOO_FEW"  # not so many at once
RESOURCE = "RESOURCE"  # more of something than there is
CIRCLE = "CIRCLE"  # it waits for itself
AFTER = "AFTER"  # it waits for something that nobody can do


@dataclass(frozen=True)
class Fault:
    """Why an activity cannot be planned; ``detail``: the skill, the resource or the activity meant."""

    key: Key
    reason: str
    detail: Key = ""


class Index:
    """Lookups over a problem, worked out once. ``faults``: what cannot be planned; the rest is ``plannable``."""

    def __init__(self, problem: Problem):
        self.problem = problem
        self.activities: dict[Key, Activity] = {one.key: one for one in problem.activities}
        self.people: dict[Key, Person] = {one.key: one for one in problem.people}
        self.before: dict[Key, list[Link]] = {key: [] for key in self.activities}
        self.after: dict[Key, list[Link]] = {key: [] for key in self.activities}
        for link in problem.links:
            if link.before in self.activities and link.after in self.activities:
                self.before[link.after].append(link)
                self.after[link.before].append(link)
        self._found: dict[tuple[tuple[tuple[str, int], ...], frozenset[Key] | None], list[Key]] = {}

    def candidates(self, activity: Activity, need: Need) -> list[Key]:
        """Who could be one of those that it needs."""
        allowed = None if activity.misfit is None else frozenset(activity.misfit)
        place = (need.skills, allowed)
        if place not in self._found:
            self._found[place] = [
                one.key
                for one in self.problem.people
                if one.has(need.skills) and (allowed is None or one.key in allowed)
            ]
        return self._found[place]

    @cached_property
    def order(self) -> list[Key]:
        """All activities that wait for no circle, each after those that it waits for."""
        waits = {key: len(links) for key, links in self.before.items()}
        ready = [key for key, count in waits.items() if not count]
        found: list[Key] = []
        while ready:
            key = ready.pop()
            found.append(key)
            for link in self.after[key]:
                waits[link.after] -= 1
                if not waits[link.after]:
                    ready.append(link.after)
        return found

    @cached_property
    def faults(self) -> dict[Key, Fault]:
        """What cannot be planned, each with its first reason."""
        circled = set(self.activities) - set(self.order)
        found = {key: Fault(key, CIRCLE) for key in circled if not self.activities[key].is_fixed}
        for key in self.order:
            activity = self.activities[key]
            if activity.is_fixed:
                continue
            fault = self._fault_of(activity)
            blocked = next((link.before for link in self.before[key] if link.before in found), None)
            if fault is None and blocked is not None:
                fault = Fault(key, AFTER, blocked)
            if fault is not None:
                found[key] = fault
        return found

    @cached_property
    def plannable(self) -> list[Key]:
        """What is to be placed, each after those that it waits for."""
        return [key for key in self.order if key not in self.faults and not self.activities[key].is_fixed]

    def shortest(self, key: Key) -> int:
        """How long the activity takes at least, whoever does it."""
        activity = self.activities[key]
        paces = [
            max((self.people[one].pace for one in self.candidates(activity, need)), default=100)
            for need in activity.needs
            if need.count
        ]
        busy = -(-activity.work * 100 // min(paces, default=100))
        return max(busy, activity.span)

    def est(self, key: Key, placed: dict) -> int:
        """The first time at which it may start, seeing what it waits for."""
        first = self.activities[key].release
        for link in self.before[key]:
            place = placed.get(link.before)
            if place is not None:
                first = max(first, (place.end if link.kind == FINISH_START else place.start) + link.lag)
        return first

    def _fault_of(self, activity: Activity) -> Fault | None:
        for resource in self.problem.resources:
            if activity.uses.get(resource.key, 0) > resource.last:
                return Fault(activity.key, RESOURCE, resource.key)
        for need in activity.needs:
            if not self.candidates(activity, need):
                return self._why_nobody(activity, need)
        units = [set(self.candidates(activity, need)) for need in activity.needs for _one in range(need.count)]
        if units and match(units) is None:
            return Fault(activity.key, TOO_FEW)
        return None

    def _why_nobody(self, activity: Activity, need: Need) -> Fault:
        for skill, level in need.skills:
            levels = [one.skills[skill] for one in self.problem.people if skill in one.skills]
            if not levels:
                return Fault(activity.key, NO_SKILL, skill)
            if max(levels) < level:
                return Fault(activity.key, LEVEL, skill)
        if any(one.has(need.skills) for one in self.problem.people):
            return Fault(activity.key, NOT_ALLOWED)
        return Fault(activity.key, TOGETHER, need.skills[0][0] if need.skills else "")


def tails(index: Index) -> dict[Key, int]:
    """Per activity: the time from its start to the end of all that waits for it, at least."""
    found: dict[Key, int] = {}
    for key in reversed(index.order):
        length = index.shortest(key)
        rest = [
            found[link.after] + link.lag + (length if link.kind == FINISH_START else 0) for link in index.after[key]
        ]
        found[key] = max([length, *rest])
    return found


def all_after(index: Index, keys: Iterable[Key]) -> dict[Key, set[Key]]:
    """Per activity: those that wait for it until its end, straight or through others."""
    wanted = set(keys)
    found: dict[Key, set[Key]] = {}
    for key in reversed(index.order):
        reached: set[Key] = set()
        for link in index.after[key]:
            if link.kind == FINISH_START and link.lag >= 0:
                reached |= found[link.after]
                reached.add(link.after)
        found[key] = reached
    return {key: found[key] & wanted for key in wanted if key in found}
