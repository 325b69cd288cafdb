"""Work by days: jobs with hours, people with hours a day, links, promises. Day 0 is today, or the next day of work.

A job takes whole days of work from ``start`` until ``finish`` (not included), its hours spread evenly over them, as
``scheduling.loads`` counts them; one of no days is an instant at the end of a day, as in ``scheduling.network``.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

Key = Hashable
EPSILON = 0.006  # hours of a day: loads are rounded to hundredths


class Place(NamedTuple):
    """On which days, and who: nobody until somebody is picked."""

    start: int
    finish: int
    person: Key | None = None

    @property
    def last(self) -> int:
        """The last day of work."""
        return self.finish - 1

    @property
    def days(self) -> range:
        """The days over which its hours are spread."""
        return range(min(self.start, self.finish - 1), self.finish)


@dataclass(frozen=True)
class Job:
    """A piece of work. ``days``: at least so many; ``earliest``: not before that day; ``due``: the department's day;
    ``promise``: the last day on which it may end for its ``line`` to be in time, of ``weight``. ``able``: who may do
    it, with points of how ill it suits them. ``stands``: the plan that stands; ``is_kept``: that stays (begun, held
    up, not ours); ``keeps_days``: only who does it may be another."""

    key: Key
    hours: float = 0.0
    days: int = 1
    earliest: int = 0
    due: int | None = None
    line: Key | None = None
    promise: int | None = None
    weight: int = 1
    able: Mapping[Key, int] = field(default_factory=dict)
    stands: Place | None = None
    is_kept: bool = False
    keeps_days: bool = False

    @property
    def first(self) -> int:
        """The earliest start: an instant lies at the end of its day."""
        return self.earliest + (1 if self.days == 0 else 0)


@dataclass(frozen=True)
class Bond:
    """``after`` starts at least ``lag`` days after ``before`` finished, or after it started."""

    before: Key
    after: Key
    lag: int = 0
    from_start: bool = False

    def bound(self, place: Place) -> int:
        """The first start of what follows."""
        return (place.start if self.from_start else place.finish) + self.lag


@dataclass(frozen=True)
class World:
    """All of it. ``hours``: by person, those of each day from 0 on; what lies after them is not planned."""

    jobs: Mapping[Key, Job]
    hours: Mapping[Key, Sequence[float]] = field(default_factory=dict)
    bonds: Sequence[Bond] = ()

    @cached_property
    def size(self) -> int:
        """How many days are known."""
        return max((len(one) for one in self.hours.values()), default=0)

    @cached_property
    def before(self) -> dict[Key, list[Bond]]:
        """By job, what it waits for."""
        return self._links("after")

    @cached_property
    def after(self) -> dict[Key, list[Bond]]:
        """By job, what waits for it."""
        return self._links("before")

    @cached_property
    def order(self) -> list[Key]:
        """All jobs, each after those that it waits for; what waits for itself comes last."""
        waits = {key: len(bonds) for key, bonds in self.before.items()}
        found = [key for key, count in waits.items() if not count]
        for key in found:  # grows while it is read
            for bond in self.after[key]:
                waits[bond.after] -= 1
                if not waits[bond.after]:
                    found.append(bond.after)
        seen = set(found)
        return [*found, *(key for key in self.jobs if key not in seen)]

    @cached_property
    def limits(self) -> dict[Key, int | None]:
        """The latest finish of each with which all promises are kept that wait for it; none where nothing does."""
        found: dict[Key, int | None] = {}
        for key in reversed(self.order):
            job = self.jobs[key]
            ends = [] if job.promise is None else [job.promise + 1]
            for bond in self.after[key]:
                limit = found.get(bond.after)
                if limit is not None:
                    begin = limit - self.jobs[bond.after].days - bond.lag
                    ends.append(begin + job.days if bond.from_start else begin)
            found[key] = min(ends, default=None)
        return found

    @cached_property
    def lines(self) -> dict[Key, list[Key]]:
        """The promised jobs by line."""
        found: dict[Key, list[Key]] = {}
        for key, job in self.jobs.items():
            if job.promise is not None and job.line is not None:
                found.setdefault(job.line, []).append(key)
        return found

    def late(self, places: Mapping[Key, Place]) -> dict[Key, int]:
        """The lines that are late, with the days of work by which."""
        found = {}
        for line, keys in self.lines.items():
            days = max((places[key].last - (self.jobs[key].promise or 0) for key in keys if key in places), default=0)
            if days > 0:
                found[line] = days
        return found

    def late_days(self, places: Mapping[Key, Place]) -> int:
        """The days of work by which lines are late, of all of them."""
        return sum(self.late(places).values())

    def overdue(self, places: Mapping[Key, Place]) -> int:
        """The days after those of the departments."""
        dues = ((place, self.jobs[key]) for key, place in places.items())
        return sum(max(0, place.last - job.due) for place, job in dues if job.due is not None and not job.is_kept)

    def soonest(self) -> dict[Key, Place]:
        """Where each would be if everybody had all the hours in the world: nothing can be earlier."""
        found: dict[Key, Place] = {}
        for key in self.order:
            job = self.jobs[key]
            if job.is_kept or job.keeps_days:
                if job.stands is not None:
                    found[key] = job.stands
                continue
            bounds = [bond.bound(found[bond.before]) for bond in self.before[key] if bond.before in found]
            start = max([job.first, *bounds])
            found[key] = Place(start, start + job.days)
            stands = job.stands  # begun on a day that has passed, perhaps: there it may stay
            if (
                stands is not None
                and stands.finish < start + job.days
                and max(bounds, default=stands.start) <= stands.start
            ):
                found[key] = stands
        return found

    def _links(self, side: str) -> dict[Key, list[Bond]]:
        found: dict[Key, list[Bond]] = {key: [] for key in self.jobs}
        for bond in self.bonds:
            if bond.before in self.jobs and bond.after in self.jobs:
                found[getattr(bond, side)].append(bond)
        return found
