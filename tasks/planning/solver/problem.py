"""A scheduling problem: work to do, people with skills, links, resources, due dates. Times are whole numbers from 0.

What one unit of time means is the caller's choice (the company counts quarters of hours of its working calendar, so
that nights, weekends and holidays are not there at all).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Key = int | str
FINISH_START: Literal["FS"] = "FS"
START_START: Literal["SS"] = "SS"


@dataclass(frozen=True)
class Person:
    """Somebody who works on one activity at a time, and not while ``away`` (from, until: until is free again).

    ``pace``: percent of a full day that this person works; half a day makes the same work take twice as long.
    """

    key: Key
    skills: Mapping[str, int] = field(default_factory=dict)
    away: tuple[tuple[int, int], ...] = ()
    pace: int = 100

    def __post_init__(self) -> None:
        if self.pace < 1:
            raise ValueError(f"{self.key}: who never works is not there")

    def has(self, skills: tuple[tuple[str, int], ...]) -> bool:
        """Whether the person has every skill at its level or above."""
        return all(self.skills.get(skill, -1) >= level for skill, level in skills)


@dataclass(frozen=True)
class Need:
    """So many people, each of whom has all these skills at the level or above."""

    skills: tuple[tuple[str, int], ...] = ()
    count: int = 1


@dataclass(frozen=True)
class Placement:
    """From when until when, who, and when they are free again (none: at the end)."""

    start: int
    end: int
    people: tuple[Key, ...] = ()
    busy_until: int | None = None

    @property
    def freed(self) -> int:
        """When its people can do something else."""
        return self.end if self.busy_until is None else self.busy_until


@dataclass(frozen=True)
class Activity:
    """A piece of work. ``work``: how long its people are busy with it, from its start; ``span``: how long it takes at
    least, where it also waits (for a bath, an answer). ``misfit``: who may do it, with points of how ill it suits them;
    none: whoever has the skills.

    ``present``: the plan that stands. ``is_fixed``: that placement is kept as it is (running, done elsewhere, locked).
    """

    key: Key
    work: int
    span: int = 0
    needs: tuple[Need, ...] = ()
    uses: Mapping[str, int] = field(default_factory=dict)
    release: int = 0
    due: int | None = None
    weight: int = 1
    misfit: Mapping[Key, int] | None = None
    present: Placement | None = None
    is_fixed: bool = False

    def __post_init__(self) -> None:
        if self.work < 0 or (self.is_fixed and self.present is None):
            raise ValueError(f"{self.key}: work below zero, or fixed at no place")


@dataclass(frozen=True)
class Link:
    """``after`` starts at least ``lag`` after ``before`` has finished (FS), or has started (SS)."""

    before: Key
    after: Key
    lag: int = 0
    kind: Literal["FS", "SS"] = FINISH_START


@dataclass(frozen=True)
class Resource:
    """Something of which there is a number; ``changes``: (from, capacity), in order of time."""

    key: str
    capacity: int
    changes: tuple[tuple[int, int], ...] = ()

    @property
    def last(self) -> int:
        """What there is for good, after all changes."""
        return self.changes[-1][1] if self.changes else self.capacity


@dataclass(frozen=True)
class Weights:
    """What a unit costs: what is promised late outweighs everything else."""

    late: int = 100  # a unit of time after the due time, times the weight of the activity
    flow: int = 1  # a unit that an activity finishes later
    misfit: int = 1  # a point of misfit
    moved: int = 3  # somebody else than in the plan that stands
    makespan: int = 0


MAKESPAN = Weights(late=0, flow=0, misfit=0, moved=0, makespan=1)


@dataclass(frozen=True)
class Problem:
    """All of it. Work may pause over an absence of at most ``pause`` units; over a longer one nobody keeps it.

    ``grain``: what follows an activity begins on the next such step (the company's tasks follow each other day by day,
    while somebody does several of them in one day): ends are whole steps, people are free earlier.
    """

    activities: tuple[Activity, ...]
    people: tuple[Person, ...] = ()
    links: tuple[Link, ...] = ()
    resources: tuple[Resource, ...] = ()
    weights: Weights = Weights()
    pause: int = 0
    grain: int = 1

    def whole(self, time: int) -> int:
        """That time, or the next whole step."""
        return -(-time // self.grain) * self.grain


@dataclass(frozen=True)
class Parts:
    """What a plan costs, part by part, of the activities that are not fixed."""

    late: int  # weighted hours after due
    late_count: int
    flow: int
    misfit: int
    moved: int
    makespan: int

    def total(self, weights: Weights) -> int:
        """One number: smaller is better."""
        return (
            weights.late * self.late
            + weights.flow * self.flow
            + weights.misfit * self.misfit
            + weights.moved * self.moved
            + weights.makespan * self.makespan
        )


def measure(problem: Problem, plan: Mapping[Key, Placement]) -> Parts:
    """The parts of the objective for this plan; activities that it does not place cost nothing."""
    late = late_count = flow = misfit = moved = makespan = 0
    for activity in problem.activities:
        place = plan.get(activity.key)
        if place is None:
            continue
        makespan = max(makespan, place.end)
        if activity.is_fixed:
            continue
        behind = max(0, place.end - activity.due) if activity.due is not None else 0
        late += behind * activity.weight
        late_count += behind > 0
        flow += place.end
        misfit += sum((activity.misfit or {}).get(person, 0) for person in place.people)
        moved += moved_people(activity, place)
    return Parts(late, late_count, flow, misfit, moved, makespan)


def moved_people(activity: Activity, place: Placement) -> int:
    """How many do it who do not in the plan that stands; nobody is moved where nobody was picked."""
    present = activity.present
    return len(set(place.people) - set(present.people)) if present is not None and present.people else 0
