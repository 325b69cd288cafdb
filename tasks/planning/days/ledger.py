"""A plan in the making: where every job is, and how many hours are left to each person on each day."""

from collections.abc import Mapping
from typing import NamedTuple

from tasks.planning.days.model import EPSILON, Bond, Job, Key, Place, World

CENTS = 100


class Worth(NamedTuple):
    """What a plan is worth, the first that differs decides: smaller is better."""

    late: int  # lines that are late, by the weight of their promise
    late_days: int  # of all of them
    over: int  # hundredths of hours more than people have
    open: int  # jobs that nobody is picked for, or that have no days
    overdue: int  # days after the departments' days
    moved_people: int
    moved: int  # jobs on other days
    misfit: int

    @property
    def gain(self) -> tuple[int, ...]:
        """What a plan may be made for; the rest is the price."""
        return self[:5]


class Ledger:
    """Places jobs and takes them away. ``base``: the plan it begins with, which is always possible: where that gives
    somebody more hours than there are it may stay so, and nothing else is put there."""

    def __init__(self, world: World, base: Mapping[Key, Place]):
        self.world, self.base = world, dict(base)
        self.places: dict[Key, Place] = {}
        self.free = {person: list(hours) for person, hours in world.hours.items()}
        self.open_jobs = [key for key, job in world.jobs.items() if not job.is_kept and (job.able or key not in base)]
        for key, place in base.items():
            self.put(key, place)
        self.spare = {person: [min(0.0, one) for one in hours] for person, hours in self.free.items()}

    def put(self, key: Key, place: Place) -> None:
        """A job goes there."""
        self.places[key] = place
        self._book(self.world.jobs[key], place, -1)

    def take(self, key: Key) -> Place:
        """A job is nowhere any more; returns where it was."""
        place = self.places.pop(key)
        self._book(self.world.jobs[key], place, 1)
        return place

    def restore(self, places: Mapping[Key, Place]) -> None:
        """Put these back to where they were, wherever they are now."""
        for key in places:
            if key in self.places:
                self.take(key)
        for key, place in places.items():
            self.put(key, place)

    def can_stay(self, key: Key) -> bool:
        """Whether the place that it began with is there for it: links hold, and no day gets fuller than it was."""
        place = self.base.get(key)
        if place is None or not self.holds(key, place):
            return False
        hours = self.free.get(place.person) if place.person is not None else None
        if hours is None:
            return True
        rate, spare = self.rate(self.world.jobs[key], place), self.spare[place.person]
        return all(hours[day] - rate >= spare[day] - EPSILON for day in place.days if 0 <= day < len(hours))

    def release(self, key: Key) -> int:
        """The first start that what precedes it allows."""
        bonds = (bond for bond in self.world.before[key] if bond.before in self.places)
        return max([self.world.jobs[key].first, *(bond.bound(self.places[bond.before]) for bond in bonds)])

    def bounds(self, key: Key) -> tuple[int, int]:
        """The latest start and the latest finish that what waits for it allows."""
        start = finish = 1 << 30
        for bond in self.world.after[key]:
            place = self.places.get(bond.after)
            if place is not None:
                if bond.from_start:
                    start = min(start, place.start - bond.lag)
                else:
                    finish = min(finish, place.start - bond.lag)
        return start, finish

    def worth(self) -> Worth:
        """What the plan is worth."""
        late = self.world.late(self.places)
        weights = {line: max(self.world.jobs[key].weight for key in self.world.lines[line]) for line in late}
        moved_people = moved = misfit = 0
        for key, place in self.places.items():
            job = self.world.jobs[key]
            if job.is_kept:
                continue
            base = self.base.get(key)
            if base is None:
                continue
            moved += (place.start, place.finish) != (base.start, base.finish)
            if place.person != base.person:
                moved_people += base.person is not None
                misfit += job.able.get(place.person, 0)
        nobody = sum(self.is_open(key) for key in self.open_jobs)
        return Worth(
            sum(weights.values()),
            sum(late.values()),
            self._over(),
            nobody,
            self.world.overdue(self.places),
            moved_people,
            moved,
            misfit,
        )

    def is_open(self, key: Key) -> bool:
        """Whether nobody is picked for a job that asks for somebody, or it has no days at all."""
        place = self.places.get(key)
        return place is None or (place.person is None and bool(self.world.jobs[key].able))

    def over(self) -> dict[tuple[Key, int], float]:
        """By person and day the hours that are too many."""
        return {
            (person, day): -left
            for person, hours in self.free.items()
            for day, left in enumerate(hours)
            if left < -EPSILON
        }

    @staticmethod
    def rate(job: Job, place: Place) -> float:
        """Hours a day."""
        return job.hours / max(1, len(place.days))

    def holds(self, key: Key, place: Place) -> bool:
        """Whether its links hold there, or are broken no more than in the plan it began with."""
        for bond in self.world.before[key]:
            before = self.places.get(bond.before)
            if before is not None and bond.bound(before) - place.start > max(0, self.gap(self.base, bond)):
                return False
        for bond in self.world.after[key]:
            after = self.places.get(bond.after)
            if after is not None and bond.bound(place) - after.start > max(0, self.gap(self.base, bond)):
                return False
        return True

    @staticmethod
    def gap(places: Mapping[Key, Place], bond: Bond) -> int:
        """The days by which a link is broken; none below one."""
        before, after = places.get(bond.before), places.get(bond.after)
        return 0 if before is None or after is None else bond.bound(before) - after.start

    def _book(self, job: Job, place: Place, sign: int) -> None:
        hours = self.free.get(place.person) if place.person is not None else None
        if hours is None or not job.hours:
            return
        rate = sign * self.rate(job, place)
        for day in place.days:
            if 0 <= day < len(hours):
                hours[day] += rate

    def _over(self) -> int:
        total = 0.0
        for hours in self.free.values():
            if hours and min(hours) < -EPSILON:
                total -= sum(one for one in hours if one < -EPSILON)
        return round(total * CENTS)


def begun(world: World) -> dict[Key, Place]:
    """The plan that stands with what cannot be otherwise: what waits for something begins when that is over, as long as
    it was; nothing else is asked of it yet."""
    found: dict[Key, Place] = {}
    for key in world.order:
        job = world.jobs[key]
        place = job.stands
        if place is None:
            continue
        if not job.is_kept and not job.keeps_days:
            bounds = [bond.bound(found[bond.before]) for bond in world.before[key] if bond.before in found]
            start = max([place.start, *bounds])
            place = Place(start, place.finish + start - place.start, place.person)
        found[key] = place
    return found
