"""What has to do with what: the work for a line, what waits for something, whose days it could take."""

import random
from collections.abc import Collection

from tasks.planning.days.ledger import Ledger
from tasks.planning.days.model import Key

CALM = 1000  # later than any promise


class Around:
    """Asked of a plan in the making. ``free``: what may move, each after those that it waits for."""

    def __init__(self, ledger: Ledger, chance: random.Random):
        self.ledger, self.world, self.chance = ledger, ledger.world, chance
        self.free = [key for key in self.world.order if self.is_free(key)]
        self.rank = {key: number for number, key in enumerate(self.world.order)}

    def is_free(self, key: Key) -> bool:
        """Whether a job may move."""
        job = self.world.jobs[key]
        return not job.is_kept and (key in self.ledger.places or job.stands is None)

    def urgency(self, key: Key) -> tuple:
        """The latest start that keeps what is promised; what keeps no promise comes last, as it stands."""
        job, limit = self.world.jobs[key], self.world.limits[key]
        place = self.ledger.base.get(key)
        start = place.start if place is not None else 0
        if limit is None:
            return (CALM + start, self.rank[key])
        return (limit - job.days, self.rank[key])

    def chain(self, line: Key) -> list[Key]:
        """What has to be done for a line, all that goes before included."""
        found: dict[Key, None] = {}
        stack = [key for key in self.world.lines[line] if self.is_free(key)]
        while stack:
            key = stack.pop()
            if key not in found:
                found[key] = None
                stack += [bond.before for bond in self.world.before[key] if self.is_free(bond.before)]
        return sorted(found, key=self.rank.__getitem__)

    def following(self, key: Key) -> list[Key]:
        """What waits for it, straight or through others, and may move."""
        found: dict[Key, None] = {}
        stack = [key]
        while stack:
            for bond in self.world.after[stack.pop()]:
                if bond.after not in found and self.is_free(bond.after):
                    found[bond.after] = None
                    stack.append(bond.after)
        return list(found)

    def beside(self, chain: Collection[Key], count: int) -> list[Key]:
        """Jobs on whose people's days something of the chain could be done, and what waits for the chain."""
        able = {person for key in chain for person in self.world.jobs[key].able}
        last = max((self.ledger.places[key].finish for key in chain if key in self.ledger.places), default=0)
        mine = set(chain)
        near = [
            key
            for key in self.free
            if key not in mine and (place := self.ledger.places.get(key)) is not None
            if place.person in able and place.start <= last
        ]
        waiting = [bond.after for key in chain for bond in self.world.after[key]]
        waiting = [key for key in dict.fromkeys(waiting) if key not in mine and self.is_free(key)]
        return [*self.chance.sample(near, min(count, len(near))), *waiting]

    def troubled(self) -> list[Key]:
        """What nobody does, or is done in hours that are not there."""
        over = self.ledger.over()
        crowded = {key for person, day in over for key in self.on(person, day)}
        return [key for key in self.free if key in crowded or self.ledger.is_open(key)]

    def on(self, person: Key, day: int) -> list[Key]:
        """What somebody does on a day and could be moved, what has most time left first."""
        keys = [
            key
            for key in self.free
            if (place := self.ledger.places.get(key)) is not None and place.person == person and day in place.days
        ]
        return sorted(keys, key=lambda key: (-(self.urgency(key)[0]), self.rank[key]))
